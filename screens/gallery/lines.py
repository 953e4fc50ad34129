"""The narrow Gallery: a line for each picture, drawn only where it is seen."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region
from textual.strip import Strip

from screens.gallery.browser import Browser
from screens.gallery.words import MARKED, marks, stack_sign, title

MARKS_WIDTH = 10
"""Cells for the signs at the left of a line."""


class LineBrowser(Browser):
    """The shelf as a list."""

    COMPONENT_CLASSES = {"lines--cursor", "lines--marks", "lines--marked", "lines--line"}

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

    def draw_cursor(self, before: int) -> None:
        """Two lines."""
        for index in (before, self.shelf.cursor):
            self.refresh(Region(0, self.place_of(index), self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One picture's line, or an empty one."""
        width, index = self.size.width, self.index_at(y)
        plain = self.get_component_rich_style("lines--line")
        if not 0 <= index < len(self.shelf):
            return Strip.blank(width, plain)
        picture = self.shelf.pictures[index]
        sign = self.sign_of(picture)
        signs = set_cell_size((MARKED[sign] or " ") + marks(picture, ""), min(width, MARKS_WIDTH))
        words = " ".join(filter(None, (stack_sign(picture), title(picture))))
        words = set_cell_size(words, max(0, width - MARKS_WIDTH))
        if index == self.shelf.cursor:
            return Strip([Segment(signs + words, self.get_component_rich_style("lines--cursor"))], width)
        faint = self.get_component_rich_style("lines--marks")
        marked = self.get_component_rich_style("lines--marked") if sign else plain
        return Strip([Segment(signs, faint), Segment(words, marked)], width)

    def on_click(self, event: Click) -> None:
        """Move the cursor there."""
        self.point_at(event.y, event)
