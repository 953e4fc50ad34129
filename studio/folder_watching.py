"""Keeping the process that watches imported folders (`studio.folder_watcher`) running while a studio is open."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE

from library.files.owners import claim_watching
from library.store import Library

FAILED, WATCHED = 1, 3
"""Exit statuses of the process: a failure, and that another one watches already."""
FIRST_AFTER = 3.0
"""Seconds after the opening of a library: who opens it wants to see pictures first."""
AGAIN_AFTER = 30.0
"""Seconds between two looks at whether there is something to watch, and nobody who does."""
FAILED_FOR = 600.0
"""Seconds until another process is started after one that failed."""
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
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _keep(self) -> None:
        await asyncio.sleep(FIRST_AFTER)
        while True:
            status: int | None = 0
            try:
                if await asyncio.to_thread(self._is_wanted):
                    status = await self._run()
            except Exception as error:
                logging.getLogger(__name__).warning("watching folders", exc_info=error)
                status = FAILED
            if status not in (0, WATCHED):
                logging.getLogger(__name__).warning("the process that watches folders ended with %s", status)
                await asyncio.sleep(FAILED_FOR)
            await asyncio.sleep(AGAIN_AFTER)

    def _is_wanted(self) -> bool:
        if not any(root.watched for root in self._library.imports.roots()):
            return False
        claim = claim_watching(self._library.folder)
        is_free = claim.mine
        claim.release()
        return is_free

    async def _run(self) -> int | None:
        """Watch; the exit status."""
        # Not from the present folder: a module there may have the name of one of the studio's.
        command = (sys.executable, "-P", "-m", "studio.folder_watcher", str(self._library.folder))
        surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(_path())}
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True, env=surroundings
        )
        try:
            return await process.wait()
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


def _path() -> list[str]:
    """Where the process looks for modules beside the usual places."""
    given = os.environ.get("PYTHONPATH", "")
    home = str(Path(__file__).parents[1])
    return [*([] if home in sys.path[1:] else [home]), *([given] if given else [])]
