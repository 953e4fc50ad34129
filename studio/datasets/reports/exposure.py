"""How often each picture is seen in training: too seldom to be learned, or so often that it is learned by heart.

The measure is that of the trainers' users: twelve pictures are learned well in 1000 to 1500 steps (80 to 130 times
each), hardly in 500, and by heart from 3000 on. More pictures need fewer looks at each: the good number of steps grows
with the number of pictures up to twenty, and with its root from there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Level = Literal["too few", "few", "good", "many", "too many"]

_LOW, _HIGH = 80, 128
"""Looks at each of few pictures, between which they are learned well."""
_LINEAR = 20
_TOO_FEW, _TOO_MANY = 0.6, 1.95
"""Of the lowest good number of looks, and of the highest one."""


class Exposure(NamedTuple):
    """How often pictures are seen in so many steps with so many at once."""

    steps: int
    batch: int
    pictures: int
    times: float
    """How often each picture is seen, where all are repeated equally often; the mean otherwise."""
    by_name: dict[str, float]
    level: Level
    low: int
    high: int
    """Steps between which it would be good, at this batch."""

    def line(self) -> str:
        """It in a sentence."""
        each = "the one picture" if self.pictures == 1 else f"each of {self.pictures} pictures"
        together = f" of {self.batch} at once" if self.batch > 1 else ""
        return f"{self.steps:,} steps{together} show {each} {_times(self.times)}: {_SAID[self.level]}"


_SAID: Mapping[Level, str] = {
    "too few": "too seldom to be learned",
    "few": "rather seldom",
    "good": "about right",
    "many": "rather often",
    "too many": "so often that they are learned by heart",
}


def exposure(
    names: Sequence[str], steps: int, batch: int = 1, repeats: Mapping[str, int] | None = None
) -> Exposure | None:
    """How often each of `names` is seen; None where there are none.

    `repeats` says how often a picture stands in one round (1 where it does not say). Raises ValueError for less than
    one step, one picture at once, or one repeat.
    """
    if steps < 1 or batch < 1 or any(number < 1 for number in (repeats or {}).values()):
        raise ValueError("steps, pictures at once and repeats are at least 1")
    if not names:
        return None
    each = {name: (repeats or {}).get(name, 1) for name in names}
    looks, round_of = steps * batch, sum(each.values())
    times = looks / len(each)
    low, high = _good(len(each))
    by_name = {name: looks * number / round_of for name, number in each.items()}
    in_steps = (math.ceil(low / batch), max(1, math.floor(high / batch)))
    return Exposure(steps, batch, len(each), times, by_name, _level(looks, low, high), *in_steps)


def _good(pictures: int) -> tuple[float, float]:
    """Looks at all pictures together, between which they are learned well."""
    counted = pictures if pictures <= _LINEAR else math.sqrt(pictures * _LINEAR)
    return counted * _LOW, counted * _HIGH


def _level(looks: int, low: float, high: float) -> Level:
    if looks < low * _TOO_FEW:
        return "too few"
    if looks < low:
        return "few"
    if looks <= high:
        return "good"
    return "many" if looks < high * _TOO_MANY else "too many"


def _times(number: float) -> str:
    shown = f"{number:,.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
    return "once" if shown == "1" else f"{shown} times"
