"""The Gallery's body: the browser that is seen, and beside it the picture under the cursor."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal

from library.records import Picture
from screens.base.topics import Calls
from screens.gallery.model import picture_sources
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.tile_sizes import TileSize
from screens.gallery.model.walk import Extreme
from screens.gallery.parts.browser import Browser, Heard
from screens.gallery.parts.line_list import LineBrowser
from screens.gallery.parts.side_pane import Side
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.shelving.reading import Open
from screens.terminal.frames.frames import Source


class Body(Horizontal):
    """Tiles where the screen is wide, and else a list, unless the person wants it otherwise.

    The screen has the class -grid or -list, by which its style sheet shows one or the other. `moved` is called after
    each move of the cursor.
    """

    def __init__(
        self, shelf: Shelf, calls: Calls, library: Open, moved: Callable[[], None], tile_size: TileSize
    ) -> None:
        super().__init__(id="gallery-body")
        self._shelf, self._library, self._tile_size = shelf, library, tile_size
        self._heard = Heard(moved, _nothing, _nothing, _nothing)
        self.wanted: bool | None = None
        """Whether the person wants tiles, None: as there is room."""
        self.side = Side(shelf, calls, library)

    def compose(self) -> ComposeResult:
        """The browser, and the picture under the cursor."""
        yield self._new_browser()
        yield self.side

    def listen(
        self, opened: Callable[[], None], end_wanted: Callable[[Extreme], None], pointed: Callable[[int, bool], None]
    ) -> None:
        """Say what is to be done with what a browser is told (see `Heard`); to be called before there is one."""
        self._heard = Heard(self._heard.moved, opened, end_wanted, pointed)

    def _new_browser(self) -> Browser:
        """The browser that is to be seen: the other one is mounted when that is."""
        if self.is_grid:
            return TileBrowser(self._shelf, self._heard, self._tile_source, self._tile_size, id="gallery-tiles")
        return LineBrowser(self._shelf, self._heard, id="gallery-lines")

    def _tile_source(self, picture: Picture) -> Source:
        library = self._library()
        assert library is not None
        return picture_sources.tile(library, picture)

    @property
    def is_grid(self) -> bool:
        """Whether tiles are seen."""
        return self.screen.has_class("-grid")

    @property
    def browser(self) -> Browser:
        """The browser that is seen."""
        return self.query_one(TileBrowser if self.is_grid else LineBrowser)

    @property
    def has_browser(self) -> bool:
        """Whether the browser that is seen is there: its screen may be going, and its widgets one by one."""
        return bool(self.query(TileBrowser if self.is_grid else LineBrowser))

    def switch(self) -> None:
        """Want a list where tiles are, and the other way."""
        self.wanted = not self.is_grid

    def choose_browser(self) -> None:
        """Have the browser that fits the screen, or is wanted; it takes the word over from the other one."""
        screen = self.screen
        is_grid = screen.has_class("-wide") if self.wanted is None else self.wanted
        screen.set_class(is_grid, "-grid")
        screen.set_class(not is_grid, "-list")
        if not self.query(TileBrowser if is_grid else LineBrowser):
            self.mount(self._new_browser(), before=0)
        if isinstance(screen.focused, Browser) and screen.focused is not self.browser:
            screen.set_focus(self.browser)


def _nothing(*_: object) -> None:
    """Nobody listens yet."""
