"""A stand-in of a service that names its jobs, and is asked for them: what is held is drawn as long as it is held."""

from __future__ import annotations

import asyncio

from tests.standin.hosted.server import Hosted


class AskedHosted(Hosted):
    """Its children call `look` whenever somebody asks for a job, and leave the job as it is where that says so."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self._is_held = False
        self._looked = asyncio.Event()

    def hold(self) -> None:
        """Keep all jobs from their end until `release`."""
        self._is_held = True
        self._looked.clear()

    async def held(self) -> None:
        """Wait until somebody asks for a job that is held."""
        async with asyncio.timeout(60):
            await self._looked.wait()

    def release(self) -> None:
        """Let what is held go on."""
        self._is_held = False

    def look(self) -> bool:
        """Somebody asks for a job: whether it is held."""
        self.looks += 1
        if self._is_held:
            self._looked.set()
        return self._is_held
