"""Pictures that show another figure than the rest: each against all others (leave one out), by colours of its parts.

What of two pictures is compared are those two of their parts that are nearest: from behind there is no face, in other
clothes no torso, and another figure has none of them in common. It is measured against the nearest third of the others,
so that the only view of a back has its like in the hair and the coat of some. Measured by `make bench-photographs`.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from studio.pictures.drift.colour import Array
from studio.pictures.drift.cutting.choosing import Known
from studio.pictures.drift.looking import Seen, looked_at
from studio.pictures.drift.palette import Palette, earth_movers, reduced
from studio.pictures.drift.traits import Traits

FEWEST, ENOUGH = 4, 8
"""With fewer pictures nothing is said, and with fewer than enough it is rough."""

_NEAREST = 0.3
_LIMIT, _FAR = 15.0, 30.0
"""How far (ΔE, earth mover's distance) a figure is from the others that is another one, and one that surely is."""

_BEYOND, _SPREAD = 6.0, 4.5
"""How much farther than the middle one of all it must be, and how many times as far as the middle one of them is from
that: in a set in which all differ none is odd."""

_APART = 60.0
"""What stands for the distance of figures that have no part in common."""


class Parts(NamedTuple):
    """The colours of a figure, in few: all of it, its head, its hair and its torso; a part that is not seen is
    empty."""

    whole: Palette
    head: Palette
    hair: Palette
    torso: Palette


class Odd(NamedTuple):
    """A picture, by its number, that shows another figure than the rest: how far it is from them (ΔE), how much beyond
    the limit, over 0 to 1, and whether there were too few pictures to be sure."""

    number: int
    distance: float
    strength: float
    rough: bool


def parts_of(pixels: Array) -> Parts | None:
    """The colours of the figure in a picture (h, w, 3 or 4) uint8 RGB(A); None where nobody is found."""
    if min(pixels.shape[:2]) < 32:
        return None
    (traits,) = looked_at(Seen(pixels), (Known(),), ("",))
    return None if traits is None else parts_from(traits)


def parts_from(traits: Traits) -> Parts:
    """The colours of a figure whose traits are known."""
    head, torso, _ = traits.zones
    return Parts(reduced(traits.whole), reduced(head), reduced(traits.bands[0], 6), reduced(torso))


def odd_ones(figures: Sequence[Parts | None]) -> tuple[Odd, ...]:
    """Which of several pictures show another figure than the rest, the farthest first. None stands for a picture in
    which nobody was found: of that nothing is said."""
    seen = [n for n, one in enumerate(figures) if one is not None]
    if len(seen) < FEWEST:
        return ()
    apart = np.full((len(seen), len(seen)), np.inf)
    for row, one in enumerate(seen):
        for column in range(row):
            apart[row, column] = apart[column, row] = distance(figures[one], figures[seen[column]])
    near = max(2, int(_NEAREST * len(seen)))
    values = np.sort(apart, axis=1)[:, :near].mean(1).tolist()
    middle = statistics.median(values)
    spread = statistics.median(abs(value - middle) for value in values)
    limit = max(_LIMIT, middle + max(_BEYOND, _SPREAD * spread))
    rough = len(seen) < ENOUGH
    found = [
        Odd(seen[n], value, min(max((value - limit) / (_FAR - _LIMIT), 0.01), 1.0), rough)
        for n, value in enumerate(values)
        if value > limit
    ]
    # Where many are, the set shows several figures, and nobody can say which is the odd one.
    return tuple(sorted(found, key=lambda one: -one.distance)) if len(found) <= len(seen) / 3 else ()


def distance(one: Parts | None, other: Parts | None) -> float:
    """How far two figures are from each other in those two of their parts in which they are nearest, ΔE."""
    if one is None or other is None:
        return _APART
    each = sorted(
        earth_movers(some, others) for some, others in zip(one, other, strict=True) if not (some.empty or others.empty)
    )
    return statistics.mean(each[:2]) if each else _APART
