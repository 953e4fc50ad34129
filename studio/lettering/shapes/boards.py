"""Quadrilaterals from regions that something may stand in front of: from the sides that are seen.

A side that is seen lies on the region's convex hull, and its outline follows it there. Where somebody stands in front,
the hull leaps over the dent and no outline follows. One side that is missing, or two that are opposite, is where the
region ends.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, area, corners_of, turns_right

_NEAR = 1.8
"""How far, in px, an outline may be from a side that it follows."""

_LEAST_SUPPORT = 0.45
_LEAST_LENGTH = 0.3
"""The share of a side that its outline follows, and the length of that over the region's width or height, at least."""

_MOST_SIDES = 6

_LEAST_CORNER, _MOST_CORNER = math.radians(52), math.radians(128)
_PARALLEL = math.radians(28)
"""How far from parallel opposite sides may be."""


@dataclass(frozen=True, slots=True)
class Side:
    """A line (3,), positive outside; the share of it that the outline follows; whether it is the picture's edge."""

    line: Array
    support: float
    cut: bool = False
    seen: bool = True

    @property
    def turn(self) -> float:
        """The direction of its outward normal, in radians."""
        return math.atan2(self.line[1], self.line[0])


@dataclass(frozen=True, slots=True)
class Board:
    """A quad (4, 2), its four sides, side n from corner n on, and how much of it the region fills."""

    quad: Array
    sides: tuple[Side, ...]
    filled: float

    @property
    def seen(self) -> int:
        """How many of its sides are seen as such."""
        return sum(side.seen and not side.cut for side in self.sides)

    @property
    def support(self) -> float:
        """The mean share of the sides that are seen that the outline follows."""
        return float(np.mean([side.support for side in self.sides if side.seen and not side.cut]))

    @property
    def neatness(self) -> float:
        """How well it fits, 0 to 1: sides that are seen count most."""
        return float(np.clip(0.25 * self.seen * self.support * (1 - abs(1 - self.filled)), 0, 1))


def board_of(outline: Array, high: int, wide: int) -> Board | None:
    """The best quad for the outline (n, 2) int32 of a region in a picture `high` × `wide`; None where it has none."""
    sides = _sides(outline, high, wide)
    size = float(cv2.contourArea(outline))
    found = []
    for count in (4, 3, 2):
        for chosen in itertools.combinations(sides, count):
            whole = chosen if count == 4 else _completed(chosen, outline)
            board = None if whole is None else _joined(whole, size)
            if board is not None and (board.seen >= 3 or (board.seen == 2 and _opposite(board))):
                found.append(board)
    return max(found, key=lambda board: board.neatness, default=None)


def _sides(outline: Array, high: int, wide: int) -> list[Side]:
    """The sides of a region that its outline follows."""
    hull = cv2.convexHull(outline, clockwise=True)
    bends = cv2.approxPolyDP(hull, max(1.5, 0.008 * cv2.arcLength(hull, True)), True)[:, 0].astype(np.float64)
    least = _LEAST_LENGTH * min(np.ptp(outline[:, 0]), np.ptp(outline[:, 1]))
    points = outline.astype(np.float64)
    found: list[tuple[float, Side]] = []
    for start, end in zip(bends, np.roll(bends, -1, 0), strict=True):
        long = float(np.hypot(*(end - start)))
        if long < least:
            continue
        along = (end - start) / long
        off = points - start
        far, aside = off @ along, np.abs(off @ np.array([along[1], -along[0]]))
        near = (aside <= 2 * _NEAR) & (far >= 0.03 * long) & (far <= 0.97 * long)
        if near.sum() < 6:
            continue
        line = _fitted(points[near], points.mean(0))
        near &= np.abs(points @ line[:2] + line[2]) <= _NEAR
        support = min(len(np.unique(far[near].astype(int))) / max(0.94 * long, 1), 1.0)
        if support >= _LEAST_SUPPORT and support * long >= least:
            found.append((long, Side(line, support, _on_edge(start, end, high, wide))))
    longest = sorted(found, key=lambda one: -one[0])[:_MOST_SIDES]
    return [side for _, side in longest]


def _fitted(points: Array, inside: Array) -> Array:
    """The line (3,) through points (n, 2), positive away from a point inside."""
    dx, dy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    line = np.array([dy, -dx, dx * y - dy * x])
    return np.asarray(-line if line[:2] @ inside + line[2] > 0 else line)


def _on_edge(start: Array, end: Array, high: int, wide: int) -> bool:
    both = np.array([start, end])
    return bool((both < 2).all(0).any() or (both > (wide - 3, high - 3)).all(0).any())


def _completed(sides: tuple[Side, ...], outline: Array) -> tuple[Side, ...] | None:
    """Four sides from three, or from two that are opposite; what is missing lies where the region ends."""
    if len(sides) == 2:
        if abs(_between(sides[0].turn, sides[1].turn) - math.pi) > _PARALLEL:
            return None
        # Across both of them, half-way between their directions.
        way = sides[0].line[:2] - sides[1].line[:2]
        way = np.array([-way[1], way[0]]) / np.hypot(*way)
        return (*sides, _ending(way, outline), _ending(-way, outline))
    for n, side in enumerate(sides):
        one, other = (sides[m] for m in range(3) if m != n)
        if abs(_between(one.turn, other.turn) - math.pi) <= _PARALLEL:
            return (*sides, _ending(-side.line[:2], outline))
    return None


def _ending(way: Array, outline: Array) -> Side:
    """The line across a direction (2,) where the region ends that way."""
    far = np.percentile(outline @ way, 99.0)
    return Side(np.array([way[0], way[1], -float(far)]), 0.0, seen=False)


def _between(one: float, other: float) -> float:
    """The angle from one direction to another, 0 to 2π."""
    return (other - one) % math.tau


def _joined(sides: tuple[Side, ...], size: float) -> Board | None:
    """The quad of four sides around a region of `size` px², or None where they make no quad that may be a rectangle."""
    around = sorted(sides, key=lambda side: side.turn)
    turns = [side.turn for side in around]
    corners = [_between(turns[n - 1], turns[n]) for n in range(4)]
    if any(not _LEAST_CORNER <= turn <= _MOST_CORNER for turn in corners):
        return None
    quad = corners_of(np.array([side.line for side in around]))
    if quad is None or not turns_right(quad):
        return None
    return Board(quad, tuple(around), size / max(area(quad), 1.0))


def _opposite(board: Board) -> bool:
    seen = [side.seen and not side.cut for side in board.sides]
    return seen in ([True, False, True, False], [False, True, False, True])
