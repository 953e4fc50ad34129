"""One picture of a hosted engine on its way: what was told of it, and who tells it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from backends.base import (
    BadAnswer,
    Cancelled,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    MayBeCharged,
    Preview,
)
from backends.hosted.fitting import Fitted
from backends.hosted.refusals import CHARGED
from backends.hosted.service import Told

KEPT = 8
"""So many ended jobs keep their pictures; of others it is known for good that they were sent."""


class Job:
    """A picture that this process began, or took up by the service's name for it: what was told of it, and who tells
    it. Nobody knows any more what of its request was heeded where an earlier process began it."""

    def __init__(self, fitted: Fitted | None, remote: str = "") -> None:
        self.fitted = fitted
        self.remote = remote
        self.events: list[Event] = []
        self.news = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.source: AsyncIterator[Told] | None = None

    def say(self, event: Event) -> None:
        """Add an event and wake those who follow."""
        self.events.append(event)
        self.news.set()
        self.news = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether the last event was said."""
        return bool(self.events) and isinstance(self.events[-1], Finished | Failed | Cancelled)

    @property
    def was_not_taken(self) -> bool:
        """Whether the service plainly refused it, so that it may be sent again."""
        last = self.events[-1] if self.events else None
        refusals = EngineRefused if self.remote else EngineRefused | EngineUnreachable
        return isinstance(last, Failed) and isinstance(last.error, refusals)

    @property
    def can_be_looked_for(self) -> bool:
        """Whether nobody knows how it ended, and the service can be asked."""
        last = self.events[-1] if self.events else None
        return bool(self.remote) and isinstance(last, Failed) and isinstance(last.error, MayBeCharged | BadAnswer)

    def forget(self) -> None:
        """Let go of its pictures, and keep that it was sent. Who follows it still hears of all."""
        if isinstance(self.events[-1], Finished):
            self.events = [Failed(MayBeCharged("It was drawn, and its picture was handed over", CHARGED))]
        self.events = [event for event in self.events if not isinstance(event, Preview)]

    async def stop(self) -> None:
        """End whoever tells it, and let go of the connection."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        if self.source is not None:
            # A task that is cancelled before its first step closes nothing.
            await closed(self.source)


async def closed(events: AsyncIterator[Told]) -> None:
    """End a stream of events before its end."""
    if hasattr(events, "aclose"):
        with contextlib.suppress(EngineError):
            await events.aclose()
