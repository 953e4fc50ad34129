"""Collecting garbage while nobody presses a key.

Pictures of cells are a million small objects, all of which Python looks through for rings of garbage as they become
more: half a second in which no key is heeded. Almost all garbage goes by itself; the rings (widgets of windows that
were closed) can wait until the person rests.
"""

from __future__ import annotations

import gc

RESTS = 3.0
"""Seconds without a key after which the person rests."""
LONG_REST = 30.0
"""Seconds without a key after which there is time to look through all."""
ALL_EVERY = 600.0
"""Seconds between two times that all is looked through."""
_YOUNG, _MIDDLE, _NEVER = 700, 10, 1_000_000_000
_ENOUGH = 20
"""Collections of the middle generation after which the oldest is worth a look."""


class Garbage:
    """Says when to collect; times are those of a clock in seconds. What was looked through is not looked at again."""

    def __init__(self) -> None:
        self._last_key = 0.0
        self._last_all = 0.0

    def begin(self, now: float) -> None:
        """From now on, only young garbage is collected by itself; what is there stays."""
        self._last_key = self._last_all = now
        gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
        gc.freeze()
        gc.enable()

    def key(self, now: float) -> None:
        """A key was pressed."""
        self._last_key = now

    def look(self, now: float) -> None:
        """Collect, if there is something and the person rests."""
        rested = now - self._last_key
        if rested >= LONG_REST and now - self._last_all >= ALL_EVERY:
            self._last_all = now
            gc.unfreeze()
        elif rested < RESTS or gc.get_count()[2] < _ENOUGH:
            return
        gc.collect()
        gc.freeze()
