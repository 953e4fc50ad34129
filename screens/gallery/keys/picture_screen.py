"""What the Gallery's screens have in common: a shelf, and the pictures on it that a key acts on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from textual import work
from textual.timer import Timer

from library.errors import DiskFull, IndexUnusable, LibraryError, LibraryUnwritable, QueryWrong
from library.records import Picture
from screens.base.screen import HelpTable, StudioScreen
from screens.drawing.threads import in_thread
from screens.drawing.workers import begin_work
from screens.gallery.keys.help_words import SIGNS
from screens.gallery.model import queries
from screens.gallery.model.shelf import End, Search, Shelf, Window

if TYPE_CHECKING:
    from library.store import Library

Back = TypeVar("Back", bound=Collection[int])
"""What was before a change, by picture, or only which pictures changed."""

MOST_UNDONE = 500
"""Changes that can be taken back."""


NOTED_AFTER = 1.0
"""Seconds after which the library hears of the pictures that were looked at."""


class Undo(NamedTuple):
    """What was done, in words, and the call that takes it back: it blocks, and gives the ids of what it changed."""

    done: str
    back: Callable[[], Iterable[int]]
    is_of_marks: bool = False


class PictureScreen(StudioScreen):
    """A screen over a shelf. Each topic of keys is a class on this one, and a screen is made of those that it offers.

    A key acts on `chosen`, and changes pictures by `change`: in the order of the keys, with a way back. The undo list
    is one for all screens over the same shelf.
    """

    def __init__(self, shelf: Shelf | None = None, undo: list[Undo] | None = None) -> None:
        super().__init__()
        self.shelf = Shelf() if shelf is None else shelf
        if shelf is None:
            self.shelf.changes.show_at_home = self.shelf_changed
        self.undo = [] if undo is None else undo
        self._noting: Timer | None = None

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """The signs beside pictures."""
        return (SIGNS,)

    @property
    def library(self) -> Library | None:
        """The open library; None while it opens."""
        return self.studio.workspace.library if self.studio.workspace else None

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.shelf.current

    @property
    def current_path(self) -> str:
        """The file that is seen of it."""
        return self.current.path if self.current else ""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what a key acts on, newest first: the marked pictures, or else the one under the cursor."""
        return self.shelf.chosen

    def chosen_words(self, chosen: Sequence[int]) -> str:
        """ "the picture", or "12 pictures"; of closed stacks it says that only their newest pictures are meant."""
        wanted = set(chosen) if self.shelf.search.is_stacked else set()
        stacks = sum(one.stacked > 1 and one.id in wanted for one in self.shelf.pictures)
        if not stacks:
            return how_many(chosen)
        if len(chosen) == 1:
            return "the newest of a stack"
        return f"{how_many(chosen)}, of stacks the newest"

    @property
    def acts_on_marked(self) -> bool:
        """Whether keys act on what is marked, and not on the picture under the cursor."""
        return bool(self.shelf.marked)

    def shelf_changed(self) -> None:
        """Show the shelf as it is now."""
        raise NotImplementedError

    def take_marks_away(self) -> bool:
        """Take the marks away, where there are any. Says whether there were."""
        return False

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made."""
        act()

    def advance(self) -> None:
        """Go on to the next picture."""
        if self.shelf.move(1):
            self.shelf_changed()

    # The window on the library.

    async def fill(self, search: Search, read: Callable[[Library, Search], Window]) -> None:
        """Fill the shelf with what `read` gives, unless another filling is asked for meanwhile.

        Raises QueryWrong, LibraryError.
        """
        library, shelf = self.library, self.shelf
        if library is None:
            return
        shelf.asked += 1
        mine = shelf.asked
        try:
            window = await in_thread(self, read, library, search)
        except (QueryWrong, LibraryError):
            if mine == shelf.asked:
                shelf.jumping = False
                self.shelf_changed()
            raise
        if mine == shelf.asked:
            is_other_shelf = window.search.trashed is not shelf.search.trashed
            shelf.begin(window)
            self.shelf_changed()
            if is_other_shelf:
                self.refresh_bindings()

    async def fill_around(self, picture_id: int, search: Search | None = None) -> None:
        """Put the cursor on a picture, or the next older one that a search finds: the shelf's own, unless given.

        Raises as `fill`.
        """
        wanted = self.shelf.search if search is None else search
        await self.fill(wanted, partial(queries.around, picture_id=picture_id))

    def keep_fed(self) -> None:
        """Fetch more where the cursor comes near an end of what is loaded: to be called after every move.

        A screen that just opens is drawn first.
        """
        if self.comes_into_sight:
            self.call_after_refresh(self._keep_fed)
        else:
            self._keep_fed()

    def _keep_fed(self) -> None:
        shelf = self.shelf
        for end in ("older", "newer"):
            if end not in shelf.coming and shelf.wants(end) and self.library is not None:
                shelf.coming.add(end)
                self._feed(end)

    @work(group="feed")
    async def _feed(self, end: End) -> None:
        shelf, library = self.shelf, self.library
        coming, epoch = shelf.coming, shelf.epoch
        try:
            with self.studio.reporting():
                while library is not None and epoch == shelf.epoch and shelf.wants(end):
                    place = shelf.before if end == "older" else shelf.after
                    assert place is not None
                    page = await in_thread(self, queries.beyond, library, shelf.search, end, place)
                    if epoch == shelf.epoch and place == (shelf.before if end == "older" else shelf.after):
                        shelf.extend(end, page)
                        self.shelf_grew()
                # An end at which the library failed stays taken: it would only fail again with every move.
                coming.discard(end)
        except asyncio.CancelledError:
            coming.discard(end)
            raise

    def shelf_grew(self) -> None:
        """More is loaded; what is under the cursor is the same."""

    def looked_at(self, picture: Picture) -> None:
        """Note that somebody looks at a picture; the library hears of it soon, together with others."""
        if picture.opened or picture.trashed:
            return
        self.shelf.looked.add(picture.id)
        if self._noting is None:
            self._noting = self.set_timer(NOTED_AFTER, self._note)

    @work(group="note")
    async def _note(self) -> None:
        self._noting, shelf, library = None, self.shelf, self.library
        looked, shelf.looked = tuple(shelf.looked), set()
        if library is None or not looked:
            return
        with self.studio.reporting():
            await in_thread(self, library.annotations.seen, looked)
            for picture in [one for one in shelf.pictures if one.id in looked]:
                shelf.put(msgspec.structs.replace(picture, opened=True))

    # Changes.

    def change(
        self,
        done: str,
        chosen: Sequence[int],
        write: Callable[[], Back],
        undo: Callable[[Back], Iterable[int]],
        then: Callable[[Back], object] | None = None,
    ) -> None:
        """Change pictures in the library, after all changes that were asked for before.

        `write` blocks, and gives what it changed with what was before, which `undo` takes back; `done` says in words
        what that would be. Then the changed pictures are shown as they are, and `then` is called. The change is made
        also when this screen has gone meanwhile.
        """
        begin_work(self.app, partial(self._change, done, chosen, write, undo, then), group="changes")

    async def _change(
        self,
        done: str,
        chosen: Sequence[int],
        write: Callable[[], Back],
        undo: Callable[[Back], Iterable[int]],
        then: Callable[[Back], object] | None,
    ) -> None:
        changes = self.shelf.changes
        with self.studio.reporting():
            async with changes.turn():
                try:
                    before = await asyncio.to_thread(write)
                except LibraryError:
                    # What was shown before it was written is not so.
                    with suppress(asyncio.CancelledError):
                        await self.show_again(changes.touch(chosen))
                    raise
                if before:
                    self.keep_undo(done, lambda: undo(before))
                if then is not None:
                    then(before)
                await self.show_again(changes.touch(tuple(before)))

    def take_back(self) -> None:
        """Take the last change back, when all changes that were asked for before are made."""
        begin_work(self.app, self._take_back, group="changes")

    async def _take_back(self) -> None:
        changes = self.shelf.changes
        with self.studio.reporting():
            async with changes.turn():
                if not self.undo:
                    self.say("Nothing to take back")
                    return
                undo = self.undo.pop()
                try:
                    ids = list(await asyncio.to_thread(undo.back))
                except (DiskFull, LibraryUnwritable, IndexUnusable):
                    # When there is room again, it can be taken back after all.
                    self.undo.append(undo)
                    raise
                self.say(f"Taken back: {undo.done}")
                await self.show_again(changes.touch(ids), go_to=ids[0] if ids else None)
                if not ids:
                    self.show_here()

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read pictures again that were changed, also such as came back, and show them; the cursor goes to `go_to`.

        That is loaded where it must be, and nothing is done where the search does not find it. Raises LibraryError.
        """
        shelf, search = self.shelf, self.shelf.search
        wanted = {*ids, *([] if go_to is None else [go_to])}
        if self.library is None or not wanted:
            return
        loaded = [picture.id for picture in shelf.pictures if picture.id in wanted]
        strange = wanted - set(loaded)
        for picture in await asyncio.to_thread(self.library.pictures, loaded):
            if picture.trashed is search.trashed and not picture.missing:
                shelf.put(picture)
            else:
                strange.add(picture.id)
        if search == shelf.search:
            await self._place([one for one in strange if shelf.spans(one)])
        if go_to is not None and not shelf.find(go_to) and search == shelf.search:
            standing = await in_thread(self, queries.standing, self.library, search, go_to)
            if standing.shown is not None and not shelf.find(standing.shown.id):
                await self.fill_around(standing.shown.id)
        self.show_here()

    def show_here(self) -> None:
        """Show the shelf as it is, on this screen or, when that has gone, on the one that the shelf belongs to."""
        (self.shelf_changed if self.is_there else self.shelf.changes.show_at_home)()

    async def _place(self, ids: Sequence[int]) -> None:
        """Put pictures on the shelf, or take them away, as the search finds them now. Raises LibraryError."""
        search, current = self.shelf.search, self.current
        if len(ids) > queries.MOST_PLACED:
            await self.fill_around(current.id if current else max(ids))
            return
        for picture_id in ids:
            if self.library is not None and search == self.shelf.search:
                standing = await asyncio.to_thread(queries.standing, self.library, search, picture_id)
                self.stand(picture_id, standing)

    def stand(self, picture_id: int, standing: queries.Standing) -> None:
        """Let one picture stand for a stack, and no other of it."""
        shelf, shown = self.shelf, standing.shown
        here = [other for other in standing.others if shelf.has(other)]
        if shown is None:
            shelf.remove(picture_id)
            return
        is_under_the_cursor = self.current is not None and self.current.id in here
        is_more = not here and (shown.id != picture_id or not standing.others)
        shelf.put(shown, is_more=is_more)
        if is_under_the_cursor:
            shelf.find(shown.id)
        for other in here:
            shelf.remove(other, is_less=False, is_gone=False)

    def keep_undo(self, done: str, back: Callable[[], Iterable[int]], *, is_of_marks: bool = False) -> None:
        """Remember how to take a change back. Of too many, the oldest of marks are forgotten before others."""
        self.undo.append(Undo(done, back, is_of_marks))
        if len(self.undo) > MOST_UNDONE:
            del self.undo[next((at for at, one in enumerate(self.undo) if one.is_of_marks), 0)]

    def say(self, what: str, more: str = "") -> None:
        """Say something in passing."""
        self.studio.passing.say(what, more)


def how_many(ids: Sequence[int]) -> str:
    """ "the picture", or "12 pictures"."""
    return "the picture" if len(ids) == 1 else f"{len(ids):,} pictures"
