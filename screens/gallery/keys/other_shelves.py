"""Other shelves by key: an opened stack, all takes of all stacks, the trash."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from library.errors import QueryWrong
from screens.gallery.keys.next_match import Matching
from screens.gallery.keys.picture_screen import Undo
from screens.gallery.model import queries
from screens.gallery.model.shelf import Search, Shelf


class Shelves(Matching):
    """Keys that change what the shelf shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "similar", "Similar pictures", show=False, id="gallery.similar"),
        Binding("s", "stacks", "Stacks on or off", show=False, id="gallery.stacks"),
        Binding("T", "trash_shelf", "The trash", show=False, id="gallery.trash-shelf"),
    ]

    def __init__(self, shelf: Shelf | None = None, undo: list[Undo] | None = None) -> None:
        super().__init__(shelf, undo)
        self._left: int | None = None

    def point_at_slip(self, error: QueryWrong | None) -> None:
        """Show where a search is wrong; None: it is not."""

    @work(exclusive=True, group="search")
    async def show_search(self, search: Search) -> None:
        """Fill the shelf with another search. What was under the cursor stays so where that is not another question."""
        place = self._place_in(search)
        with self.studio.reporting():
            try:
                if place is None:
                    await self.fill(search, queries.newest)
                else:
                    await self.fill_around(place, search)
            except QueryWrong as error:
                self.point_at_slip(error)
                return
            self.point_at_slip(None)
            if search.query.strip():
                self.shelf.searched, self.shelf.match = search.query, None

    def _place_in(self, search: Search) -> int | None:
        """Where the cursor belongs in another search: on an id, or on the newest."""
        before, here = self.shelf.search, self.current
        is_asked, was_asked = bool(search.query.strip()), bool(before.query.strip())
        is_other_shelf = search.trashed is not before.trashed
        if not was_asked and not before.trashed and (is_asked or is_other_shelf) and here is not None:
            self._left = here.id
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
        self.in_turn(self._show_similar)

    def _show_similar(self) -> None:
        if self.current is not None:
            self.show_search(self.shelf.search._replace(alike=self.current.id))

    def action_stacks(self) -> None:
        """Show one picture for each stack, or all of them."""
        search = self.shelf.search
        self.show_search(search._replace(stacked=not search.stacked, stack=0, alike=0))

    def action_trash_shelf(self) -> None:
        """Go to the trash, or back from it."""
        search = self.shelf.search
        self.shelf.anchor = None
        self.show_search(Search(stacked=search.stacked, trashed=not search.trashed))

    @work(exclusive=True, group="search")
    async def seek(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever it is: one that does not stand for its stack in its stack."""
        with self.studio.reporting():
            search = Search(stacked=self.shelf.search.stacked)
            await self.fill(search, partial(queries.whereabouts, picture_id=picture_id))
