"""The order of changes: what keys ask for is written one after the other, however slow the library is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

Kind = Literal["tag", "album"]


class Given(NamedTuple):
    """Tags or albums that were given to pictures, and those that were taken off them."""

    kind: Kind
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Changes:
    """What is being written for a shelf. `waiting` counts the changes that wait for their turn.

    `touched` are pictures that were changed and are not read again yet; `given` are the last names, to be given again.
    `show_at_home` shows the shelf on the screen that it belongs to, for changes whose own screen has gone meanwhile.
    """

    def __init__(self) -> None:
        self.waiting = 0
        self.touched: set[int] = set()
        self.given: Given | None = None
        self.show_at_home: Callable[[], object] = lambda: None
        self._writing = asyncio.Lock()

    @property
    def is_writing(self) -> bool:
        """Whether a change is being written."""
        return self._writing.locked()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for all changes that were asked for before; the next one waits for this block."""
        self.waiting += 1
        try:
            await self._writing.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._writing.release()

    def touch(self, ids: Sequence[int]) -> tuple[int, ...]:
        """Note changed pictures; gives all that are to be read again now: none while other changes wait."""
        self.touched.update(ids)
        if self.waiting:
            return ()
        touched, self.touched = tuple(self.touched), set()
        return touched
