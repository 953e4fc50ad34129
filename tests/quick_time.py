"""An event loop for tests in which nobody waits: where nothing happens, its clock goes on to what is due next."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple, Unpack

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_STILL = 0.02
"""Seconds without a word on any socket after which nothing is under way: both ends of each are in this process."""


class QuickLoop(asyncio.SelectorEventLoop):
    """Time limits, pauses and delays end in their order, and cost no time.

    Only for tests whose servers and clients are on this loop, and whose code takes the time from it alone: a process
    beside it, or `time.monotonic`, knows nothing of its clock. Work in threads is waited for.
    """

    def __init__(self) -> None:
        self._clock = _Clock()
        super().__init__(self._clock)

    def time(self) -> float:
        """Seconds by this loop's clock."""
        return super().time() + self._clock.ahead

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Arguments]], Result], *args: *Arguments
    ) -> asyncio.Future[Result]:
        """As any loop's; the clock does not go on before it is done."""
        self._clock.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._clock.done)
        return future


class _Clock(selectors.DefaultSelector):
    """A selector that waits no longer than until it is still; `ahead` are the seconds that it did not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self.threads = 0

    def done(self, _: asyncio.Future[Any]) -> None:
        """One of the threads has ended."""
        self.threads -= 1

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What can be read or written, after `timeout` seconds of the loop's clock at most."""
        if timeout is None or timeout <= _STILL or self.threads:
            return super().select(timeout)
        found = super().select(_STILL)
        if not found and not self.threads:
            self.ahead += timeout - _STILL
        return found
