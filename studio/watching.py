"""Keeping the process that watches imported folders (`studio.watcher`) running while a studio is open."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from subprocess import DEVNULL, PIPE

from library.errors import LibraryError
from library.owners import claim_watching
from library.store import Library

FIRST_AFTER = 3.0
"""Seconds after the opening of a library: who opens it wants to see pictures first."""
AGAIN_AFTER = 30.0
"""Seconds between two looks at whether there is something to watch, and nobody who does."""
ENDS_WITHIN = 2.0
"""Seconds for which its end is waited for: an import ends between two batches."""


class Watching:
    """For one studio on one library; `begin` and `end` belong to its event loop."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Watch, as soon as there is something to watch and nobody who does."""
        self._task = asyncio.create_task(self._keep(), name="watch folders")

    async def end(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _keep(self) -> None:
        await asyncio.sleep(FIRST_AFTER)
        while True:
            if await asyncio.to_thread(self._is_wanted):
                await self._run()
            await asyncio.sleep(AGAIN_AFTER)

    def _is_wanted(self) -> bool:
        try:
            if not any(root.watched for root in self._library.imports.roots()):
                return False
            claim = claim_watching(self._library.folder)
        except LibraryError:
            return False
        is_free = claim.mine
        claim.release()
        return is_free

    async def _run(self) -> None:
        command = (sys.executable, "-m", "studio.watcher", str(self._library.folder))
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
            )
        except OSError:
            return
        try:
            await process.wait()
        finally:
            assert process.stdin is not None
            process.stdin.close()
            if process.returncode is None:
                await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for its end, which its closed input brings about; not for long."""
    try:
        async with asyncio.timeout(ENDS_WITHIN):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
