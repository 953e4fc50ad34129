"""The torso's cloth as a region, for shirts without a panel.

Pictures are looked at as a grid of some 40 cells across. Cells of a colour that is common in the middle make regions;
light and folds may differ in one region, hue may not. In each region lies a box that is large and near where chests
are, and the best of these are the places. A region that runs along the picture's sides is a wall or a meadow.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering import torso
from studio.lettering.ground import highest
from studio.lettering.quads import Array, as_tuple
from studio.lettering.records import Placement
from studio.lettering.room import boxes
from studio.lettering.views import Views, views_of

CELLS = 40
LEAST = 0.22
"""The score from which a region is called a shirt."""

_MIDDLE = (0.49, 0.56)
_SPREAD = (0.17, 0.12)
"""Where chests are, as shares of the picture's width and height, and how far from there they may be."""

_ALIKE = 15.0
_MOST_COLOURS = 9
_MOST_SHIRTS = 3


@dataclass(frozen=True, slots=True)
class Cloth:
    """The best box in a region of one cloth, as (left, top, right, bottom) in cells, and how good it is."""

    box: tuple[int, int, int, int]
    score: float


def find_shirts(rgb: Array) -> tuple[Placement, ...]:
    """The shirts of a picture (H, W, 3) uint8 RGB, as `shirts_in` finds them."""
    return shirts_in(views_of(rgb))


def shirts_in(views: Views) -> tuple[Placement, ...]:
    """The shirts of a picture that words could stand on, surest first."""
    rgb = views.rgb
    high, wide = rgb.shape[:2]
    if min(high, wide) < 24:
        return ()
    scale = CELLS / max(high, wide)
    shape = max(6, round(wide * scale)), max(6, round(high * scale))
    small = cv2.resize(views.about(1.5 * CELLS), shape, interpolation=cv2.INTER_AREA)
    found = sorted(_cloths(small), key=lambda cloth: -cloth.score)[:_MOST_SHIRTS]
    grow = np.array([wide / shape[0], high / shape[1]])
    places = []
    for cloth in found:
        left, top, right, bottom = cloth.box
        quad = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
        body = torso.around(views, quad * grow - 0.5)
        score = cloth.score * (0.5 + 0.5 * body.head) * (0.6 + 0.4 * body.width)
        if score >= LEAST:
            places.append(Placement("shirt", as_tuple(quad * grow - 0.5), round(min(score, 1.0), 3)))
    return tuple(sorted(places, key=lambda place: -place.confidence))


def _cloths(small: Array) -> list[Cloth]:
    rows, columns = small.shape[:2]
    tone = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    # Light may differ in one cloth more than three times as much as hue.
    tone *= np.array([0.45, 1.6, 1.6], np.float32)
    middle = tone[int(0.34 * rows) : int(0.86 * rows), int(0.15 * columns) : int(0.85 * columns)].reshape(-1, 3)
    kinds = _kinds(middle)
    away = highest(np.abs(tone[:, :, None] - kinds[None, None]))
    which = np.where(away.min(2) <= _ALIKE, away.argmin(2), -1)
    regions: list[tuple[float, Array]] = []
    for kind in range(len(kinds)):
        mask = cv2.medianBlur((which == kind).astype(np.uint8), 3)
        count, labels, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=4)
        for label in range(1, count):
            size = float(stats[label, cv2.CC_STAT_AREA])
            if size >= 0.006 * rows * columns:
                x, y = middles[label] / (columns, rows)
                regions.append((np.sqrt(size) * _near(x, y) ** 0.5, np.asarray(labels == label)))
    regions.sort(key=lambda one: -one[0])
    return [cloth for _, cells in regions[:4] if (cloth := _boxed(cells)) is not None]


def _near(x: Array, y: Array) -> Array:
    """How near a place (shares of the picture) is to where chests are, 0 to 1."""
    return np.asarray(np.exp(-0.5 * (((x - _MIDDLE[0]) / _SPREAD[0]) ** 2 + ((y - _MIDDLE[1]) / _SPREAD[1]) ** 2)))


def _kinds(tones: Array) -> Array:
    """The colours (n, 3) that are common among tones (m, 3), none like another."""
    bins = (tones / 10).astype(np.int32) @ np.array([10000, 100, 1], np.int32)
    _, which, counts = np.unique(bins, return_inverse=True, return_counts=True)
    kinds: list[Array] = []
    for n in np.argsort(counts)[::-1]:
        mean = tones[which == n].mean(0)
        if all(float(np.abs(mean - kind).max()) > _ALIKE for kind in kinds):
            kinds.append(mean)
        if len(kinds) == _MOST_COLOURS:
            break
    return np.array(kinds)


def _boxed(cells: Array) -> Cloth | None:
    """The box of a region where a chest would most likely be, or None where it has no room for words."""
    rows, columns = cells.shape
    found = boxes(cells)
    high = (found.bottoms - found.tops + 1) / max(rows, columns)
    wide = found.widths / max(rows, columns)
    # A box for words is wider than high; what is beyond three to two is of no more use.
    wide_used, high_used = np.minimum(wide, 2.2 * high), np.minimum(high, wide / 1.2)
    x = (found.lefts + found.widths / 2) / columns
    y = (found.tops + found.bottoms + 1) / 2 / rows
    size = np.sqrt(wide_used * high_used)
    scores = _near(x, y) * np.minimum(size / 0.2, 1.0)
    best = int(np.argmax(scores))
    if found.widths[best] < 3 or found.bottoms[best] - found.tops[best] < 1:
        return None
    left, top = int(found.lefts[best]), int(found.tops[best])
    right, bottom = left + int(found.widths[best]), int(found.bottoms[best]) + 1
    ratio = (right - left) / (bottom - top)
    if ratio < 1.2:
        keep = max(2, round((right - left) / 1.2))
        top, bottom = top + (bottom - top - keep) // 3, top + (bottom - top - keep) // 3 + keep
    open_sides = float(np.mean([cells[:, 0].mean(), cells[:, -1].mean()])) + float(cells[0].mean())
    score = float(scores[best]) * float(np.clip(1 - 3 * open_sides, 0, 1))
    return Cloth((left, top, right, bottom), score)
