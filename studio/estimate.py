"""How much longer: from the pace of the steps that are done."""

from __future__ import annotations


def seconds_left(elapsed: float, step: int, steps: int) -> float | None:
    """Seconds until the last of `steps`, when `step` of them took `elapsed` seconds; None before the first step."""
    if step <= 0 or steps <= 0 or elapsed <= 0:
        return None
    return elapsed / step * max(0, steps - step)
