"""A picture that can be looked at closely: the wheel zooms at the pointer, dragging moves it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.events import MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.message import Message

from library.errors import LibraryError
from screens.gallery.model import zoom
from screens.gallery.model.magnifier import Magnifier
from screens.gallery.model.zoom import FIT, Size
from screens.terminal.frames.cells import GRIDS
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.picture import PictureView
from studio.pictures.screen_pixels import closely, pixels_for

if TYPE_CHECKING:
    from textual.color import Color

    from studio.pictures.screen_pixels import Pixels

WHOLE = 1 << 20
"""More pixels than any picture has on a side: it is decoded in full."""


class Measures(NamedTuple):
    """The `room` of a view in screen pixels, each of them `unit` of the terminal's pixels wide; a `cell` in the latter.

    Cells of text have one or two screen pixels a column.
    """

    room: Size
    unit: int
    cell: tuple[int, int]

    def place(self, x: int, y: int) -> Size:
        """The middle of a cell of the room."""
        return (x + 0.5) * self.cell[0] / self.unit, (y + 0.5) * self.cell[1] / self.unit


class ZoomView(PictureView):
    """Shows sources as PictureView does; where the `magnifier` looks closer, the pixels of the last one."""

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
        self.magnifier = Magnifier(
            lambda: self._measures.room, self._look_now, lambda: self.post_message(self.Looked(self))
        )
        self._all: tuple[Source, ...] = ()
        self._whole: tuple[str, Pixels] | None = None
        self._grip: tuple[int, int] | None = None

    def show_picture(self, size: Size, *given: Source) -> None:
        """Show the sources of a picture of a size in px; the look stays."""
        self._all, self.magnifier.extent = given, size
        self._look_now()

    # The mouse.

    @on(MouseScrollUp)
    @on(MouseScrollDown)
    def _zoom(self, event: MouseScrollUp | MouseScrollDown) -> None:
        """Closer or farther, about the pointer."""
        event.stop()
        factor = zoom.STEP if isinstance(event, MouseScrollUp) else 1 / zoom.STEP
        self.magnifier.step(factor, self._measures.place(event.x, event.y))

    @on(MouseDown)
    @on(MouseMove)
    @on(MouseUp)
    def _drag(self, event: MouseDown | MouseMove | MouseUp) -> None:
        """Take hold of a picture that is closely looked at, drag it along, and let go."""
        if isinstance(event, MouseDown):
            if self.magnifier.look.zoom != FIT:
                self._grip = event.x, event.y
                self.capture_mouse()
        elif self._grip is None:
            return
        elif isinstance(event, MouseUp):
            self._grip = None
            self.release_mouse()
        else:
            (x, y), self._grip = self._grip, (event.x, event.y)
            width, height = self.content_size
            self.magnifier.pan((x - event.x) / max(1, width), (y - event.y) / max(1, height))

    # Showing it.

    @property
    def _measures(self) -> Measures:
        store = self._store
        grid, cell, (width, height) = GRIDS.get(store.choice().protocol), store.cell(), self.content_size
        unit = max(1, cell.width // grid.columns) if grid else 1
        room = (max(1, width) * cell.width / unit, max(1, height) * cell.height / unit)
        return Measures(room, unit, (cell.width, cell.height))

    def _look_now(self) -> None:
        if not self._all:
            return
        if self.magnifier.look.zoom == FIT:
            self.workers.cancel_group(self, "closely")
            self._whole = None
            self.show_sources(*self._all)
        else:
            self._show_closely()

    def on_resize(self) -> None:
        """The room is another."""
        super().on_resize()
        if self.magnifier.look.zoom != FIT:
            self._look_now()

    @work(exclusive=True, group="closely")
    async def _show_closely(self) -> None:
        source, size, measures, ground = self._all[-1], self.magnifier.extent, self._measures, self._ground
        try:
            if self._whole is None or self._whole[0] != source.key:
                self._whole = source.key, await asyncio.to_thread(_decoded, source)
            pixels = self._whole[1]
            look = self.magnifier.look
            # The file may be of another size than the record says.
            true = (float(pixels.shape[1]), float(pixels.shape[0]))
            seen = zoom.box(look._replace(zoom=look.zoom * size[0] / true[0]), true, measures.room)
            part = await asyncio.to_thread(_part, pixels, seen, measures.room, measures.unit, ground)
        except LibraryError as error:
            self.clear(error.reason)
            return
        if self.magnifier.look.zoom != FIT and self.is_attached:
            self.show_pixels(part)


def _decoded(source: Source) -> Pixels:
    """All pixels of a source; blocks. Raises LibraryError."""
    content = source.content() if callable(source.content) else source.content
    return pixels_for(content, WHOLE, WHOLE) if isinstance(content, (Path, bytes)) else content


def _part(pixels: Pixels, seen: zoom.Box, room: Size, unit: int, ground: Color) -> Pixels:
    """What is seen, in the room's own pixels."""
    width, height = round(room[0] * unit), round(room[1] * unit)
    return closely(pixels, seen, (width, height), ground.rgb)
