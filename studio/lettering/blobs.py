"""White regions of a small picture, and the quadrilaterals that their outlines support.

Regions come from several thresholds on the smallest channel, so that a panel in shade, beside fur or a bright wall, is
whole on at least one of them. A quadrilateral is made of four straight stretches of the outline, so that a hand over an
edge or a strap over a corner takes away support and moves no line.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.quads import Array, area, corners_of

LEVELS = (222, 190, 158, 128, 100)
MOST_CHROMA = 0.30
"""Chroma as a share of the brightest channel above which nothing is white."""

LEAST_AREA = 0.0012
MOST_AREA = 0.4
"""Shares of the picture that a region may cover."""

_MOST_LINES = 7
_SAME_WAY = float(np.cos(np.deg2rad(7)))
_MOST_REGIONS = 14
_LEAST_STRAIGHT = 0.45
_MOST_HALVES = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight stretch of an outline: the line a·x + b·y + c = 0 (3,) with a² + b² = 1, positive outside; the px of
    outline that follow it; its middle (2,)."""

    line: Array
    count: float
    middle: Array


@dataclass(frozen=True, slots=True)
class Region:
    """A white region, or two that a strap may have cut apart: points around it (n, 2) float64 in px of the small
    picture, its area in px², its straight stretches with the longest first, and the length of one outline in px."""

    outline: Array
    size: float
    stretches: tuple[Stretch, ...]
    around: float

    def straight(self, sides: int) -> float:
        """The share of the outline that its `sides` longest stretches make."""
        return sum(stretch.count for stretch in self.stretches[:sides]) / self.around


@dataclass(frozen=True, slots=True)
class Shape:
    """A quad (4, 2) that fits a region. `support`: the share of each side that the outline follows; `filled`: how much
    of the quad is the region's; `cut`: which sides lie on the picture's edge."""

    quad: Array
    support: Array
    filled: float
    cut: tuple[bool, bool, bool, bool]


def whiteness(small: Array) -> Array:
    """The smallest channel (h, w) uint8 where a picture (h, w, 3) is nearly without colour, else 0."""
    red, green, blue = cv2.split(small)
    low, high = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    least = cv2.convertScaleAbs(high, alpha=1 - MOST_CHROMA, beta=-6)
    return np.asarray(cv2.bitwise_and(low, cv2.compare(low, least, cv2.CMP_GE)))


def regions(white: Array) -> list[Region]:
    """White regions at all levels that could be a panel, the most rectangular of those that share a place first."""
    high, wide = white.shape
    found: list[tuple[float, tuple[int, int, int, int], Region]] = []
    for level in LEVELS:
        _, mask = cv2.threshold(white, level - 1, 255, cv2.THRESH_BINARY)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        left, top, broad, tall, size = stats.T[:5]
        box = broad * tall
        good = (size >= LEAST_AREA * high * wide) & (size <= MOST_AREA * high * wide)
        good &= (size >= 0.3 * box) & (broad >= 10) & (tall >= 7) & (broad < 0.9 * wide) & (tall < 0.9 * high)
        good &= (broad < 6 * tall) & (tall < 4 * broad)
        good[0] = False
        for label in np.flatnonzero(good):
            at = (int(left[label]), int(top[label]), int(broad[label]), int(tall[label]))
            region = _region(labels, int(label), at, float(size[label]))
            (_, _), (one, other), _ = cv2.minAreaRect(region.outline.astype(np.float32))
            found.append((region.size / max(one * other, 1), at, region))
    found.sort(key=lambda one: -one[0])
    kept: list[tuple[tuple[int, int, int, int], Region]] = []
    for rectangular, at, region in found:
        if rectangular >= 0.4 and not any(_twins(at, region, *other) for other in kept):
            kept.append((at, region))
    kept = kept[:_MOST_REGIONS]
    straight = [region for _, region in kept if region.straight(4) >= 0.6]
    halves = [_whole(a, b) for a, b in itertools.combinations(straight, 2) if _halves(a, b)]
    return [region for _, region in kept if region.straight(4) >= _LEAST_STRAIGHT] + halves[:_MOST_HALVES]


def _twins(at: tuple[int, int, int, int], region: Region, near: tuple[int, int, int, int], other: Region) -> bool:
    """Whether two regions are one thing at two levels."""
    apart = np.abs(region.outline.mean(0) - other.outline.mean(0)).max()
    return _shared(at, near) >= 0.75 and apart < 0.1 * max(near[2], near[3])


def _halves(one: Region, other: Region) -> bool:
    """Whether two regions may be the parts of one panel behind a strap: near, alike in size, and convex together."""
    first, second = one.outline, other.outline
    if not 0.1 < one.size / other.size < 10:
        return False
    apart = np.maximum(first.min(0) - second.max(0), second.min(0) - first.max(0)).max()
    if apart > 0.25 * np.sqrt(max(one.size, other.size)):
        return False
    middle, behind = first.mean(0).tolist(), second.mean(0).tolist()
    if cv2.pointPolygonTest(second.astype(np.float32), tuple(middle), False) >= 0:
        return False
    if cv2.pointPolygonTest(first.astype(np.float32), tuple(behind), False) >= 0:
        return False
    hull = cv2.convexHull(np.vstack([first, second]).astype(np.float32))
    return bool(one.size + other.size > 0.62 * cv2.contourArea(hull))


def _whole(one: Region, other: Region) -> Region:
    stretches = list(one.stretches)
    around = max(one.around, other.around)
    for stretch in other.stretches:
        _add(stretches, stretch, around)
    return Region(np.vstack([one.outline, other.outline]), one.size + other.size, _longest(stretches), around)


def _region(labels: Array, label: int, at: tuple[int, int, int, int], size: float) -> Region:
    x, y, wide, high = at
    mask = (labels[y : y + high, x : x + wide] == label).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = np.asarray(max(outlines, key=len)[:, 0], np.float64) + np.array([x, y], np.float64)
    area_inside = cv2.contourArea(outline.astype(np.float32))
    return Region(outline, max(size, area_inside), _stretches(outline), float(len(outline)))


def _shared(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (one[2] * one[3] + other[2] * other[3] - across * down)


def shape_of(region: Region, high: int, wide: int) -> Shape | None:
    """The best quadrilateral of a region of a picture `high` × `wide`, or None where no four sides bear it."""
    turns = [float(np.arctan2(stretch.line[1], stretch.line[0])) for stretch in region.stretches]
    best: tuple[float, Shape] | None = None
    for chosen in itertools.combinations(range(len(turns)), 4):
        order = sorted(chosen, key=lambda i: turns[i])
        gaps = np.diff([*(turns[i] for i in order), turns[order[0]] + 2 * np.pi])
        if gaps.min() < np.deg2rad(38) or gaps.max() > np.deg2rad(142):
            continue
        corners = corners_of(np.array([region.stretches[i].line for i in order]))
        if corners is None or not _sensible(corners, high, wide):
            continue
        # Line i runs from corner i to corner i + 1.
        sides = np.hypot(*(np.roll(corners, -1, 0) - corners).T)
        support = np.minimum(np.array([region.stretches[i].count for i in order]) / np.maximum(sides, 1), 1.0)
        filled = region.size / max(area(corners), 1.0)
        score = float(support.mean() + support.min() + 2 * min(filled, 1.0) - max(filled - 1, 0) * 3)
        if (
            support.min() >= 0.12
            and support.mean() >= 0.4
            and 0.5 <= filled <= 1.35
            and (best is None or score > best[0])
        ):
            best = score, Shape(corners, support, filled, _cuts(corners, high, wide))
    return best[1] if best else None


def _sensible(corners: Array, high: int, wide: int) -> bool:
    slack = 0.06 * max(high, wide)
    inside = corners.min() > -slack and corners[:, 0].max() < wide + slack and corners[:, 1].max() < high + slack
    sides = np.roll(corners, -1, 0) - corners
    after = np.roll(sides, -1, 0)
    turning = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    return bool(inside and (turning > 0).all())


def _cuts(corners: Array, high: int, wide: int) -> tuple[bool, bool, bool, bool]:
    following = np.roll(corners, -1, 0)
    cut = []
    for one, other in zip(corners, following, strict=True):
        flat = [max(abs(one[0] - v), abs(other[0] - v)) < 2 for v in (0, wide - 1)]
        flat += [max(abs(one[1] - v), abs(other[1] - v)) < 2 for v in (0, high - 1)]
        cut.append(any(flat))
    return cut[0], cut[1], cut[2], cut[3]


def _stretches(outline: Array) -> tuple[Stretch, ...]:
    """The straight stretches of an outline (n, 2), those that continue each other as one, the longest first."""
    around = float(len(outline))
    bends = cv2.approxPolyDP(outline.astype(np.float32).reshape(-1, 1, 2), max(1.1, 0.008 * around), True)[:, 0]
    at = sorted(int(np.argmin(np.abs(outline - bend).sum(1))) for bend in bends)
    turning = np.sign(_signed(outline)) or 1.0
    found: list[Stretch] = []
    for first, last in zip(at, [*at[1:], at[0] + len(outline)], strict=True):
        count = last - first
        if count >= max(4, 0.035 * around):
            line = _through_points(outline[np.arange(first + 1, last) % len(outline)], turning)
            _add(found, Stretch(line, float(count), outline[(first + count // 2) % len(outline)]), around)
    return _longest(found)


def _longest(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(stretches, key=lambda stretch: -stretch.count)[:_MOST_LINES])


def _add(stretches: list[Stretch], new: Stretch, around: float) -> None:
    """Add a stretch, to the one that it continues where there is one."""
    for k, old in enumerate(stretches):
        near = abs(float(old.line[:2] @ new.middle + old.line[2])) < max(2.0, 0.012 * around)
        if near and float(new.line[:2] @ old.line[:2]) > _SAME_WAY:
            longer = new if new.count > old.count else old
            stretches[k] = Stretch(longer.line, old.count + new.count, longer.middle)
            return
    stretches.append(new)


def _through_points(points: Array, turning: float) -> Array:
    """The line (3,) through points in order, by total least squares over their middle nine tenths, outside positive."""
    trim = len(points) // 20
    points = points[trim : len(points) - trim]
    centre = points.mean(0)
    spread = points - centre
    xx, yy, xy = (spread[:, 0] ** 2).sum(), (spread[:, 1] ** 2).sum(), (spread[:, 0] * spread[:, 1]).sum()
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    along = np.array([np.cos(angle), np.sin(angle)])
    if along @ (points[-1] - points[0]) < 0:
        along = -along
    normal = np.array([along[1], -along[0]]) * turning
    return np.array([normal[0], normal[1], -float(normal @ centre)])


def _signed(outline: Array) -> float:
    x, y = outline[:, 0], outline[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
