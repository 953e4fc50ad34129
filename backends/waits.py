"""Waits between attempts: growing, with jitter, so that many studios do not knock at the same moment."""

from __future__ import annotations

import random
from collections.abc import Iterator

LONGEST = 20.0
"""No wait is longer than this, in seconds."""


def growing_waits(first: float, longest: float = LONGEST) -> Iterator[float]:
    """Endless waits in seconds: growing to twice the last, at most `longest`, shortened by up to half at random."""
    wait = first
    while True:
        yield min(wait, longest) * random.uniform(0.5, 1.0)
        wait = min(wait * 2, longest)
