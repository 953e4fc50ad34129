"""Processes beside an open studio: who watches imported folders, and who measures drift. They run while it is open."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import NamedTuple

from library.files.owners import claim_measuring, claim_watching
from library.store import Library
from studio.pictures.measuring.waiting import Waiting

FAILED, TAKEN = 1, 3
"""Exit statuses of such a process: a failure, and that another one does the same already."""
FIRST_AFTER = 3.0
"""Seconds after the opening of a library: who opens it wants to see pictures first."""
AGAIN_AFTER = 30.0
"""Seconds between two looks at whether there are folders to watch, and nobody who does."""
MEASURED_FIRST_AFTER = 20.0
"""Seconds after the opening of a library until pictures are looked for that are to be measured: nobody waits for it."""
MEASURED_AFTER = 5.0
"""Seconds between two such looks: one costs next to nothing where nobody has written since."""
FAILED_FOR = 600.0
"""Seconds until another process is started after one that failed."""
ENDS_WITHIN = 2.0
"""Seconds for which its end is waited for: an import ends between two batches."""
MEASURED_ENDS_WITHIN = 0.2
"""The same of measuring, of which nothing is lost but one figure."""


class Waits(NamedTuple):
    """Seconds until it is `first` looked for work, `between` two such looks, and for which its `end` is waited for."""

    first: float
    between: float
    end: float


class SideProcess:
    """For one studio on one library; `begin` and `end` belong to its event loop.

    While none runs `is_wanted` is asked now and then, in a thread; `what` it does is for the log.
    """

    def __init__(self, what: str, arguments: tuple[str, ...], is_wanted: Callable[[], bool], waits: Waits) -> None:
        self._what, self._arguments, self._is_wanted, self._waits = what, arguments, is_wanted, waits
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Run it, as soon as there is something to do and nobody who does it."""
        self._task = asyncio.create_task(self._keep(), name=self._what)

    async def end(self) -> None:
        """Run it no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _keep(self) -> None:
        await asyncio.sleep(self._waits.first)
        while True:
            status: int | None = 0
            try:
                if await asyncio.to_thread(self._is_wanted):
                    status = await self._run()
            except Exception as error:
                logging.getLogger(__name__).warning(self._what, exc_info=error)
                status = FAILED
            if status not in (0, TAKEN):
                logging.getLogger(__name__).warning("%s: the process ended with %s", self._what, status)
                await asyncio.sleep(FAILED_FOR)
            await asyncio.sleep(self._waits.between)

    async def _run(self) -> int | None:
        """Let it run; the exit status."""
        # Not from the present folder: a module there may have the name of one of the studio's.
        command = (sys.executable, "-P", "-m", *self._arguments)
        # NumPy's second thread gains a figure nothing, and spins for as long as the first one works.
        surroundings = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": os.pathsep.join(_path())}
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True, env=surroundings
        )
        try:
            return await process.wait()
        finally:
            assert process.stdin is not None
            process.stdin.close()
            if process.returncode is None:
                await _ended(process, self._waits.end)


def watching(library: Library) -> SideProcess:
    """Takes in what comes into imported folders that are watched (`studio.folder_watcher`)."""
    arguments = ("studio.folder_watcher", str(library.folder))
    waits = Waits(FIRST_AFTER, AGAIN_AFTER, ENDS_WITHIN)
    return SideProcess("watching folders", arguments, partial(_is_watching_wanted, library), waits)


def measuring(library: Library, settings: Path) -> SideProcess:
    """Measures pictures that were drawn or imported (`studio.cli.beside.measuring`); the cast is that of `settings`."""
    arguments = ("studio.cli.beside.measuring", str(library.folder), str(settings))
    waits = Waits(MEASURED_FIRST_AFTER, MEASURED_AFTER, MEASURED_ENDS_WITHIN)
    is_wanted = partial(_is_measuring_wanted, Waiting(library, settings))
    return SideProcess("measuring drift", arguments, is_wanted, waits)


def _is_watching_wanted(library: Library) -> bool:
    if not any(root.watched for root in library.imports.roots()):
        return False
    claim = claim_watching(library.folder)
    is_free = claim.mine
    claim.release()
    return is_free


def _is_measuring_wanted(waiting: Waiting) -> bool:
    if not waiting.look():
        return False
    claim = claim_measuring(waiting.library.folder)
    is_free = claim.mine
    claim.release()
    return is_free


async def _ended(process: asyncio.subprocess.Process, seconds: float) -> None:
    """Wait for its end, which its closed input brings about; not for long."""
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _path() -> list[str]:
    """Where the process looks for modules beside the usual places."""
    given = os.environ.get("PYTHONPATH", "")
    home = str(Path(__file__).parents[1])
    return [*([] if home in sys.path[1:] else [home]), *([given] if given else [])]
