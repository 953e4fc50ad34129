"""The wide Gallery: a grid of tiles. Only tiles that are seen exist, and they are handed from picture to picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.widget import Widget

from library.records import Picture
from screens.gallery.model.captions import MARKED, marks_beside, stack_sign
from screens.gallery.model.shelf import Shelf, Sign
from screens.gallery.model.tile_sizes import TileSize
from screens.gallery.model.walk import Walk
from screens.gallery.model.words.telling_apart import Captions, told_apart
from screens.gallery.parts.browser import Browser, Heard
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.board import BESIDE_LABEL, HEAVY, ROUND, Board, Box, Look, Words


class Tile(Box):
    """One picture with its caption in the frame around it."""

    def __init__(self, board: TileBrowser, place: int) -> None:
        super().__init__(board, place)
        self.is_cursor = False
        self.picture: Picture | None = None
        self._tiles = board
        self._sign: Sign = ""
        self._caption = ""

    def hold(
        self, picture: Picture | None, source: Source | None, is_cursor: bool, sign: Sign, caption: str = ""
    ) -> None:
        """Show this picture; None empties the tile."""
        self.picture, self.is_cursor, self._sign, self._caption = picture, is_cursor, sign, caption
        if source is None:
            self.slot.clear("")
        else:
            self.slot.show(source)
        self.write()

    def set_cursor(self, is_cursor: bool) -> None:
        """Show whether the cursor is here."""
        self.is_cursor = is_cursor
        self.write()

    @property
    def above(self) -> str:
        """What of these has room in the upper side: the mark, the drift that orders pictures, how many the stack has,
        whether it is a draft."""
        picture = self.picture
        if picture is None:
            return ""
        drift = "" if picture.drift is None else f"{picture.drift:.2f}"
        parts = [MARKED[self._sign], drift, stack_sign(picture), "draft" if picture.facts.draft else ""]
        while (told := "  ".join(filter(None, parts))) and cell_len(told) > self.picture_region.width - BESIDE_LABEL:
            parts.pop()
        return told

    def below(self) -> tuple[str, str]:
        """What stands in the lower side: the signs of what was done with the picture, and its caption."""
        return self._signs(self.picture) if self.picture is not None else "", self._caption

    def caption_room(self, picture: Picture) -> int:
        """Cells that there are for a picture's caption."""
        signs = self._signs(picture)
        return max(0, self.picture_region.width - BESIDE_LABEL - (len(signs) + 1 if signs else 0))

    def _signs(self, picture: Picture) -> str:
        return marks_beside(picture, self.picture_region.width - BESIDE_LABEL)

    def write(self) -> None:
        """Frame the picture as it is now."""
        if self.picture is None:
            self.frame(None)
            return
        style, has_focus = self._tiles.styles_of_parts.of, self._tiles.has_focus
        is_held = self.is_cursor and has_focus
        name = "marked" if self._sign else "held" if is_held else "cursor" if self.is_cursor else "frame"
        signs, caption = self.below()
        named = style("held" if is_held else "named" if self.is_cursor else "caption")
        between: Words = ((" ", named),) if signs and caption else ()
        below = ((signs, style("signs")), *between, (caption, named))
        above = ((self.above, style("marked" if self._sign else "signs")),)
        self.frame(Look(HEAVY if is_held else ROUND, style(name), above, below))


class Styles:
    """The styles of the parts of tiles, each asked for once."""

    def __init__(self, tiles: Widget) -> None:
        self._tiles = tiles
        self._known: dict[str, Style] = {}

    def of(self, name: str) -> Style:
        """The style of a part."""
        if name not in self._known:
            self._known[name] = self._tiles.get_component_rich_style(f"tiles--{name}")
        return self._known[name]

    def forget(self) -> None:
        """The theme changed."""
        self._known.clear()


class TileBrowser(Browser, Board):
    """The shelf as a grid of tiles of a wanted `size`; `source_of` says where a picture's tile comes from."""

    COMPONENT_CLASSES = {
        "tiles--frame", "tiles--cursor", "tiles--held", "tiles--marked", "tiles--signs", "tiles--caption",
        "tiles--named",
    }  # fmt: skip

    def __init__(
        self,
        shelf: Shelf,
        heard: Heard,
        source_of: Callable[[Picture], Source],
        size: TileSize,
        *,
        id: str | None = None,
    ) -> None:
        Board.__init__(self, id=id)
        self._begin(shelf, heard)
        self._source_of, self._wanted = source_of, size
        self._captions = Captions(shelf)
        self.styles_of_parts = Styles(self)
        self.tiles: list[Tile] = []

    @property
    def per_row(self) -> int:
        """Tiles side by side."""
        return self._wanted.grid.columns

    @property
    def rows_seen(self) -> int:
        """Rows of tiles."""
        return self._wanted.grid.rows

    def restyle(self) -> None:
        """Frame the tiles anew: the theme changed, or the focus came or went."""
        self.styles_of_parts.forget()
        for tile in self.tiles:
            tile.write()

    def on_resize(self, event: Resize) -> None:
        """Make as many tiles as fit."""
        if event.size.area:
            self.lay_tiles(event.size)

    def step_size(self, step: int) -> bool:
        """Have the next larger tiles, or with -1 the next smaller ones. False where there is no room for such."""
        is_other = bool(self.size.area) and self._wanted.step(*self.size, step)
        if is_other:
            self.lay_tiles(self.size)
        return is_other

    def lay_tiles(self, size: Size) -> None:
        """Lay tiles of one size; what is left over stays empty. What was seen first is in the first row again."""
        before = self.per_row
        columns, rows = self._wanted.arrange(*size)
        wide, high = size.width // columns, size.height // rows
        self.tiles = self.tiles[: columns * rows]
        self.tiles += [Tile(self, place) for place in range(len(self.tiles), columns * rows)]
        self.lay(self.tiles)
        for tile in self.tiles:
            row, column = divmod(tile.place, columns)
            tile.lay(Region(column * wide, row * high, wide, high))
        self.walk.first_row = self.walk.first_row * before // columns
        self.walk.sync()

    def draw(self) -> None:
        """Hand the tiles the pictures that are seen."""
        if not self.display:
            return
        shelf, captions = self.walk.shelf, _captions(self.walk, self.tiles, self._captions)
        for tile in self.tiles:
            index = self.walk.index_at(tile.place)
            if index in captions:
                picture, is_cursor = shelf.pictures[index], index == shelf.cursor
                tile.hold(picture, self._source_of(picture), is_cursor, shelf.sign_of(picture), captions[index])
            else:
                tile.hold(None, None, False, "")

    def draw_cursor(self, before: int) -> None:
        """The frames of two tiles."""
        for index in (before, self.walk.shelf.cursor):
            place = self.walk.place_of(index)
            if 0 <= place < len(self.tiles):
                self.tiles[place].set_cursor(index == self.walk.shelf.cursor)

    def on_click(self, event: Click) -> None:
        """Move the cursor there, or open or mark what is there."""
        box = self.box_at(event.x, event.y)
        if box is not None:
            self.point_at(box.place, event)


def _captions(walk: Walk, tiles: Sequence[Tile], captions: Captions) -> dict[int, str]:
    """The captions of the pictures that tiles show, by their indices on the shelf."""
    pictures, indices = walk.shelf.pictures, [walk.index_at(tile.place) for tile in tiles]
    seen = [(index, tile) for index, tile in zip(indices, tiles, strict=True) if 0 <= index < len(pictures)]
    rooms = [tile.caption_room(pictures[index]) for index, tile in seen]
    told = [captions.of(index, room) for (index, _), room in zip(seen, rooms, strict=True)]
    told = told_apart(told, [pictures[index] for index, _ in seen], rooms)
    return {index: caption for (index, _), caption in zip(seen, told, strict=True)}
