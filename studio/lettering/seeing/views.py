"""A picture at several sizes, each made from the one before: what finds places looks at the smallest that will do."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array

WORKING = 512
"""The longer side, in px, of the copy that regions are looked for in."""

_HALVINGS = 3


@dataclass(frozen=True, slots=True)
class Views:
    """A picture (H, W, 3) uint8 RGB, and its small copies: the first WORKING px on its longer side, or the picture
    itself where it is smaller, and each other half as large as the one before."""

    rgb: Array
    copies: tuple[Array, ...]

    @property
    def small(self) -> Array:
        """The largest of the copies (h, w, 3)."""
        return self.copies[0]

    @property
    def grow(self) -> Array:
        """Px of the picture for each px of the largest copy: (2,), x then y."""
        return np.array([self.rgb.shape[1] / self.small.shape[1], self.rgb.shape[0] / self.small.shape[0]])

    def about(self, longest: float) -> Array:
        """The smallest copy whose longer side is at least `longest` px, or the largest there is."""
        enough = [copy for copy in self.copies if max(copy.shape[:2]) >= longest]
        return enough[-1] if enough else self.copies[0]


def views_of(rgb: Array) -> Views:
    """The views of a picture (H, W, 3) uint8 RGB: made in less memory than a third of it, or 1 MB."""
    whole = rgb
    # Halving again and again is many times as fast as one large step, and the same mean.
    while max(whole.shape[:2]) >= 4 * WORKING and not (whole.shape[0] % 2 or whole.shape[1] % 2):
        whole = _shrunk(whole, 0.5)
    copies = [_shrunk(whole, min(1.0, WORKING / max(whole.shape[:2])))]
    for _ in range(_HALVINGS):
        copies.append(_shrunk(copies[-1], 0.5))
    return Views(rgb, tuple(copies))


def _shrunk(rgb: Array, scale: float) -> Array:
    high, wide = rgb.shape[:2]
    if scale == 1:
        return rgb
    shape = max(1, round(wide * scale)), max(1, round(high * scale))
    return np.asarray(cv2.resize(rgb, shape, interpolation=cv2.INTER_AREA))
