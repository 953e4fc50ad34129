"""Blocking work away from the event loop, for screens that may be gone when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Asker(Protocol):
    """A screen, or the calls of one."""

    @property
    def is_there(self) -> bool:
        """Whether it keeps its widgets."""


async def in_thread(asker: Asker, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """The result of a call that blocks; only for workers: one whose screen has gone meanwhile ends here, as cancelled.

    Raises what `call` raises while the screen is there.
    """
    try:
        return await asyncio.to_thread(call, *args, **named)
    finally:
        if not asker.is_there:
            raise asyncio.CancelledError
