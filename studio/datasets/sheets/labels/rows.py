"""Rows of letters by their shape alone: small marks of one ink, alike in height, side by side on plain ground.

For where no OCR engine is installed. Nothing is read, and what lies over a figure is not seen.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label
from studio.datasets.sheets.labels.quads import upright

Array: TypeAlias = npt.NDArray[Any]

_INK = 20.0
"""ΔE from which a mark stands out from the ground around it."""

_FEWEST = 3
"""Letters of a row, at least."""

_PLAIN = 0.85
"""Share of the rim of a row that has one colour."""


class _Mark(NamedTuple):
    x: int
    y: int
    width: int
    height: int
    colour: tuple[float, float, float]


def rows(colours: Array) -> tuple[Label, ...]:
    """The rows of letters of a sheet in Lab (H, W, 3) float32, as labels without text."""
    marks = _marks(colours)
    labels = []
    for row in _chained(marks):
        left, top = min(mark.x for mark in row), min(mark.y for mark in row)
        right, bottom = max(mark.x + mark.width for mark in row), max(mark.y + mark.height for mark in row)
        room = max(4, round(0.25 * (bottom - top)))
        box = (left - room, top - room, right + room, bottom + room)
        if len(row) >= _FEWEST and _is_on_plain_ground(colours, box):
            labels.append(Label("text", upright(box[0], box[1], box[2] - box[0], box[3] - box[1])))
    return tuple(labels)


def _marks(colours: Array) -> list[_Mark]:
    """Connected marks as large as letters, from the left."""
    longest = max(colours.shape[:2])
    most = max(16, round(0.05 * longest))
    side = 2 * (most // 2) + 1
    lightness = np.clip(colours[..., 0] * 2.55, 0, 255).astype(np.uint8)
    # Letters cover less than half of what is around them, so that the median is the ground.
    ground = cv2.medianBlur(cv2.resize(lightness, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), side | 1)
    ground = cv2.resize(ground, (colours.shape[1], colours.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink = np.abs(lightness.astype(np.int16) - ground) > _INK * 2.55
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    found = []
    for number, (x, y, wide, high, area) in enumerate(stats.tolist()):
        if number and 5 <= high <= most and wide <= 3 * high and area >= 8 and area < 0.95 * wide * high:
            inside = colours[y : y + high, x : x + wide][numbers[y : y + high, x : x + wide] == number]
            a, b, c = np.median(inside, axis=0).tolist()
            found.append(_Mark(x, y, wide, high, (a, b, c)))
    return sorted(found)


def _chained(marks: list[_Mark]) -> list[list[_Mark]]:
    """Marks side by side, each row from its left."""
    chains: list[list[_Mark]] = []
    for mark in marks:
        fitting = [chain for chain in chains if _follows(chain[-1], mark)]
        if fitting:
            min(fitting, key=lambda chain: mark.x - chain[-1].x).append(mark)
        else:
            chains.append([mark])
    return chains


def _follows(last: _Mark, mark: _Mark) -> bool:
    tall = max(last.height, mark.height)
    gap = mark.x - last.x - last.width
    common = min(last.y + last.height, mark.y + mark.height) - max(last.y, mark.y)
    return bool(
        -0.3 * tall <= gap <= 0.9 * tall
        and common >= 0.4 * min(last.height, mark.height)
        and tall <= 2.2 * min(last.height, mark.height)
        and np.linalg.norm(np.subtract(last.colour, mark.colour)) < 18
    )


def _is_on_plain_ground(colours: Array, box: tuple[int, int, int, int]) -> bool:
    """Whether most of the rim of a box has one colour."""
    high, wide = colours.shape[:2]
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(wide - 1, box[2]), min(high - 1, box[3])
    rim = np.concatenate(
        [colours[top, left:right], colours[bottom, left:right], colours[top:bottom, left], colours[top:bottom, right]]
    )
    if not len(rim):
        return False
    return bool((np.linalg.norm(rim - np.median(rim, axis=0), axis=1) < 10).mean() >= _PLAIN)
