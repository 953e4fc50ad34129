"""An end to what may take for ever: some regular expressions try more ways than anybody waits for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from studio.datasets.records import DatasetWrong

PATIENCE = 10.0
"""Seconds; thousands of captions take a part of one."""


@contextmanager
def impatient(what: str) -> Iterator[None]:
    """End the block where it takes longer; in the main thread alone, where Python hears of signals.

    Raises DatasetWrong, which names `what`.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise DatasetWrong(
            f"{what!r} takes too long", "it has a repeat inside a repeat", "Write it with one, or leave --regex out"
        )

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
