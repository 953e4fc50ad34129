"""The narrow Gallery: a line for each picture, drawn only where it is seen."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.events import Click, Resize
from textual.strip import Strip

from library.records import Picture
from screens.gallery.browser import Browser
from screens.gallery.words import marks, title

MARKS_WIDTH = 9
"""Cells for the signs at the left of a line."""


class LineBrowser(Browser):
    """The shelf as a list."""

    COMPONENT_CLASSES = {"lines--cursor", "lines--marks", "lines--line"}

    @property
    def rows_seen(self) -> int:
        """Lines that fit."""
        return self.size.height

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in sight."""
        self.sync()

    def draw(self) -> None:
        """Paint it again."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One picture's line, or an empty one."""
        width, index = self.size.width, self.index_at(y)
        plain = self.get_component_rich_style("lines--line")
        if index >= len(self.shelf):
            return Strip.blank(width, plain)
        picture = self.shelf.pictures[index]
        if index == self.shelf.cursor:
            style = self.get_component_rich_style("lines--cursor")
            return Strip([Segment(_line(picture, width), style)], width)
        faint = self.get_component_rich_style("lines--marks")
        text = _line(picture, width)
        split = min(width, MARKS_WIDTH)
        signs = set_cell_size(" " + marks(picture), split)
        return Strip([Segment(signs, faint), Segment(text[len(signs) :], plain)], width)

    def on_click(self, event: Click) -> None:
        """Move the cursor there."""
        self.point_at(event.y)


def _line(picture: Picture, width: int) -> str:
    signs = set_cell_size(" " + marks(picture), min(width, MARKS_WIDTH))
    return signs + set_cell_size(title(picture), max(0, width - MARKS_WIDTH))
