"""Rows and columns of a sheet: by its rules where it has any, by the room between what is drawn otherwise."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.sheets.rules import Rules

Array = NDArray[Any]

MOST_ROWS, MOST_COLUMNS = 6, 8
_SMALL: Final = 400
"""Pixels of the longer side on which cuts are tried."""
_UPRIGHT: Final = 0.65
"""Width over height of a usual figure."""
_TOLERATED: Final = 0.45
"""How far from that, as a difference of logarithms, is as good."""
_CROSSED: Final = 0.3
"""How much of a figure's height a cut may go through."""
_WIDE: Final = 0.12
"""A gap as wide as this, over the smaller of what stands on both sides of it, parts two figures."""
_HALF, _OF_A_SIZE = 0.3, 1.6
"""Of what is in a cell, each of two figures has so much at least; the one is so much higher than the other at most."""
_NEAR: Final = 0.06
"""Of the length of what is drawn: how far a cut is from the rule that it stands for, at most."""
_PART: Final = 0.01
"""Of all that is drawn, that a figure or a large part of one has."""
_STANDS_OVER: Final = 0.08
"""Of a figure's height, that it has on both sides of a rule at least that goes on behind it."""
_BEHIND: Final = 0.6
"""Of the width that figures take, along which they stand over a rule that parts no cells."""
_MORE, _OTHER = 0.25, 0.5
"""How much better than the rules alone a grid must suit what is drawn that has more cuts; that leaves rules out."""


class _Choice(NamedTuple):
    """Edges of cells along one side, and how unlikely they are beside what is ruled."""

    edges: tuple[int, ...]
    doubt: float = 0.0


class Grid(NamedTuple):
    """Where the cells begin and end: `xs` and `ys` are their edges, one more than there are columns and rows."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    ruled: bool = False
    energy: float = 0.0


def grid_of(drawn: Array, rules: Rules) -> Grid:
    """The grid of what is drawn, (H, W) bool, filled, without rules and what is printed."""
    height, width = drawn.shape
    scale = min(1.0, _SMALL / max(height, width))
    small = cv2.resize(drawn.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > 0.3
    if not small.any():
        return Grid((0, width), (0, height))
    ys, xs = np.nonzero(small)
    spans = (int(xs.min()), int(xs.max()) + 1), (int(ys.min()), int(ys.max()) + 1)
    by_rules = (
        _parting(small.T, _inner(rules.xs, scale, spans[0])), _parting(small, _inner(rules.ys, scale, spans[1])),
    )  # fmt: skip
    columns = _choices(small.sum(axis=0), spans[0], by_rules[0], MOST_COLUMNS)
    rows = _choices(small.sum(axis=1), spans[1], by_rules[1], MOST_ROWS)
    if by_rules[0] and not by_rules[1]:
        rows = _doubted(rows, 2)
    if by_rules[1] and not by_rules[0]:
        columns = _doubted(columns, 2) if len(by_rules[1]) > 1 else columns
    least, best, chosen = float("inf"), float("inf"), (columns[0].edges, rows[0].edges)
    for across in columns:
        for down in rows:
            energy = _energy(small, across.edges, down.edges)
            if energy + across.doubt + down.doubt < least:
                least = energy + across.doubt + down.doubt
                best, chosen = energy, (across.edges, down.edges)
    inner_xs, inner_ys = chosen[0][1:-1], chosen[1][1:-1]
    return Grid(
        (0, *(round(x / scale) for x in inner_xs), width), (0, *(round(y / scale) for y in inner_ys), height),
        bool(by_rules[0] or by_rules[1]), best,
    )  # fmt: skip


def _inner(places: tuple[int, ...], scale: float, span: tuple[int, int]) -> list[int]:
    """Rules between what is drawn, not around it; the two edges of panels on both sides of a gutter as one."""
    start, end = span
    length = end - start
    inner = [round(place * scale) for place in places]
    inner = [place for place in inner if start + 0.04 * length < place < end - 0.04 * length]
    merged: list[list[int]] = []
    for place in inner:
        if merged and place - merged[-1][0] <= 0.06 * length + 2:
            merged[-1].append(place)
        else:
            merged.append([place])
    return [round(sum(group) / len(group)) for group in merged]


def _parting(small: Array, ruled: list[int]) -> list[int]:
    """Of level rules those that part cells: behind the others figures stand, all along, as behind lines of height."""
    if not ruled:
        return ruled
    count, _, stats, _ = cv2.connectedComponentsWithStats(small.astype(np.uint8))
    boxes = [stats[number] for number in range(1, count) if stats[number][cv2.CC_STAT_AREA] > _PART * small.sum()]
    taken = np.zeros(small.shape[1], bool)
    for x, _, width, _, _ in boxes:
        taken[x : x + width] = True
    found = []
    for place in ruled:
        crossed = np.zeros_like(taken)
        for x, y, width, height, _ in boxes:
            if y + _STANDS_OVER * height < place < y + (1 - _STANDS_OVER) * height:
                crossed[x : x + width] = True
        if crossed.sum() <= _BEHIND * taken.sum():
            found.append(place)
    # Between the lines of lined paper, or of heights, some may chance to lie between figures.
    return found if 2 * len(found) > len(ruled) else []


def _choices(profile: Array, span: tuple[int, int], ruled: list[int], most: int) -> list[_Choice]:
    """Edges of 1, 2, 3 … cells along one side, each the best of its number; those by rules first, if there are any."""
    start, end = span
    cost = cv2.GaussianBlur(profile[start:end].astype(np.float32)[:, None], (0, 0), 1.5).ravel()
    found: list[tuple[int, ...]] = [(start, end)]
    for count in range(2, most + 1):
        cuts = _cuts(cost, count)
        if cuts is not None:
            found.append((start, *(start + cut for cut in cuts), end))
    if not ruled:
        return [_Choice(edges) for edges in found]
    # Where figures stand over some of the rules, or words look like one, those that were found are not the grid.
    return [_Choice((start, *ruled, end)), *(_by_rules(edges, ruled) for edges in found if len(edges) > 2)]


def _by_rules(edges: tuple[int, ...], ruled: list[int]) -> _Choice:
    """A choice that was made without rules, its cuts moved to the rules that they are near."""
    near = _NEAR * (edges[-1] - edges[0])
    nearest = [ruled[int(np.abs(np.subtract(ruled, cut)).argmin())] for cut in edges[1:-1]]
    cuts = [rule if abs(rule - cut) <= near else cut for rule, cut in zip(nearest, edges[1:-1], strict=True)]
    agree = set(ruled) <= set(cuts) and len(set(cuts)) == len(cuts)
    return _Choice((edges[0], *cuts, edges[-1]), _MORE) if agree else _Choice(edges, _OTHER)


def _doubted(choices: list[_Choice], usual: int) -> list[_Choice]:
    """The choices, those after the first few less likely."""
    return [*choices[:usual], *(choice._replace(doubt=choice.doubt + _MORE) for choice in choices[usual:])]


def _cuts(cost: Array, count: int) -> list[int] | None:
    """Where to cut so that the least is cut through; cells may be half as long again as others."""
    length = len(cost)
    least, most = 0.62 * length / count, 1.5 * length / count
    if least < 4:
        return None
    # best[n][x]: the least cost of n cuts of which the last is at x.
    best = np.full((count, length + 1), np.inf)
    came = np.zeros((count, length + 1), np.int64)
    best[0, 0] = 0.0
    padded = np.append(cost, 0.0)
    for number in range(1, count):
        for x in range(1, length):
            low, high = max(0, int(np.ceil(x - most))), int(np.floor(x - least))
            if high < low:
                continue
            before = best[number - 1, low : high + 1]
            place = int(before.argmin())
            uneven = abs((x - low - place) * count / length - 1) * 0.5
            if before[place] < np.inf:
                best[number, x] = before[place] + padded[x] + uneven
                came[number, x] = low + place
    ends = np.arange(length + 1)
    fits = (length - ends >= least) & (length - ends <= most)
    last = np.where(fits, best[count - 1], np.inf)
    x = int(last.argmin())
    if not np.isfinite(last[x]):
        return None
    cuts = [x]
    for number in range(count - 1, 1, -1):
        x = int(came[number, x])
        cuts.append(x)
    return cuts[::-1]


def _energy(drawn: Array, xs: tuple[int, ...], ys: tuple[int, ...]) -> float:
    """How little a grid suits what is drawn; less is better."""
    boxes, areas = [], []
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            part = drawn[top:bottom, left:right]
            rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
            if len(rows):
                boxes.append((int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1, part))
                areas.append(int(part.sum()))
            else:
                areas.append(0)
    typical = float(np.median([area for area in areas if area]))
    whole = [box for box, area in zip(boxes, [a for a in areas if a], strict=True) if area >= 0.2 * typical]
    scraps = len(areas) - len(whole)
    sizes = np.asarray([(w, h) for w, h, _ in whole], float)
    off = np.maximum(0, np.abs(np.log(sizes[:, 0] / sizes[:, 1] / _UPRIGHT)) - _TOLERATED)
    uneven = float(np.log(sizes).std(axis=0).sum())
    tall, wide = float(np.median(sizes[:, 1])), float(np.median(sizes[:, 0]))
    crossed = [float(drawn[:, x].sum()) / (tall * (len(ys) - 1)) for x in xs[1:-1]]
    crossed += [float(drawn[y].sum()) / (wide * (len(xs) - 1)) for y in ys[1:-1]]
    over = sum(max(0.0, share - _CROSSED) for share in crossed)
    parted = float(np.mean([_gaps(part) for _, _, part in whole]))
    return (
        float((off**2).mean()) + uneven + 3.0 * float(np.mean(crossed or [0.0])) + 8.0 * over + 2.0 * parted
        + 1.5 * scraps / len(areas)
    )  # fmt: skip


def _gaps(part: Array) -> float:
    """How surely more than one figure stands in a cell: 0 for one, 1 for a wide gap between two of a size."""
    worst = 0.0
    for axis in (0, 1):
        filled = part.any(axis=axis)
        places = np.flatnonzero(filled)
        breaks = np.flatnonzero(np.diff(places) > 1)
        weight = part.sum(axis=axis)
        total = weight.sum()
        for at in breaks:
            gap = int(places[at + 1] - places[at]) - 1
            first, second = weight[: places[at] + 1].sum() / total, weight[places[at + 1] :].sum() / total
            extents = (int(places[at] - places[0]) + 1, int(places[-1] - places[at + 1]) + 1)
            if min(first, second) > 0.2 and gap > _WIDE * min(extents):
                worst = max(worst, 1.0)
            elif axis and min(first, second) > _HALF and max(extents) < _OF_A_SIZE * min(extents):
                # A head that floats over its body is no figure: it is as wide as high.
                cut = int(places[at]) + 1
                if _is_upright(part[:cut]) and _is_upright(part[cut:]):
                    worst = max(worst, 0.5)
    return worst


def _is_upright(part: Array) -> bool:
    """Whether what is drawn, (h, w) bool, is higher than wide."""
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return bool(np.ptp(rows) > 1.15 * np.ptp(columns))
