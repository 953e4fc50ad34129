"""The light of a picture: what would bring its brightest places to white.

At night and by a lamp nothing in a picture is white or bright; a panel is then as bright as anything in it, and has
the light's colour. The light is told by the brightest places of each channel (Land's white patch).
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.seeing.views import Views

_WHITE = 242.0
_BRIGHTEST = 0.997
"""The share of a picture's places that are no brighter than its light."""

_ENOUGH, _MOST = 1.06, 2.6
"""Gains that are not worth the work; and more than any light asks for."""


def gains_of(copy: Array) -> Array | None:
    """What each channel (3,) of a picture (h, w, 3) uint8 RGB is multiplied by to be in white light, each at least 1;
    None where it is in white light already."""
    counts = [cv2.calcHist([copy], [n], None, [256], [0, 256]).ravel() for n in range(3)]
    brightest = [int(np.searchsorted(np.cumsum(count), _BRIGHTEST * copy[..., 0].size)) for count in counts]
    gains = np.clip(_WHITE / np.maximum(brightest, 1), 1.0, _MOST)
    return None if gains.max() < _ENOUGH else np.asarray(gains)


def lit(copy: Array, gains: Array) -> Array:
    """A picture (h, w, 3) uint8 in white light."""
    table = np.clip(np.arange(256)[None, :, None] * gains, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(copy, table))


def in_white_light(views: Views, gains: Array | None) -> Views:
    """The views with their copies in white light; the picture itself stays as it is."""
    return views if gains is None else Views(views.rgb, tuple(lit(copy, gains) for copy in views.copies))
