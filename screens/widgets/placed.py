"""A line of a Kitty picture that is written in a few bytes where all of it is seen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.widgets.diacritics import MARKS

PLACEHOLDER = "\U0010eeee"


class PlacedStrip(Strip):
    """A line whose `short` segments bring the same to a terminal as its own, in fewer bytes.

    Where something covers a part of it, Textual takes its own segments apart, which have every cell.
    """

    __slots__ = ("_short",)

    def __init__(self, segments: Iterable[Segment], cell_length: int, short: Iterable[Segment]) -> None:
        super().__init__(segments, cell_length)
        self._short = tuple(short)

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        if self._render_cache is None:
            self._render_cache = Strip(self._short, self.cell_length).render(console)
        return self._render_cache


def blank(width: int, style: Style) -> PlacedStrip:
    """Blanks beside a picture: the first of them and a call to repeat it."""
    whole = Segment(" " * width, style)
    return PlacedStrip([whole], width, [Segment(f" \x1b[{width - 1}b", style) if width > 1 else whole])


def placeholders(row: int, columns: int, style: Style, is_repeated: bool) -> Strip:
    """A row of a picture as placeholders.

    With `is_repeated` it is, whole, the first cell and a call to repeat it (ECMA-48, REP): one without marks goes on
    from the one before it, in the same row (https://sw.kovidgoyal.net/kitty/graphics-protocol/, placeholders).
    """
    cells = [PLACEHOLDER + MARKS[row] + MARKS[at] for at in range(columns)]
    whole = [Segment("".join(cells), style)]
    if not is_repeated or columns < 2:
        return Strip(whole, columns)
    return PlacedStrip(whole, columns, [Segment(f"{cells[0]}\x1b[{columns - 1}b", style)])
