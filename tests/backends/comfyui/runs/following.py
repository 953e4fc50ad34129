"""Following a job in a task of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from backends.base import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine


class Following:
    """A job that is followed in the background; what it told so far can be waited for."""

    def __init__(self, engine: ComfyUIEngine, ticket: Ticket) -> None:
        self.events: list[Event] = []
        self._told = asyncio.Event()
        self._task = asyncio.create_task(self._follow(engine, ticket))

    async def _follow(self, engine: ComfyUIEngine, ticket: Ticket) -> None:
        async for event in engine.follow(ticket):
            self.events.append(event)
            self._told.set()

    async def until(self, event: Event) -> None:
        await self.until_any(lambda told: told == event)

    async def until_any(self, wanted: Callable[[Event], bool]) -> None:
        async with asyncio.timeout(10):
            while not any(map(wanted, self.events)):
                self._told.clear()
                await self._told.wait()

    async def end(self) -> Event:
        async with asyncio.timeout(10):
            await self._task
        assert sum(isinstance(event, Finished | Failed | Cancelled) for event in self.events) == 1
        return self.events[-1]
