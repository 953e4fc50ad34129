"""`python -m tests.monkey.watched FOLDER`: the studio on its terminal; FOLDER gets what it did and left behind.

It may write nowhere but below FOLDER: a path that a monkey types is refused as by a system that does not allow it.
"""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final, TextIO

from screens.app import StudioApp
from screens.navigation import Everywhere
from screens.shell.audience import AppAudience
from studio.__main__ import open_screens
from studio.jobs.views import Change, JobChanged

TOLD, LEFT, STACKS = "told.jsonl", "left.json", "stacks.txt"
"""What a studio said of its jobs; what it left behind; where it stood when it was asked: threads by SIGUSR1, tasks by
SIGUSR2."""
PATIENCE: Final = 3.0
"""Seconds in which threads end that were told to."""
_MADE: Final = ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate")


def stay_below(folder: Path) -> None:
    """Refuse this process to write elsewhere; devices, Python's compiled files and what is read may be opened."""
    allowed = (f"{folder}{os.sep}", "/dev/", "/proc/")

    def look(event: str, about: tuple[Any, ...]) -> None:
        writes = event in _MADE or (event == "open" and about[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes and isinstance(about[0], str | bytes | os.PathLike):
            path = str(Path(os.fsdecode(about[0])).absolute())
            if not path.startswith(allowed) and "__pycache__" not in path:
                raise PermissionError(13, "Only the monkey's own folder may be written to", path)

    sys.addaudithook(look)


def note_jobs(folder: Path) -> None:
    """Keep what the studio tells its screens of jobs."""
    tell = AppAudience.tell
    told = (folder / TOLD).open("a", buffering=1)

    def noted(audience: AppAudience, change: Change) -> None:
        if isinstance(change, JobChanged):
            told.write(json.dumps([change.job.id, change.job.state.value, change.job.picture_ids]) + "\n")
        tell(audience, change)

    AppAudience.tell = noted  # type: ignore[method-assign, assignment]


def note_tasks(found: list[str], stacks: TextIO) -> None:
    """Keep which tasks are there when the app has ended. At SIGUSR2, while the loop runs, say where they all stand."""
    run_async = StudioApp.run_async

    def show() -> None:
        for task in asyncio.all_tasks():
            task.print_stack(file=stacks)
        stacks.flush()

    async def watched(app: StudioApp, *given: Any, **named: Any) -> Any:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, show)
        try:
            return await run_async(app, *given, **named)
        finally:
            # What was cancelled just now ends in its turn.
            for _ in range(5):
                await asyncio.sleep(0)
            found.extend(repr(task.get_coro()) for task in asyncio.all_tasks() - {asyncio.current_task()})

    StudioApp.run_async = watched  # type: ignore[method-assign, assignment]


def threads_left() -> list[str]:
    """The threads that do not end by themselves."""
    end = time.monotonic() + PATIENCE
    others = [one for one in threading.enumerate() if one is not threading.main_thread()]
    for one in others:
        one.join(max(0.0, end - time.monotonic()))
    return [one.name for one in others if one.is_alive()]


def main() -> int:
    """Open the studio until it is left, and say what is left of it."""
    folder = Path(sys.argv[1])
    tasks: list[str] = []
    stacks = (folder / STACKS).open("w")
    faulthandler.register(signal.SIGUSR1, stacks, all_threads=True)
    stay_below(folder)
    note_jobs(folder)
    note_tasks(tasks, stacks)
    # By the palette too: the studio would be another program.
    Everywhere.action_demo = lambda self: None  # type: ignore[method-assign]
    status = open_screens()
    # Coroutines that nobody awaited say so when they are collected.
    gc.unfreeze()
    gc.collect()
    (folder / LEFT).write_text(json.dumps({"tasks": tasks, "threads": threads_left()}))
    return status


if __name__ == "__main__":
    raise SystemExit(main())
