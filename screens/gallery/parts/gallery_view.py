"""What the Gallery shows of its shelf: the browser with the picture under the cursor, or why there is nothing."""

from __future__ import annotations

from collections.abc import Callable

from screens.base.topics import Calls
from screens.gallery.model import captions
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.tile_sizes import TileSize
from screens.gallery.model.walk import Extreme
from screens.gallery.parts.body import Body
from screens.gallery.parts.emptiness import EmptyShelf
from screens.gallery.parts.search_line import SearchBar
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.shelving.as_left import left_by
from screens.gallery.shelving.reading import Open
from screens.gallery.shelving.view import ShelfView
from studio.settings.window import GalleryLeft


class GalleryView(ShelfView):
    """The search line and the body, with tiles of `tile_size`. `shown` is called whenever a filled shelf is."""

    def __init__(self, shelf: Shelf, calls: Calls, library: Open, shown: Callable[[], None]) -> None:
        super().__init__(shelf)
        self.bar = SearchBar(library, id="gallery-bar")
        self.tile_size = TileSize()
        self.body = Body(shelf, calls, library, self._tell_of_current, self.tile_size)
        self.empty = EmptyShelf(self.body, calls, library)
        self._shown = shown

    def listen(
        self,
        typed: Callable[[str], None],
        opened: Callable[[], None],
        end_wanted: Callable[[Extreme], None],
        pointed: Callable[[int, bool], None],
    ) -> None:
        """Say what is to be done with what is typed, and with what the browser tells (see `Body`)."""
        self.bar.listen(typed, self.focus_pictures)
        self.body.listen(opened, end_wanted, pointed)

    def show(self) -> None:
        """Show the shelf as it is now, as long as there is somewhere to."""
        if not self.body.has_browser:
            return
        shelf, browser = self.shelf, self.body.browser
        self.empty.show(shelf)
        self.bar.say_where(captions.shelf_name(shelf.search))
        browser.walk.sync()
        if shelf.pictures and browser.screen.focused is None:
            browser.screen.set_focus(browser)
        self._tell_of_current()
        if shelf.loaded:
            self._shown()

    def show_more(self) -> None:
        """Show what came into sight, and where the cursor is."""
        self.show()

    def arrange(self) -> None:
        """Tiles or a list, as there is room."""
        self.body.choose_browser()
        self.show()

    def switch(self) -> None:
        """A list where tiles are, and the other way."""
        self.body.switch()
        self.arrange()

    @property
    def has_tiles(self) -> bool:
        """Whether tiles are seen."""
        return self.body.is_grid

    def step_tile_size(self, step: int) -> bool:
        """Show the next larger tiles, or with -1 the next smaller ones. False where there is no room for such."""
        browser = self.body.browser
        return isinstance(browser, TileBrowser) and browser.step_size(step)

    def open_as(self, left: GalleryLeft) -> None:
        """Show tiles, of the size that they had, or a list, as they were left."""
        self.tile_size.width = left.tile_width
        browser = self.body.browser
        if left.tile_width and isinstance(browser, TileBrowser) and browser.size.area:
            browser.lay_tiles(browser.size)
        if left.layout:
            self.body.wanted = left.layout == "tiles"
            self.arrange()

    def left(self) -> GalleryLeft:
        """What is to be shown again."""
        return left_by(self.shelf, self.body.wanted, self.tile_size.width)

    def focus_pictures(self) -> None:
        """Give the word to the browser that is seen; where there is none, to what stands in its place."""
        browser = self.body.browser
        browser.screen.set_focus(browser if self.body.display else None)

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made."""
        self.body.browser.walk.in_turn(act)

    def step(self, steps: int) -> None:
        """Go on to a neighbour, when all moves before are made."""
        self.body.browser.walk.step(steps)

    def _tell_of_current(self) -> None:
        """Tell of the picture under the cursor, and where that is."""
        shelf = self.shelf
        is_of_stacks = (shelf.marked or shelf.query.strip()) and captions.has_stacks(shelf)
        parts = (captions.marking(shelf), shelf.count, "stacks as one" if is_of_stacks else "")
        self.bar.say_count(" · ".join(filter(None, parts)))
        self.body.side.tell(is_beside_tiles=self.body.is_grid)
        self.keep_fed()
