"""`studio show`: pictures in the shell itself, in the way that the terminal has."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from studio.cli.completing import picture_ids_or_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.cli.entry import Doors
    from studio.cli.showing.found import Found
    from studio.terminal.records import CellSize, PictureChoice

BELOW = 2
"""Lines of the window that are kept free: that below the picture, and the shell's next prompt."""


class Room(NamedTuple):
    """The window: its columns and rows, the size of a cell, and the way of pictures."""

    columns: int
    rows: int
    cell: CellSize
    choice: PictureChoice


@click.command("show", short_help="Show pictures here, in the shell.")
@click.argument("which", metavar="ID|FILE...", nargs=-1, required=True, shell_complete=picture_ids_or_files)
@click.option("--original", is_flag=True, help="As it was drawn, without its lettering.")
@click.option("--stack", is_flag=True, help="All takes of its stack, the oldest first.")
@click.pass_context
def command(ctx: click.Context, which: Sequence[str], original: bool, stack: bool) -> None:
    """Show pictures of the library by ID, or any picture FILE, as large as the window has room for.

    ID is the number that `studio gallery search` prints first; a picture that has letterings is shown in the newest. A
    file whose name is a number is written ./42. Below each stands what it is. Where the output is no terminal, the path
    of each is printed instead.

    \b
    Examples:
      studio show 42
      studio show 42 43 --original
      studio show ~/Downloads/cartoon.webp
      cp "$(studio show 42)" ~/blog/
    """
    from studio.cli.failure import told
    from studio.cli.output import complain, say
    from studio.notices import KNOWN_ERRORS

    doors: Doors = ctx.obj
    room = _room() if _can_show() else None
    failures = 0
    for look in _looks(which, original, stack):
        try:
            found = look()
            if room is None:
                say(str(found.path), str(found.path))
            else:
                _show(doors, found, room)
        except KNOWN_ERRORS as error:
            failures += 1
            complain(told(error)[0].line())
    if failures:
        ctx.exit(1)


def _can_show() -> bool:
    """Whether somebody looks at the output, at a terminal that knows escape sequences."""
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def _room() -> Room:
    """The window that the picture goes into. Raises TableUnreadable, SettingsWrong."""
    from studio.cli.terminal_asked import heard_of_terminal
    from studio.settings import settings
    from studio.terminal import remembered
    from studio.terminal.judging import Set, judge
    from studio.terminal.records import USUAL_CELL

    folder = settings.folder()
    chosen = settings.load(folder)
    wanted = Set(chosen.pictures, chosen.colours, remembered.ways(folder))
    terminal = judge(wanted, os.environ, heard_of_terminal())
    window = os.get_terminal_size(sys.stdout.fileno())
    columns, rows = window.columns or 80, window.lines or 24
    return Room(columns, max(1, rows - BELOW), terminal.cell or USUAL_CELL, terminal.picture)


def _looks(which: Iterable[str], original: bool, stack: bool) -> Iterator[Callable[[], Found]]:
    """What finds each picture, in turn; the library is opened where one of them is asked for by its id."""
    from studio.cli.showing.found import in_file, in_library, takes_of

    names = list(which)
    if not any(map(_is_id, names)):
        yield from (partial(in_file, Path(name)) for name in names)
        return
    from library.store import Library
    from studio.settings import settings

    with closing(Library.open(settings.load(settings.folder()).library_folder())) as library:
        for name in names:
            if not _is_id(name):
                yield partial(in_file, Path(name))
                continue
            ids = takes_of(library, int(name)) if stack else (int(name),)
            yield from (partial(in_library, library, one, original=original) for one in ids)


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 16


def _show(doors: Doors, found: Found, room: Room) -> None:
    """Write a picture, and the line below it. Raises PictureUnreadable."""
    from studio.cli.output import say
    from studio.cli.showing.found import about
    from studio.pictures.screen_pixels import image_for

    cell = room.cell
    image = image_for(found.path, room.columns * cell.width, room.rows * cell.height)
    # A small picture is not made larger than it is.
    columns = min(room.columns, -(-image.width // cell.width))
    rows = min(room.rows, -(-image.height // cell.height))
    sys.stdout.write(doors.picture_text(image, columns, rows, cell, room.choice))
    sys.stdout.flush()
    say(about(found, room.columns))
