"""Day made night and night made day by grading alone: darker and bluer, with what gives light left bright.

Lights are what is bright for its surroundings and coloured as lamps and screens are, or blown out in a picture that is
dark for the rest; a sky is no lamp, for it is large, and gets the night's own colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

Mask = NDArray[np.float32]
"""(height, width), 0 to 1."""

_MOON = np.array([0.30, 0.38, 0.62], dtype=np.float32)
"""What is left of red, green and blue where no lamp reaches: more than of a moonlit night, as on a stage."""
_GLOW = np.array([1.0, 0.78, 0.46], dtype=np.float32)
"""The light that lamps throw around them."""
_LARGEST_LAMP = 0.02
"""Share of the picture that one light may cover; what is larger is a sky, a wall or a window in the sun."""
_SUN = np.array([1.0, 0.97, 0.9], dtype=np.float32)
_DAYLIGHT = 0.46
"""The mean brightness (0 to 1) that a picture gets by day."""


def by_night(picture: Pixels) -> Pixels:
    """A picture (height, width, 3) uint8 RGB taken by day, as it would be at night."""
    rgb = _as_shares(picture)
    lamps = _lamps(rgb)
    bright = _brightness(rgb)
    # Colours fade in the dark (the Purkinje shift), and what is bright goes down further than what is dark.
    grey = bright[:, :, None]
    faded = grey + (rgb - grey) * 0.72
    dark = (faded**1.12) * _MOON
    side = max(picture.shape[:2])
    spill = np.clip(_soft(lamps, side / 28) * 2.6 + _soft(lamps, side / 9) * 2.0, 0, 0.85)[:, :, None]
    lit = dark + rgb * spill * _GLOW * 0.62 + spill * _GLOW * 0.05
    shown = lit * (1 - lamps[:, :, None]) + _lamplight(rgb) * lamps[:, :, None]
    return _as_picture(shown)


def by_day(picture: Pixels) -> Pixels:
    """A picture (height, width, 3) uint8 RGB taken at night, as it would be by day."""
    rgb = _as_shares(picture)
    # The cast of the night goes first: each colour gets the same mean, for the most part.
    mean = rgb.reshape(-1, 3).mean(axis=0)
    balance = (mean.mean() / np.maximum(mean, 1e-3)) ** 0.7
    rgb = np.clip(rgb * balance, 0, 1).astype(np.float32)
    bright = float(_brightness(rgb).mean())
    gamma = float(np.clip(np.log(_DAYLIGHT) / np.log(np.clip(bright, 0.02, 0.9)), 0.35, 1.0))
    lifted = (rgb**gamma).astype(np.float32)
    grey = _brightness(lifted)[:, :, None]
    # Lifted shadows are pale: what colour they had comes back.
    coloured = grey + (lifted - grey) * (1 + 0.5 * (1 - gamma))
    return _as_picture(coloured * _SUN)


def is_dark(picture: Pixels) -> bool:
    """Whether a picture looks as if it had been taken at night."""
    return float(np.median(_brightness(_as_shares(picture)))) < 0.2


def _lamps(rgb: NDArray[np.float32]) -> Mask:
    """What gives light: small, and bright beside what is around it."""
    rows, columns = rgb.shape[:2]
    bright = rgb.max(axis=2)
    around = _soft(bright, max(rows, columns) / 16)
    chroma = bright - rgb.min(axis=2)
    warm = np.clip((rgb[..., 0] - rgb[..., 2]) * 2.2, 0, 1)
    # White paper and clouds are bright too: what is no colour at all has to stand out by more.
    stands_out = np.clip((bright - around - 0.30 + 0.14 * warm + 0.06 * np.clip(chroma * 2, 0, 1)) / 0.12, 0, 1)
    found = (stands_out * np.clip((bright - 0.72) / 0.12, 0, 1)).astype(np.float32)
    count, areas, stats, _ = cv2.connectedComponentsWithStats((found > 0.25).astype(np.uint8))
    large = np.flatnonzero(stats[:count, cv2.CC_STAT_AREA] > _LARGEST_LAMP * rows * columns)
    found[np.isin(areas, large[large > 0])] = 0
    return np.asarray(np.clip(_soft(found, max(rows, columns) / 700), 0, 1), dtype=np.float32)


def _lamplight(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """A light as it looks at night: its own colour, or a warm one where it was white."""
    grey = rgb.max(axis=2, keepdims=True)
    chroma = grey - rgb.min(axis=2, keepdims=True)
    white = np.clip(1 - chroma * 4, 0, 1)
    return np.asarray(rgb * (1 - white) + grey * np.array([1.0, 0.9, 0.68], dtype=np.float32) * white, dtype=np.float32)


def _brightness(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rec. 709 luma of (height, width, 3), 0 to 1."""
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32), dtype=np.float32)


def _soft(mask: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A mask blurred, on a small copy: light has no edges."""
    rows, columns = mask.shape[:2]
    step = max(1, int(sigma / 3))
    small = cv2.resize(mask, (max(1, columns // step), max(1, rows // step)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma / step, 0.3))
    return np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _as_shares(picture: Pixels) -> NDArray[np.float32]:
    return (picture / np.float32(255)).astype(np.float32)


def _as_picture(rgb: NDArray[np.float32]) -> Pixels:
    return np.asarray(np.rint(np.clip(rgb, 0, 1) * 255), dtype=np.uint8)
