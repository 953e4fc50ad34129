"""How far a sheet lies askew, from what on it is straight: rules, edges of banners and panels, lines of words."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MOST: Final = 5.0
"""Degrees: what is turned farther is turned on purpose."""
LEAST: Final = 0.12
"""Degrees: less than this is not worth drawing all pixels anew."""
_SHORTEST: Final = 0.06
"""Of a straight line, of the sheet's longer side."""
_ENOUGH: Final = 0.5
"""How long all straight lines that agree must be together, over the longer side."""
_STEP: Final = 0.05
"""Degrees between two angles that are told apart at first."""
_AGREE: Final = 0.2
"""Degrees by which lines of one angle may differ."""


def turn_of(pixels: Array) -> float:
    """Degrees, clockwise, that the sheet must be turned by to lie straight: within ±MOST, 0.0 where nothing says so.

    `pixels` (H, W, 3) uint8 RGB.
    """
    longer = max(pixels.shape[:2])
    found: Array | None = cv2.createLineSegmentDetector().detect(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))[0]
    if found is None:
        return 0.0
    x0, y0, x1, y1 = found.reshape(-1, 4).astype(np.float64).T
    lengths = np.hypot(x1 - x0, y1 - y0)
    off = (np.degrees(np.arctan2(y1 - y0, x1 - x0)) + 45) % 90 - 45
    near = (np.abs(off) <= MOST) & (lengths >= max(12, longer * _SHORTEST))
    off, lengths = off[near], lengths[near]
    if lengths.sum() < _ENOUGH * longer:
        return 0.0
    bins = round(2 * MOST / _STEP) + 1
    # A long line says its angle more exactly than as many short ones.
    votes, _ = np.histogram(off, bins, (-MOST - _STEP / 2, MOST + _STEP / 2), weights=lengths**2)
    best = (int(np.argmax(np.convolve(votes, np.ones(5), "same"))) - bins // 2) * _STEP
    agree = np.abs(off - best) <= _AGREE
    if lengths[agree].sum() < max(_ENOUGH * longer, 0.4 * lengths.sum()):
        return 0.0
    angle = -float(np.average(off[agree], weights=lengths[agree] ** 2))
    return round(angle, 3) if abs(angle) >= LEAST else 0.0


def straightened(pixels: Array, degrees: float) -> Array:
    """The pixels turned clockwise about their middle, as many as before; what comes in goes on from the edges."""
    if not degrees:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )
