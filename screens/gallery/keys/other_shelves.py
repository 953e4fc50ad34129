"""Other shelves by key: an opened stack, all takes of all stacks, the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import Binding

from library.errors import OrderUnknown, QueryWrong
from screens.gallery.model import queries
from screens.gallery.model.shelf import Search, Window
from screens.gallery.model.walk import Extreme
from screens.gallery.shelving.as_left import search_of
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from library.store import Library
    from studio.settings.window import GalleryLeft


class SearchLine(Protocol):
    """Where a search is typed."""

    @property
    def is_typed_in(self) -> bool:
        """Whether the person types there."""

    def fill(self, text: str) -> bool:
        """Write a search without asking for it. Says whether another one stood there."""

    def remember(self, text: str) -> None:
        """Keep a search, to be called back from an empty line."""

    def point_at(self, error: QueryWrong | None) -> None:
        """Show where a search is wrong, over what was found, which stays; None: it is not."""

    def begin(self) -> None:
        """Let the person type."""


class OtherShelves(ShelfTopic):
    """Keys that change what the shelf shows."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("m", "similar", "Similar pictures", show=False, id="gallery.similar"),
        Binding("s", "stacks", "Stacks on or off", show=False, id="gallery.stacks"),
        Binding("T", "trash_shelf", "The trash", show=False, id="gallery.trash-shelf"),
    ]

    def __init__(self, context: ShelfContext, line: SearchLine) -> None:
        super().__init__(context)
        self._line = line
        self._left: int | None = None
        self._wanted: int | None = None
        self._asked = ""
        self._is_open = False

    def open_library(self, left: GalleryLeft) -> None:
        """The library is open: show it as it was left, or at the picture that is wanted where one is."""
        self._is_open = True
        if self._asked:
            self.find(self._asked)
        elif self._wanted is None:
            self.calls.begin(partial(self._open_as, left), group="search", is_exclusive=True)
        else:
            self._seek(self._wanted)

    async def _open_as(self, left: GalleryLeft) -> None:
        search, reader = search_of(left), self.context.reader
        with self.calls.reporting():
            try:
                if left.picture:
                    await reader.fill_around(left.picture, search)
                else:
                    await reader.fill(search, queries.newest)
            except (QueryWrong, OrderUnknown):
                # An earlier studio may have known other words for it, and drift is measured anew.
                await reader.fill(Search(), queries.newest)
                return
            self._line.fill(search.query)
            if search.query.strip():
                self.shelf.last.query = search.query

    def show_search(self, search: Search) -> None:
        """Fill the shelf with another search. What was under the cursor stays so where that is not another question."""
        self.calls.begin(partial(self._show_search, search), group="search", is_exclusive=True)

    async def _show_search(self, search: Search) -> None:
        place, reader = self._place_in(search), self.context.reader
        with self.calls.reporting():
            try:
                if place is None:
                    await reader.fill(search, queries.newest)
                else:
                    await reader.fill_around(place, search)
            except QueryWrong as error:
                self._line.point_at(error)
                return
            self._line.point_at(None)
            if search.query.strip():
                self.shelf.last.query, self.shelf.last.match = search.query, None

    def _place_in(self, search: Search) -> int | None:
        """Where the cursor belongs in another search: on an id, or on the newest."""
        before, here = self.shelf.search, self.shelf.current
        is_asked, was_asked = bool(search.query.strip()), bool(before.query.strip())
        is_other_shelf = search.trashed is not before.trashed
        if not was_asked and not before.trashed and (is_asked or is_other_shelf) and here is not None:
            self._left = here.id
        if search.order is not None and search.order != before.order:
            return None
        if search.trashed and is_other_shelf:
            return None
        if is_other_shelf:
            return self._left
        if is_asked and search.query != before.query:
            return None
        if before.alike and not search.alike:
            return before.alike
        if before.stack and not search.stack:
            return before.stack
        return here.id if here is not None else self._left

    def open_stack(self, picture_id: int) -> None:
        """Show all pictures of a stack, the cursor on this one."""
        self.show_search(self.shelf.search._replace(stack=picture_id))

    def leave_shelf(self) -> bool:
        """Go back from what is similar, a stack, or else the trash. Says whether the shelf was one of them."""
        search = self.shelf.search
        if search.alike:
            self.show_search(search._replace(alike=0))
        elif search.stack:
            self.show_search(search._replace(stack=0))
        elif search.trashed and not search.query.strip():
            self.action_trash_shelf()
        else:
            return False
        return True

    def action_similar(self) -> None:
        """Show what looks like the picture under the cursor, newest first."""
        self.view.in_turn(self._show_similar)

    def _show_similar(self) -> None:
        if self.shelf.current is not None:
            self.show_search(self.shelf.search._replace(alike=self.shelf.current.id))

    def action_stacks(self) -> None:
        """Show one picture for each stack, or all of them."""
        search = self.shelf.search
        if search.order is not None:
            self.calls.say(
                "Each take stands by itself", f"In an order of {search.order.by} there are no stacks; O is the order"
            )
            return
        self.show_search(search._replace(stacked=not search.stacked, stack=0, alike=0))

    def action_trash_shelf(self) -> None:
        """Go to the trash, or back from it."""
        self._line.fill("")
        search = self.shelf.search
        self.shelf.anchor = None
        self.show_search(Search(stacked=search.stacked, trashed=not search.trashed))

    def find(self, query: str) -> None:
        """Show what a search finds, which another room asks for."""
        self._asked = query
        self._line.fill(query)
        if self._is_open:
            self.show_search(Search(stacked=self.shelf.search.stacked, query=query))

    def seek(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever it is: one that does not stand for its stack in its stack."""
        self._line.fill("")
        self._asked = ""
        self._wanted = picture_id
        if self._is_open:
            self._seek(picture_id)

    def _seek(self, picture_id: int) -> None:
        search = Search(stacked=self.shelf.search.stacked)
        self.fill(search, partial(queries.whereabouts, picture_id=picture_id))

    def go_to_end(self, end: Extreme) -> None:
        """Go to the newest or the oldest of all that is found."""
        self.fill(self.shelf.search, queries.oldest if end == "oldest" else queries.newest)

    def fill(self, search: Search, read: Callable[[Library, Search], Window]) -> None:
        """Fill the shelf with what `read` gives, in place of any other search."""
        self.calls.begin(partial(self._fill, search, read), group="search", is_exclusive=True)

    async def _fill(self, search: Search, read: Callable[[Library, Search], Window]) -> None:
        with self.calls.reporting():
            await self.context.reader.fill(search, read)
