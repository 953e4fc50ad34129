"""What is drawn on a sheet, put together to figures: one a cell, with its loose parts, parted from neighbours."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box
from studio.datasets.sheets.grid import Grid

Array = NDArray[Any]

_BAND: Final = 0.16
"""Of a cell: how far from its edge a cut between two figures that touch may run."""
_OWN: Final = 0.3
"""Of a usual figure: a part that has so much in a cell is a figure of that cell too, or a piece of one."""
_SCRAP: Final = 0.12
"""Of a usual figure: a cell with less than this has none."""
_LOOSE: Final = 0.14
"""Of a figure's greater side: how far from it a loose small part of it may lie."""
_SMALL: Final = 0.04
"""Of a figure's area: what is smaller is small."""

_TINY: Final = 0.004
"""The same, of what is tiny: letters that were not told from drawing."""

_LARGE: Final = 0.12
"""The same, of what is a good piece of the figure: how far from it this lies says little."""


class Found(NamedTuple):
    """A figure: its box, its cell (row, column), and whether it had to be cut off a neighbour."""

    box: Box
    row: int
    column: int
    cut_off: bool


def figures_in(drawn: Array, grid: Grid) -> list[Found]:
    """The figures of a sheet, row by row; `drawn` (H, W) bool is filled, without what is printed."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    cells = _cells(drawn, grid)
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    inside = np.bincount((numbers[drawn] * (rows * columns) + cells[drawn]).ravel(), minlength=count * rows * columns)
    shares = inside.reshape(count, rows * columns)
    filled = shares.sum(axis=0)
    if not filled.any():
        return []
    typical = float(np.median(filled[filled > 0.05 * filled.max()]))
    owner, cut_off = numbers * 0 - 1, set[int]()
    for number in range(1, count):
        claims = np.flatnonzero(shares[number] >= _OWN * typical)
        place = _place(stats[number])
        own = numbers[place] == number
        if len(claims) <= 1:
            owner[place][own] = int(shares[number].argmax())
        else:
            cut_off |= {int(cell) for cell in claims}
            owner[place][own] = _nearest_claim(cells[place][own], claims, columns)
    found = []
    side = _usual_side(owner, rows * columns)
    for cell in range(rows * columns):
        box = _box_of(owner == cell, _SCRAP * typical, side) if filled[cell] else None
        if box is not None:
            found.append(Found(box, cell // columns, cell % columns, cell in cut_off))
    return found


def _nearest_claim(cells: Array, claims: Array, columns: int) -> Array:
    """Pixels that lie in cells without a figure of their own belong to the nearest cell that has one."""
    to = np.arange(int(max(cells.max(), claims.max())) + 1)
    for cell in to:
        if cell not in claims:
            away = np.abs(claims // columns - cell // columns) + np.abs(claims % columns - cell % columns)
            to[cell] = claims[int(away.argmin())]
    return to[cells]


def _usual_side(owner: Array, cells: int) -> float:
    """The greater side of a usual figure: of the box around all that is in a cell."""
    sides = []
    for cell in range(cells):
        ys, xs = np.nonzero(owner == cell)
        if len(xs):
            sides.append(max(int(np.ptp(xs)), int(np.ptp(ys))) + 1)
    return float(np.median(sides))


def _box_of(mask: Array, least: float, usual: float) -> Box | None:
    """The box around a figure and what belongs to it; None where there is too little of it."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2 or stats[1:, cv2.CC_STAT_AREA].sum() < least:
        return None
    order = 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA])
    left, top, right, bottom, area = _corners(stats[order[0]])
    loose = [_corners(stats[number]) for number in order[1:]]
    # What hangs on a loose part belongs to the figure too: the ring on the chain of a keychain.
    grown = True
    while grown and loose:
        grown, rest = False, []
        for part in loose:
            reach = _LOOSE * max(right - left, bottom - top, 0.8 * usual)
            gap = max(left - part[2], part[0] - right, top - part[3], part[1] - bottom, 0)
            share = part[4] / area
            if gap > reach * (0.2 if share < _TINY else 0.5 if share < _SMALL else 1.0 if share < _LARGE else 5.0):
                rest.append(part)
                continue
            left, top = min(left, part[0]), min(top, part[1])
            right, bottom = max(right, part[2]), max(bottom, part[3])
            grown = True
        loose = rest
    return Box(left, top, right - left, bottom - top)


def _corners(stat: Array) -> tuple[int, int, int, int, int]:
    x, y, width, height, area = (int(value) for value in stat)
    return x, y, x + width, y + height, area


def _place(stat: Array) -> tuple[slice, slice]:
    x, y, width, height, _ = (int(value) for value in stat)
    return slice(y, y + height), slice(x, x + width)


def _cells(drawn: Array, grid: Grid) -> Array:
    """The cell of each pixel, (H, W) int32, numbered row by row; edges bend round what stands over them."""
    columns = len(grid.xs) - 1
    row = _bands(drawn.T, grid.ys, grid.xs).T
    column = _bands(drawn, grid.xs, grid.ys)
    return np.asarray(row * columns + column, np.int32)


def _bands(drawn: Array, edges: tuple[int, ...], strips: tuple[int, ...]) -> Array:
    """Which upright band between `edges` each pixel lies in, by cuts that are made anew in each strip of rows."""
    found = np.zeros(drawn.shape, np.int32)
    x = np.arange(drawn.shape[1])[None]
    for top, bottom in pairwise(strips):
        for number in range(1, len(edges) - 1):
            narrower = min(edges[number] - edges[number - 1], edges[number + 1] - edges[number])
            half = max(1, round(_BAND * narrower))
            start, end = max(0, edges[number] - half), min(drawn.shape[1], edges[number] + half + 1)
            seam = start + _seam(drawn[top:bottom, start:end])
            found[top:bottom] += x >= seam[:, None]
    return found


def _seam(drawn: Array) -> Array:
    """For each row the column of the cut from top to bottom that goes through the least that is drawn."""
    height, width = drawn.shape
    off = np.abs(np.arange(width) - width // 2) / max(1, width)
    cost = drawn.astype(np.float32) + (0.02 * off).astype(np.float32)
    total = cost.copy()
    for y in range(1, height):
        above = total[y - 1]
        best = above.copy()
        best[1:] = np.minimum(best[1:], above[:-1] + 0.01)
        best[:-1] = np.minimum(best[:-1], above[1:] + 0.01)
        total[y] += best
    seam = np.zeros(height, np.int64)
    seam[-1] = int(total[-1].argmin())
    for y in range(height - 2, -1, -1):
        at = int(seam[y + 1])
        low = max(0, at - 1)
        seam[y] = low + int(total[y, low : at + 2].argmin())
    return seam
