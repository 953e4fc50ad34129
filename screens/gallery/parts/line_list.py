"""The narrow Gallery: a line for each picture, drawn only where it is seen."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region
from textual.strip import Strip

from library.records import Picture
from screens.gallery.model.captions import MARKED, day, marks, stack_sign
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.words.telling_apart import Captions
from screens.gallery.parts.browser import Browser, Heard

MARKS_WIDTH = 10
"""Cells for the signs at the left of a line."""

LEAST_TITLE = 24
"""Cells that a title keeps; columns for which there is no more room are left out, the last first."""

GAP = 2
"""Cells before each column behind the title."""

COLUMNS: tuple[tuple[int, Callable[[Picture], str]], ...] = (
    (10, lambda picture: _end("" if picture.facts.seed is None else str(picture.facts.seed), 10)),
    (9, lambda picture: day(picture.created)),
    (9, lambda picture: f"{picture.width}×{picture.height}"),
)
"""Widths of the columns, and what stands in them: the seed, the day, the size in px."""


def columns(picture: Picture, room: int) -> str:
    """What stands right of the title in a line with so much room for both."""
    told = ""
    for width, tell in COLUMNS:
        if room - len(told) - GAP - width < LEAST_TITLE:
            break
        told += tell(picture).rjust(GAP + width)
    return told


def _end(digits: str, most: int) -> str:
    return digits if len(digits) <= most else f"…{digits[1 - most :]}"


class LineBrowser(Browser):
    """The shelf as a list."""

    COMPONENT_CLASSES = {"lines--cursor", "lines--marks", "lines--marked", "lines--columns", "lines--line"}

    def __init__(self, shelf: Shelf, heard: Heard, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._begin(shelf, heard)
        self._captions = Captions(shelf)

    @property
    def rows_seen(self) -> int:
        """Lines that fit."""
        return self.size.height

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in sight."""
        self.walk.sync()

    def draw(self) -> None:
        """Paint it again."""
        self.refresh()

    def draw_cursor(self, before: int) -> None:
        """Two lines."""
        for index in (before, self.walk.shelf.cursor):
            self.refresh(Region(0, self.walk.place_of(index), self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One picture's line, or an empty one."""
        width, index = self.size.width, self.walk.index_at(y)
        plain = self.get_component_rich_style("lines--line")
        if not 0 <= index < len(self.walk.shelf):
            return Strip.blank(width, plain)
        picture = self.walk.shelf.pictures[index]
        sign = self.walk.shelf.sign_of(picture)
        signs = set_cell_size((MARKED[sign] or " ") + marks(picture, ""), min(width, MARKS_WIDTH))
        room = max(0, width - MARKS_WIDTH - 1)
        told = columns(picture, room)
        name = f"{picture.drift:.2f}  " if picture.drift is not None else ""
        name += f"{stack_sign(picture)} " if picture.stacked > 1 else ""
        name += self._captions.of(index, max(0, room - len(told) - cell_len(name)))
        name = set_cell_size(name, room - len(told))
        if index == self.walk.shelf.cursor:
            return Strip([Segment(f"{signs}{name}{told} ", self.get_component_rich_style("lines--cursor"))], width)
        bright = self.get_component_rich_style("lines--marks")
        faint = self.get_component_rich_style("lines--columns")
        marked = self.get_component_rich_style("lines--marked") if sign else plain
        return Strip([Segment(signs, bright), Segment(name, marked), Segment(f"{told} ", faint)], width)

    def on_click(self, event: Click) -> None:
        """Move the cursor there."""
        self.point_at(event.y, event)
