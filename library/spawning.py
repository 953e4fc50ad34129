"""Pools of worker processes. They are spawned, not forked: a fork would hold this process's locks for ever."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import redirect_stderr
from multiprocessing import get_context, resource_tracker
from typing import Any, TypeVar

Result = TypeVar("Result")

NUDGE = 1.0
"""Seconds of waiting after which a pool looks anew which of its workers live."""


def spawned(workers: int, initializer: Callable[..., object], initargs: tuple[Any, ...] = ()) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which calls `initializer` first, a function of a module."""
    # The tracker is given the number of sys.stderr, and what stands for that while a screen is shown has none.
    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=initializer, initargs=initargs)


def result_of(pool: ProcessPoolExecutor, future: Future[Result]) -> Result:
    """What a job gave. Raises what it raised, and BrokenProcessPool where a worker died.

    A pool is woken by a job before it starts a worker for it, and watches those that it has then: of a worker that
    dies before the next job comes it would never hear (`_ExecutorManagerThread`, concurrent/futures/process.py).
    """
    while True:
        try:
            return future.result(NUDGE)
        except TimeoutError:
            if future.done():
                return future.result()
            pool.submit(int)
