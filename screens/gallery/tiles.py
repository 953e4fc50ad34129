"""The wide Gallery: a grid of tiles. Only tiles that are seen exist, and they are handed from picture to picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click, Resize
from textual.widget import Widget

from library.records import Picture
from screens.gallery.browser import Browser, Sign
from screens.gallery.shelf import Shelf
from screens.gallery.words import MARKED, caption, marks, shortened, stack_sign
from screens.widgets.frames import Source
from screens.widgets.picture import PictureView

MOST_NARROW, MOST_WIDE = 18, 30
"""Cells that a tile is wide; only a terminal too small for that has others."""


BESIDE_CAPTION = 4
"""Cells of the frame's lower side, between its corners, that are not for the caption."""


class Arrangement(NamedTuple):
    """So many tiles side by side and one over the other."""

    columns: int
    rows: int


def arrange(width: int, height: int) -> Arrangement:
    """The grid that shows most of square pictures on `width` × `height` cells, a cell twice as high as wide."""
    best, best_seen = Arrangement(1, 1), 0
    for columns in range(max(1, -(-width // MOST_WIDE)), max(1, width // MOST_NARROW) + 1):
        across = width // columns - 2
        rows = max(1, round(height / (across / 2 + 2) - 0.2))
        side = min(across, (height // rows - 2) * 2)
        seen = columns * rows * side * side
        if seen > best_seen:
            best, best_seen = Arrangement(columns, rows), seen
    return best


class Tile(Widget):
    """One picture with its caption in the frame around it."""

    def __init__(self, place: int) -> None:
        super().__init__(classes="-empty")
        self.place = place
        self._picture: Picture | None = None
        self._sign: Sign = ""
        self._caption = ""
        self._view = PictureView()

    def compose(self) -> ComposeResult:
        """The picture fills the frame."""
        yield self._view

    def hold(
        self, picture: Picture | None, source: Source | None, is_cursor: bool, sign: Sign, caption: str = ""
    ) -> None:
        """Show this picture; None empties the tile."""
        self.set_cursor(is_cursor)
        if picture is not self._picture or sign != self._sign or caption != self._caption:
            self._picture, self._sign, self._caption = picture, sign, caption
            self.set_class(picture is None, "-empty")
            self.set_class(bool(sign), "-marked")
            self._write()
        if source is None:
            self._view.clear()
        else:
            self._view.show_sources(source)

    def set_cursor(self, is_cursor: bool) -> None:
        """Show whether the cursor is here."""
        self.set_class(is_cursor, "-cursor")

    def on_resize(self) -> None:
        """The caption is cut to the tile's width."""
        self._write()

    def _write(self) -> None:
        picture = self._picture
        if picture is None:
            self.border_title = self.border_subtitle = ""
            return
        above = (MARKED[self._sign], stack_sign(picture), "draft" if picture.facts.draft else "")
        self.border_title = Content("  ".join(filter(None, above)))
        signs = marks(picture)
        room = self.content_size.width - BESIDE_CAPTION - (len(signs) + 1 if signs else 0)
        words = shortened(self._caption, room)
        self.border_subtitle = Content.assemble((signs, "$accent"), " " if signs else "", words)

    def on_click(self, event: Click) -> None:
        """Tell the grid."""
        event.stop()
        if isinstance(self.parent, TileBrowser):
            self.parent.point_at(self.place, event)


class TileBrowser(Browser):
    """The shelf as a grid of tiles; `source_of` says where a picture's tile comes from."""

    def __init__(
        self,
        shelf: Shelf,
        moved: Callable[[], None],
        source_of: Callable[[Picture], Source],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(shelf, moved, id=id)
        self._source_of = source_of
        self._arrangement = Arrangement(1, 1)
        self._tiles: list[Tile] = []

    @property
    def per_row(self) -> int:
        """Tiles side by side."""
        return self._arrangement.columns

    @property
    def rows_seen(self) -> int:
        """Rows of tiles."""
        return self._arrangement.rows

    async def on_resize(self, event: Resize) -> None:
        """Make as many tiles as fit."""
        if not event.size.area:
            return
        self._arrangement = columns, rows = arrange(event.size.width, event.size.height)
        self.styles.grid_size_columns, self.styles.grid_size_rows = columns, rows
        # All tiles are of one size; what is left over stays empty.
        self.styles.padding = (0, event.size.width % columns, event.size.height % rows, 0)
        wanted = columns * rows
        too_many, self._tiles = self._tiles[wanted:], self._tiles[:wanted]
        if too_many:
            await self.remove_children(too_many)
        more = [Tile(place) for place in range(len(self._tiles), wanted)]
        if more:
            await self.mount_all(more)
            self._tiles += more
        self.sync()

    def draw(self) -> None:
        """Hand the tiles the pictures that are seen."""
        if not self.display:
            return
        pictures, search = self.shelf.pictures, self.shelf.search
        for tile in self._tiles:
            index = self.index_at(tile.place)
            if 0 <= index < len(pictures):
                picture = pictures[index]
                is_cursor, sign = index == self.shelf.cursor, self.sign_of(picture)
                tile.hold(picture, self._source_of(picture), is_cursor, sign, caption(picture, search))
            else:
                tile.hold(None, None, False, "")

    def draw_cursor(self, before: int) -> None:
        """The frames of two tiles."""
        for index in (before, self.shelf.cursor):
            place = self.place_of(index)
            if 0 <= place < len(self._tiles):
                self._tiles[place].set_cursor(index == self.shelf.cursor)
