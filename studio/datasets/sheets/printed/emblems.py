"""Emblems beside words: a ring or a sign in their ink, which filled is as large as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.sheets.printed.shapes import Row

Array = NDArray[Any]

_TALLEST: Final = 6.0
"""Of the height of its words: how high an emblem is at most."""
_HIGHEST: Final = 0.12
"""The same, of the sheet's longer side."""
_OFF: Final = 0.35
"""Of its height: how far its middle is from that of its words, at most."""
_GAP: Final = 1.2
"""The same, of the room between both."""
_SAME_INK: Final = 16.0
"""How far from the words' ink most of its own is at most, in L*a*b*."""


def emblems_in(ink: Array, filled: Array, rows: Sequence[Row], lab: Array) -> Array:
    """(H, W) bool: what of `filled` is an emblem beside one of the rows of words.

    `ink` (H, W) bool is what stands out clearly, `filled` all ink with what it encloses; `lab` (H, W, 3) the pixels.
    """
    found = np.zeros_like(filled)
    highest = _HIGHEST * max(filled.shape)
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(filled.astype(np.uint8))
    for number, (x, y, width, height, _) in enumerate(stats.tolist()):
        if not number or height > highest or width > 2 * height:
            continue
        place = np.s_[y : y + height, x : x + width]
        own = numbers[place] == number
        for row in rows:
            off = abs(y + height / 2 - row.y - row.height / 2)
            gap = max(row.x - x - width, x - row.x - row.width)
            if height > _TALLEST * row.height or off > _OFF * height or gap > _GAP * height:
                continue
            shown = lab[place][own & ink[place]]
            if len(shown) and float(np.median(np.linalg.norm(shown - row.colour, axis=1))) <= _SAME_INK:
                found[place] |= own
                break
    return found
