"""A line of blanks without a colour of their own, through which a picture is seen that lies under the cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class HoleStrip(Strip):
    """A hole of `width` cells.

    Where Textual takes its segments, for what is seen through a window or for a screenshot, they have the ground's
    colour: there no picture is.
    """

    __slots__ = ("_ground",)

    def __init__(self, width: int, ground: Style) -> None:
        super().__init__([Segment(" " * width, ground)], width)
        self._ground = ground

    def render(self, console: Console) -> str:
        """The line in terminal sequences: each line before it has ended with a reset, so it needs none."""
        return " " * self.cell_length

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` to before `end`."""
        start, end = max(0, start), self.cell_length if end is None else min(end, self.cell_length)
        return HoleStrip(max(0, end - start), self._ground)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The pieces up to each of the cuts, which are cells from the left."""
        ends = [cut for cut in cuts if cut <= self.cell_length]
        return [self.crop(begin, end) for begin, end in zip((0, *ends), ends, strict=False)]
