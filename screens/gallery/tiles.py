"""The wide Gallery: a grid of tiles. Only tiles that are seen exist, and they are handed from picture to picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click, Resize
from textual.widget import Widget

from library.records import Picture
from screens.gallery.browser import Browser
from screens.gallery.shelf import Shelf
from screens.gallery.words import marks, title
from screens.widgets.frames import Source
from screens.widgets.picture import PictureView

MOST_NARROW, MOST_WIDE = 18, 30
"""Cells that a tile is wide; only a terminal too small for that has others."""


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
        super().__init__()
        self.place = place
        self._picture: Picture | None = None
        self._view = PictureView()

    def compose(self) -> ComposeResult:
        """The picture fills the frame."""
        yield self._view

    def hold(self, picture: Picture | None, source: Source | None, is_cursor: bool) -> None:
        """Show this picture; None empties the tile."""
        self.set_class(is_cursor, "-cursor")
        if picture is not self._picture:
            self._picture = picture
            self.set_class(picture is None, "-empty")
            self._write(picture)
        if source is None:
            self._view.clear()
        else:
            self._view.show_sources(source)

    def _write(self, picture: Picture | None) -> None:
        if picture is None:
            self.border_title = self.border_subtitle = ""
            return
        self.border_title = Content("draft" if picture.facts.draft else "")
        signs = marks(picture)
        self.border_subtitle = Content.assemble((signs, "$accent"), " " if signs else "", title(picture))

    def on_click(self, event: Click) -> None:
        """Tell the grid."""
        event.stop()
        if isinstance(self.parent, TileBrowser):
            self.parent.point_at(self.place)


class TileBrowser(Browser):
    """The shelf as a grid of tiles; `source_of` says where a picture's tile comes from."""

    def __init__(self, shelf: Shelf, source_of: Callable[[Picture], Source], *, id: str | None = None) -> None:
        super().__init__(shelf, id=id)
        self._source_of = source_of
        self._arrangement = Arrangement(1, 1)

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
        tiles = list(self.query(Tile))
        if len(tiles) > columns * rows:
            await self.remove_children(tiles[columns * rows :])
        elif len(tiles) < columns * rows:
            await self.mount_all([Tile(place) for place in range(len(tiles), columns * rows)])
        self.sync()

    def draw(self) -> None:
        """Hand the tiles the pictures that are seen."""
        if not self.display:
            return
        pictures = self.shelf.pictures
        for tile in self.query(Tile):
            index = self.index_at(tile.place)
            picture = pictures[index] if index < len(pictures) else None
            tile.hold(picture, self._source_of(picture) if picture else None, index == self.shelf.cursor)
