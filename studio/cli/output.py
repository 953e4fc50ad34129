"""What the command line writes: text made safe for a terminal, JSON lines, and progress bars on a terminal only."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that a terminal obeys, hides or cannot write: controls, formats, surrogates, line separators."""


def plain(text: str | Path) -> str:
    """`text` with every character that a terminal could obey written as its escape, `\\x1b`; letters stay as they are.

    Joiners stay between letters, for emoji and for the scripts that are spelt with them.
    """
    return "".join(
        character if _harmless(character) else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in str(text)
    )


def _harmless(character: str) -> bool:
    return character in "\u200c\u200d" or unicodedata.category(character) not in _UNSEEN


def typed(argument: str) -> str:
    """Words from the command line, with bytes that are no UTF-8 replaced by �."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def say(line: str, path: str = "") -> None:
    """Write a line of the result to stdout, at once; on a terminal a `path` that stands in it is a link."""
    shown = plain(line)
    if path and (address := link_to(path)):
        from studio.file_links import linked

        before, found, behind = shown.partition(plain(path))
        shown = f"{before}{linked(found, address)}{behind}" if found else shown
    click.echo(shown)


def link_to(path: str) -> str:
    """The address of a file for the terminal that stdout is; empty where it is none, or takes no links."""
    from studio.file_links import file_link, takes_links

    return file_link(path) if sys.stdout.isatty() and takes_links(os.environ) else ""


def complain(line: str) -> None:
    """Write a line for the person, and not for the next program, to stderr."""
    click.echo(f"studio: {plain(line)}", err=True)


def json_line(record: Mapping[str, object]) -> str:
    """One JSON object in one line of ASCII; a file name's bytes that are no UTF-8 are lone surrogates in it."""
    import json

    return json.dumps(record, ensure_ascii=True)


def on_terminal() -> bool:
    """Whether a progress bar can be shown."""
    return sys.stderr.isatty()


class Bar:
    """A progress bar on stderr, or nothing at all where that is no terminal."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None, left="") if progress else None

    def show(self, what: str, done: float = 0, total: float | None = None, left: float | None = None) -> None:
        """Show what is being done, how far it is, and the seconds left; None where that is not known."""
        if self._progress is not None and self._task is not None:
            remaining = "" if left is None else f"{duration(left)} left"
            self._progress.update(self._task, description=plain(what), completed=done, total=total, left=remaining)

    def say(self, line: str, path: str = "") -> None:
        """Write a line of the result to stdout, above the bar where both are on one terminal; a `path` is a link."""
        if self._progress is not None and sys.stdout.isatty():
            from rich.style import Style
            from rich.text import Text

            text = Text(plain(line))
            if path and (address := link_to(path)) and (at := text.plain.find(plain(path))) >= 0:
                text.stylize(Style(link=address), at, at + len(plain(path)))
            self._progress.console.print(text, soft_wrap=True)
        else:
            say(line, path)

    @contextmanager
    def away(self) -> Iterator[None]:
        """The bar is away in the block, in which a person is asked something."""
        if self._progress is not None:
            self._progress.stop()
        try:
            yield
        finally:
            if self._progress is not None:
                self._progress.start()

    def complain(self, line: str) -> None:
        """Write a line for the person to stderr, above the bar."""
        if self._progress is not None:
            from rich.text import Text

            self._progress.console.print(Text(f"studio: {plain(line)}"), soft_wrap=True)
        else:
            complain(line)


@contextmanager
def bar(wanted: bool = True) -> Iterator[Bar]:
    """A progress bar for as long as the block runs, shown on a terminal only; it is gone afterwards."""
    if not (wanted and on_terminal()):
        yield Bar(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[left]}", markup=False),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False, expand=False
    ) as progress:
        shown = Bar(progress)
        shown.show("")
        yield shown


def duration(seconds: float) -> str:
    """A length of time as a person says it: "820 ms", "4.2 s", "3 min 20 s"."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
