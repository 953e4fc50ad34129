"""Places changed by hand: moved, made larger, turned, a corner pulled. What would be no place leaves it as it was."""

from __future__ import annotations

from itertools import pairwise
from math import cos, radians, sin

from studio.lettering.records import Method, Placement

Point = tuple[float, float]

SMALLEST = 8.0
"""Px² that a place keeps at least, times its corners' turns."""


def moved(place: Placement, across: float, down: float) -> Placement:
    """The place moved by so many px."""
    return _with(place, [(x + across, y + down) for x, y in place.quad], keep=True)


def grown(place: Placement, across: float, down: float) -> Placement:
    """The place made so many times as wide and as high, along its own sides."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = place.quad
    along = (x1 - x0 + x2 - x3) / 2, (y1 - y0 + y2 - y3) / 2
    below = (x3 - x0 + x2 - x1) / 2, (y3 - y0 + y2 - y1) / 2
    middle_x, middle_y = middle(place)
    turn = along[0] * below[1] - along[1] * below[0]
    if abs(turn) < 1e-9:
        return place
    corners = []
    for x, y in place.quad:
        from_x, from_y = x - middle_x, y - middle_y
        u, v = (from_x * below[1] - from_y * below[0]) / turn, (along[0] * from_y - along[1] * from_x) / turn
        u, v = u * across, v * down
        corners.append((middle_x + u * along[0] + v * below[0], middle_y + u * along[1] + v * below[1]))
    return _with(place, corners)


def turned(place: Placement, degrees: float) -> Placement:
    """The place turned about its middle, clockwise."""
    middle_x, middle_y = middle(place)
    c, s = cos(radians(degrees)), sin(radians(degrees))
    corners = [
        (middle_x + c * (x - middle_x) - s * (y - middle_y), middle_y + s * (x - middle_x) + c * (y - middle_y))
        for x, y in place.quad
    ]
    return _with(place, corners)


def pulled(place: Placement, corner: int, across: float, down: float) -> Placement:
    """The place with one corner, 0 to 3, pulled by so many px."""
    corners = list(place.quad)
    corners[corner] = (corners[corner][0] + across, corners[corner][1] + down)
    return _with(place, corners)


def middle(place: Placement) -> Point:
    """The middle of a place, in px."""
    xs, ys = zip(*place.quad, strict=True)
    return sum(xs) / 4, sum(ys) / 4


def _with(place: Placement, corners: list[Point], keep: bool = False) -> Placement:
    """The place with other corners; where it is only moved, a bubble keeps its words' size and a bar stays one."""
    rounded = [(round(x, 2), round(y, 2)) for x, y in corners]
    around = [*rounded, rounded[0], rounded[1]]
    sides = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(around)]
    if any(one[0] * other[1] - one[1] * other[0] < SMALLEST for one, other in pairwise(sides)):
        return place
    method: Method = place.method if keep and place.method in ("space", "edge") else "hand"
    return Placement(method, tuple(rounded))
