"""Reading the library into a shelf: another search, the pages around the cursor, pictures that were changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from library.errors import LibraryError, QueryWrong
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model import queries
from screens.gallery.model.shelf import End, Search, Shelf, Window
from screens.gallery.shelving.view import ShelfView

if TYPE_CHECKING:
    from library.store import Library

Open = Callable[[], "Library | None"]
"""The open library; None while it opens."""


class Rereads(Protocol):
    """Shows pictures as they are after a change."""

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read pictures again that were changed, and show them; the cursor goes to `go_to`. Raises LibraryError."""

    def show_here(self) -> None:
        """Show the shelf as it is, wherever it is to be seen."""


class ShelfReader:
    """Fills the shelf of a view, and keeps it fed."""

    def __init__(self, view: ShelfView, calls: Calls, library: Open) -> None:
        self._view, self._calls, self._library = view, calls, library
        self._shelf = view.shelf
        view.keep_fed = self.keep_fed
        self._fillings = 0

    def is_filling(self) -> bool:
        """Whether another filling of the shelf is on its way."""
        return self._fillings > 0

    async def fill(self, search: Search, read: Callable[[Library, Search], Window]) -> None:
        """Fill the shelf with what `read` gives, unless another filling is asked for meanwhile.

        Raises QueryWrong, LibraryError.
        """
        library, shelf = self._library(), self._shelf
        if library is None:
            return
        shelf.pending.asked += 1
        mine = shelf.pending.asked
        self._fillings += 1
        try:
            window = await in_thread(self._calls, read, library, search)
        except (QueryWrong, LibraryError):
            if mine == shelf.pending.asked:
                shelf.jumping = False
                self._view.show()
            raise
        finally:
            self._fillings -= 1
        if mine == shelf.pending.asked:
            is_other_shelf = window.search.trashed is not shelf.search.trashed
            shelf.begin(window)
            self._view.show()
            if is_other_shelf:
                self._calls.refresh_bindings()

    async def fill_around(self, picture_id: int, search: Search | None = None) -> None:
        """Put the cursor on a picture, or the next older one that a search finds: the shelf's own, unless given.

        Raises as `fill`.
        """
        wanted = self._shelf.search if search is None else search
        await self.fill(wanted, partial(queries.around, picture_id=picture_id))

    async def go_to(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever on this shelf it is. Raises as `fill`."""
        if self._shelf.find(picture_id):
            self._view.show()
        else:
            await self.fill_around(picture_id)

    def keep_fed(self) -> None:
        """Fetch more where the cursor comes near an end of what is loaded: to be called after every move."""
        self._calls.when_drawn(self._keep_fed)

    def _keep_fed(self) -> None:
        shelf = self._shelf
        for end in ("older", "newer"):
            if end not in shelf.coming and shelf.wants(end) and self._library() is not None:
                shelf.coming.add(end)
                self._calls.begin(partial(self._feed, end), group="feed")

    async def _feed(self, end: End) -> None:
        shelf, library = self._shelf, self._library()
        coming, epoch = shelf.coming, shelf.epoch
        try:
            with self._calls.reporting():
                while library is not None and epoch == shelf.epoch and shelf.wants(end):
                    place = shelf.before if end == "older" else shelf.after
                    assert place is not None
                    page = await in_thread(self._calls, queries.beyond, library, shelf.search, end, place)
                    if epoch == shelf.epoch and place == (shelf.before if end == "older" else shelf.after):
                        shelf.extend(end, page)
                        self._view.show_more()
                # An end at which the library failed stays taken: it would only fail again with every move.
                coming.discard(end)
        except asyncio.CancelledError:
            coming.discard(end)
            raise

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read pictures again that were changed, also such as came back, and show them; the cursor goes to `go_to`.

        That is loaded where it must be, and nothing is done where the search does not find it. Raises LibraryError.
        """
        library, shelf, search = self._library(), self._shelf, self._shelf.search
        wanted = {*ids, *([] if go_to is None else [go_to])}
        if library is None or not wanted:
            return
        loaded = [picture.id for picture in shelf.pictures if picture.id in wanted]
        strange = wanted - set(loaded)
        for picture in await asyncio.to_thread(library.pictures, loaded, search.order):
            is_out = search.order is not None and search.order.value(picture) is None
            if picture.trashed is search.trashed and not picture.missing and not is_out:
                shelf.put(picture)
            else:
                strange.add(picture.id)
        if search == shelf.search:
            # Of an id alone it cannot be told where in an order of drift it stands.
            await self._place([one for one in strange if search.order is not None or shelf.spans(one)])
        if go_to is not None and not shelf.find(go_to) and search == shelf.search:
            standing = await in_thread(self._calls, queries.standing, library, search, go_to)
            if standing.shown is not None and not shelf.find(standing.shown.id):
                await self.fill_around(standing.shown.id)
        self.show_here()

    def show_here(self) -> None:
        """Show the shelf as it is, on this screen or, when that has gone, on the one that the shelf belongs to."""
        (self._view.show if self._calls.is_there else self._shelf.changes.show_at_home)()

    async def _place(self, ids: Sequence[int]) -> None:
        """Put pictures on the shelf, or take them away, as the search finds them now. Raises LibraryError."""
        library, search, current = self._library(), self._shelf.search, self._shelf.current
        if len(ids) > queries.MOST_PLACED:
            await self.fill_around(current.id if current else max(ids))
            return
        for picture_id in ids:
            if library is not None and search == self._shelf.search:
                standing = await asyncio.to_thread(queries.standing, library, search, picture_id)
                stand(self._shelf, picture_id, standing)


class ComparedReader:
    """Reads those of the pictures again that a shelf had when it was made, and nothing else."""

    def __init__(self, view: ShelfView, calls: Calls, library: Library) -> None:
        self._view, self._calls, self._library = view, calls, library
        self._compared = {picture.id for picture in view.shelf.pictures}

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read those of them that were changed, and show them. Raises LibraryError."""
        shelf = self._view.shelf
        for picture in await in_thread(self._calls, self._library.pictures, [*(self._compared & {*ids})]):
            if picture.trashed is shelf.search.trashed and not picture.missing:
                shelf.put(picture)
            else:
                shelf.remove(picture.id)
        if go_to is not None:
            shelf.find(go_to)
        self._view.show()

    def show_here(self) -> None:
        """Show them on their screen or, when that has gone, where they came from."""
        (self._view.show if self._calls.is_there else self._view.shelf.changes.show_at_home)()


def stand(shelf: Shelf, picture_id: int, standing: queries.Standing) -> None:
    """Let one picture stand for a stack on a shelf, and no other of it."""
    shown = standing.shown
    here = [other for other in standing.others if shelf.index_of(other) is not None]
    if shown is None:
        shelf.remove(picture_id)
        return
    is_under_the_cursor = shelf.current is not None and shelf.current.id in here
    is_more = not here and (shown.id != picture_id or not standing.others)
    shelf.put(shown, is_more=is_more)
    if is_under_the_cursor:
        shelf.find(shown.id)
    for other in here:
        shelf.remove(other, is_less=False, is_gone=False)
