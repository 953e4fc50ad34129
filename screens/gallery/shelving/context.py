"""What topics of keys are given: the shelf as it is shown, what reads and changes it, and the calls of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from library.records import Picture
from screens.base.topics import Calls, Topic
from screens.drawing.threads import in_thread
from screens.gallery.model import queries
from screens.gallery.model.captions import how_many
from screens.gallery.model.undo import UndoList
from screens.gallery.shelving.changing import Changer
from screens.gallery.shelving.reading import Open, Rereads, ShelfReader, stand
from screens.gallery.shelving.view import ShelfView

if TYPE_CHECKING:
    from library.store import Library


class ShelfContext:
    """One for each screen; the `undo` list is one for all screens over the same shelf.

    `rereads` shows pictures again after a change, where the `reader` would not do.
    """

    def __init__(
        self, view: ShelfView, calls: Calls, library: Open, undo: UndoList, rereads: Rereads | None = None
    ) -> None:
        self.view, self.calls, self.undo = view, calls, undo
        self.shelf = view.shelf
        self.reader = ShelfReader(view, calls, library)
        self.rereads: Rereads = self.reader if rereads is None else rereads
        self.changer = Changer(self.shelf.changes, undo, self.rereads, calls)
        self._library = library

    @property
    def library(self) -> Library | None:
        """The open library; None while it opens."""
        return self._library()

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.shelf.current

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what a key acts on, newest first."""
        return self.view.chosen

    def chosen_words(self, chosen: Sequence[int]) -> str:
        """ "the picture", or "12 pictures"; of closed stacks it says that only their newest pictures are meant."""
        wanted = set(chosen) if self.shelf.search.is_stacked else set()
        stacks = sum(one.stacked > 1 and one.id in wanted for one in self.shelf.pictures)
        if not stacks:
            return how_many(chosen)
        if len(chosen) == 1:
            return "the newest of a stack"
        return f"{how_many(chosen)}, of stacks the newest"

    def take_in(self, picture_id: int) -> None:
        """A picture was drawn: put it on the shelf, or on its stack, where the search finds it."""
        self.calls.begin(partial(self._take_in, picture_id), group="take in")

    async def _take_in(self, picture_id: int) -> None:
        library, shelf = self.library, self.shelf
        if library is None or not shelf.loaded:
            return
        with self.calls.reporting():
            search = shelf.search
            standing = await in_thread(self.calls, queries.standing, library, search, picture_id)
            if standing.shown is not None and search == shelf.search:
                stand(shelf, picture_id, standing)
                self.view.show()

    def show_saved(self, picture_id: int) -> None:
        """A picture was lettered: show it so."""
        self.calls.begin(partial(self._show_saved, picture_id), group="reread")

    async def _show_saved(self, picture_id: int) -> None:
        with self.calls.reporting():
            await self.rereads.show_again([picture_id])


class ShelfTopic(Topic):
    """Keys that act on the pictures of a shelf: on what is `chosen`, in turn, and changing them by the `changer`."""

    def __init__(self, context: ShelfContext) -> None:
        self.context = context
        self.shelf, self.view, self.calls = context.shelf, context.view, context.calls
