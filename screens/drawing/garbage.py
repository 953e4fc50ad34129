"""Collecting garbage while nobody presses a key.

A studio that has shown some hundred pictures is a quarter of a million small objects, all of which Python looks through
for rings of garbage as they become more: a tenth of a second and more in which no key is heeded. So each is looked at
once: when the person rests, or, where keys come without a rest, when there are enough new ones.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping

RESTS = 3.0
"""Seconds without a key after which the person rests."""
LONG_REST = 30.0
"""Seconds without a key after which there is time to look through all."""
ALL_EVERY = 600.0
"""Seconds between two times that all is looked through."""
_YOUNG, _MIDDLE, _OLD = 700, 10, 25
"""Python's thresholds: `_YOUNG * _MIDDLE * _OLD` new objects are looked through even if nobody rests."""
_ENOUGH = 5
"""Collections of the middle generation after which the oldest is worth a look at a rest."""


class Garbage:
    """Says when to collect; times are those of a clock in seconds. What was looked through is not looked at again."""

    def __init__(self) -> None:
        self._last_key = 0.0
        self._last_all = 0.0

    def begin(self, now: float) -> None:
        """The first picture stands: collect again, but never look at what is there by now."""
        self._last_key = self._last_all = now
        gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
        if _keep not in gc.callbacks:
            gc.callbacks.append(_keep)
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


def _keep(phase: str, about: Mapping[str, int]) -> None:
    """Never look again at what was just looked through."""
    if phase == "stop" and about["generation"] == 2:
        gc.freeze()
