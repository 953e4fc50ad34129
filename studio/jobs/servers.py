"""The servers of a desk: how they stand, asked again and again while somebody watches, and changed by the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from studio.engines.book import EngineBook
from studio.jobs.dispatcher import Sending
from studio.jobs.lanes import Lanes
from studio.jobs.ledger import Ledger
from studio.jobs.views import LaneChanged, LaneView
from studio.settings.settings import Settings

HEALTH_EVERY = 10.0
"""Seconds between two looks at the servers, while somebody watches or jobs are to be spread over them."""

AILING_EVERY = 3.0
"""The same while one of them cannot draw."""


class Servers:
    """What `Desk` gives as its `servers`; belongs to the desk's event loop."""

    def __init__(self, ledger: Ledger, sending: Sending, lanes: Lanes, engines: EngineBook) -> None:
        self._ledger = ledger
        self._sending = sending
        self._lanes = lanes
        self._engines = engines
        self._watching: asyncio.Task[None] | None = None

    def views(self) -> tuple[LaneView, ...]:
        """The servers as they stand now."""
        busy = self._sending.busy()
        return tuple(self._lanes.view(name, busy) for name in self._lanes.elsewhere())

    def watch(self) -> None:
        """Ask the servers again and again how they are, and tell it as LaneChanged, until the desk closes."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="watch servers")

    def tasks(self) -> tuple[asyncio.Task[None], ...]:
        """What is to be cancelled when the desk closes."""
        return () if self._watching is None else (self._watching,)

    async def recall(self, names: Iterable[str] | None = None) -> None:
        """Learn from the index how fast these servers have been; without names, all of them. Raises LibraryError."""
        for name in self._lanes.elsewhere() if names is None else names:
            runs = await asyncio.to_thread(self._ledger.library.jobs.runs, name)
            self._lanes.took(name, *(run.seconds for run in reversed(runs)))

    async def learn(self, settings: Settings) -> None:
        """Use the servers of changed settings from now on; jobs that are out go on where they are."""
        changed = self._engines.learn(settings)
        for name in changed:
            self._lanes.forget(name)
        await self.recall(name for name in changed if name in self._lanes.elsewhere())
        for name in changed:
            self._tell(name)
        self._sending.wake.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.gather(*(self._ask(name) for name in self._lanes.elsewhere()))
            self._sending.wake.set()
            everybody = all(server.ready for server in self.views())
            await asyncio.sleep(HEALTH_EVERY if everybody else AILING_EVERY)

    async def _ask(self, name: str) -> None:
        self._lanes.heard(name, await self._engines.health(name), self._sending.busy())
        self._tell(name)

    def _tell(self, name: str) -> None:
        self._ledger.tell(LaneChanged(self._lanes.view(name, self._sending.busy())))
