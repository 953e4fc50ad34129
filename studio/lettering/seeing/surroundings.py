"""What is around a quadrilateral, on a small copy in which it is always as large, turned back if it should be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array

ACROSS = 18.0
"""The width of the quad in the copy, in px."""

NEAR, FAR = 1.6, 3.4
"""Px of the copy around the quad: what is nearer belongs to it, and what is no farther is close around it."""

_AROUND, _ABOVE, _BELOW = 3.0, 3.2, 1.4
"""How far the copy reaches out from the quad, in widths of the quad."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy (h, w, 3) uint8, where the quad's sides lie in it on the mean (left, top, right, bottom), which of its
    own edges (left, top, right, bottom) are the picture's, and the quad's corners (4, 2) in it."""

    colours: Array
    box: tuple[float, float, float, float]
    edges: tuple[bool, bool, bool, bool]
    corners: Array


def copied(small: Array, quad: Array, turn: float) -> Copy | None:
    """The surroundings of a quad, turned back by `turn` radians, so scaled that the quad is ACROSS px wide."""
    high, wide = small.shape[:2]
    matrix = np.eye(2, 3)
    if turn:
        cos, sin = math.cos(turn), math.sin(turn)
        matrix[:, :2] = [[cos, sin], [-sin, cos]]
        matrix[:, 2] = quad.mean(0) - matrix[:, :2] @ quad.mean(0)
        quad = quad @ matrix[:, :2].T + matrix[:, 2]
    left, top = quad.min(0)
    right, bottom = quad.max(0)
    broad = float(right - left)
    if turn:
        # What was outside the picture looks like its edge.
        matrix[:, 2] += (_AROUND * broad - left, _ABOVE * broad - top)
        quad = quad + np.array([_AROUND * broad - left, _ABOVE * broad - top])
        wide, high = int((2 * _AROUND + 1) * broad), int((_ABOVE + _BELOW) * broad + bottom - top)
        small = np.asarray(cv2.warpAffine(small, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE))
        (left, top), (right, bottom) = quad.min(0), quad.max(0)
    x0, x1 = int(max(left - _AROUND * broad, 0)), int(min(right + _AROUND * broad, wide))
    y0, y1 = int(max(top - _ABOVE * broad, 0)), int(min(bottom + _BELOW * broad, high))
    if x1 - x0 < 4 or y1 - y0 < 4 or broad < 4:
        return None
    scale = ACROSS / broad
    shape = max(4, round((x1 - x0) * scale)), max(4, round((y1 - y0) * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    colours = cv2.resize(small[y0:y1, x0:x1], shape, interpolation=how)
    corners = (quad + 0.5 - (x0, y0)) * (shape[0] / (x1 - x0), shape[1] / (y1 - y0)) - 0.5
    # The middles of its sides: the corners of a quad that is turned reach further than most of it.
    middles = (corners + np.roll(corners, -1, 0)) / 2
    box = (float(middles[3, 0]), float(middles[0, 1]), float(middles[1, 0]), float(middles[2, 1]))
    return Copy(colours, box, (x0 <= 0, y0 <= 0, x1 >= wide, y1 >= high), corners)


def outside(copy: Copy) -> tuple[Array, Array]:
    """How far each pixel (h, w) of a copy lies outside the quad, in px of it, and outside which side of it most."""
    high, wide = copy.colours.shape[:2]
    along = np.roll(copy.corners, -1, 0) - copy.corners
    normals = np.column_stack([along[:, 1], -along[:, 0]]) / np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    offsets = -(normals * copy.corners).sum(1)
    left, top = np.maximum(copy.corners.min(0) - FAR - 2, 0).astype(int)
    right, bottom = np.minimum(copy.corners.max(0) + FAR + 3, (wide, high)).astype(int)
    x, y = np.arange(left, right)[None, None], np.arange(top, bottom)[None, :, None]
    near = normals[:, 0, None, None] * x + normals[:, 1, None, None] * y + offsets[:, None, None]
    away, side = np.full((high, wide), np.inf), np.zeros((high, wide), np.int64)
    if near.size:
        away[top:bottom, left:right], side[top:bottom, left:right] = near.max(0), near.argmax(0)
    return away, side
