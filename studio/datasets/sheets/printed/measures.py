"""Rulers beside figures, told by their ticks; they go before ink is filled, or what they enclose is drawn."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_THICK: Final = 0.0085
"""Of the longer side: thicker lines are no rulers."""
_LONG: Final = 0.06
"""The same, of the shortest ruler."""
_SEEN: Final = 0.8
"""Of its length, that is seen in one column: the rest are ticks, and words that cross it."""
_SOLID: Final = 0.7
"""Of a ruler's line, that is ink."""
_TICK: Final = 0.03
"""Of the sheet's longer side: how far a tick sticks out of its ruler at most."""
_TICKED: Final = 0.4
"""Of a ruler's length, that has ticks at most."""


def rulers_in(ink: Array) -> Array:
    """(H, W) bool: the pixels of upright and level rulers with a tick at both ends, of `ink` (H, W) bool."""
    return np.asarray(_upright(ink) | _upright(np.ascontiguousarray(ink.T)).T)


def _upright(ink: Array) -> Array:
    """The pixels of upright rulers."""
    longer = max(ink.shape)
    thick = max(3, round(longer * _THICK))
    gap = 2 * thick
    wide = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, thick + 1), np.uint8))
    thin = (ink & (wide == 0)).astype(np.uint8)
    framed = cv2.copyMakeBorder(thin, gap, gap, 0, 0, cv2.BORDER_CONSTANT, value=0)
    bridged = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))[gap:-gap]
    lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((max(8, round(longer * _LONG)), 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    found = np.zeros_like(ink)
    for x, y, width, height, _ in stats[1:count].tolist():
        columns = thin[y : y + height, x : x + width].mean(axis=0)
        # Chains are as straight, but have holes.
        if width <= thick and columns.max() >= _SEEN and columns.mean() >= _SOLID:
            _mark(found, ink, (x, x + width), (max(0, y - 2 * thick), min(len(ink), y + height + 2 * thick)), thick)
    return found


def _mark(found: Array, ink: Array, across: tuple[int, int], rows: tuple[int, int], thick: int) -> None:
    """Mark a line as a ruler in place, if it is one: as far as one side of it is free but for ticks."""
    most = round(_TICK * max(ink.shape))
    (left, right), (top, bottom) = across, rows
    part = ink[top:bottom]
    sides = _runs(part[:, max(0, left - 2 * most) : left][:, ::-1]), _runs(part[:, right : right + 2 * most])
    end = 3 * thick
    for free, other in (sides, sides[::-1]):
        first, last = int(free[:end].max()), int(free[-end:].max())
        tick = min(first, last)
        width = right - left
        if not (max(3, width) <= tick <= most and max(first, last) <= 1.25 * tick + 2):
            continue
        if min(int(other[:end].max()), int(other[-end:].max())) < 0.6 * tick:
            continue
        ticks = (free >= 0.6 * tick) & (free <= 1.25 * tick + 2)
        if max(int(ticks[:end].sum()), int(ticks[-end:].sum())) > 1.5 * width + 3:
            continue
        bare = free <= 2
        if (~bare).mean() > _TICKED or (ticks | bare).mean() < 0.7:
            continue
        places = np.flatnonzero(ticks)
        inside = np.s_[top + int(places[0]) : top + int(places[-1]) + 1]
        around = cv2.dilate(ticks.astype(np.uint8)[:, None], np.ones((3, 1), np.uint8)) > 0
        found[inside, max(0, left - 1) : right + 1] |= ink[inside, max(0, left - 1) : right + 1]
        reach = np.s_[max(0, left - tick - 2) : right + tick + 2]
        found[top:bottom, reach] |= around & ink[top:bottom, reach]
        return


def _runs(beside: Array) -> Array:
    """How many pixels of each row are ink from its beginning on, (h,) of (h, w) bool."""
    if beside.shape[1] == 0:
        return np.zeros(len(beside), np.int64)
    return np.asarray(np.where(beside.all(axis=1), beside.shape[1], (~beside).argmax(axis=1)))
