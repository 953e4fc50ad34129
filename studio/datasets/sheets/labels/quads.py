"""Turned boxes around labels: around a line, grown, how far apart. Points are (x, y) in px."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Quad
from studio.lettering.geometry.quads import as_tuple, lengths

Array: TypeAlias = npt.NDArray[Any]


def around(start: Array, end: Array, half: float, beyond: float) -> Quad:
    """The quad around a line, `half` px to each side of it and `beyond` px past its ends; its top side is the line's.

    A line that runs up is turned so that no corner is left of where the quad begins.
    """
    if (end[0], end[1]) < (start[0], start[1]):
        start, end = end, start
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    across = np.array([-along[1], along[0]]) * half
    first, last = start - along * beyond, end + along * beyond
    return as_tuple_quad(np.array([first - across, last - across, last + across, first + across]))


def grown(quad: Quad, by: float) -> Quad:
    """The quad with all of its sides moved outwards by so many px."""
    corners = np.asarray(quad, np.float64)
    wide, high = lengths(corners)
    across = (corners[1] - corners[0] + corners[2] - corners[3]) / max(2 * wide, 1e-6)
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / max(2 * high, 1e-6)
    out = np.array([-across - down, across - down, across + down, -across + down])
    return as_tuple_quad(corners + out * by)


def as_tuple_quad(corners: Array) -> Quad:
    """Corners (4, 2) as a record holds them."""
    a, b, c, d = as_tuple(corners)
    return (a, b, c, d)


def upright(x: float, y: float, width: float, height: float) -> Quad:
    """The quad of a box."""
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def middle(quad: Quad) -> tuple[float, float]:
    """Its centre."""
    return (sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4)


def height_of(quad: Quad) -> float:
    """Mean length of its left and right sides."""
    return lengths(np.asarray(quad, np.float64))[1]


def distance(quad: Quad, point: tuple[float, float]) -> float:
    """Px from a point to the quad; 0 where it lies inside."""
    contour = np.asarray(quad, np.float32).reshape(-1, 1, 2)
    return max(0.0, -float(cv2.pointPolygonTest(contour, (float(point[0]), float(point[1])), True)))


def shared(one: Quad, other: Quad) -> float:
    """How much of the smaller of two quads lies in the other, 0 to 1."""
    a, b = np.asarray(one, np.float32), np.asarray(other, np.float32)
    common, _ = cv2.intersectConvexConvex(a, b)
    return float(common) / max(1e-6, min(cv2.contourArea(a), cv2.contourArea(b)))
