"""The filmstrip: the neighbours of the picture that is shown, small, in a row."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer

from library.records import Picture
from screens.gallery.model.shelf import Shelf
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.board import BARE, UNDERLINED, Board, Box, Look

WIDE = 14
"""Cells of a picture with what is beside it."""

RESTS = 0.2
"""Seconds without a move after which the strip follows a cursor that came to its end, or left it."""


class Filmstrip(Board):
    """As many neighbours as fit. The cursor walks along them; when it rests at an end, it is in the middle again.

    So a move changes a line of the strip and not all its pictures, which would be more than the picture that is shown.
    """

    COMPONENT_CLASSES = {"filmstrip--cursor"}

    class Pointed(Message):
        """A picture was clicked: so many steps from the cursor, older ones above 0."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, shelf: Shelf, source_of: Callable[[Picture], Source], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelf, self._source_of = shelf, source_of
        # The place on the shelf of the first picture, and the shelf's own count of what moved places since.
        self._first, self._epoch, self._slid = 0, -1, 0
        self._rests_at = 0.0
        self._timer: Timer | None = None

    def on_resize(self, event: Resize) -> None:
        """Make as many boxes as fit, in the middle."""
        width, height = event.size
        fits = max(1, width // WIDE)
        boxes = [*self.boxes[:fits], *(Box(self, place) for place in range(len(self.boxes), fits))]
        self.lay(boxes)
        left = max(0, width - fits * WIDE) // 2
        for box in boxes:
            box.lay(Region(left + box.place * WIDE, 0, WIDE, height))
        self._centre()
        self._draw()

    def restyle(self) -> None:
        """Mark the picture anew."""
        if self.boxes:
            self._draw()

    def sync(self) -> None:
        """Show the shelf as it is now."""
        if not self.display or not self.boxes:
            return
        shelf = self._shelf
        if shelf.epoch != self._epoch:
            self._centre()
        self._first, self._slid = self._first + shelf.slid - self._slid, shelf.slid
        if self._begin < 0 or self._begin > max(0, len(shelf) - len(self.boxes)):
            self._centre()
        if not 0 < shelf.cursor - self._begin < len(self.boxes) - 1:
            self._follow_at_rest()
        self._draw()

    @property
    def _begin(self) -> int:
        """The shelf's index of the first picture."""
        return self._first - self._shelf.first

    def _centre(self) -> None:
        shelf, fits = self._shelf, len(self.boxes)
        self._epoch, self._slid = shelf.epoch, shelf.slid
        self._first = shelf.first + max(0, min(shelf.cursor - fits // 2, len(shelf) - fits))

    def _follow_at_rest(self) -> None:
        """One timer for however many moves: it waits on while there are any."""
        self._rests_at = time.monotonic() + RESTS
        if self._timer is None:
            self._timer = self.set_timer(RESTS, self._follow)

    def _follow(self) -> None:
        missing = self._rests_at - time.monotonic()
        self._timer = self.set_timer(missing, self._follow) if missing > 0.001 else None
        if self._timer is None:
            self._centre()
            self._draw()

    def _draw(self) -> None:
        if not self.display:
            return
        pictures, cursor = self._shelf.pictures, self._shelf.cursor
        style = self.get_component_rich_style("filmstrip--cursor")
        for box in self.boxes:
            index = self._begin + box.place
            if 0 <= index < len(pictures):
                box.slot.show(self._source_of(pictures[index]))
                box.frame(Look(UNDERLINED if index == cursor else BARE, style))
            else:
                box.slot.clear("")
                box.frame(None)

    def on_click(self, event: Click) -> None:
        """Go there."""
        box = self.box_at(event.x, event.y)
        if box is not None and box.look is not None:
            self.post_message(self.Pointed(self._begin + box.place - self._shelf.cursor))
