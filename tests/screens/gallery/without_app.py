"""A shelf with topics of keys and no app: a real library, and calls that are noted down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, cast

from rich.text import Text
from textual import actions
from textual.screen import Screen

from library.errors import QueryWrong
from library.store import Library
from screens.base.topics import Topic, Work
from screens.gallery.model import queries
from screens.gallery.model.shelf import Search, Shelf
from screens.gallery.model.undo import UndoList
from screens.gallery.shelving.context import ShelfContext
from screens.gallery.shelving.view import ShelfView
from studio.notices import KNOWN_ERRORS

Result = TypeVar("Result")


class NotedCalls:
    """What topics ask of a screen: work runs as tasks, and all else is kept to be looked at.

    `opened` are the windows that were asked for, as what makes them; `gives` is what `ask` gives.
    """

    def __init__(self) -> None:
        self.is_there = True
        self.said: list[str] = []
        self.errors: list[Exception] = []
        self.opened: list[partial[Any]] = []
        self.closed: list[Callable[[Any], None] | None] = []
        self.gives: object = None
        self.timers: list[Callable[[], object]] = []
        self.refreshed = 0
        self._tasks: list[asyncio.Task[None]] = []

    def say(self, what: str, more: str = "") -> None:
        self.said.append(f"{what}: {more}" if more else what)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        try:
            yield
        except KNOWN_ERRORS as error:
            self.errors.append(error)

    def begin(self, work: Work, *, group: str = "default", is_exclusive: bool = False) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work()))

    def begin_for_good(self, work: Work, *, group: str) -> None:
        self.begin(work, group=group)

    def open(self, window: Callable[[], Screen[Result]], then: Callable[[Result | None], None] | None = None) -> None:
        self.opened.append(cast("partial[Any]", window))
        self.closed.append(then)

    async def ask(self, window: Callable[[], Screen[Result]]) -> Result | None:
        self.opened.append(cast("partial[Any]", window))
        return cast("Result | None", self.gives)

    def refresh_bindings(self) -> None:
        self.refreshed += 1

    def when_drawn(self, act: Callable[[], object]) -> None:
        act()

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        self.timers.append(act)

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        self.timers.append(act)

    async def done(self) -> None:
        """Wait for all work, and for what that began."""
        while self._tasks:
            tasks, self._tasks = self._tasks, []
            await asyncio.gather(*tasks)


class NotedView(ShelfView):
    """Shows nothing, and counts how often it was to."""

    shown = 0

    def show(self) -> None:
        self.shown += 1


class NotedLine:
    """A search line."""

    def __init__(self) -> None:
        self.text, self.is_typed_in = "", False
        self.past: list[str] = []
        self.error: QueryWrong | None = None

    def fill(self, text: str) -> bool:
        was, self.text = self.text, text
        return was != text

    def remember(self, text: str) -> None:
        self.past.append(text)

    def point_at(self, error: QueryWrong | None) -> None:
        self.error = error

    def begin(self) -> None:
        self.is_typed_in = True


class NotedForm:
    """A line over a list."""

    def __init__(self) -> None:
        self.typed, self.said = "", ""
        self.rows: list[str] = []
        self.chosen: int | None = None

    def write(self, text: str, *, is_told: bool = True) -> None:
        self.typed = text

    def show(self, rows: Sequence[Text], chosen: int | None) -> None:
        self.rows, self.chosen = [row.plain for row in rows], chosen

    def move(self, step: int) -> None:
        self.chosen = step - 1 if self.chosen is None else self.chosen + step

    def say(self, words: str) -> None:
        self.said = words


class Table:
    """A shelf of a library with its context."""

    def __init__(self, library: Library) -> None:
        self.library, self.shelf, self.calls = library, Shelf(), NotedCalls()
        self.view = NotedView(self.shelf)
        self.context = ShelfContext(self.view, self.calls, lambda: library, UndoList())
        self.shelf.begin(queries.newest(library, Search()))

    async def show(self, search: Search) -> None:
        """Fill the shelf with the newest page of a search."""
        self.shelf.begin(await asyncio.to_thread(queries.newest, self.library, search))

    @property
    def ids(self) -> list[int]:
        """What is on the shelf, newest first."""
        return [one.id for one in self.shelf.pictures]

    async def press(self, topic: Topic, key: str) -> None:
        """Do what a topic binds to a key, if it may be done now, and wait until that is written."""
        for binding in topic.BINDINGS:
            _, name, parameters = actions.parse(binding.action)
            if key in binding.key.split(",") and topic.check_action(name, parameters):
                waited = getattr(topic, f"action_{name}")(*parameters)
                if asyncio.iscoroutine(waited):
                    await waited
                break
        else:
            raise AssertionError(f"{key} does nothing")
        await self.calls.done()
