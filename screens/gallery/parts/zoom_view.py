"""A picture that can be looked at closely: the wheel zooms at the pointer, dragging moves it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.events import MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.message import Message

from library.errors import LibraryError
from screens.frames.cells import GRIDS
from screens.frames.frames import Source
from screens.gallery.model import zoom
from screens.gallery.model.zoom import FIT, Look, Size
from screens.widgets.pictures.picture import PictureView
from studio.pictures.screen_pixels import closely, pixels_for

if TYPE_CHECKING:
    from textual.color import Color

    from studio.pictures.screen_pixels import Pixels

WHOLE = 1 << 20
"""More pixels than any picture has on a side: it is decoded in full."""


class ZoomView(PictureView):
    """Shows sources as PictureView does; with a `look` that is closer, the pixels of the last one."""

    class Looked(Message):
        """The person looks elsewhere, or closer."""

        def __init__(self, view: ZoomView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> ZoomView:
            """The view."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.look = Look()
        self._all: tuple[Source, ...] = ()
        self._extent: Size = (1.0, 1.0)
        self._whole: tuple[str, Pixels] | None = None
        self._grip: tuple[int, int] | None = None

    def show_picture(self, size: Size, *given: Source) -> None:
        """Show the sources of a picture of a size in px; the look stays."""
        self._all, self._extent = given, size
        self._look_now()

    def look_at(self, look: Look) -> None:
        """Look elsewhere, or closer."""
        self.look = look
        self._look_now()

    @property
    def told(self) -> str:
        """Where one looks, in words."""
        return zoom.told(self.look, self._extent)

    # What the keys and the mouse do.

    def toggle(self) -> None:
        """Pixel for pixel, or all of it."""
        look = zoom.held(Look(1.0), self._extent, self._room) if self.look.zoom == FIT else Look()
        self._go(look)

    def step(self, factor: float, at: Size | None = None) -> None:
        """Closer or farther, about a place of the room."""
        self._go(zoom.zoomed(self.look, factor, self._extent, self._room, at))

    def pan(self, across: float, down: float) -> None:
        """Move by parts of the room."""
        self._go(zoom.panned(self.look, across, down, self._extent, self._room))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Closer, about the pointer."""
        event.stop()
        self.step(zoom.STEP, self._place(event.x, event.y))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Farther, about the pointer."""
        event.stop()
        self.step(1 / zoom.STEP, self._place(event.x, event.y))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take hold of the picture."""
        if self.look.zoom != FIT:
            self._grip = event.x, event.y
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Drag the picture along."""
        if self._grip is not None:
            x, y = self._grip
            self._grip = event.x, event.y
            width, height = self.content_size
            self.pan((x - event.x) / max(1, width), (y - event.y) / max(1, height))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Let go."""
        if self._grip is not None:
            self._grip = None
            self.release_mouse()

    # Showing it.

    @property
    def _unit(self) -> int:
        """The terminal's pixels for one of the screen: cells of text have one or two a column."""
        store = self._store
        grid = GRIDS.get(store.choice().protocol)
        return max(1, store.cell().width // grid.columns) if grid else 1

    @property
    def _room(self) -> Size:
        width, height = self.content_size
        cell = self._store.cell()
        return max(1, width) * cell.width / self._unit, max(1, height) * cell.height / self._unit

    def _place(self, x: int, y: int) -> Size:
        cell = self._store.cell()
        return (x + 0.5) * cell.width / self._unit, (y + 0.5) * cell.height / self._unit

    def _go(self, look: Look) -> None:
        if look != self.look:
            self.look_at(look)
            self.post_message(self.Looked(self))

    def _look_now(self) -> None:
        if not self._all:
            return
        if self.look.zoom == FIT:
            self.workers.cancel_group(self, "closely")
            self._whole = None
            self.show_sources(*self._all)
        else:
            self._show_closely()

    def on_resize(self) -> None:
        """The room is another."""
        super().on_resize()
        if self.look.zoom != FIT:
            self._look_now()

    @work(exclusive=True, group="closely")
    async def _show_closely(self) -> None:
        source, size, room, ground = self._all[-1], self._extent, self._room, self._ground
        try:
            if self._whole is None or self._whole[0] != source.key:
                self._whole = source.key, await asyncio.to_thread(_decoded, source)
            pixels = self._whole[1]
            look = self.look
            # The file may be of another size than the record says.
            true = (float(pixels.shape[1]), float(pixels.shape[0]))
            seen = zoom.box(look._replace(zoom=look.zoom * size[0] / true[0]), true, room)
            part = await asyncio.to_thread(_part, pixels, seen, room, self._unit, ground)
        except LibraryError as error:
            self.clear(error.reason)
            return
        if self.look.zoom != FIT and self.is_attached:
            self.show_pixels(part)


def _decoded(source: Source) -> Pixels:
    """All pixels of a source; blocks. Raises LibraryError."""
    content = source.content() if callable(source.content) else source.content
    return pixels_for(content, WHOLE, WHOLE) if isinstance(content, (Path, bytes)) else content


def _part(pixels: Pixels, seen: zoom.Box, room: Size, unit: int, ground: Color) -> Pixels:
    """What is seen, in the room's own pixels."""
    width, height = round(room[0] * unit), round(room[1] * unit)
    return closely(pixels, seen, (width, height), ground.rgb)
