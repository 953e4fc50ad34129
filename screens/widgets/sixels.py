"""Sixel pictures lie over the cells of the screen, so each is written when the last of the cells under it is."""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual.geometry import Region
from textual.strip import Strip

from screens.widgets.store import Frame


class SixelStrip(Strip):
    """A line, and after it a picture; a part of the line is without."""

    __slots__ = ("_after",)

    def __init__(self, line: Strip, after: str) -> None:
        super().__init__(line, line.cell_length)
        self._after = after

    def render(self, console: Console) -> str:
        """The line and the picture in terminal sequences."""
        return super().render(console) + self._after


def with_sixel(line: Strip, frame: Frame, region: Region) -> Strip:
    """The last line of a frame that fills a region of the screen, with the frame's picture."""
    there = Control.move_to(region.x + frame.left, region.y + frame.top).segment.text
    back = Control.move_to(region.right, region.bottom - 1).segment.text
    return SixelStrip(line, f"{there}{frame.encoded.sixel}{back}")
