"""The head of a figure: its outline around its middle, and what is drawn on it."""

from __future__ import annotations

import cv2
import numpy as np

from studio.pictures.drift.colour import Array

RAYS = 32
_SIDE, _CELL, _BINS = 64, 8, 9
_REACH = 3.2
"""How far an outline is followed, in radii of the head: ears, hair and hats."""

_WITHIN = 1.25
"""How far around its middle a head is looked at, in its radii."""


def outline(mask: Array, middle: Array, radius: float, up: Array) -> Array:
    """How far the head reaches from its middle (x, y) in each of RAYS directions, in radii; from what is above the chin
    only, from the right of `up` over it to the left; NaN where it runs out of the picture."""
    angles = np.linspace(-0.25, 1.25, RAYS) * np.pi
    along, across = up, np.array([-up[1], up[0]])
    ways = np.cos(angles)[:, None] * across + np.sin(angles)[:, None] * along
    steps = np.arange(0.5, _REACH, 0.05)
    points = middle + ways[:, None] * (steps * radius)[None, :, None]
    at = np.rint(points).astype(int)
    inside = ((at >= 0) & (at < np.array(mask.shape[::-1]))).all(2)
    at = np.where(inside[..., None], at, 0)
    on = mask[at[..., 1], at[..., 0]] & inside
    ends = np.where(on.all(1), len(steps) - 1, on.argmin(1))
    cut = ~np.take_along_axis(inside, ends[:, None], 1)[:, 0]
    return np.where(cut, np.nan, steps[ends])


def outline_off(one: Array, other: Array) -> float:
    """How far two outlines are from each other, as a share of them; the lesser of as they are and mirrored."""

    def off(some: Array, others: Array) -> float:
        both = ~(np.isnan(some) | np.isnan(others))
        if both.sum() < RAYS // 2:
            return np.inf
        return float(np.abs(np.log(some[both] / others[both])).mean())

    return min(off(one, other), off(one, other[::-1]))


def crop(rgb: Array, middle: Array, radius: float, up: Array, side: int = _SIDE, within: float = _WITHIN) -> Array:
    """The head (side, side, 3) of a picture (h, w, 3) uint8 RGB, upright."""
    reach = within * radius
    across = np.array([-up[1], up[0]])
    corners = np.array([middle + reach * (up - across), middle + reach * (up + across), middle - reach * (up + across)])
    goal = np.array([[0, 0], [side - 1, 0], [0, side - 1]], np.float32)
    matrix = cv2.getAffineTransform(corners.astype(np.float32), goal)
    flags = cv2.INTER_AREA if reach * 2 > side else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(rgb, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def gradients(head: Array) -> Array:
    """Histograms of oriented gradients (Dalal and Triggs 2005) of a head (64, 64, 3) uint8 RGB: 8×8 cells of 8 px,
    9 bins, blocks of 2×2; as it is and mirrored, (2, 1764) float32, each of length 1."""
    grey = cv2.cvtColor(head, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.stack([_histograms(side) for side in (grey, grey[:, ::-1])])


def _histograms(grey: Array) -> Array:
    across = np.pad(grey, ((0, 0), (1, 1)), mode="edge")
    down = np.pad(grey, ((1, 1), (0, 0)), mode="edge")
    x, y = across[:, 2:] - across[:, :-2], down[2:] - down[:-2]
    turn = np.floor(np.arctan2(y, x) / np.pi * _BINS).astype(int) % _BINS
    cells = np.zeros((_SIDE // _CELL, _SIDE // _CELL, _BINS), np.float32)
    rows, columns = np.indices(grey.shape) // _CELL
    np.add.at(cells, (rows, columns, turn), np.hypot(x, y))
    blocks = np.concatenate([cells[:-1, :-1], cells[:-1, 1:], cells[1:, :-1], cells[1:, 1:]], 2)
    blocks /= np.linalg.norm(blocks, axis=2, keepdims=True) + 1.0
    return np.asarray(blocks.ravel() / max(float(np.linalg.norm(blocks)), 1e-6))


def gradients_off(one: Array, other: Array) -> float:
    """One minus the correlation of what is drawn on two heads; the lesser of as they are and mirrored."""
    return 1.0 - float((one[:1] @ other.T).max())
