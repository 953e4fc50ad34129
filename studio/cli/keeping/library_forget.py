"""`studio library forget` and `empty-trash`: what leaves the library, and only when it is meant."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("forget", short_help="Take an imported folder out of the gallery.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(folder: Path, yes: bool) -> None:
    """Take the pictures that were imported from DIR, and from the folders in it, out of the gallery.

    No file is deleted or changed: ratings, tags and albums stay in the sidecars beside the pictures, and another import
    takes them in again. Lettered versions stay in the library's folder. Asks where pictures carry any of these.

    \b
    Example:
      studio library forget /mnt/archive
    """
    from library.store import Library
    from studio.cli.failure import WrongUse
    from studio.cli.output import complain, say
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        found = library.imports.forgettable(folder)
        roots = [root.path for root in library.imports.roots()]
        if not found.pictures and not any(Path(root).is_relative_to(folder.expanduser().absolute()) for root in roots):
            known = f"Imported were: {', '.join(roots)}" if roots else "No folder was imported"
            raise WrongUse(f"Nothing in the gallery was imported from {folder}", "", known)
        if found.judged or found.lettered:
            carried = f"{found.judged:,} rated, tagged or in albums, {found.lettered:,} lettered"
            if found.unwritten:
                carried += f"; what was said of {found.unwritten:,} cannot be written beside them, and will be lost"
            _ask(f"Forget {_pictures(found.pictures)} ({carried})?", yes)
        count = library.imports.forget(folder)
    finally:
        library.close()
    say(f"{_pictures(count)} forgotten; the files are where they were")
    if found.above:
        complain(f"It lies in {found.above}, whose next import takes them in again")


@click.command("empty-trash", short_help="Delete what is in the trash for good.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def empty_trash(yes: bool) -> None:
    """Delete the pictures in the trash for good, with their lettered versions and sidecars.

    Says how many there are, and how many bytes, and asks. Imported pictures are only hidden by the trash: they stay
    hidden, and their files stay.
    """
    from library.store import Library
    from studio.cli.output import say
    from studio.settings import settings

    library = Library.open(settings.load(settings.folder()).library_folder())
    try:
        found = library.trash.content()
        if not found.pictures:
            say("The trash is empty")
            return
        _ask(f"Delete {_pictures(found.pictures)} for good ({_files(found.files)}, {found.bytes:,} bytes)?", yes)
        gone = library.trash.empty()
    finally:
        library.close()
    say(f"{_pictures(gone.pictures)} deleted: {_files(gone.files)}, {gone.bytes:,} bytes")


def _ask(question: str, yes: bool) -> None:
    """Ask on a terminal; elsewhere `--yes` is needed. Raises WrongUse, click.Abort."""
    from studio.cli.failure import WrongUse

    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUse(question.removesuffix("?"), "nobody can be asked here", "Say so with --yes")
    click.confirm(question, abort=True, err=True)


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count:,} pictures"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
