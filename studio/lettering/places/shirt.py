"""The torso's cloth as a region, for shirts without a panel.

Pictures are looked at as a grid of some 40 cells across. Cells of a colour that is common in the middle make regions;
light and folds may differ in one region, hue may not. In each region lies a box that is large and near where chests
are, and the best of these are the places. A region that runs along the picture's sides is a wall or a meadow.

What is not of the colours at the picture's sides is a figure: chests lie near the middle of its height, and skirts and
ears do not. Where no cloth has room for words, a figure takes them there. Quads lean as the cloth does.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.free_boxes import boxes
from studio.lettering.geometry.quads import Array, as_tuple
from studio.lettering.records import Placement
from studio.lettering.seeing import torso
from studio.lettering.seeing.ground import highest
from studio.lettering.seeing.views import Views, views_of

CELLS = 40
LEAST = 0.26
"""The score from which a region is called a shirt."""

_MIDDLE = (0.49, 0.56)
_SPREAD = (0.17, 0.12)
"""Where chests are, as shares of the picture's width and height, and how far from there they may be."""

_BETTER = 0.3
"""The score from which cloth is preferred to the chest of a figure."""

_STRANGE = 22.0
_GUESSED = 0.2
"""The confidence of a place on a figure whose cloth was not made out."""

_UNSEEN = 0.3
"""What a head counts at least: it may be hidden, or out of the picture."""

_MOST_LEAN = 0.35
"""Radians."""

_ALIKE = 15.0
_MOST_COLOURS = 9
_MOST_SHIRTS = 3


@dataclass(frozen=True, slots=True)
class Cloth:
    """The best place in a region of one cloth, as a quad (4, 2) in cells, and how good it is."""

    quad: Array
    score: float


def find_shirts(rgb: Array) -> tuple[Placement, ...]:
    """The shirts of a picture (H, W, 3) uint8 RGB, as `shirts_in` finds them."""
    return shirts_in(views_of(rgb))


def shirts_in(views: Views, enough: int | None = None) -> tuple[Placement, ...]:
    """The shirts of a picture that words could stand on, surest first; with `enough`, at least the best so many."""
    rgb = views.rgb
    high, wide = rgb.shape[:2]
    if min(high, wide) < 24:
        return ()
    scale = CELLS / max(high, wide)
    shape = max(6, round(wide * scale)), max(6, round(high * scale))
    small = cv2.resize(views.about(1.5 * CELLS), shape, interpolation=cv2.INTER_AREA)
    figure = _figure(small)
    standing = _standing(figure)
    found = sorted(_cloths(small, figure), key=lambda cloth: -cloth.score)[:_MOST_SHIRTS]
    grow = np.array([wide / shape[0], high / shape[1]])
    places: list[Placement] = []
    least = _BETTER if standing else LEAST
    for cloth in found:
        # What is around a cloth only takes away from its score.
        if cloth.score < least:
            break
        if enough is not None and sum(place.confidence >= cloth.score for place in places) >= enough:
            break
        quad = cloth.quad * grow - 0.5
        body = torso.around(views, quad)
        score = cloth.score * (0.5 + 0.5 * max(body.head, _UNSEEN)) * (0.6 + 0.4 * body.width)
        if score >= least:
            places.append(Placement("shirt", as_tuple(quad), round(min(score, 1.0), 3)))
    if not places:
        places = [Placement("shirt", as_tuple(one.quad * grow - 0.5), round(one.score, 3)) for one in standing]
    return tuple(sorted(places, key=lambda place: -place.confidence))


def _figure(small: Array) -> Array:
    """Cells (h, w) bool in colours that the picture's left and right sides do not have at that height."""
    rows = len(small)
    tone = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb).astype(np.float32) * np.array([0.6, 1.5, 1.5], np.float32)
    edge = np.concatenate([tone[:, :2], tone[:, -2:]], 1)
    padded = np.pad(edge, ((3, 3), (0, 0), (0, 0)), mode="edge")
    # The colours of seven rows around each: (rows, 1, 28, 3).
    sides = np.concatenate([padded[n : n + rows] for n in range(7)], 1)[:, None]
    away = highest(np.abs(tone[:, :, None] - sides)).min(2)
    mask = cv2.medianBlur((away > _STRANGE).astype(np.uint8), 3)
    return np.asarray(mask > 0)


def _standing(figure: Array) -> list[Cloth]:
    """Places on the chests of the figures, the largest first, of those large enough and upright."""
    opened = cv2.morphologyEx(figure.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(opened), connectivity=4)
    largest = sorted(range(1, count), key=lambda n: -int(stats[n, cv2.CC_STAT_AREA]))[:4]
    return [one for n in largest if (one := _chest(labels == n, [int(v) for v in stats[n]])) is not None]


def _chest(mask: Array, stats: list[int]) -> Cloth | None:
    """The place on the chest of one figure (h, w) bool, given its left, top, width, height and size in cells."""
    rows, columns = mask.shape
    _, top, broad, tall, size = stats
    if not 0.02 * mask.size <= size <= 0.5 * mask.size or tall < 0.15 * rows or tall < 0.7 * broad:
        return None
    upper = mask[top : top + max(int(0.45 * tall), 2)]
    x = float(np.median(np.nonzero(upper)[1])) + 0.5
    if abs(x / columns - 0.5) > (0.22 if size > 0.1 * mask.size else 0.3):
        return None
    head = float(np.median(upper.sum(1)))
    width = float(np.clip(0.6 * head, 0.14 * columns, 0.26 * columns))
    low = top + tall
    # Often a head is all that stands out from the picture's sides; the chest then begins where it ends.
    y = low + 0.4 * width if low < 0.72 * rows else top + (0.52 if low < rows - 1 else 0.56) * tall
    half, up = width / 2, width / 3.2
    if not 0.35 * rows <= y <= 0.7 * rows:
        return None
    quad = np.array([[x - half, y - up], [x + half, y - up], [x + half, y + up], [x - half, y + up]])
    return Cloth(quad, _GUESSED)


def _run(row: Array, column: int) -> tuple[int, int] | None:
    """The first column and the one after the last of the run of cells that holds a column, or None."""
    if not row[column]:
        return None
    gaps = np.flatnonzero(~row)
    at = int(np.searchsorted(gaps, column))
    return (int(gaps[at - 1]) + 1 if at else 0), (int(gaps[at]) if at < len(gaps) else len(row))


def _cloths(small: Array, figure: Array) -> list[Cloth]:
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
    return [cloth for _, cells in regions[:4] if (cloth := _boxed(cells, figure)) is not None]


def _near(x: Array, y: Array) -> Array:
    """How near a place (shares of the picture) is to where chests are, 0 to 1."""
    return np.asarray(np.exp(-0.5 * (((x - _MIDDLE[0]) / _SPREAD[0]) ** 2 + ((y - _MIDDLE[1]) / _SPREAD[1]) ** 2)))


def _kinds(tones: Array) -> Array:
    """The colours (n, 3) that are common among tones (m, 3), none like another."""
    bins = (tones / 10).astype(np.int32) @ np.array([10000, 100, 1], np.int32)
    _, which, counts = np.unique(bins, return_inverse=True, return_counts=True)
    kinds: list[Array] = []
    means = np.stack([np.bincount(which, tones[:, n]) for n in range(3)], 1) / counts[:, None]
    rest = means[np.argsort(counts)[::-1]]
    while len(rest) and len(kinds) < _MOST_COLOURS:
        kinds.append(rest[0])
        rest = rest[highest(np.abs(rest - rest[0])) > _ALIKE]
    return np.array(kinds)


def _boxed(cells: Array, figure: Array) -> Cloth | None:
    """The box of a region where a chest would most likely be, or None where it has no room for words."""
    rows, columns = cells.shape
    up, aside, broad, tall = (int(v) for v in np.take(cv2.boundingRect(cells.astype(np.uint8)), (1, 0, 2, 3)))
    if broad < 3 or tall < 2:
        return None
    found = boxes(cells[up : up + tall, aside : aside + broad])
    high = (found.bottoms - found.tops + 1) / max(rows, columns)
    wide = found.widths / max(rows, columns)
    # A box for words is wider than high; what is beyond three to two is of no more use.
    wide_used, high_used = np.minimum(wide, 2.2 * high), np.minimum(high, wide / 1.2)
    x = (aside + found.lefts + found.widths / 2) / columns
    y = (up + (found.tops + found.bottoms + 1) / 2) / rows
    size = np.sqrt(wide_used * high_used)
    scores = _near(x, y) * np.minimum(size / 0.2, 1.0)
    best = int(np.argmax(scores))
    if found.widths[best] < 3 or found.bottoms[best] - found.tops[best] < 1:
        return None
    left, top = aside + int(found.lefts[best]), up + int(found.tops[best])
    right, bottom = left + int(found.widths[best]), up + int(found.bottoms[best]) + 1
    ratio = (right - left) / (bottom - top)
    if ratio < 1.2:
        keep = max(2, round((right - left) / 1.2))
        top, bottom = top + (bottom - top - keep) // 3, top + (bottom - top - keep) // 3 + keep
    if ratio > 2.4:
        # Two who stand side by side in one cloth: under the head, if there is one, not between them.
        keep = round(2.2 * (bottom - top))
        above = figure[max(top - keep, 0) : top].sum(0)
        left = max(
            range(left, right - keep + 1),
            key=lambda at: (int(above[at : at + keep].sum()), -abs(2 * at + keep - left - right)),
        )
        right = left + keep
    open_sides = float(np.mean([cells[:, 0].mean(), cells[:, -1].mean()])) + float(cells[0].mean())
    score = float(scores[best]) * float(np.clip(1 - 3 * open_sides, 0, 1))
    score *= _height(cells | figure, (left + right) // 2, (top + bottom) / 2)
    return Cloth(_leaning(cells, figure, left, top, right, bottom), score)


def _height(body: Array, column: int, y: float) -> float:
    """How likely a chest is so high in what stands in a column of cells, 0 to 1: near the middle, with a head above."""
    rows = len(body)
    strip = body[:, max(column - 1, 0) : column + 2].any(1)
    padded = np.pad(strip, 2)
    near = padded[:-4] | padded[1:-3] | padded[3:-1] | padded[4:]
    run = _run(strip | near, min(int(y), rows - 1))
    if run is None:
        return 0.5
    top, bottom = run
    # Who is cut by the picture's lower edge goes on below it.
    share = (y - top) / max(bottom - top + (0.25 * rows if bottom >= rows else 0), 1)
    return float(max(np.exp(-0.5 * ((share - 0.45) / 0.16) ** 2), 0.45))


def _leaning(cells: Array, figure: Array, left: int, top: int, right: int, bottom: int) -> Array:
    """A box in cells as a quad (4, 2) that leans as the cloth does at both of its sides."""
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    middle, y = (left + right) // 2, np.arange(max(top - 1, 0), min(bottom + 1, len(cells)))
    runs = [_run(cells[row], middle) for row in y]
    seen = [(row + 0.5, *run) for row, run in zip(y.tolist(), runs, strict=True) if run is not None]
    if len(seen) < 4:
        return box
    down, start, end = np.array(seen).T
    off = down - down.mean()
    left_lean, right_lean = (float(off @ side) / float(off @ off) for side in (start, end))
    # An arm pulls one side of the cloth away; a chest that leans takes both with it, and the head.
    above = np.argwhere(figure[max(top - (right - left), 0) : top, max(left - 2, 0) : right + 2])
    if left_lean * right_lean <= 0 or len(above) < 6:
        return box
    high, aside = above.mean(0) + (max(top - (right - left), 0), max(left - 2, 0)) + 0.5
    head_lean = ((left + right) / 2 - float(aside)) / max((top + bottom) / 2 - float(high), 1.0)
    if head_lean * left_lean <= 0:
        return box
    turn = float(np.clip(-np.arctan(min(left_lean, right_lean, head_lean, key=abs)), -_MOST_LEAN, _MOST_LEAN))
    centre = box.mean(0)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(centre + (box - centre) @ matrix)
