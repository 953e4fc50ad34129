"""White regions of a small picture, by their outlines.

Regions come from several thresholds on the smallest channel, so that a panel in shade, beside fur or a bright wall, is
whole on at least one of them. Two regions that a strap may have cut apart are also tried as one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.shapes.straight_sides import Stretch, merged, straight_share, stretches_of

LEVELS = (222, 188, 150, 110)
BETWEEN = (205, 169, 130)
"""What the smallest channel is at least in a region: at first, and where nothing was found."""

MOST_CHROMA = 0.30
"""Chroma as a share of the brightest channel above which nothing is white."""

LEAST_AREA = 0.0012
MOST_AREA = 0.4
"""Shares of the picture that a region may cover."""

_THIN = 13
"""Px of the small picture: white that is no wider is no panel."""

_ROW = 6
"""So many things of one size are a pattern."""

_ELLIPSE = 0.865
"""An ellipse's way around, in steps from pixel to pixel, over that around its rectangle."""

_MOST_REGIONS = 22
_MOST_HALVES = 4
_LEAST_STRAIGHT = 0.45

Box = tuple[int, int, int, int]
_Outline = tuple[float, Box, float, Array]
"""How rectangular a region is, 0 to 1, its box, its area in px², and its outline (n, 2)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A white region, or two that a strap may have cut apart: points around it (n, 2) int32 in px of the small
    picture, its area in px², its straight stretches with the longest first, and the length of one outline in px."""

    outline: Array
    size: float
    stretches: tuple[Stretch, ...]
    around: float


def whiteness(small: Array) -> Array:
    """The smallest channel (h, w) uint8 where a picture (h, w, 3) is nearly without colour, else 0."""
    planes = [np.empty(small.shape[:2], np.uint8) for _ in range(3)]
    cv2.split(small, planes)  # planes of its own making take ten times as long
    red, green, blue = planes
    low, high = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    least = cv2.convertScaleAbs(high, alpha=1 - MOST_CHROMA, beta=-6)
    return np.asarray(cv2.bitwise_and(low, cv2.compare(low, least, cv2.CMP_GE)))


def without_stripes(white: Array) -> Array:
    """The whiteness (h, w) of what is not thin: white stripes may run into a panel."""
    return np.asarray(cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((_THIN, _THIN), np.uint8)))


def regions(white: Array, levels: tuple[int, ...] = LEVELS) -> list[Region]:
    """White regions at some levels that could be a panel, the most rectangular of those that share a place first."""
    found = [one for level in levels for one in _outlines(white, level)]
    found.sort(key=lambda one: -one[0])
    kept: list[tuple[Box, tuple[float, float], Region]] = []
    for _, box, size, outline in found:
        middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
        if not any(_twins(box, middle, other, at) for other, at, _ in kept):
            kept.append((box, middle, Region(outline, size, stretches_of(outline), float(len(outline)))))
        if len(kept) == _MOST_REGIONS:
            break
    alone = [region for _, _, region in kept]
    straight = [region for region in alone if straight_share(region.stretches, region.around) >= 0.6]
    pairs = ((_halves(a, b), a, b) for a, b in itertools.combinations(straight, 2))
    likely = sorted((pair for pair in pairs if pair[0] > 0), key=lambda pair: -pair[0])[:_MOST_HALVES]
    halves = [_whole(a, b) for _, a, b in likely]
    enough = [region for region in alone if straight_share(region.stretches, region.around) >= _LEAST_STRAIGHT]
    return enough + halves


def _outlines(white: Array, level: int) -> list[_Outline]:
    """Regions as bright as a level: how rectangular each is (0 to 1), its box, its area in px², its outline (n, 2)."""
    high, wide = white.shape
    _, mask = cv2.threshold(white, level - 1, 255, cv2.THRESH_BINARY)
    outlines, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    found = []
    long = [n for n, outline in enumerate(outlines) if len(outline) >= 40]
    for n in long:
        if tree[0, n, 3] >= 0:
            continue
        outline = outlines[n]
        box = cv2.boundingRect(outline)
        _, _, broad, tall = box
        if broad < 10 or tall < 7 or broad > 0.9 * wide or tall > 0.9 * high or broad > 6 * tall or tall > 4 * broad:
            continue
        size = cv2.contourArea(outline)
        if not max(LEAST_AREA * high * wide, 0.3 * broad * tall) <= size <= MOST_AREA * high * wide:
            continue
        if len(outline) > 3.2 * (broad + tall):
            continue
        _, (one, other), _ = cv2.minAreaRect(outline)
        rectangular = size / max(one * other, 1.0)
        if rectangular >= 0.4 and not _round(outline, rectangular, 2 * (one + other)):
            found.append((rectangular, (box[0], box[1], broad, tall), float(size), np.asarray(outline[:, 0])))
    return _not_in_rows(found)


def _round(outline: Array, rectangular: float, around: float) -> bool:
    """Whether an outline is an ellipse, as eyes are: it covers π/4 of its rectangle, and is that much shorter than the
    way `around` it, in px. What has its corners cut off is longer."""
    return 0.72 <= rectangular <= 0.84 and cv2.arcLength(outline, True) < _ELLIPSE * around


def _not_in_rows(found: list[_Outline]) -> list[_Outline]:
    """Those of which there are not many of one size: bricks, tiles, keys and lit windows are no panels."""
    if len(found) < _ROW:
        return found
    sizes = np.array([box[2:] for _, box, _, _ in found], np.float64)
    alike = (np.abs(sizes[:, None] - sizes[None]) <= 0.12 * sizes[None] + 1).all(2).sum(1)
    return [one for one, count in zip(found, alike, strict=True) if count < _ROW]


def _twins(box: Box, middle: tuple[float, float], other: Box, at: tuple[float, float]) -> bool:
    """Whether two regions are one thing at two levels."""
    apart = max(abs(middle[0] - at[0]), abs(middle[1] - at[1]))
    return apart < 0.1 * max(other[2], other[3]) and _shared(box, other) >= 0.75


def _shared(one: Box, other: Box) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (one[2] * one[3] + other[2] * other[3] - across * down)


def _halves(one: Region, other: Region) -> float:
    """How likely two regions are the parts of one panel behind a strap, by the share of their hull that they fill.

    0 unless they are near, not nested, of sizes that go together, and nearly convex together.
    """
    first, second = one.outline, other.outline
    if not 0.1 < one.size / other.size < 10:
        return 0.0
    apart = np.maximum(first.min(0) - second.max(0), second.min(0) - first.max(0)).max()
    if apart > 0.25 * np.sqrt(max(one.size, other.size)):
        return 0.0
    middle, behind = first.mean(0).tolist(), second.mean(0).tolist()
    if (
        cv2.pointPolygonTest(second, tuple(middle), False) >= 0
        or cv2.pointPolygonTest(first, tuple(behind), False) >= 0
    ):
        return 0.0
    share = (one.size + other.size) / max(cv2.contourArea(cv2.convexHull(np.vstack([first, second]))), 1.0)
    return float(share) if share > 0.62 else 0.0


def _whole(one: Region, other: Region) -> Region:
    around = max(one.around, other.around)
    stretches = merged([*one.stretches, *other.stretches], around)
    return Region(np.vstack([one.outline, other.outline]), one.size + other.size, stretches, around)
