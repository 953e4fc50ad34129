"""Marking by key: one picture after the other, a range, all that is found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from library.records import Picture
from screens.gallery.model.captions import how_many
from screens.gallery.model.marks import Remarked
from screens.gallery.model.shelf import Shelf
from screens.gallery.shelving.context import ShelfTopic

MOST_MARKED = 10_000
"""Pictures that one key marks at most."""


class Marking(ShelfTopic):
    """Keys that mark pictures, for other keys to act on. Marks stay until they are taken away."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("space", "mark", "Mark", tooltip="Mark it and go on", key_display="Space", id="gallery.mark"),
        Binding("v", "range", "Begin or end a range", show=False, id="gallery.range"),
        Binding("ctrl+a", "mark_all", "Mark all that are found", show=False, id="gallery.mark-all"),
    ]

    def action_mark(self) -> None:
        """Mark the picture under the cursor, or take its mark away, and go on."""
        self.view.in_turn(self._mark)
        self.view.step(1)

    def _mark(self) -> None:
        if self.shelf.current is not None:
            self.toggle(self.shelf.current.id)

    def point_at(self, picture_id: int, is_range: bool) -> None:
        """A click marks a picture, or all from the cursor to it."""
        if not is_range:
            self.toggle(picture_id)
        elif self.shelf.current is not None:
            self._mark_to(self.shelf.current, picture_id)

    def _mark_to(self, current: Picture, picture_id: int) -> None:
        at, rank = self.shelf.index_of(picture_id), self.shelf.search.rank
        if at is not None:
            begun = self.shelf.anchor
            ends = (rank(current) if begun is None else begun, rank(self.shelf.pictures[at]))
            self.mark_between(max(ends), min(ends))

    def toggle(self, picture_id: int) -> None:
        """Mark a picture, or take its mark away."""
        if picture_id in self.shelf.marked:
            self._remark("taking a mark away", unmark=[picture_id])
        else:
            self._remark("marking the picture", [picture_id])

    def _remark(self, done: str, mark: Iterable[int] = (), unmark: Iterable[int] = ()) -> None:
        """Change marks, with a way back in the order of the keys."""
        change = self.shelf.marks.change(self.shelf.search.trashed, mark, unmark)
        self.view.show()
        if change.marked or change.unmarked:
            self.calls.begin_for_good(partial(self._keep_way_back, done, change), group="changes")

    async def _keep_way_back(self, done: str, change: Remarked) -> None:
        changes = self.shelf.changes
        with self.calls.reporting():
            async with changes.turn():
                self._keep_marks_undo(done, change)
                await self.context.rereads.show_again(changes.touch(()))

    def _keep_marks_undo(self, done: str, change: Remarked) -> None:
        self.context.undo.keep(done, partial(_take_back, self.shelf, change), is_of_marks=True)

    def action_range(self) -> None:
        """Begin a range here; the second time, mark all from there to here."""
        self.view.in_turn(self._range)

    def _range(self) -> None:
        if self.shelf.range is None:
            self.shelf.anchor = self.shelf.search.rank(self.shelf.current) if self.shelf.current else None
            self.view.show()
        else:
            self.mark_between(*self.shelf.range)

    def mark_between(self, newest: int | None = None, oldest: int | None = None) -> None:
        """Mark all that are found between two ranks, both included; None: to the end. An open range ends."""
        self.shelf.anchor = None
        self.shelf.pending.marking += 1
        # Of the studio, not of this screen: they are marked also when this has gone meanwhile.
        self.calls.begin_for_good(partial(self._mark_between, newest, oldest), group="mark")

    async def _mark_between(self, newest: int | None, oldest: int | None) -> None:
        library, shelf, search = self.context.library, self.shelf, self.shelf.search
        ids: tuple[int, ...] = ()
        with self.calls.reporting():
            async with shelf.changes.turn():
                try:
                    if library is not None:
                        ids = await asyncio.to_thread(
                            library.ids,
                            search.terms,
                            newest=newest,
                            oldest=oldest,
                            stacked=search.is_stacked,
                            trashed=search.trashed,
                            limit=MOST_MARKED + 1,
                            order=search.order,
                        )
                finally:
                    shelf.pending.marking -= 1
                marked = ids[:MOST_MARKED]
                change = shelf.marks.change(search.trashed, marked)
                if change.marked:
                    self._keep_marks_undo(f"marking {how_many(marked)}", change)
                await self.context.rereads.show_again(shelf.changes.touch(()))
        self.context.rereads.show_here()
        if len(ids) > MOST_MARKED:
            self.calls.say(
                f"The {'first' if search.order is not None else 'newest'} {MOST_MARKED:,} of them are marked",
                "More cannot be marked at once",
            )

    def action_mark_all(self) -> None:
        """Mark all that the search finds."""
        self.mark_between()

    def take_marks_away(self) -> bool:
        """End an open range, or else take all marks away. Says whether there was one."""
        if self.shelf.anchor is None and not self.shelf.marked:
            return False
        if self.shelf.anchor is not None:
            self.shelf.anchor = None
            self.view.show()
        else:
            self._remark("taking the marks away", unmark=self.shelf.marked)
        return True


def _take_back(shelf: Shelf, change: Remarked) -> tuple[int, ...]:
    """Take a change of marks back; gives the picture, if it was of one that is on this shelf."""
    shelf.marks.take_back(change)
    ids = (*change.marked, *change.unmarked)
    return ids if len(ids) == 1 and change.trashed is shelf.search.trashed else ()
