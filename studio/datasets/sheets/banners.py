"""Bands over the whole width of a sheet, at its top and its foot: of a colour of their own, or behind a rule."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box

Array = NDArray[Any]

_HIGHEST: Final = 0.2
"""Of a banner, of the sheet's height."""
_LOWEST: Final = 0.012
_STEP: Final = 3.5
"""How far the colours on both sides of a banner's edge are from each other at least, in L*a*b*."""
_ACROSS: Final = 0.8
"""Of the width, that an edge runs over."""
_PATTERN: Final = 8
"""So many edges or rules over the whole width are a pattern of the ground."""
_FAINT: Final = 13.0
"""How strong the edges of a pattern are at most, in L*a*b*."""
_RULE: Final = 0.012
"""Of the height: how thick a rule is at most."""


class _Edge(NamedTuple):
    row: int
    step: Array
    """What is below it less what is above it."""


def banners_in(lab: Array) -> tuple[Box, ...]:
    """Banners of a straight sheet, `lab` (H, W, 3), the top one first; they end where their edge or rule ends."""
    height, width = lab.shape[:2]
    edges = _edges(lab)
    if _is_pattern(edges, height):
        edges = [edge for edge in edges if np.linalg.norm(edge.step) > _FAINT]
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
        near = size[max(0, row - 3) : row + 4]
        if size[row] < near.max() or (found and row - found[-1].row <= 2):
            continue
        along = steps[row] @ (typical[row] / size[row]) >= size[row] * 0.5
        # Upper edges of panels beside each other run over much of the width too, but not to the sheet's own edges.
        if along.mean() >= _ACROSS and along[:margin].mean() > 0.5 and along[-margin:].mean() > 0.5:
            found.append(_Edge(int(row), typical[row]))
    return found


def _is_pattern(edges: list[_Edge], height: int) -> bool:
    """Whether there are more edges than banners and rules make; both edges of rules, also of double ones, are one."""
    rows = np.asarray([edge.row for edge in edges])
    return int((np.diff(rows) > max(4, round(height * _RULE))).sum()) >= _PATTERN


def _depth(lab: Array, edges: list[_Edge]) -> int:
    """How many rows the banner at the top has; 0 where there is none."""
    height = lab.shape[0]
    rule = max(4, round(height * _RULE))
    depth = 0
    for number, edge in enumerate(edges):
        if edge.row > height * _HIGHEST:
            break
        if edge.row < height * _LOWEST:
            continue
        after = next((other for other in edges[number + 1 :] if other.row - edge.row <= rule), None)
        is_rule = after is not None and float(edge.step @ after.step) < 0
        depth = (after.row if is_rule and after is not None else edge.row) + 2
    return depth
