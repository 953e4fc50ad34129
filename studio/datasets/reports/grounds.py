"""What pictures stand on: grounds that are alike are one, and a ground that all share is learned with what is on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from studio.datasets.reports.records import Ground

_NEAR = 7.0
"""CIE76 distance of two colours that are one ground: a tint that is seen, but taken for the same paper."""


class Cluster(NamedTuple):
    """Pictures on one ground: its colour, that of the first, and whether it is plain."""

    colour: str
    is_plain: bool
    names: tuple[str, ...]


def clusters(grounds: Mapping[str, Ground]) -> tuple[Cluster, ...]:
    """The grounds of pictures, that of most first; grounds that are not plain, such as rooms, are each their own."""
    found: list[tuple[Ground, list[str]]] = []
    for name, ground in grounds.items():
        same = next((names for other, names in found if _is_one(ground, other)), None)
        if same is None:
            found.append((ground, [name]))
        else:
            same.append(name)
    found.sort(key=lambda one: -len(one[1]))
    return tuple(Cluster(ground.colour, ground.is_plain, tuple(names)) for ground, names in found)


def _is_one(ground: Ground, other: Ground) -> bool:
    if not (ground.is_plain and other.is_plain):
        return False
    return math.dist(_lab(ground.colour), _lab(other.colour)) <= _NEAR


def _lab(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* of an sRGB colour, white D65 (IEC 61966-2-1)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
