"""Panels on cloth that curves: their sides are parabolas between corners that stay where they are.

A side is bent where the outline follows a parabola nearly all along, and a line does not. Fingers in front make dents,
which no parabola follows.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from studio.lettering.geometry.quads import Array, turns_right
from studio.lettering.shapes.straight_sides import Shape

_FOLLOWED = 0.9
"""The share of each side that the outline of a panel on flat cloth follows."""

_PLACES, _MARGIN = 24, 0.07
"""Where a side is looked at, and the share of it at both ends that is not: corners are round."""

_REACH = 0.3
"""How far outline and side may be apart, over the shorter of this side and the next."""

_NEAR = 1.1
"""Px between an outline and what it follows."""

_ALONG, _BETTER = 0.8, 0.15
"""The share of the places at which the outline follows a parabola, at least, and how many more those are than follow a
line."""

_LEAST, _MOST = 1.0, 0.2
"""How far a side bulges at least, in px, and at most, over its length."""

_Curve = tuple[float, float, float]
"""The coefficients of a parabola over shares of a side, in px outwards, the constant first."""


def bent(shape: Shape, outline: Array) -> Shape:
    """The shape with its bent sides' bulges, and with corners where the sides then cross; `outline` is (n, 2) px."""
    if float(shape.support.min()) >= _FOLLOWED or any(shape.cut):
        return shape
    points = outline.astype(np.float64)
    frames = [_frame(shape.quad, n) for n in range(4)]
    curves = [_curve(points, shape.quad, n, frames[n]) for n in range(4)]
    if not any(curve[2] for curve in curves):
        return shape
    corners = np.array([_crossing(shape.quad[n], frames[n - 1], curves[n - 1], frames[n], curves[n]) for n in range(4)])
    if not turns_right(corners) or float(np.abs(corners - shape.quad).max()) > _REACH * max(one[3] for one in frames):
        return shape
    bulges = [_bulge(corners[n], corners[(n + 1) % 4], frames[n], curves[n]) for n in range(4)]
    return replace(shape, quad=corners, bulges=np.array(bulges))


_Frame = tuple[Array, Array, Array, float]
"""A side's first corner (2,), its direction and its outward normal (2,), and its length in px."""


def _frame(quad: Array, n: int) -> _Frame:
    way = quad[(n + 1) % 4] - quad[n]
    long = max(math.hypot(*way), 1e-6)
    along = way / long
    return quad[n], along, np.array([along[1], -along[0]]), long


def _curve(points: Array, quad: Array, n: int, frame: _Frame) -> _Curve:
    """What the outline follows along side n: a parabola, or the side itself."""
    start, along, out, long = frame
    off = points - start
    share, away = off @ along / long, off @ out
    reach = _REACH * min(long, math.dist(quad[n], quad[n - 1]))
    near = (share >= _MARGIN) & (share <= 1 - _MARGIN) & (np.abs(away) <= reach)
    place = ((share[near] - _MARGIN) / (1 - 2 * _MARGIN) * _PLACES).astype(int).clip(0, _PLACES - 1)
    counts = np.bincount(place, minlength=_PLACES)
    seen = counts > 0
    if seen.sum() < _ALONG * _PLACES:
        return 0.0, 0.0, 0.0
    # Where the outline passes a place twice the outer one is the side's.
    outer = np.full(_PLACES, -np.inf)
    np.maximum.at(outer, place, away[near])
    x, y = (_MARGIN + (np.arange(_PLACES) + 0.5) / _PLACES * (1 - 2 * _MARGIN))[seen], outer[seen]
    straight = _followed(x, y, 1)[1]
    curve, curved = _followed(x, y, 2)
    bulge = abs(curve[2]) / 4
    if curved < _ALONG or curved < straight + _BETTER or not _LEAST <= bulge <= _MOST * long:
        return 0.0, 0.0, 0.0
    return curve


def _followed(x: Array, y: Array, degree: int) -> tuple[_Curve, float]:
    """The polynomial that most of some points lie near, by weights that fall for those far off, and their share."""
    weight = np.ones(len(x))
    for width in (8.0, 4.0, 2.0):
        powers = np.vander(x, degree + 1, increasing=True)
        found = np.linalg.lstsq(powers * weight[:, None], y * weight, rcond=None)[0]
        off = np.abs(y - powers @ found)
        weight = np.clip(1 - (off / width) ** 2, 0, 1)
    a, b, c = (*found.tolist(), 0.0)[:3]
    return (a, b, c), float((off < _NEAR).mean())


def _crossing(guess: Array, one: _Frame, curve: _Curve, other: _Frame, next_curve: _Curve) -> Array:
    """Where two sides cross, near a guess (2,): Newton's method on how far outside both of them a point is."""
    point = guess
    for _ in range(4):
        outside, slopes = [], []
        for (start, along, out, long), (a, b, c) in ((one, curve), (other, next_curve)):
            share = float((point - start) @ along) / long
            outside.append(float((point - start) @ out) - (a + b * share + c * share**2))
            slopes.append(out - along * (b + 2 * c * share) / long)
        matrix = np.array(slopes)
        if abs(float(np.linalg.det(matrix))) < 0.2:
            return guess
        point = point - np.linalg.solve(matrix, np.array(outside))
    return np.asarray(point)


def _bulge(first: Array, last: Array, frame: _Frame, curve: _Curve) -> float:
    """How far, in px outwards, the middle of a bent side is from the line between its corners."""
    if not curve[2]:
        return 0.0
    start, along, _, long = frame
    shares = [float((corner - start) @ along) / long for corner in (first, last)]
    return -curve[2] / 4 * (shares[1] - shares[0]) ** 2
