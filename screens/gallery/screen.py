"""The Gallery screen: tiles or a list, the picture under the cursor large, its details, search and judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from library.errors import QueryWrong
from library.records import Picture
from screens.gallery import sources
from screens.gallery.browser import Browser
from screens.gallery.details import Details, DetailsWindow
from screens.gallery.judging import Judging
from screens.gallery.lines import LineBrowser
from screens.gallery.onward import Onward
from screens.gallery.single import SingleScreen
from screens.gallery.tiles import TileBrowser
from screens.messages import Changed, Opened
from screens.threads import in_thread
from screens.widgets.frames import Source
from screens.widgets.picture import PictureView
from studio.errors import Notice
from studio.views import LetteringSaved, PictureSaved

if TYPE_CHECKING:
    from library.store import Library

PAGE, LARGE_PAGE = 60, 500

FURTHEST = 5000
"""Pictures that one G loads at most: a library is only read from its newest end, and may be very long."""

NEAR = 40
"""Pictures before the end of what is loaded at which the next page is fetched."""

SETTLED = 0.04
"""Seconds that the cursor rests before the library is asked for more about its picture."""

AGAIN = "Press it again to go on, or search for what you remember"

EMPTY = "Nothing here yet.\n\nF2 opens Compose: write a scene,\nand its picture comes here by itself."


class GalleryScreen(Judging, Onward):
    """All pictures, newest first."""

    ROOM = "Gallery"
    HELP = (
        "Every picture of the library, newest first. What you type after / is searched in scenes, prompts and sayings."
    )
    CSS_PATH = "gallery.tcss"
    PARTS = (Browser,)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="gallery.search"),
        Binding("escape", "no_search", "All pictures", show=False, id="gallery.no-search"),
        Binding("i", "details", "Details", show=False, id="gallery.details"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._wanted: int | None = None
        self._settling: Timer | None = None
        self._loading = False

    def compose_room(self) -> ComposeResult:
        """Search line, browser, and at the right the picture with its details."""
        with Horizontal(id="gallery-top"):
            yield Input(placeholder="/  search scenes, prompts, sayings", id="gallery-search", compact=True)
            yield Static(id="gallery-count", markup=False)
        yield Static(id="gallery-slip")
        with Horizontal(id="gallery-body"):
            yield TileBrowser(self.shelf, self._tile_source, id="gallery-tiles")
            yield LineBrowser(self.shelf, id="gallery-lines")
            with Vertical(id="gallery-side"):
                yield PictureView(id="gallery-preview")
                yield Details(id="gallery-about")
        yield Static("opening the library …", id="gallery-empty", markup=False)

    # What the library has.

    @on(Opened)
    def _take_library(self, message: Opened) -> None:
        self._library = message.workspace.library
        self._fetch("")

    @work(exclusive=True, group="search")
    async def _fetch(self, query: str) -> None:
        """Fill the shelf with the first page of a search."""
        assert self._library is not None
        with self.studio.reporting():
            try:
                page = await in_thread(self, self._library.page, query, limit=PAGE)
            except QueryWrong as error:
                self._point_at(error)
                return
            self.query_one("#gallery-slip").display = False
            if query != self.shelf.query:
                self.shelf.cursor = 0
                self.shelf.pictures = []
            self.shelf.begin(query, page)
            self.sync()
            if self._wanted is not None:
                await self._find(self._wanted)

    def _point_at(self, error: QueryWrong) -> None:
        """Half-typed searches are usual: a line under the search with a mark at the place; what was found stays."""
        search, slip = self.query_one("#gallery-search", Input), self.query_one("#gallery-slip", Static)
        words = " · ".join(filter(None, (error.reason, error.remedy)))
        at = error.position - round(search.scroll_offset.x)
        # The words stand at the right of the mark, or at its left where there is more room.
        text = Text("▲ " + words) if at + 2 + len(words) <= search.size.width or at < 2 else Text(words + " ▲")
        start = at if text.plain.startswith("▲") else max(0, at + 1 - len(text))
        slip.update(Text(" " * max(0, start)) + text)
        slip.display = True

    @work(exclusive=True, group="more")
    async def _fetch_more(self, to_the_end: bool = False) -> None:
        """Extend the shelf by a page, or down towards the oldest picture, by FURTHEST pictures at most."""
        assert self._library is not None
        with self.studio.reporting():
            limit = LARGE_PAGE if to_the_end else PAGE
            furthest = len(self.shelf) + FURTHEST
            while self.shelf.more and len(self.shelf) < furthest:
                query, before = self.shelf.query, self.shelf.before
                page = await in_thread(self, self._library.page, query, before=before, limit=limit)
                if query != self.shelf.query:
                    return
                self.shelf.extend(page)
                if not to_the_end:
                    break
            if to_the_end:
                self.shelf.go(len(self.shelf) - 1)
                if self.shelf.more:
                    self.studio.show_notice(
                        Notice(f"{len(self.shelf):,} pictures down, and older ones follow", "", AGAIN)
                    )
            self.sync()

    async def _find(self, picture_id: int) -> None:
        """Load until a picture is on the shelf, and put the cursor on it."""
        assert self._library is not None
        self._wanted = None
        while not self.shelf.find(picture_id) and self.shelf.before is not None and self.shelf.before > picture_id:
            before = self.shelf.before
            self.shelf.extend(await in_thread(self, self._library.page, "", before=before, limit=LARGE_PAGE))
        self.sync()

    def show_picture(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever it is."""
        self._wanted = picture_id
        if self._library is None:
            return
        search = self.query_one("#gallery-search", Input)
        with self.prevent(Input.Changed):
            search.value = ""
        self.browser.focus()
        self._fetch("")

    @on(Changed)
    def _heed(self, message: Changed) -> None:
        match message.change:
            case PictureSaved(picture=picture):
                self._add(picture)
            case LetteringSaved(lettering=lettering):
                self._reread(lettering.picture_id)

    def _add(self, picture: Picture) -> None:
        if not self.shelf.loaded:
            return
        if self.shelf.query.strip():
            self._fetch(self.shelf.query)
            return
        self.shelf.put(picture)
        self.sync()

    @work(group="reread")
    async def _reread(self, picture_id: int) -> None:
        if self._library is None:
            return
        with self.studio.reporting():
            await self.show_again([picture_id])

    # What is seen.

    @property
    def browser(self) -> Browser:
        """The browser for the room there is."""
        return self.query_one(TileBrowser if self.has_class("-wide") else LineBrowser)

    def on_resize(self) -> None:
        """Another browser may have the word now."""
        self.call_after_refresh(self._hand_over)

    def _hand_over(self) -> None:
        if isinstance(self.focused, Browser) and self.focused is not self.browser:
            self.browser.focus()
        self.sync()

    def sync(self) -> None:
        """Show the shelf as it is now."""
        found, asked = bool(self.shelf.pictures), bool(self.shelf.query.strip())
        self.query_one("#gallery-body").display = found
        empty = self.query_one("#gallery-empty", Static)
        empty.display = not found
        if not found and self.shelf.loaded:
            empty.update("Nothing has these words.\n\nEsc shows all pictures." if asked else EMPTY)
        for browser in self.query(Browser):
            browser.sync()
        if found and self.focused is None:
            self.browser.focus()
        self._tell_of_current()

    def _tell_of_current(self) -> None:
        picture = self.shelf.current
        self.query_one("#gallery-count", Static).update(self.shelf.count, layout=False)
        self.query_one(Details).hold(picture)
        if picture is not None and self._library is not None:
            small, whole = sources.tile(self._library, picture), sources.whole(self._library, picture)
            self.query_one("#gallery-preview", PictureView).show_sources(small, whole)
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._settle)

    @work(exclusive=True, group="settle")
    async def _settle(self) -> None:
        """The cursor rests: fetch what the record does not have, and the next page where the end is near."""
        picture = self.shelf.current
        if picture is None or self._library is None:
            return
        if self.shelf.more and len(self.shelf) - self.shelf.cursor < NEAR:
            self._fetch_more()
        if picture.letterings:
            with self.studio.reporting():
                letterings = await in_thread(self, self._library.letterings, picture.id)
                if self.shelf.current is picture:
                    self.query_one(Details).hold(picture, letterings)

    def _tile_source(self, picture: Picture) -> Source:
        assert self._library is not None
        return sources.tile(self._library, picture)

    @on(Browser.Moved)
    def _moved(self) -> None:
        self._tell_of_current()

    @on(Browser.LastWanted)
    def _last_wanted(self) -> None:
        if self.shelf.more:
            self._fetch_more(to_the_end=True)
        else:
            self.shelf.go(len(self.shelf) - 1)
            self.sync()

    # Search.

    def action_search(self) -> None:
        """Type a search."""
        self.query_one("#gallery-search", Input).focus()

    def action_no_search(self) -> None:
        """Show all pictures again."""
        search = self.query_one("#gallery-search", Input)
        self.browser.focus()
        search.value = ""

    @on(Input.Changed, "#gallery-search")
    def _search(self, event: Input.Changed) -> None:
        if self._library is not None and event.value != self.shelf.query:
            self._fetch(event.value)

    @on(Input.Submitted, "#gallery-search")
    def _searched(self) -> None:
        self.browser.focus()

    # Ways on.

    @on(Browser.Chosen)
    def _open(self) -> None:
        if self._library is not None:
            self.app.push_screen(SingleScreen(self.shelf, self._library, self.undo), lambda _: self.sync())

    @work
    async def action_details(self) -> None:
        """All details, in a window."""
        picture = self.shelf.current
        if picture is None or self._library is None:
            return
        with self.studio.reporting():
            letterings = await in_thread(self, self._library.letterings, picture.id)
            self.app.push_screen(DetailsWindow(picture, letterings))

    def shelf_changed(self) -> None:
        """Show the shelf as it is now."""
        self.sync()
