"""Ticks of rulers, which are left where a ruler that touches a figure is taken out."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_LONGEST: Final = 0.03
"""Of the longer side: how far a tick sticks out of its ruler, at most."""
_THICKEST: Final = 0.008
"""Of the longer side: how thick a tick is that touches a figure too, at most."""


def ticks_at(rulers: Array, drawn: Array, thin: Array) -> Array:
    """(H, W) bool: scraps of `drawn` that hang on `rulers` alone, and `thin` parts between a ruler and a figure.

    All are masks (H, W) bool; `drawn` and `thin` are without the rulers.
    """
    longer = max(rulers.shape)
    near = cv2.dilate(rulers.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    found = np.zeros_like(rulers)
    for mask, lesser in ((drawn, _LONGEST), (thin, _THICKEST)):
        _, numbers, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
        sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
        ticks = (sides.max(axis=1) <= _LONGEST * longer) & (sides.min(axis=1) <= max(4.0, lesser * longer))
        hanging = np.zeros(len(stats), bool)
        hanging[numbers[near & mask]] = True
        found |= (ticks & hanging)[numbers] & mask
    return np.asarray(found)
