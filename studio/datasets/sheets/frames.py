"""Frames of a sheet: thin outlines around its cells, their corners square or round, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box
from studio.datasets.sheets.rules import Rules, once, thickest

Array = NDArray[Any]

_LEAST: Final = 0.1
"""Of each side of what is drawn: the sides of a frame are as long at least."""
_CORNER: Final = 0.16
"""Of the lesser side of a frame: how far its corners may be round."""
_SEEN: Final = 0.9
"""Of a side between its corners, that is seen where the frame is one: nothing else ends in a straight thin line so."""
_STRAIGHT: Final = 4
"""Pixels within which the outer edge of a side lies: a round part bends by more."""
_THROUGH: Final = 0.5
"""Of the height or width of what is drawn, along which edges of frames stand in one line that are rules."""


def with_frames(rules: Rules, ink: Array) -> Rules:
    """The rules and the frames of a straight sheet; `ink` (H, W) bool is what is not its ground, without banners."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return rules
    high, wide, thick = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1, thickest(ink)
    frames = _frames(ink & ~rules.marked, (_LEAST * wide, _LEAST * high), thick)
    marked = rules.marked.copy()
    for box, own in frames:
        marked[box.y : box.y + box.height, box.x : box.x + box.width] |= _outline(own, thick)
    boxes = [box for box, _ in frames]
    upright = [(edge, box.height) for box in boxes for edge in (box.x, box.x + box.width - 1)]
    level = [(edge, box.width) for box in boxes for edge in (box.y, box.y + box.height - 1)]
    xs = _lined_up(upright, _THROUGH * high, thick)
    ys = _lined_up(level, _THROUGH * wide, thick)
    return Rules(marked, once([*rules.xs, *xs], 3 * thick), once([*rules.ys, *ys], 3 * thick))


def _frames(ink: Array, least: tuple[float, float], thick: int) -> list[tuple[Box, Array]]:
    """The boxes of frames, and their own pixels there: parts of the ink with a thin straight line at each side.

    `least` are the pixels that one is wide and high at least.
    """
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    found = []
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        if width < max(least[0], 6 * thick) or height < max(least[1], 6 * thick):
            continue
        own = numbers[y : y + height, x : x + width] == number
        if all(_is_line(side, thick, _CORNER * min(width, height)) for side in (own, own[::-1], own.T, own.T[::-1])):
            found.append((Box(x, y, width, height), own))
    return found


def _is_line(own: Array, thick: int, corner: float) -> bool:
    """Whether a thin line goes along the upper side of a part, between its corners."""
    cut = round(corner) + thick
    band = own[: 2 * thick + 2, cut:-cut]
    if not band.size:
        return False
    seen = band[:_STRAIGHT].any(axis=0)
    # Below a filled panel's edge its ground goes on; below a line the sheet is seen again.
    thin = ~band.all(axis=0)
    return bool((seen & thin).mean() >= _SEEN)


def _outline(own: Array, thick: int) -> Array:
    """The pixels of a frame: of its part those that are thin and near its box's edges, or in its round corners."""
    height, width = own.shape
    wide = cv2.morphologyEx(own.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick + 1, thick + 1), np.uint8)) > 0
    corner = round(_CORNER * min(width, height)) + thick
    near = np.ones_like(own)
    near[thick + 1 : -thick - 1, thick + 1 : -thick - 1] = False
    for rows in (np.s_[:corner], np.s_[-corner:]):
        for columns in (np.s_[:corner], np.s_[-corner:]):
            near[rows, columns] = True
    return np.asarray(own & near & ~wide)


def _lined_up(edges: Sequence[tuple[int, int]], least: float, thick: int) -> list[int]:
    """Where edges, each with its length, stand in one line, that are as long together."""
    return [
        place for place in sorted({place for place, _ in edges})
        if sum(length for other, length in edges if abs(other - place) <= thick) >= least
    ]  # fmt: skip
