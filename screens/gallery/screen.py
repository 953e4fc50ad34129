"""The Gallery screen: tiles or a list, the picture under the cursor large, its details, and the search line."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from library.records import Picture
from screens.base.messages import Changed, Opened
from screens.drawing.threads import in_thread
from screens.frames.frames import Source
from screens.gallery.keys.batch_lettering import Batching
from screens.gallery.keys.comparing import Comparing
from screens.gallery.keys.exporting import Sharing
from screens.gallery.keys.external_changes import Minding
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.refused import Refusing
from screens.gallery.keys.searching import Searching
from screens.gallery.keys.tagging import Naming
from screens.gallery.model import captions, picture_sources, queries
from screens.gallery.parts.browser import Browser
from screens.gallery.parts.line_list import LineBrowser
from screens.gallery.parts.search_line import SearchBar
from screens.gallery.parts.side_pane import Side
from screens.gallery.parts.tiles import TileBrowser
from studio.jobs.views import LetteringSaved, PictureSaved

if TYPE_CHECKING:
    from library.store import Library

SETTLED = 0.2
"""Seconds after which the cursor rests: all is shown of its picture, and it counts as looked at."""
HELD_BACK = 0.15
"""Seconds for which a Gallery that opens waits for its first page."""


class GalleryScreen(Searching, Judging, Naming, Batching, Comparing, Sharing, Marking, Refusing, Minding):
    """All pictures, newest first."""

    ROOM = "Gallery"
    HELP = (
        "Every picture of the library, newest first. Keys act on the marked pictures, or else on the one under the"
        " cursor. Takes of one recipe are a stack (▤), which counts as one: keys act on its newest picture alone. Enter"
        " opens it, and s shows all takes; Ctrl-A then takes in each.\n\n"
        "The trash keeps pictures for as long as you like: T shows it, and d there puts back. The file of an imported"
        " picture stays where it is."
    )
    CSS_PATH = "gallery.tcss"
    PARTS = (Browser, SearchBar)
    AUTO_FOCUS = "Browser"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "details", "Details", show=False, id="gallery.details"),
        Binding("w", "view", "Tiles or list", show=False, id="gallery.view"),
        Binding("z", "zoom", "Look closely, pixel for pixel", show=False, id="gallery.zoom"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._wanted: int | None = None
        self._settling: Timer | None = None
        self._where = ""
        self._settled_at = 0.0
        self._is_grid: bool | None = None
        self._is_lost = self._has_asked = False
        self.add_class("-grid" if self.has_class("-wide") else "-list", update=False)

    def on_mount(self) -> None:
        """The first page mostly comes in less time than it takes to draw a Gallery without pictures."""
        self.hold_back(HELD_BACK)

    def compose_room(self) -> ComposeResult:
        """The search line, the browser, and at the right the picture with its details."""
        yield SearchBar(lambda: self._library, id="gallery-bar")
        with Horizontal(id="gallery-body"):
            yield self._new_browser()
            yield Side(id="gallery-side")

    def _new_browser(self) -> Browser:
        """The browser that is to be seen: the other one is mounted when that is."""
        if self.has_class("-grid"):
            return TileBrowser(self.shelf, self._tell_of_current, self._tile_source, id="gallery-tiles")
        return LineBrowser(self.shelf, self._tell_of_current, id="gallery-lines")

    # What the library has.

    @on(Opened)
    def _take_library(self, message: Opened) -> None:
        self._library = message.workspace.library
        self.studio.ask_about_pictures()
        if self._wanted is None:
            self.search_for("")
        else:
            self.seek(self._wanted)

    def show_picture(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever it is."""
        self.clear_search_line()
        self._wanted = picture_id
        if self._library is not None:
            self.seek(picture_id)

    @on(Changed)
    def _heed(self, message: Changed) -> None:
        match message.change:
            case PictureSaved(picture=picture):
                self._take_in(picture.id)
            case LetteringSaved(lettering=lettering):
                self._reread(lettering.picture_id)

    @work(group="take in")
    async def _take_in(self, picture_id: int) -> None:
        """Put a new picture on the shelf, or on its stack, where the search finds it."""
        if self._library is None or not self.shelf.loaded:
            return
        with self.studio.reporting():
            search = self.shelf.search
            standing = await in_thread(self, queries.standing, self._library, search, picture_id)
            if standing.shown is not None and search == self.shelf.search:
                self.stand(picture_id, standing)
                self.sync()

    @work(group="reread")
    async def _reread(self, picture_id: int) -> None:
        with self.studio.reporting():
            await self.show_again([picture_id])

    # What is seen.

    @property
    def browser(self) -> Browser:
        """The browser that is seen."""
        return self.query_one(TileBrowser if self.has_class("-grid") else LineBrowser)

    def focus_pictures(self) -> None:
        """Give the word to the browser that is seen."""
        self.set_focus(self.browser)

    def on_resize(self) -> None:
        """Another browser may have the word now."""
        self.call_after_refresh(self._hand_over)

    def action_view(self) -> None:
        """Tiles, or a list."""
        self._is_grid = not self.has_class("-grid")
        self._hand_over()

    def _hand_over(self) -> None:
        is_grid = self.has_class("-wide") if self._is_grid is None else self._is_grid
        self.set_class(is_grid, "-grid")
        self.set_class(not is_grid, "-list")
        if not self.query(TileBrowser if is_grid else LineBrowser):
            self.query_one("#gallery-body").mount(self._new_browser(), before=0)
        if isinstance(self.focused, Browser) and self.focused is not self.browser:
            self.set_focus(self.browser)
        self.sync()

    def sync(self) -> None:
        """Show the shelf as it is now."""
        shelf = self.shelf
        found, is_empty = bool(shelf.pictures), shelf.loaded and not shelf.pictures
        body = self.query_one("#gallery-body")
        if body.display is is_empty:
            body.display = not is_empty
            self._empty.display = is_empty
        if is_empty:
            self._empty.update(captions.emptiness(shelf.search, is_lost=self._is_lost))
            if not self._has_asked and self._library is not None:
                # Once: a second question would take the place of the first, and end it.
                self._has_asked = True
                self._ask_if_lost(self._library)
        said = captions.shelf_name(shelf.search)
        if said != self._where:
            self._where, where = said, self.query_one("#gallery-where", Static)
            where.display = bool(said)
            where.update(f" {said} ")
        self.browser.sync()
        if found and self.focused is None:
            self.set_focus(self.browser)
        self._tell_of_current()
        if shelf.loaded:
            self.let_go()

    @property
    def _empty(self) -> Static:
        """What is said in place of pictures, mounted when it is."""
        there = self.query("#gallery-empty")
        if not there:
            self.mount(Static(id="gallery-empty", markup=False), after="#gallery-body")
        return self.query_one("#gallery-empty", Static)

    @work(group="lost")
    async def _ask_if_lost(self, library: Library) -> None:
        """Say why there is nothing."""
        with self.studio.reporting():
            self._is_lost = await in_thread(self, library.upkeep.seems_lost)
            self.sync()

    def shelf_changed(self) -> None:
        """Show the shelf as it is now."""
        self.sync()

    def shelf_grew(self) -> None:
        """Show what came into sight, and where the cursor is."""
        self.sync()

    def _tell_of_current(self) -> None:
        picture = self.shelf.current
        self.query_one("#gallery-count", Static).update(self._count(), layout=False)
        self.query_one(Side).hold(picture, self._sources(), is_beside_tiles=self.has_class("-grid"))
        self.keep_fed()
        self._settled_at = time.monotonic() + SETTLED
        if self._settling is None:
            self._settling = self.set_timer(SETTLED, self._rest)

    def _count(self) -> str:
        """Where the cursor is, and what is marked."""
        shelf = self.shelf
        is_of_stacks = (shelf.marked or shelf.query.strip()) and shelf.has_stacks
        parts = (captions.marking(shelf), shelf.count)
        return " · ".join(filter(None, (*parts, "stacks as one" if is_of_stacks else "")))

    def _rest(self) -> None:
        """One timer for however many moves: it waits on while there are any."""
        missing = self._settled_at - time.monotonic()
        self._settling = self.set_timer(missing, self._rest) if missing > 0.001 else None
        if self._settling is None:
            self._settle()

    @work(exclusive=True, group="settle")
    async def _settle(self) -> None:
        """The cursor rests: fetch what the record does not have."""
        picture = self.shelf.current
        if picture is None or self._library is None:
            return
        self.looked_at(picture)
        with self.studio.reporting():
            letterings = await in_thread(self, self._library.letterings, picture.id) if picture.letterings else None
            if self.current is not None and self.current.id == picture.id:
                self.query_one(Side).rest(self.current, self._sources(), letterings)

    def _sources(self) -> tuple[Source, ...]:
        """Where the pixels under the cursor come from, the quickest first."""
        picture, library = self.shelf.current, self._library
        if picture is None or library is None:
            return ()
        return picture_sources.tile(library, picture), picture_sources.whole(library, picture)

    def _tile_source(self, picture: Picture) -> Source:
        assert self._library is not None
        return picture_sources.tile(self._library, picture)

    # Moving.

    @on(Browser.EndWanted)
    def _end_wanted(self, message: Browser.EndWanted) -> None:
        self._go_to_end(message.end == "oldest")

    @work(exclusive=True, group="search")
    async def _go_to_end(self, is_oldest: bool) -> None:
        with self.studio.reporting():
            await self.fill(self.shelf.search, queries.oldest if is_oldest else queries.newest)

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made."""
        self.browser.in_turn(act)

    def advance(self) -> None:
        """Go on to the next picture."""
        self.step(1)

    def step(self, steps: int) -> None:
        """Go on to a neighbour."""
        self.browser.action_step(steps)

    @on(Browser.Pointed)
    def _pointed(self, message: Browser.Pointed) -> None:
        """A click marks a picture, or all from the cursor to it."""
        if not message.is_range:
            self.toggle(message.picture.id)
        elif self.current is not None:
            ends = (self.shelf.anchor or self.current.id, message.picture.id)
            self.mark_between(max(ends), min(ends))

    # Ways on.

    @on(Browser.Chosen)
    def _open(self) -> None:
        picture = self.current
        if picture is None or self._library is None:
            return
        if picture.stacked > 1 and self.shelf.search.is_stacked:
            self.open_stack(picture.id)
        else:
            self._look()

    def _look(self, *, is_close: bool = False) -> None:
        if self._library is not None:
            from screens.gallery.single import SingleScreen

            single = SingleScreen(self.shelf, self._library, self.undo, self.action_search, is_close=is_close)
            self.app.push_screen(single, lambda _: self.sync())

    def action_zoom(self) -> None:
        """The picture under the cursor, pixel for pixel."""
        self.in_turn(lambda: self._look(is_close=True) if self.current is not None else None)

    @work
    async def action_details(self) -> None:
        """All details, in a window."""
        from screens.gallery.windows.details import DetailsWindow

        picture = self.shelf.current
        if picture is None or self._library is None:
            return
        with self.studio.reporting():
            letterings = await in_thread(self, self._library.letterings, picture.id)
            self.app.push_screen(DetailsWindow(picture, letterings))
