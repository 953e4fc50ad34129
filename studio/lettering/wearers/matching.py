"""Which figure is which member, by how much they look alike and by where they were asked to stand."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

from studio.lettering.geometry.quads import Array

MARGIN: Final = 0.6
"""How much more alike (nats, of all figures together) another order must be, before it is believed to be that one."""

MOST: Final = 6
"""Of more than these no orders are compared: they are who they were asked to be."""


def who_is_who(alike: Array) -> tuple[int, ...]:
    """The member (column) of each figure (row), given likenesses (n, m) of figures and members, left to right, n ≤ m.

    Where they look much alike in any order, the first members are the first figures, as they were asked to stand.
    """
    figures, members = alike.shape
    usual = tuple(range(figures))
    if members > MOST:
        return usual
    best = max(itertools.permutations(range(members), figures), key=lambda way: (_sum(alike, way), way == usual))
    return best if _sum(alike, best) >= _sum(alike, usual) + MARGIN else usual


def is_clear(alike: Array, way: tuple[int, ...]) -> bool:
    """Whether the figures look less alike in every other order than in this one, and clearly."""
    others = (one for one in itertools.permutations(range(alike.shape[1]), len(way)) if one != way)
    return (
        alike.shape[1] <= MOST and _sum(alike, way) >= max((_sum(alike, one) for one in others), default=0.0) + MARGIN
    )


def _sum(alike: Array, way: tuple[int, ...]) -> float:
    return float(alike[np.arange(len(way)), list(way)].sum())
