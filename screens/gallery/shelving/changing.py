"""Changing pictures by key: in the order of the keys, however slow the library is, and with a way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from library.errors import DiskFull, IndexUnusable, LibraryError, LibraryUnwritable
from screens.base.topics import Calls
from screens.gallery.model.change_queue import Changes
from screens.gallery.model.undo import UndoList
from screens.gallery.shelving.reading import Rereads

Back = TypeVar("Back", bound=Collection[int])
"""What was before a change, by picture, or only which pictures changed."""


class Changer:
    """Writes changes of pictures, and takes them back. They are made also when the screen has gone meanwhile."""

    def __init__(self, changes: Changes, undo: UndoList, reader: Rereads, calls: Calls) -> None:
        self._changes, self._undo, self._reader, self._calls = changes, undo, reader, calls

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
        what that would be. Then the changed pictures are shown as they are, and `then` is called.
        """
        self._calls.begin_for_good(partial(self._change, done, chosen, write, undo, then), group="changes")

    async def _change(
        self,
        done: str,
        chosen: Sequence[int],
        write: Callable[[], Back],
        undo: Callable[[Back], Iterable[int]],
        then: Callable[[Back], object] | None,
    ) -> None:
        with self._calls.reporting():
            async with self._changes.turn():
                try:
                    before = await asyncio.to_thread(write)
                except LibraryError:
                    # What was shown before it was written is not so.
                    with suppress(asyncio.CancelledError):
                        await self._reader.show_again(self._changes.touch(chosen))
                    raise
                if before:
                    self._undo.keep(done, lambda: undo(before))
                if then is not None:
                    then(before)
                await self._reader.show_again(self._changes.touch(tuple(before)))

    def take_back(self) -> None:
        """Take the last change back, when all changes that were asked for before are made."""
        self._calls.begin_for_good(self._take_back, group="changes")

    async def _take_back(self) -> None:
        with self._calls.reporting():
            async with self._changes.turn():
                last = self._undo.take()
                if last is None:
                    self._calls.say("Nothing to take back")
                    return
                try:
                    ids = list(await asyncio.to_thread(last.back))
                except (DiskFull, LibraryUnwritable, IndexUnusable):
                    # When there is room again, it can be taken back after all.
                    self._undo.put(last)
                    raise
                self._calls.say(f"Taken back: {last.done}")
                await self._reader.show_again(self._changes.touch(ids), go_to=ids[0] if ids else None)
                if not ids:
                    self._reader.show_here()
