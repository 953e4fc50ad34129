"""Arrows: a straight stroke with a head at one end; and leaders, which have none and start at words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels.ends import Mark, beside, mark_at, to_its_ends
from studio.datasets.sheets.labels.quads import around, distance, height_of
from studio.datasets.sheets.labels.strokes import Stroke

Array: TypeAlias = npt.NDArray[Any]

_SHORTEST = 14.0
"""Px of a shaft, at least."""

_LONG = 0.06
"""Share of the sheet's longer side from which an arrow may stand alone, without words at its end."""

_EVEN = 6.0
"""ΔE of spread beside the rear half of an arrow that stands alone: it begins on bare ground, not in a drawing."""


def arrows(colours: Array, strokes: Sequence[Stroke], words: Sequence[Quad]) -> tuple[Label, ...]:
    """Arrows and leaders among strokes; `colours` is the picture in Lab, `words` are the quads of what is printed."""
    found: list[Label] = []
    for one in strokes:
        if one.length < max(_SHORTEST, 5 * one.width):
            continue
        shaft = to_its_ends(colours, one)
        mark, at_end = _head(colours, shaft)
        tail = shaft.start if at_end else shaft.end
        if mark is not None:
            is_arrow = _is_at_words(tail, words) or _stands_alone(colours, shaft, at_end)
        else:
            is_arrow = _leads_from(shaft, words)
        if is_arrow:
            half = (mark.half if mark else 1.5 * shaft.width) + max(3.0, shaft.width)
            quad = around(np.asarray(shaft.start), np.asarray(shaft.end), half, max(4.0, 2 * shaft.width))
            found.append(Label("arrow", quad))
    return tuple(found)


def _head(colours: Array, shaft: Stroke) -> tuple[Mark | None, bool]:
    """The head of an arrow, and whether it is at the stroke's end; None where neither end or each has one."""
    marks = [(mark, at_end) for at_end in (True, False) if (mark := mark_at(colours, shaft, at_end)) is not None]
    if len(marks) != 1:
        return None, True
    mark, at_end = marks[0]
    return (mark, at_end) if _is_bare_behind(colours, shaft, mark, at_end) else (None, True)


def _is_bare_behind(colours: Array, shaft: Stroke, mark: Mark, at_end: bool) -> bool:
    """Whether little ink is beside the shaft behind its head: hatching and fur have some all along."""
    tip = np.asarray(shaft.end if at_end else shaft.start)
    back = -shaft.along if at_end else shaft.along
    behind = np.arange(mark.back + 2, max(mark.back + 4, 0.85 * shaft.length))
    ink = sum(int(beside(colours, shaft, tip, back, behind, sign).any(axis=1).sum()) for sign in (1.0, -1.0))
    return ink <= 0.3 * len(behind)


def _is_at_words(point: tuple[float, float], words: Sequence[Quad]) -> bool:
    return any(distance(quad, point) <= 1.1 * height_of(quad) + 4 for quad in words)


def _stands_alone(colours: Array, shaft: Stroke, at_end: bool) -> bool:
    """Whether an arrow is long, and its rear half lies on bare ground."""
    if shaft.length < _LONG * max(colours.shape[:2]):
        return False
    tail, way = (shaft.start, shaft.along) if at_end else (shaft.end, -shaft.along)
    normal = np.array([-way[1], way[0]])
    places = np.asarray(tail) + np.arange(0, shaft.length / 2, 2.0)[:, None] * way
    high, wide = colours.shape[:2]
    for sign in (1.0, -1.0):
        points = np.round(places + sign * (1.5 * shaft.width + 3) * normal).astype(int)
        seen = colours[np.clip(points[:, 1], 0, high - 1), np.clip(points[:, 0], 0, wide - 1)]
        if float(np.linalg.norm(seen - np.median(seen, axis=0), axis=1).mean()) > _EVEN:
            return False
    return True


def _leads_from(shaft: Stroke, words: Sequence[Quad]) -> bool:
    """Whether just one end of a stroke is at words, and it points away from them."""
    for start, end in ((shaft.start, shaft.end), (shaft.end, shaft.start)):
        for quad in words:
            high = height_of(quad)
            if shaft.length < 2.5 * high or distance(quad, start) > 0.7 * high + 3:
                continue
            leaves = distance(quad, end) >= max(2 * high, 0.45 * shaft.length)
            if leaves and not _is_at_words(end, words):
                return True
    return False
