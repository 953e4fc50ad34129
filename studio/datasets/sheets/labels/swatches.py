"""Swatches: flat upright squares or discs of different colours, of one size, side by side or one below the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label
from studio.datasets.sheets.labels.quads import upright

Array: TypeAlias = npt.NDArray[Any]

_SMALLEST = 10
"""Px of a swatch's side, at least."""

_LARGEST = 0.12
"""Share of the sheet's longer side that a swatch has, at most."""

_FLAT = (10, 20, 36)
"""Levels by which neighbouring pixels of a flat colour differ, at most: clean, and with JPEG's noise."""

_EVEN = 7.0
"""Levels of spread in a swatch, at most."""

_ALIKE = 0.15
"""Share of their side by which swatches of a row differ, at most: an outline is taken for a part of some."""

_FEWEST = 2
_OFTEN = 40
"""So many alike are a pattern: more than a sheet has figures."""

_SAME = 10
"""Levels up to which colours are the same."""

_OTHER = 8.0
"""ΔE between colours that are two."""


class _Patch(NamedTuple):
    x: int
    y: int
    width: int
    height: int
    colour: tuple[int, int, int]
    is_round: bool

    @property
    def side(self) -> float:
        return (self.width + self.height) / 2

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x + self.width / 2, self.y + self.height / 2)


def swatches(pixels: Array) -> tuple[Label, ...]:
    """The swatches of a sheet (H, W, 3) uint8 RGB, in the order in which they stand, each with its colour."""
    left = _without_patterns(_patches(pixels))
    found: list[Label] = []
    while left:
        first = left[0]
        row = max((_row(first, left, axis) for axis in (0, 1)), key=len)
        if len(row) >= _FEWEST and _colours_differ(row) and not _are_checks(row):
            found += [_label(patch) for patch in _with_pale_ones(pixels, row)]
            left = [patch for patch in left if patch not in row]
        else:
            left = left[1:]
    return tuple(found)


def _label(patch: _Patch) -> Label:
    room = max(3.0, 0.08 * patch.side)
    quad = upright(patch.x - room, patch.y - room, patch.width + 2 * room, patch.height + 2 * room)
    r, g, b = patch.colour
    return Label("swatch", quad, colour=f"#{r:02x}{g:02x}{b:02x}")


def _patches(pixels: Array) -> list[_Patch]:
    """Flat squares and discs, from the top and the left: as flat as each of the limits says, the strictest first."""
    smooth = cv2.medianBlur(pixels, 3)
    box = np.ones((3, 3), np.uint8)
    steps = (cv2.dilate(smooth, box).astype(np.int16) - cv2.erode(smooth, box)).max(axis=2)
    found: list[_Patch] = []
    for limit in _FLAT:
        taken = [patch.middle for patch in found]
        for patch in _flat(smooth, steps <= limit, max(pixels.shape[:2]) * _LARGEST):
            if not any(math.dist(patch.middle, other) < 0.5 * patch.side for other in taken):
                found.append(patch)
    return sorted(found, key=lambda patch: (patch.y, patch.x))


def _without_patterns(patches: list[_Patch]) -> list[_Patch]:
    """Without what is on the sheet again and again in one colour and size: dots and checks of the ground."""
    if len(patches) <= _OFTEN:
        return patches
    colours = np.array([patch.colour for patch in patches], np.int16)
    sides = np.array([patch.side for patch in patches])
    kept = []
    for patch, colour, side in zip(patches, colours, sides, strict=True):
        same = (np.abs(colours - colour).max(axis=1) <= _SAME) & (np.abs(sides - side) <= max(2.5, 0.12 * side))
        if int(same.sum()) <= _OFTEN:
            kept.append(patch)
    return kept


def _flat(smooth: Array, flat: Array, largest: float) -> Iterator[_Patch]:
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(flat.astype(np.uint8), connectivity=4)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    small, large = np.minimum(wide, high), np.maximum(wide, high)
    likely = (small >= _SMALLEST - 4) & (large <= largest) & (large - small <= np.maximum(3, 0.12 * large))
    likely[0] = False
    for number in np.flatnonzero(likely):
        x, y, across, down, area = (int(v) for v in stats[number])
        share = area / (across * down)
        is_round = abs(share - math.pi / 4) < 0.06
        inside = smooth[y : y + down, x : x + across][numbers[y : y + down, x : x + across] == number]
        if (share > 0.9 or is_round) and float(inside.std(axis=0).max()) <= _EVEN:
            r, g, b = np.median(inside, axis=0).astype(int).tolist()
            # What is flat stops a pixel or two before the edge.
            yield _Patch(x - 1, y - 1, across + 2, down + 2, (r, g, b), is_round)


def _row(first: _Patch, patches: Sequence[_Patch], axis: int) -> list[_Patch]:
    """The patches in one line with the first along an axis (0: across, 1: down), of its size and evenly spaced."""
    alike = [
        patch
        for patch in patches
        if abs(patch.side - first.side) <= max(2.5, _ALIKE * first.side)
        and abs(patch.middle[1 - axis] - first.middle[1 - axis]) <= max(3.0, 0.12 * first.side)
    ]
    alike.sort(key=lambda patch: patch.middle[axis])
    here = alike.index(first)
    row = [first]
    for way in (1, -1):
        last = first
        for patch in alike[here + 1 :] if way == 1 else alike[:here][::-1]:
            step = abs(patch.middle[axis] - last.middle[axis])
            if not 0.9 * first.side <= step <= 2.6 * first.side:
                break
            row.append(patch)
            last = patch
    return sorted(row, key=lambda patch: patch.middle[axis])


def _with_pale_ones(pixels: Array, row: list[_Patch]) -> list[_Patch]:
    """The row with what stands in a gap for one: a swatch of the ground's colour, whose edges are hardly seen."""
    steps = [math.dist(one.middle, other.middle) for one, other in pairwise(row)]
    usual = min(steps)
    whole = row[:1]
    for step, (one, other) in zip(steps, pairwise(row), strict=True):
        x, y = ((a + b) / 2 for a, b in zip(one.middle, other.middle, strict=True))
        half = round(one.side / 4)
        inside = pixels[round(y) - half : round(y) + half, round(x) - half : round(x) + half].reshape(-1, 3)
        is_gap = len(row) > 2 and abs(step - 2 * usual) <= 0.12 * step
        if is_gap and float(inside.std(axis=0).max()) <= _EVEN:
            r, g, b = np.median(inside, axis=0).astype(int).tolist()
            left, top = round(x - one.width / 2), round(y - one.height / 2)
            whole.append(_Patch(left, top, one.width, one.height, (r, g, b), one.is_round))
        whole.append(other)
    return whole


def _are_checks(row: Sequence[_Patch]) -> bool:
    """Whether it is but two that touch: a pattern of checks has such at every figure."""
    if len(row) > 2:
        return False
    one, other = row
    apart = max(abs(one.middle[0] - other.middle[0]), abs(one.middle[1] - other.middle[1]))
    return apart < 1.1 * one.side


def _colours_differ(row: Sequence[_Patch]) -> bool:
    """Whether no two neighbours are the same: a row of dots or buttons is no palette."""
    rgb = np.array([[patch.colour for patch in row]], np.float32) / 255
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[0]
    apart = np.linalg.norm(lab[:, None] - lab[None], axis=2)
    return bool((apart[np.triu_indices(len(row), 1)] > _OTHER).all())
