"""The head of a figure: its outline around its middle, what is drawn on it, and how large that is over the chest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from studio.pictures.drift.colour import Array

RAYS = 32
_SIDE, _CELL, _BINS = 64, 8, 9
_REACH = 3.2
"""How far an outline is followed, in radii of the head: ears, hair and hats."""

_WITHIN = 1.25
"""How far around its middle a head is looked at, in its radii."""

_UNIT = 10
_ABOVE, _BELOW, _ASIDE = 4.6, 0.6, 2.4
"""Px of a portrait for half a chest's width, and how far it goes from the middle of a chest's upper side, in those."""

_FACE = 0.7
"""How much of a head is looked for, of its radius: what is around it may be something else each time."""

_FACTORS = np.exp(np.linspace(-0.48, 0.48, 17))
_LIKE, _AGREE, _ASKED = 0.55, 0.06, 4
"""The correlation from which two faces are the same, how near to each other (logarithm) sizes agree, and of how many
references, the likest, three of four have to."""


class Portrait(NamedTuple):
    """What is above a chest, in a measure of that: (h, w) uint8 grey. `middle` is how high the head's middle is over
    the chest's upper side, and `radius` the head's, in halves of the chest's width."""

    grey: Array
    middle: float
    radius: float


def portrait(rgb: Array, chest: Array, middle: Array, radius: float, up: Array) -> Portrait:
    """The portrait of a head (x, y) over a chest (4, 2) in a picture (h, w, 3) uint8 RGB."""
    unit = float(np.hypot(*(chest[1] - chest[0]))) / 2
    top, across = (chest[0] + chest[1]) / 2, np.array([-up[1], up[0]])
    ways = ((_ABOVE, -_ASIDE), (_ABOVE, _ASIDE), (-_BELOW, -_ASIDE))
    corners = np.array([top + unit * (high * up + aside * across) for high, aside in ways], np.float32)
    wide, high = round(2 * _ASIDE * _UNIT), round((_ABOVE + _BELOW) * _UNIT)
    # Four times as large and then brought down: else single pixels would be taken out of a larger picture.
    goal = np.array([[0, 0], [4 * wide - 1, 0], [0, 4 * high - 1]], np.float32)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    matrix = cv2.getAffineTransform(corners, goal)
    large = cv2.warpAffine(grey, matrix, (4 * wide, 4 * high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(large, (wide, high), interpolation=cv2.INTER_AREA)
    return Portrait(np.asarray(small), float((middle - top) @ up) / unit, radius / unit)


def growth(one: Portrait, others: Sequence[Portrait]) -> float | None:
    """The logarithm of how many times a head is as large against its chest as in other portraits; None where what is
    drawn on it is not found in those, or they do not agree. Nothing is cut out for it: hair and walls do not matter."""
    middle = float(np.median([other.middle for other in others]))
    half = _FACE * float(np.median([other.radius for other in others]))
    found = sorted((_found(one.grey, _face(other.grey, middle, half)) for other in others), reverse=True)[:_ASKED]
    if not found or np.mean([like for like, _ in found]) < _LIKE:
        return None
    sizes = np.array([size for _, size in found])
    usual = float(np.median(sizes))
    return usual if (np.abs(sizes - usual) <= _AGREE).mean() >= 0.75 else None


def _face(grey: Array, middle: float, half: float) -> Array:
    """The middle of a head (h, w) in a portrait."""
    x, y, reach = grey.shape[1] // 2, round((_ABOVE - middle) * _UNIT), max(round(half * _UNIT), 4)
    return grey[max(y - reach, 0) : max(y + reach, 2 * reach), max(x - reach, 0) : x + reach]


def _found(grey: Array, face: Array) -> tuple[float, float]:
    """How well a face (h, w) is found in a portrait, −1 to 1, and the logarithm of how many times as large."""
    likes = []
    for factor in _FACTORS:
        size = tuple(max(2, round(side * factor)) for side in face.shape[::-1])
        if size[0] >= grey.shape[1] or size[1] >= grey.shape[0]:
            likes.append(-1.0)
            continue
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        likes.append(
            float(cv2.matchTemplate(grey, cv2.resize(face, size, interpolation=way), cv2.TM_CCOEFF_NORMED).max())
        )
    best = int(np.argmax(likes))
    if not 0 < best < len(likes) - 1:
        # At the end of the range it may be any size, and mostly is another thing.
        return -1.0, math.log(_FACTORS[best])
    before, at, after = likes[best - 1 : best + 2]
    bent = before - 2 * at + after
    between = 0.5 * (before - after) / bent if bent < 0 else 0.0
    return at, math.log(_FACTORS[best]) + between * math.log(_FACTORS[1] / _FACTORS[0])


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
