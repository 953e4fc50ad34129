"""The filmstrip: the neighbours of the picture that is shown, small, in a row."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message

from library.records import Picture
from screens.gallery.shelf import Shelf
from screens.widgets.board import HEAVY, ROUND, Board, Box, Look
from screens.widgets.frames import Source

WIDE = 14
"""Cells of a picture with its frame."""


class Filmstrip(Board):
    """As many neighbours as fit, the one under the cursor in the middle where it can be."""

    COMPONENT_CLASSES = {"filmstrip--frame", "filmstrip--cursor"}

    class Pointed(Message):
        """A picture was clicked: so many steps from the cursor, older ones above 0."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, shelf: Shelf, source_of: Callable[[Picture], Source], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelf, self._source_of = shelf, source_of
        self._first = 0

    def on_resize(self, event: Resize) -> None:
        """Make as many frames as fit, in the middle."""
        width, height = event.size
        fits = max(1, width // WIDE)
        boxes = [*self.boxes[:fits], *(Box(self, place) for place in range(len(self.boxes), fits))]
        self.lay(boxes)
        left = max(0, width - fits * WIDE) // 2
        for box in boxes:
            box.lay(Region(left + box.place * WIDE, 0, WIDE, height))
        self.sync()

    def restyle(self) -> None:
        """Frame the pictures anew."""
        for box in self.boxes:
            if box.look is not None:
                self._frame(box, box.look.signs is HEAVY)

    def sync(self) -> None:
        """Show the shelf as it is now."""
        if not self.display:
            return
        pictures, cursor = self._shelf.pictures, self._shelf.cursor
        self._first = max(0, min(cursor - len(self.boxes) // 2, len(pictures) - len(self.boxes)))
        for box in self.boxes:
            index = self._first + box.place
            if index < len(pictures):
                box.slot.show(self._source_of(pictures[index]))
                self._frame(box, index == cursor)
            else:
                box.slot.clear("")
                box.frame(None)

    def _frame(self, box: Box, is_current: bool) -> None:
        style = self.get_component_rich_style("filmstrip--cursor" if is_current else "filmstrip--frame")
        box.frame(Look(HEAVY if is_current else ROUND, style))

    def on_click(self, event: Click) -> None:
        """Go there."""
        box = self.box_at(event.x, event.y)
        if box is not None:
            self.post_message(self.Pointed(self._first + box.place - self._shelf.cursor))
