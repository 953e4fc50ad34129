"""The fewest steps that still break it: delta debugging (Zeller and Hildebrandt, 2002), the end tried first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shrunk(steps: Sequence[T], breaks: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Some of the steps, in their order, of which none can be left out; all of them where `breaks` is never true."""
    steps = _end_of(steps, breaks)
    pieces = 2
    while len(steps) > 1:
        size = -(-len(steps) // pieces)
        for start in range(0, len(steps), size):
            fewer = [*steps[:start], *steps[start + size :]]
            if fewer and breaks(fewer):
                steps, pieces = fewer, max(2, pieces - 1)
                break
        else:
            if size == 1:
                return steps
            pieces = min(len(steps), 2 * pieces)
    return steps


def _end_of(steps: Sequence[T], breaks: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """The last steps, where they are enough: what breaks a thing comes late."""
    count = 8
    while count < len(steps):
        if breaks(steps[-count:]):
            return steps[-count:]
        count *= 3
    return steps
