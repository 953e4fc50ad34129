"""Work that parts of a screen have done: as long as the screen is there, and with no screen in tests."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, Protocol, TypeVar

from screens.drawing.drawn_once import DrawnOnce

P = ParamSpec("P")
T = TypeVar("T")


class Work(Protocol):
    """What a part needs of its screen to do something that takes long; in tests something else that does it."""

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        """Run `work` as long as the screen is there; with `is_exclusive`, what else is in its group ends."""

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a call that blocks; whoever waits for it ends with the screen."""


class ScreenWork:
    """The work of a screen's parts."""

    def __init__(self, screen: DrawnOnce[Any]) -> None:
        self._screen = screen

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        """Run `work` as long as the screen is there; with `is_exclusive`, what else is in its group ends."""
        from screens.drawing.workers import begin_work

        begin_work(self._screen, work, group=group, is_exclusive=is_exclusive)

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a call that blocks; whoever waits for it ends with the screen. Raises what `call` raises."""
        from screens.drawing.threads import in_thread

        return await in_thread(self._screen, call, *args, **named)
