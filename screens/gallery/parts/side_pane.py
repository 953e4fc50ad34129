"""Beside the tiles or the list: the picture under the cursor, larger, and its details."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from screens.base.topics import Calls
from screens.drawing.rest import Rest
from screens.drawing.threads import in_thread
from screens.gallery.model import picture_sources, queries
from screens.gallery.model.shelf import Shelf
from screens.gallery.parts.details import Details
from screens.gallery.shelving.reading import Open
from screens.gallery.shelving.seen import SeenNotes
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.picture import PictureView

SETTLED = 0.2
"""Seconds after which the cursor rests: all is shown of its picture, and it counts as looked at."""


class Side(Vertical):
    """Tells of one picture. Beside tiles, which show pictures too, the larger one comes only when the cursor rests."""

    def __init__(self, shelf: Shelf, calls: Calls, library: Open) -> None:
        super().__init__(id="gallery-side")
        self._shelf, self._calls, self._library = shelf, calls, library
        self._seen = SeenNotes(shelf, calls, library)
        self._rest = Rest(self, self._settle, SETTLED)

    def compose(self) -> ComposeResult:
        """The picture over its details."""
        yield PictureView(id="gallery-preview")
        yield Details(id="gallery-about")

    def tell(self, *, is_beside_tiles: bool) -> None:
        """Tell of the picture under the cursor at once, and all of it when the cursor rests."""
        self._rest.wait()
        if not self.display:
            return
        self.query_one(Details).hold(self._shelf.current)
        if not is_beside_tiles or not self.query_one(PictureView).shown:
            self._show(self._sources())

    def _sources(self) -> tuple[Source, ...]:
        """Where the pixels under the cursor come from, the quickest first."""
        picture, library = self._shelf.current, self._library()
        if picture is None or library is None:
            return ()
        return picture_sources.tile(library, picture), picture_sources.whole(library, picture)

    def _settle(self) -> None:
        """The cursor rests: fetch what the record does not have."""
        self._calls.begin(self._tell_all, group="settle", is_exclusive=True)

    async def _tell_all(self) -> None:
        picture, library = self._shelf.current, self._library()
        if picture is None or library is None:
            return
        self._seen.looked_at(picture)
        with self._calls.reporting():
            letterings, measured, notice = await in_thread(self._calls, queries.told_of, library, picture)
            current = self._shelf.current
            if current is not None and current.id == picture.id:
                if letterings or measured or notice:
                    self.query_one(Details).hold(current, letterings, measured, notice)
                self._show(self._sources())

    def _show(self, sources: Sequence[Source]) -> None:
        view = self.query_one(PictureView)
        if not sources:
            view.clear()
        elif view.display:
            view.show_sources(*sources)
