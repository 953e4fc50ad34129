"""Pictures that show another figure than the rest: each against all others (leave one out), by colours of its parts.

What of two pictures is compared are those two of their parts that are nearest: from behind there is no face, in other
clothes no torso, and another figure has none of them in common. It is measured against the nearest third of the others,
so that the only view of a back has its like in the hair and the coat of some. Where the network for whole looks is
installed, a figure that it finds unlike all others too needs to be no farther than the limit. Measured by
`make bench-photographs`.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
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


_UNLIKE = 0.5
"""One minus the cosine of whole looks, from which a figure is unlike the others. Alone it says nothing: from behind,
everybody is."""


class Parts(NamedTuple):
    """The colours of a figure, in few: all of it, its head, its hair and its torso; a part that is not seen is empty.
    `look` (1280,) is how a network sees it as a whole; None where that is not installed."""

    whole: Palette
    head: Palette
    hair: Palette
    torso: Palette
    look: Array | None = None


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
    return Parts(reduced(traits.whole), reduced(head), reduced(traits.bands[0], 6), reduced(torso), traits.look)


def odd_ones(figures: Sequence[Parts | None]) -> tuple[Odd, ...]:
    """Which of several pictures show another figure than the rest, the farthest first. None stands for a picture in
    which nobody was found: of that nothing is said."""
    seen = [(n, one) for n, one in enumerate(figures) if one is not None]
    if len(seen) < FEWEST:
        return ()
    values = _nearest([one for _, one in seen], distance)
    unlike = _nearest([one for _, one in seen], _looks_apart)
    middle = statistics.median(values)
    spread = statistics.median(abs(value - middle) for value in values)
    limit = max(_LIMIT, middle + max(_BEYOND, _SPREAD * spread))
    found = []
    for (number, _), value, look in zip(seen, values, unlike, strict=True):
        own = _LIMIT if look > _UNLIKE else limit
        if value > own:
            strength = min(max((value - own) / (_FAR - _LIMIT), 0.01), 1.0)
            found.append(Odd(number, value, strength, len(seen) < ENOUGH))
    # Where many are, the set shows several figures, and nobody can say which is the odd one.
    return tuple(sorted(found, key=lambda one: -one.distance)) if len(found) <= len(seen) / 3 else ()


def _nearest(figures: Sequence[Parts], apart: Callable[[Parts, Parts], float]) -> list[float]:
    """How far each of several figures is from the nearest of the others."""
    table = np.full((len(figures), len(figures)), np.inf)
    for row, one in enumerate(figures):
        for column in range(row):
            table[row, column] = table[column, row] = apart(one, figures[column])
    near = max(2, int(_NEAREST * len(figures)))
    values: list[float] = np.sort(table, axis=1)[:, :near].mean(1).tolist()
    return values


def _looks_apart(one: Parts, other: Parts) -> float:
    return 0.0 if one.look is None or other.look is None else 1.0 - float(one.look @ other.look)


def distance(one: Parts, other: Parts) -> float:
    """How far two figures are from each other in those two of their parts in which they are nearest, ΔE."""
    pairs = ((one.whole, other.whole), (one.head, other.head), (one.hair, other.hair), (one.torso, other.torso))
    each = sorted(earth_movers(some, others) for some, others in pairs if not (some.empty or others.empty))
    return statistics.mean(each[:2]) if each else _APART
