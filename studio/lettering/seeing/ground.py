"""What the words are printed on: the ground's colour over the quad, and what stands in front of it.

The ground is a colour that changes linearly over the flat plane, fitted so that what covers it does not pull. What
differs from it and reaches in from the quad's edge, or is large, is in front: hands, straps, mugs, piping.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, lengths, to_plane

FINE = 144
"""Samples along the longer side of the plane."""

CELL = 4
"""Samples along a cell of the grid that text is laid out on."""

_LARGE = 0.1
"""Share of a shirt's place from which what differs is in front of it, and not its folds and seams."""

_BUSY = 0.1
"""Share of a place that is to be filled from which what differs makes its ground a busy one."""

_CLOTH = 0.6
"""Folds and seams make cloth differ from itself more than a panel does: its differences count so much."""

_NEAR, _FAR = 0.13, 0.24
"""Difference from the ground, as a share of its brightness, at which a pixel begins to be, and is, something else."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the plane in shares of it: left, top, right, bottom, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    def of(self, plane: Array) -> Array:
        """The part of an array (h, w, …) over the whole plane, at least one sample."""
        rows, columns = plane.shape[:2]
        top, left = int(self.top * rows), int(self.left * columns)
        return plane[top : max(int(self.bottom * rows), top + 1), left : max(int(self.right * columns), left + 1)]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is under a quad. `free` (rows, columns) bool: cells of the plane where words can stand.

    `patch` (h, w, 3) uint8 RGB is what is seen over the fine plane, `colours` float32 the ground fitted to it, `matte`
    (h, w) float32, 0 to 1, how much of that is seen; `plain`: it is of one colour, `bright`: it is a white panel;
    `level` is its brightest channel, 0 to 255, where it is lit in full.
    """

    free: Array
    patch: Array
    colours: Array
    matte: Array
    plain: bool
    bright: bool
    level: float


def look_at(rgb: Array, quad: Array, bright: bool, whole: bool = False) -> Ground:
    """The ground under a quad (4, 2) of a picture (H, W, 3) uint8. `bright`: it is a white panel.

    `whole`: words are to fill all of it that is in the picture; what much differs from is no plain ground then.
    """
    width, height = lengths(quad)
    scale = FINE / max(width, height)
    columns, rows = (max(CELL * 3, round(v * scale / CELL) * CELL) for v in (width, height))
    matrix = to_plane(quad, columns, rows)
    inside = (
        cv2.warpPerspective(np.full(rgb.shape[:2], 255, np.uint8), matrix, (columns, rows)) if _cut(rgb, quad) else None
    )
    patch = cv2.warpPerspective(rgb, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    fine = patch.astype(np.float32)
    colours, plain = _fitted(fine, bright)
    if plain:
        away = highest(np.abs(fine - colours)) / np.maximum(highest(colours), 60 if bright else 110)
        if not bright:
            away *= _CLOTH
        covered = _reaching((away > (_NEAR + _FAR) / 2).astype(np.uint8), 0.015 if bright else _LARGE)
        matte = np.where(
            cv2.dilate(covered, np.ones((3, 3), np.uint8)) > 0, np.clip((_FAR - away) / (_FAR - _NEAR), 0, 1), 1
        )
    else:
        covered, matte = np.zeros((rows, columns), np.uint8), np.ones((rows, columns), np.float32)
    if whole:
        if covered.mean() > _BUSY:
            plain, matte = False, np.ones((rows, columns), np.float32)
        covered = np.zeros((rows, columns), np.uint8)
    if inside is not None:
        covered[inside < 250] = 1
    grid = cv2.resize(covered.astype(np.float32), (columns // CELL, rows // CELL), interpolation=cv2.INTER_AREA)
    tops = highest(colours)
    level = float(tops.max() if bright else tops.mean())
    return Ground(np.asarray(grid <= 0.1), patch, colours, matte.astype(np.float32), plain, bright, level)


def _cut(rgb: Array, quad: Array) -> bool:
    high, wide = rgb.shape[:2]
    return bool(quad.min() < 0 or quad[:, 0].max() > wide - 1 or quad[:, 1].max() > high - 1)


def _fitted(fine: Array, bright: bool) -> tuple[Array, bool]:
    """The ground's colour over the plane (h, w, 3), and whether most of the plane has it."""
    high, wide = fine.shape[:2]
    small = cv2.resize(fine, (max(3, wide // (2 * CELL)), max(3, high // (2 * CELL))), interpolation=cv2.INTER_AREA)
    flat = small.reshape(-1, 3)
    axes = _axes(small.shape[0], small.shape[1]).reshape(-1, 3)
    top = highest(flat)
    if bright:
        keep = (top + highest(-flat) <= 0.3 * top) & (top >= 0.5 * np.sort(top)[int(0.9 * (len(top) - 1))])
    else:
        y, x = small.shape[0] // 4, small.shape[1] // 4
        middle = np.median(small[y : small.shape[0] - y, x : small.shape[1] - x], axis=(0, 1))
        keep = highest(np.abs(flat - middle)) <= 0.3 * max(float(middle.max()), 60.0)
    share = np.zeros((3, 3), np.float32)
    for _ in range(5):
        if int(keep.sum()) < 6:
            return np.broadcast_to(flat.mean(0), fine.shape).astype(np.float32), False
        used = axes * keep[:, None]
        share = np.linalg.solve(used.T @ axes + 1e-4 * np.eye(3, dtype=np.float32), used.T @ flat)
        said = axes @ share
        off = (flat - said) / np.maximum(highest(said), 60)[:, None]
        # What covers a white panel is darker than it, so the fit may lean to the bright side.
        before, keep = keep, (highest(np.abs(off)) <= 0.2) & ((highest(-off) < 0.12) | (not bright))
        if (keep == before).all():
            break
    return np.clip(_axes(high, wide) @ share, 0, 255), bool(keep.mean() >= 0.4)


def _axes(high: int, wide: int) -> Array:
    """1, x and y, from −½ to ½ across a plane (high, wide, 3) float32."""
    axes = np.ones((high, wide, 3), np.float32)
    axes[..., 1] = np.linspace(-0.5, 0.5, wide)[None]
    axes[..., 2] = np.linspace(-0.5, 0.5, high)[:, None]
    return axes


def highest(colours: Array) -> Array:
    """The largest of three channels (…, 3)."""
    return np.asarray(np.maximum(np.maximum(colours[..., 0], colours[..., 1]), colours[..., 2]))


def _reaching(covered: Array, least: float) -> Array:
    """The covered places (h, w) uint8 that are large, or on a panel touch the edge; small marks are ground."""
    high, wide = covered.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(covered, connectivity=4)
    left, top, broad, tall, size = stats.T[:5]
    stays = size > least * high * wide
    if least < _LARGE:
        stays |= (left <= 0) | (top <= 0) | (left + broad >= wide) | (top + tall >= high)
    stays[0] = False
    return np.asarray(stays[labels].astype(np.uint8))
