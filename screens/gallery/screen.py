"""The Gallery screen: tiles or a list, the picture under the cursor large, its details, and the search line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.events import Paste, Resize, ScreenResume
from textual.message import Message

from screens.base.messages import Changed, Opened
from screens.base.screen import HEIGHTS, HelpTable, StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.gallery.help_words import SIGNS, searching_table
from screens.gallery.keys.comparing import Comparing
from screens.gallery.keys.filling.empty_shelf import EmptyShelfKeys
from screens.gallery.keys.filling.importing import Importing
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.next_match import Matching
from screens.gallery.keys.ordering import Ordering
from screens.gallery.keys.other_shelves import OtherShelves
from screens.gallery.keys.reuse import Reusing
from screens.gallery.keys.saved_searches import SavedSearches
from screens.gallery.keys.searching import Searching
from screens.gallery.keys.sending.datasets import ToDatasets
from screens.gallery.keys.sending.exporting import Exporting
from screens.gallery.keys.sending.referencing import Referencing
from screens.gallery.keys.showing import ListingRefused, Showing
from screens.gallery.keys.tagging import Tagging
from screens.gallery.keys.tile_size import Sizing
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.undo import UndoList
from screens.gallery.parts.browser import Browser
from screens.gallery.parts.gallery_view import GalleryView
from screens.gallery.parts.search_line import SearchBar
from screens.gallery.shelving.context import ShelfContext
from screens.gallery.shelving.external_changes import ExternalChanges
from studio.jobs.views import LetteringSaved, PictureSaved

if TYPE_CHECKING:
    from textual.screen import Screen

    from library.records import Picture
    from library.store import Library
    from studio.settings.window import WindowLeft

PREVIEWED = 23
"""Rows of the screen from which a larger picture stands beside tiles."""

HELD_BACK = 0.15
"""Seconds for which a Gallery that opens waits for its first page."""


class GalleryParts(NamedTuple):
    """What the Gallery is put together from, besides its topics of keys."""

    shelf: Shelf
    view: GalleryView
    context: ShelfContext
    shelves: OtherShelves
    external_changes: ExternalChanges
    importing: Importing

    def note(self, left: WindowLeft) -> WindowLeft:
        """What the next studio is to show again."""
        return msgspec.structs.replace(left, gallery=self.view.left()) if self.shelf.loaded else left


class GalleryScreen(StudioScreen):
    """All pictures, newest first."""

    ROOM = "Gallery"
    HELP = (
        "Every picture of the library, newest first. Keys act on the marked pictures, or else on the one under the"
        " cursor. Takes of one recipe are a stack (▤), which counts as one: keys act on the picture that is seen alone,"
        " which is the one that is picked, or else the newest. Enter opens it, and s shows all takes; Ctrl-A then takes"
        " in each. O orders by drift, how far a member is from its references.\n\n"
        "The trash keeps pictures for as long as you like: T shows it, and d there puts back. The file of an imported"
        " picture stays where it is."
    )
    CSS_PATH = "gallery.tcss"
    VERTICAL_BREAKPOINTS = [HEIGHTS[0], (PREVIEWED, "-middle"), *HEIGHTS[1:]]
    PARTS = (Browser, SearchBar)
    AUTO_FOCUS = "Browser"
    BINDINGS = bindings_of(
        Showing,
        Sizing,
        Searching,
        SavedSearches,
        OtherShelves,
        Ordering,
        Matching,
        Judging,
        Tagging,
        Reusing,
        Referencing,
        ToDatasets,
        Comparing,
        Exporting,
        Importing,
        Marking,
        ListingRefused,
        EmptyShelfKeys,
    )

    def __init__(self) -> None:
        super().__init__()
        self.add_class("-grid" if self.has_class("-wide") else "-list", update=False)
        shelf, calls = Shelf(), ScreenCalls(self)
        studio = self.studio

        def library() -> Library | None:
            return studio.workspace.library if studio.workspace is not None else None

        view = GalleryView(shelf, calls, library, self.let_go)
        context = ShelfContext(view, calls, library, UndoList())
        shelf.changes.show_at_home = view.show
        shelves = OtherShelves(context, view.bar)
        importing = Importing(context)
        self.parts = GalleryParts(shelf, view, context, shelves, ExternalChanges(context), importing)
        marking = Marking(context)
        searching = Searching(context, view.bar, shelves, marking, view.focus_pictures)
        showing = Showing(context, partial(_large, context, searching.action_search), view.switch, shelves.open_stack)
        view.listen(searching.typed, showing.open, shelves.go_to_end, marking.point_at)
        offer(
            self,
            showing,
            Sizing(context, view),
            searching,
            SavedSearches(context, view.bar, shelves),
            shelves,
            Ordering(context, shelves),
            Matching(context),
            Judging(context),
            Tagging(context),
            Reusing(context, studio),
            Referencing(context, studio),
            ToDatasets(context, studio),
            Comparing(context, partial(_side_by_side, context)),
            Exporting(context),
            importing,
            marking,
            ListingRefused(context),
            EmptyShelfKeys(context, lambda: view.empty.facts, view.bar, searching.search_for, importing),
        )

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """How a search is written, and the signs."""
        return (searching_table(), SIGNS)

    def compose_room(self) -> ComposeResult:
        """The search line, the browser, and at the right the picture with its details."""
        # The first page mostly comes in less time than it takes to draw a Gallery without pictures.
        self.hold_back(HELD_BACK)
        yield self.parts.view.bar
        yield self.parts.view.body

    @on(Opened)
    @on(Changed)
    @on(ScreenResume)
    @on(Resize)
    @on(Paste)
    def _hear(self, message: Message) -> None:
        parts = self.parts
        match message:
            case Opened(workspace=workspace):
                self.studio.ask_about_pictures()
                parts.view.open_as(workspace.window.gallery)
                parts.shelves.open_library(workspace.window.gallery)
                self.studio.as_left.append(parts.note)
                parts.external_changes.begin()
            case Changed(change=PictureSaved(picture=picture)):
                parts.context.take_in(picture.id)
            case Changed(change=LetteringSaved(lettering=lettering)):
                parts.context.show_saved(lettering.picture_id)
            case ScreenResume() if self.is_current and not self.comes_into_sight:
                parts.external_changes.look()
            case Paste(text=text):
                parts.importing.drop(text)
            case Resize():
                # Another browser may have the word now.
                self.call_after_refresh(parts.view.arrange)


def _large(context: ShelfContext, to_search: Callable[[], None], is_close: bool) -> Screen[None]:
    """The large view over a shelf."""
    from screens.gallery.single import SingleScreen

    library = context.library
    assert library is not None
    return SingleScreen(context.shelf, library, context.undo, to_search, is_close=is_close)


def _side_by_side(context: ShelfContext, pictures: Sequence[Picture]) -> Screen[None]:
    """Pictures of a shelf side by side."""
    from screens.gallery.compare_screen import CompareScreen

    library = context.library
    assert library is not None
    return CompareScreen(pictures, library, context.shelf, context.undo)
