"""The filmstrip: the neighbours of the picture that is shown, small, in a row."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click, Resize
from textual.message import Message
from textual.widget import Widget

from library.records import Picture
from screens.gallery.shelf import Shelf
from screens.widgets.frames import Source
from screens.widgets.picture import PictureView

WIDE = 14
"""Cells of a picture with its frame."""


class Frame(Widget):
    """One picture of the strip."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self._view = PictureView()

    def compose(self) -> ComposeResult:
        """The picture fills the frame."""
        yield self._view

    def hold(self, source: Source | None, is_current: bool) -> None:
        """Show a source; None empties the frame."""
        self.set_class(is_current, "-cursor")
        self.set_class(source is None, "-empty")
        if source is None:
            self._view.clear()
        else:
            self._view.show_sources(source)

    def on_click(self, event: Click) -> None:
        """Tell the strip."""
        event.stop()
        if isinstance(self.parent, Filmstrip):
            self.parent.point_at(self.place)


class Filmstrip(Horizontal):
    """As many neighbours as fit, the one under the cursor in the middle where it can be."""

    class Pointed(Message):
        """A picture was clicked: so many steps from the cursor, older ones above 0."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def __init__(self, shelf: Shelf, source_of: Callable[[Picture], Source], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelf, self._source_of = shelf, source_of
        self._first = 0

    async def on_resize(self, event: Resize) -> None:
        """Make as many frames as fit."""
        fits, frames = max(1, event.size.width // WIDE), list(self.query(Frame))
        if len(frames) > fits:
            await self.remove_children(frames[fits:])
        elif len(frames) < fits:
            await self.mount_all([Frame(place) for place in range(len(frames), fits)])
        self.sync()

    def sync(self) -> None:
        """Show the shelf as it is now."""
        if not self.display:
            return
        frames = list(self.query(Frame))
        pictures, cursor = self._shelf.pictures, self._shelf.cursor
        self._first = max(0, min(cursor - len(frames) // 2, len(pictures) - len(frames)))
        for frame in frames:
            index = self._first + frame.place
            picture = pictures[index] if index < len(pictures) else None
            frame.hold(self._source_of(picture) if picture is not None else None, index == cursor)

    def point_at(self, place: int) -> None:
        """A frame was clicked."""
        self.post_message(self.Pointed(self._first + place - self._shelf.cursor))
