"""Pools of worker processes. They are spawned, not forked: a fork would hold this process's locks for ever."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr
from multiprocessing import get_context, resource_tracker
from typing import Any


def spawned(workers: int, initializer: Callable[..., object], initargs: tuple[Any, ...] = ()) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which calls `initializer` first, a function of a module."""
    # The tracker is given the number of sys.stderr, and what stands for that while a screen is shown has none.
    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=initializer, initargs=initargs)
