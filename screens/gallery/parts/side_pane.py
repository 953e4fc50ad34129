"""Beside the tiles or the list: the picture under the cursor, larger, and its details."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from library.records import Lettering, Picture
from screens.frames.frames import Source
from screens.gallery.parts.details import Details
from screens.widgets.pictures.picture import PictureView


class Side(Vertical):
    """Tells of one picture. Beside tiles, which show pictures too, the larger one comes only when the cursor rests."""

    def compose(self) -> ComposeResult:
        """The picture over its details."""
        yield PictureView(id="gallery-preview")
        yield Details(id="gallery-about")

    def hold(self, picture: Picture | None, sources: Sequence[Source], *, is_beside_tiles: bool) -> None:
        """Tell of this picture at once; `sources` are its pixels, the best ones last."""
        if not self.display:
            return
        self.query_one(Details).hold(picture)
        if not is_beside_tiles or not self.query_one(PictureView).shown:
            self._show(sources)

    def rest(self, picture: Picture, sources: Sequence[Source], letterings: tuple[Lettering, ...] | None) -> None:
        """The cursor rests on this picture: tell all of it."""
        if letterings is not None:
            self.query_one(Details).hold(picture, letterings)
        self._show(sources)

    def _show(self, sources: Sequence[Source]) -> None:
        view = self.query_one(PictureView)
        if not sources:
            view.clear()
        elif view.display:
            view.show_sources(*sources)
