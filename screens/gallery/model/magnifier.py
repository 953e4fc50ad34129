"""Looking at one picture closely: where one looks, and what keys and the mouse do to that. No screen."""

from __future__ import annotations

from collections.abc import Callable

from screens.gallery.model import zoom
from screens.gallery.model.zoom import FIT, Look, Size


class Magnifier:
    """`look` is where one looks at a picture of the size `extent`, in px; `room` gives the room for it.

    `show` is called to show what is seen there, and then `looked` where a key or the mouse led there.
    """

    def __init__(self, room: Callable[[], Size], show: Callable[[], None], looked: Callable[[], object]) -> None:
        self.look = Look()
        self.extent: Size = (1.0, 1.0)
        self._room, self._show, self._looked = room, show, looked

    @property
    def told(self) -> str:
        """Where one looks, in words; empty where all of the picture is seen."""
        return zoom.told(self.look, self.extent)

    def look_at(self, look: Look) -> None:
        """Look elsewhere, or closer."""
        self.look = look
        self._show()

    def toggle(self) -> None:
        """Pixel for pixel, or all of it."""
        self._go(zoom.held(Look(1.0), self.extent, self._room()) if self.look.zoom == FIT else Look())

    def step(self, factor: float, at: Size | None = None) -> None:
        """Closer or farther, about a place of the room."""
        self._go(zoom.zoomed(self.look, factor, self.extent, self._room(), at))

    def pan(self, across: float, down: float) -> None:
        """Move by parts of the room."""
        self._go(zoom.panned(self.look, across, down, self.extent, self._room()))

    def _go(self, look: Look) -> None:
        if look != self.look:
            self.look_at(look)
            self._looked()
