"""Palettes: swatches beside a figure, each by itself or together as a strip of cells, which are none of it."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_COVERED: Final = 0.85
"""The share of a part that swatches cover that is nothing else."""
_LEAST: Final = 8
"""Pixels of the lesser side of a strip, at least."""
_WIDEST: Final = 0.06
"""Of the longer side, that a strip is wide at most."""
_CELLS: Final = (3, 12)
"""So many cells a strip has."""
_FILLS: Final = 0.9
"""The share of its box that a strip fills at least."""
_FLAT: Final = 7.0
"""ΔE up to which pixels of a cell are of its colour."""
_OTHER: Final = 8.0
"""ΔE between the colours of neighbours, at least."""


def without_palettes(drawn: Array, lab: Array, swatches: Array) -> Array:
    """`drawn` (H, W) bool without the parts that are palettes; `lab` (H, W, 3) is the sheet.

    `swatches` (H, W) bool is where others found some: what they lie on stays, if it is more than they.
    """
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    covered = np.bincount(numbers[swatches & drawn], minlength=count) / np.maximum(1, stats[:, cv2.CC_STAT_AREA])
    gone = covered > _COVERED
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        across, along = min(width, height), max(width, height)
        if gone[number] or not _LEAST <= across <= _WIDEST * max(drawn.shape) or area < _FILLS * width * height:
            continue
        cells = round(along / across)
        if _CELLS[0] <= cells <= _CELLS[1]:
            strip = lab[y : y + height, x : x + width]
            gone[number] = _is_strip(strip if height > width else strip.transpose(1, 0, 2), cells)
    gone[0] = False
    return np.asarray(drawn & ~gone[numbers])


def _is_strip(lab: Array, cells: int) -> bool:
    """Whether so many flat cells, one below the other, have each another colour than the next; `lab` is (h, w, 3)."""
    middles = []
    for cell in range(cells):
        start, end = (round((cell + at) * len(lab) / cells) for at in (0.25, 0.75))
        edge = lab.shape[1] // 4
        inner = lab[start:end, edge:-edge].reshape(-1, 3)
        middles.append(np.median(inner, axis=0))
        if (np.linalg.norm(inner - middles[-1], axis=1) < _FLAT).mean() < 0.9:
            return False
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1)
    return bool((steps > _OTHER).all())
