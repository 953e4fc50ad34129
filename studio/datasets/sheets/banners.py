"""Bands over the whole width of a sheet, at its top and its foot: of a colour of their own, or behind a rule."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box

Array = NDArray[Any]

_HIGHEST: Final = 0.2
"""Of a banner, of the sheet's height."""
_LOWEST: Final = 0.012
_INSET, _BAR = 0.75, 0.9
"""Of the width, that a bar takes at least that ends before the sheet's sides; of its box, that it fills."""
_STEP: Final = 3.5
"""How far the colours on both sides of a banner's edge are from each other at least, in L*a*b*."""
_ACROSS: Final = 0.8
"""Of the width, that an edge runs over."""
_PATTERN: Final = 8
"""So many edges or rules over the whole width are a pattern of the ground."""
_LINED: Final = 32
"""So many edges, however near to each other, are one too: lined paper."""
_FAINT: Final = 13.0
"""How strong the edges of a pattern are at most, in L*a*b*."""
_RULE: Final = 0.012
"""Of the height: how thick a rule is at most."""
_RULED: Final = 7.0
"""How strong the edges of a rule are at least: fainter ones are those of lined paper."""
_RING: Final = 4.0
"""How much stronger an edge is whose colours JPEG lets run to a second one beside it."""
_FLAT: Final = 0.8
"""Of the width, that a banner of one colour shows beside its edge."""
_DASHED: Final = 0.5
"""Of a rule's length, that is seen where it is dashed."""


class _Edge(NamedTuple):
    row: int
    step: Array
    """What is below it less what is above it."""


def banners_in(lab: Array) -> tuple[Box, ...]:
    """Banners of a straight sheet, `lab` (H, W, 3), the top one first; they end where their edge or rule ends."""
    height, width = lab.shape[:2]
    edges = _edges(lab)
    if _is_pattern(edges, height):
        edges = _beside_pattern(edges, height)
    if _is_pattern(edges, height) or height < 40:
        return ()
    top = _depth(lab, edges)
    foot = _depth(lab[::-1], [_Edge(height - edge.row, -edge.step) for edge in reversed(edges)])
    found = []
    if top:
        found.append(Box(0, 0, width, top))
    if foot and top + foot < height:
        found.append(Box(0, height - foot, width, foot))
    return tuple(found)


def bars_in(filled: Array) -> tuple[Box, ...]:
    """Banners that do not reach the sheet's sides, with what is between them and its top or foot.

    `filled` (H, W) bool is what is drawn on the sheet, and what that encloses.
    """
    height, width = filled.shape
    # What stands on a bar, and lines that end at it, are another thing.
    size = max(3, round(_LOWEST * height))
    bodies = cv2.morphologyEx(filled.astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(bodies)
    found = []
    for x, y, wide, high, area in stats[1:count].tolist():
        if wide < _INSET * width or x == 0 or x + wide == width or area < _BAR * wide * high:
            continue
        if y + high <= _HIGHEST * height:
            found.append(Box(0, 0, width, y + high + 2))
        elif y >= (1 - _HIGHEST) * height:
            found.append(Box(0, y - 2, width, height - y + 2))
    return tuple(found)


def _edges(lab: Array) -> list[_Edge]:
    """Steps from row to row that run over nearly the whole width."""
    steps = np.zeros_like(lab)
    # Two rows beside each other are one edge smoothed by the scan: what lies two apart tells of it whole.
    steps[2:-2] = (lab[3:-1] + lab[4:] - lab[:-4] - lab[1:-3]) / 2
    typical = np.median(steps, axis=1)
    size = np.linalg.norm(typical, axis=1)
    margin = max(2, round(lab.shape[1] * 0.006))
    found: list[_Edge] = []
    for row in np.flatnonzero(size >= _STEP):
        near = np.s_[max(0, row - 3) : row + 4]
        # The two edges of a thin rule lie as near to each other, and step to and fro.
        alike = typical[near] @ typical[row] > 0
        if size[row] < size[near][alike].max() or (
            found and row - found[-1].row <= 2 and found[-1].step @ typical[row] > 0
        ):
            continue
        along = steps[row] @ (typical[row] / size[row]) >= size[row] * 0.5
        # Beside one flat colour a pattern shows its own, each with a step of its own.
        if _is_flat(lab[max(0, row - 4) : max(1, row - 2)]) or _is_flat(lab[row + 2 : row + 4]):
            along |= np.linalg.norm(steps[row], axis=1) >= max(_STEP, size[row] * 0.3)
        # Upper edges of panels beside each other run over much of the width too, but not to the sheet's own edges.
        if along.mean() >= _ACROSS and along[:margin].mean() > 0.5 and along[-margin:].mean() > 0.5:
            found.append(_Edge(int(row), typical[row]))
    return [edge for edge in found if size[edge.row] * _RING > size[max(0, edge.row - 8) : edge.row + 9].max()]


def _is_flat(colours: Array) -> bool:
    """Whether rows of pixels, (R, W, 3), have one colour nearly all along; between two rows of a pattern they do."""
    return bool((np.linalg.norm(colours - np.median(colours, axis=(0, 1)), axis=2) < _STEP).mean() >= _FLAT)


def _is_pattern(edges: list[_Edge], height: int) -> bool:
    """Whether there are more edges than banners and rules make; both edges of rules, also of double ones, are one."""
    rows = np.asarray([edge.row for edge in edges])
    if len(rows) >= _LINED:
        return True
    return int((np.diff(rows) > max(4, round(height * _RULE))).sum()) >= _PATTERN


def _beside_pattern(edges: list[_Edge], height: int) -> list[_Edge]:
    """Edges that are none of a pattern's: what is stronger, and what comes first of it, far from the sheet's edge."""
    # The lines of lined paper have two edges each.
    spare = 2.5 * float(np.percentile(np.diff([edge.row for edge in edges]), 75))
    ends = [
        edge.row for edge, depth in ((edges[0], edges[0].row), (edges[-1], height - edges[-1].row)) if depth > spare
    ]
    return [edge for edge in edges if np.linalg.norm(edge.step) > _FAINT or edge.row in ends]


def _goes_on(lab: Array, row: int, thick: int) -> bool:
    """Whether an upright rule runs through all that is above a row, and as far below it: then that is a row of cells.

    `thick` is the thickness of a level rule, in rows.
    """
    above, below = lab[: row - thick], lab[row + 2 * thick : 2 * row + thick]
    if min(len(above), len(below)) < 8:
        return False
    through = np.minimum(_seen(above), _seen(below))
    wide = max(4, round(lab.shape[1] * _RULE))
    columns = np.flatnonzero(through >= _DASHED)
    beside = [np.delete(through[x - wide : x + wide + 1], np.s_[wide // 2 : -(wide // 2)]) for x in columns if x > wide]
    return any(len(part) and float(np.median(part)) < 0.1 for part in beside)


def _seen(band: Array) -> Array:
    """How much of each column, (W,), stands out from what is usual in its row."""
    return np.asarray((np.linalg.norm(band - np.median(band, axis=1)[:, None], axis=2) > _FAINT).mean(axis=0))


def _depth(lab: Array, edges: list[_Edge]) -> int:
    """How many rows the banner at the top has; 0 where there is none."""
    height = lab.shape[0]
    rule = max(4, round(height * _RULE))
    depth = inside = faint = 0
    for number, edge in enumerate(edges):
        if edge.row > height * _HIGHEST:
            break
        if edge.row < height * _LOWEST:
            continue
        after = next((other for other in edges[number + 1 :] if other.row - edge.row <= rule), None)
        is_rule = after is not None and float(edge.step @ after.step) < 0
        if after is not None and is_rule and max(np.linalg.norm(edge.step), np.linalg.norm(after.step)) < _RULED:
            faint = after.row
        if edge.row <= faint:
            continue
        if edge.row <= inside or (is_rule and _goes_on(lab, edge.row, rule)):
            inside = edge.row if after is None else after.row
            continue
        depth = (after.row if is_rule and after is not None else edge.row) + 2
    return depth
