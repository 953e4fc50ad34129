"""Pools of worker processes. They are spawned, not forked: a fork would hold this process's locks for ever."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import redirect_stderr, suppress
from importlib import import_module
from multiprocessing import parent_process, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeVar

Result = TypeVar("Result")

NUDGE = 1.0
"""Seconds of waiting after which a pool looks anew which of its workers live."""


def spawned(workers: int, initializer: Callable[..., object], initargs: tuple[Any, ...] = ()) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which calls `initializer` first, a function of a module."""
    # The tracker is given the number of sys.stderr, and what stands for that while a screen is shown has none.
    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
    return ProcessPoolExecutor(workers, mp_context=_Context(), initializer=initializer, initargs=initargs)


class _Process(SpawnProcess):
    """A process that begins with the paths that modules are looked for on as they stand in this one.

    While OpenCV is being imported its own folder comes first there, and has a `typing` in it: a process that was begun
    in that moment would take that for Python's.
    """

    def start(self) -> None:
        """Begin it, as soon as no thread is in the middle of that import."""
        if "cv2" in sys.modules:
            import_module("cv2")
        super().start()


class _Context(SpawnContext):
    Process = _Process


def behind(nice: int = 0) -> None:
    """Begin a process of a pool: behind others, quiet on Ctrl-C, which the studio hears, and gone when that is.

    It logs nothing: a process of its own has no log, and Python would write to the terminal.
    """
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(nice)
    with suppress(RuntimeError):
        # Where there is no room for another thread.
        threading.Thread(target=_end_with_the_studio, daemon=True).start()


def _end_with_the_studio() -> None:
    """End when the studio ends in any manner: a killed one cannot tell, and this process would wait for ever."""
    studio = parent_process()
    if studio is not None:
        studio.join()
        os._exit(0)


def result_of(pool: ProcessPoolExecutor, future: Future[Result]) -> Result:
    """What a job gave. Raises what it raised, and BrokenProcessPool where a worker died."""
    ended(pool, future)
    return future.result()


def ended(pool: ProcessPoolExecutor, future: Future[Any]) -> None:
    """Wait until a job has ended, whatever it gave or raised. Raises BrokenProcessPool where a worker died.

    A pool is woken by a job before it starts a worker for it, and watches those that it has then: of a worker that
    dies before the next job comes it would never hear (`_ExecutorManagerThread`, concurrent/futures/process.py).
    """
    while wait((future,), NUDGE).not_done:
        pool.submit(int)
