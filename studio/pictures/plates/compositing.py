"""Figures with transparency put before a plate, its light on them a little: for engines that draw figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.pictures.plates.reading import cut

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

_LIGHT = 0.22
"""How far the light of the plate reaches figures: that share of the difference of the mean colours."""
_MOST = 9.0
"""Units of L*, a* and b* by which a figure changes at most."""
_WHITE = (90.0, 6.0)
"""From which L* on, and below which chroma, something is white and stays so: words are set on it."""


def before_plate(figures: NDArray[np.uint8], plate: Pixels) -> Pixels:
    """Figures (height, width, 4), RGBA with straight alpha, before the middle of a plate, (any, any, 3) RGB.

    Gives (height, width, 3) RGB. Where the figures are opaque and white they stay white.
    """
    rows, columns = figures.shape[:2]
    middle = cut(plate, (columns, rows))
    way = cv2.INTER_AREA if middle.shape[0] > rows else cv2.INTER_CUBIC
    behind = np.asarray(cv2.resize(middle, (columns, rows), interpolation=way), dtype=np.float32)
    alpha = (figures[..., 3:] / np.float32(255)).astype(np.float32)
    if not alpha.any():
        return np.asarray(behind, dtype=np.uint8)
    lit = _lit(figures[..., :3], alpha[..., 0], np.asarray(behind, dtype=np.uint8))
    return np.asarray(np.rint(lit * alpha + behind * (1 - alpha)), dtype=np.uint8)


def is_transparent(alpha: NDArray[np.uint8]) -> bool:
    """Whether a channel of alpha (height, width) lets anything through that is more than a soft edge."""
    return float((alpha < 128).mean()) > 0.005


def _lit(colours: NDArray[np.uint8], alpha: NDArray[np.float32], behind: Pixels) -> NDArray[np.float32]:
    """The colours of figures in the light of what is behind them, 0 to 255."""
    own = cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    there = cv2.cvtColor(behind.astype(np.float32) / 255, cv2.COLOR_RGB2Lab).reshape(-1, 3).mean(axis=0)
    mean = (own * alpha[..., None]).reshape(-1, 3).sum(axis=0) / alpha.sum()
    change = np.clip((there - mean) * _LIGHT, -_MOST, _MOST)
    least, most = _WHITE
    chroma = np.hypot(own[..., 1], own[..., 2])
    # Softly, so that nothing that is nearly white gets an edge.
    white = np.clip((own[..., 0] - least) / 5, 0, 1) * np.clip((most - chroma) / 3, 0, 1)
    own += change * (1 - white)[..., None]
    own[..., 0] = np.clip(own[..., 0], 0, 100)
    return np.asarray(np.clip(cv2.cvtColor(np.asarray(own, np.float32), cv2.COLOR_Lab2RGB), 0, 1) * 255, np.float32)
