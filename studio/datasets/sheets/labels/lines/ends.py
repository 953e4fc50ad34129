"""What stands at the ends of a stroke: the head of an arrow, the tick of a ruler, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Quad
from studio.datasets.sheets.labels.lines.strokes import Stroke

Array: TypeAlias = npt.NDArray[Any]

_INK = 18.0
"""ΔE up to which a pixel is of a stroke's ink, and"""

_HALF_INK = 0.55
"""the share of the stroke's contrast up to which it is, as the smooth edge of thin ink."""


class Mark(NamedTuple):
    """Ink on both sides of a stroke's end: how far it reaches to the sides, and back along the stroke, in px."""

    half: float
    back: float


def to_its_ends(colours: Array, one: Stroke) -> Stroke:
    """The stroke as far as its ink goes on in a picture in Lab: segments stop where something touches them."""
    start, end = np.asarray(one.start), np.asarray(one.end)
    most = 0.3 * one.length + 6 * one.width
    return one._replace(
        end=_followed(colours, one, end, one.along, most), start=_followed(colours, one, start, -one.along, most)
    )


def _followed(colours: Array, one: Stroke, point: Array, way: Array, most: float) -> tuple[float, float]:
    steps = np.arange(1.0, most)
    missing = np.flatnonzero(~_is_ink(colours, one, point + steps[:, None] * way))
    reached = int(missing[0]) if len(missing) else len(steps)
    x, y = (point + reached * way).tolist()
    return (x, y)


def mark_at(colours: Array, shaft: Stroke, at_end: bool) -> Mark | None:
    """The mark at one end of a stroke: ink that holds together with it, alike on both sides, and goes nowhere else."""
    tip = np.asarray(shaft.end if at_end else shaft.start)
    back = -shaft.along if at_end else shaft.along
    behind = np.arange(-3.0, min(6 * shaft.width + 6, 0.5 * shaft.length))
    left, right = (beside(colours, shaft, tip, back, behind, sign) for sign in (1.0, -1.0))
    few, many = sorted((int(left.sum()), int(right.sum())))
    if few < max(3.0, 0.8 * shaft.width**2) or few < 0.35 * many:
        return None
    wide = [int(np.flatnonzero(side.any(axis=0)).max()) + 1 + shaft.width / 2 for side in (left, right)]
    if min(wide) < 0.45 * max(wide):
        return None
    rows = np.flatnonzero((left | right).any(axis=1))
    return Mark(max(wide) + 1, float(behind[rows.max()]))


def beside(colours: Array, shaft: Stroke, tip: Array, back: Array, behind: Array, sign: float) -> Array:
    """Ink beside a stroke, at distances `behind` its tip, that holds together with it: (behind, across) bool.

    `sign` says on which side. What reaches the last place across is left out: it goes on, as an outline does.
    """
    normal = np.array([-back[1], back[0]]) * sign
    # The shaft's own smooth edge is no ink beside it.
    sides = np.arange(shaft.width / 2 + max(2.0, 0.6 * shaft.width), 7 * shaft.width + 8)
    points = tip + behind[:, None, None] * back + sides[None, :, None] * normal
    ink = _is_ink(colours, shaft, points.reshape(-1, 2)).reshape(len(behind), len(sides))
    _, numbers = cv2.connectedComponents(ink.astype(np.uint8), connectivity=8)
    touching = set(numbers[:, :2].reshape(-1).tolist()) - set(numbers[:, -1].tolist()) - {0}
    return np.isin(numbers, sorted(touching))


def inked(colours: Array, one: Stroke) -> float:
    """The share of a stroke's length that has its ink, 0 to 1."""
    steps = np.arange(0.0, max(one.length, 1.0))
    return float(_is_ink(colours, one, np.asarray(one.start) + steps[:, None] * one.along).mean())


def ends_freely(colours: Array, one: Stroke, words: Sequence[Quad]) -> bool:
    """Whether a stroke's ink goes nowhere else at its start; ink in words is not counted.

    Frames turn a corner there, and strings and seams come out of a figure.
    """
    reach = 3 * one.width + 6
    side = round(reach) + 1
    xs, ys = np.meshgrid(np.arange(-side, side + 1.0), np.arange(-side, side + 1.0))
    points = np.column_stack([xs.reshape(-1), ys.reshape(-1)]) + np.round(one.start)
    ink = _is_ink(colours, one, points).reshape(xs.shape).astype(np.uint8)
    for quad in words:
        near = np.round(np.asarray(quad) - points[0]).astype(np.int32)
        cv2.fillConvexPoly(ink, near, (0,))
    _, numbers = cv2.connectedComponents(ink, connectivity=8)
    ahead = xs * one.along[0] + ys * one.along[1]
    off = np.abs(ys * one.along[0] - xs * one.along[1])
    shaft = set(numbers[(off <= 1) & (ahead >= 0) & (ahead <= reach)].tolist()) - {0}
    away = (np.hypot(xs, ys) >= reach) & (np.hypot(xs, ys) < reach + 1.5) & (ahead < 0.5 * reach)
    return not np.isin(numbers[away], sorted(shaft)).any()


def _is_ink(colours: Array, one: Stroke, points: Array) -> Array:
    """Which of the points (n, 2) have the stroke's ink; none beyond the picture."""
    high, wide = colours.shape[:2]
    xs, ys = np.round(points[:, 0]).astype(int), np.round(points[:, 1]).astype(int)
    inside = (xs >= 0) & (ys >= 0) & (xs < wide) & (ys < high)
    seen = colours[np.clip(ys, 0, high - 1), np.clip(xs, 0, wide - 1)]
    away = np.linalg.norm(seen - np.asarray(one.colour, np.float32), axis=1)
    return np.asarray(inside & (away < max(_INK, _HALF_INK * one.contrast)))
