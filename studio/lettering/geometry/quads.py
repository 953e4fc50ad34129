"""Quadrilaterals: order, size, lines and homographies. Points are float64 arrays (n, 2), x then y, in pixels."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.lettering.records import MOST_FAR, PlaceUnusable

Array: TypeAlias = npt.NDArray[Any]
"""An array whose shape and type stand in the docstring of who takes or gives it."""


def ordered(corners: Array) -> Array:
    """Four corners (4, 2) of a convex quadrilateral, clockwise as seen, from the corner that is top left.

    Top left is chosen so that the top side points as nearly to the right as it can: right for turns up to 45°.
    """
    corners = np.asarray(corners, np.float64)
    centre = corners.mean(0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    ways = [np.roll(around, -start, 0) for start in range(4)]
    return max(ways, key=lambda q: float(_pointing_right(q)))


def _pointing_right(quad: Array) -> float:
    across, down = quad[1] - quad[0] + quad[2] - quad[3], quad[3] - quad[0] + quad[2] - quad[1]
    return float(across[0] / (np.hypot(*across) + 1e-9) + down[1] / (np.hypot(*down) + 1e-9))


def turns_right(corners: Array) -> bool:
    """Whether the quad (4, 2) is convex and clockwise, with no two sides in one line."""
    sides = np.roll(corners, -1, 0) - corners
    following = np.roll(sides, -1, 0)
    return bool((sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] > 0).all())


def checked(quad: tuple[tuple[float, float], ...]) -> Array:
    """A placement's quad as an array (4, 2). Raises PlaceUnusable unless it is convex, clockwise and ≥ 4 px² large."""
    whole = len(quad) == 4 and all(len(corner) == 2 for corner in quad)
    corners = np.asarray(quad if whole else np.zeros((4, 2)), np.float64)
    usable = bool(np.isfinite(corners).all()) and float(np.abs(corners).max()) <= MOST_FAR
    if not (usable and turns_right(corners) and area(corners) >= 4):
        raise PlaceUnusable(
            "Nothing can be set there",
            "the place is not a quadrilateral with four corners clockwise, without dents",
            "Pull its corners apart",
        )
    return corners


def area(quad: Array) -> float:
    """The area in px² of a simple polygon (n, 2)."""
    points = quad.tolist()
    twice = sum(points[n - 1][0] * y - x * points[n - 1][1] for n, (x, y) in enumerate(points))
    return abs(float(twice)) / 2


def lengths(quad: Array) -> tuple[float, float]:
    """Mean width and mean height in px of a quad (4, 2)."""
    points = quad.tolist()
    top, right, bottom, left = (math.dist(points[n], points[(n + 1) % 4]) for n in range(4))
    return (top + bottom) / 2, (left + right) / 2


def to_plane(quad: Array, width: float, height: float) -> Array:
    """The homography (3, 3) from the picture to a flat plane in which the quad is (0, 0) to (width, height)."""
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.asarray(quad, np.float32), flat), np.float64)


def through(matrix: Array, points: Array) -> Array:
    """Points (n, 2) through a homography (3, 3)."""
    carried = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(carried[:, :2] / carried[:, 2:])


def scaled(quad: Array, factor: float) -> Array:
    """The quad grown or shrunk about its centre."""
    centre = quad.mean(0)
    return np.asarray(centre + (quad - centre) * factor)


def corners_of(lines: Array) -> Array | None:
    """Where four lines (4, 3; a·x + b·y + c = 0), in order around, cross: (4, 2). None where two are parallel.

    Corner i is where line i − 1 meets line i.
    """
    before = np.roll(lines, 1, 0)
    crossed = np.cross(before, lines)
    if float(np.abs(crossed[:, 2]).min()) < 1e-9:
        return None
    return np.asarray(crossed[:, :2] / crossed[:, 2:])


def as_tuple(quad: Array) -> tuple[tuple[float, float], ...]:
    """The quad as plain numbers, rounded to a hundredth of a pixel."""
    return tuple((round(float(x), 2), round(float(y), 2)) for x, y in quad)


def overlap(one: Array, other: Array) -> float:
    """Intersection over union of two convex quads, 0 to 1."""
    shared, _ = cv2.intersectConvexConvex(np.asarray(one, np.float32), np.asarray(other, np.float32))
    return float(shared) / (area(one) + area(other) - float(shared) + 1e-9)
