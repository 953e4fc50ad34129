"""What parts of screens are given in tests in place of a screen and an app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from screens.base.toasts import Passing
from studio.errors import Notice, StudioError
from studio.scenes.recipe import PictureUse, Recipe

P = ParamSpec("P")
T = TypeVar("T")


class Worked:
    """Does work when `done` is awaited, in the order in which it was begun."""

    def __init__(self) -> None:
        self.groups: list[str] = []
        self._begun: list[Callable[[], Coroutine[Any, Any, None]]] = []

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        self.groups.append(group)
        self._begun.append(work)

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        return await asyncio.to_thread(call, *args, **named)

    async def done(self) -> None:
        """Do what was begun."""
        begun, self._begun = self._begun, []
        for work in begun:
            await work()


class Studio:
    """A studio of which all is kept that it was asked for."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.went: list[tuple[str, object]] = []
        self.said = ""

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        self.notices.append(notice)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        try:
            yield
        except StudioError as error:
            self.notices.append(error.notice)

    @property
    def passing(self) -> Passing:
        raise NotImplementedError

    def tell(self, words: str) -> None:
        self.said = words

    async def watch_job(self, job_id: str) -> None:
        self.went.append(("job", job_id))

    async def open_picture(self, picture_id: int) -> None:
        self.went.append(("picture", picture_id))

    async def letter_picture(self, picture_id: int) -> None:
        self.went.append(("lettering", picture_id))

    async def run_again(self, recipe: Recipe) -> None:
        self.went.append(("recipe", recipe))

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        self.went.append(("start", start))
