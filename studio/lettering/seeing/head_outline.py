"""The head around a face: hair, ears and hat too, cut out from what is behind it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.seeing.faces import Face
from studio.lettering.seeing.views import Views

FINE = 9.0
"""Px of the small copy for a face's radius."""

_AROUND, _ABOVE, _BELOW = 3.0, 3.6, 1.7
"""How far the copy reaches out from the face's middle, in radii."""


@dataclass(frozen=True, slots=True)
class Head:
    """The face, and the head (h, w) bool in a small copy whose first pixel's corner lies at `corner` (x, y) px of the
    picture, each of its pixels `step` px large."""

    face: Face
    mask: Array
    corner: tuple[float, float]
    step: float

    @property
    def size(self) -> float:
        """How large the head is, in px: the root of its area."""
        return float(np.sqrt(self.mask.sum())) * self.step

    def on(self, points: Array) -> Array:
        """Which points (…, 2) of the picture are on the head: (…) bool."""
        at = np.floor((points + 0.5 - self.corner) / self.step).astype(int)
        inside = np.asarray(((at >= 0) & (at < self.mask.shape[::-1])).all(-1))
        at = np.where(inside[..., None], at, 0)
        return np.asarray(self.mask[at[..., 1], at[..., 0]] & inside)

    def over(self, shape: tuple[int, int], scale: float) -> Array:
        """The head (h, w) uint8 in a copy of the picture of this shape (h, w), `scale` times as large."""
        grow = self.step * scale
        x, y = self.corner
        matrix = np.array([[grow, 0, x * scale + grow / 2 - 0.5], [0, grow, y * scale + grow / 2 - 0.5]])
        # A copy this much smaller would lose ears between its pixels.
        mask = cv2.dilate(self.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) if grow < 1 else self.mask
        return np.asarray(cv2.warpAffine(mask.astype(np.uint8), matrix, shape[::-1], flags=cv2.INTER_NEAREST))


def head_of(views: Views, face: Face) -> Head:
    """The head of a face, by GrabCut (Rother, Kolmogorov and Blake 2004) from an ellipse around it; about 10 ms."""
    step = face.radius / FINE
    high, wide = views.rgb.shape[:2]
    left, top = max(face.x - _AROUND * face.radius, 0.0), max(face.y - _ABOVE * face.radius, 0.0)
    right, bottom = min(face.x + _AROUND * face.radius, wide), min(face.y + _BELOW * face.radius, high)
    shape = max(int((right - left) / step), 1), max(int((bottom - top) / step), 1)
    middle = (face.x + 0.5 - left) / step, (face.y + 0.5 - top) / step
    source = views.about(max(high, wide) / step)
    grow = step * source.shape[1] / wide
    matrix = np.array(
        [
            [grow, 0, left * source.shape[1] / wide + grow / 2 - 0.5],
            [0, grow, top * source.shape[0] / high + grow / 2 - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    small = cv2.warpAffine(source, matrix, shape, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    guess = _guess(shape, middle)
    cut = _cut(np.asarray(small), guess) if min(shape) >= 8 else guess == cv2.GC_FGD
    return Head(face, _connected(cut, middle), (left, top), step)


def _guess(shape: tuple[int, int], middle: tuple[float, float]) -> Array:
    """What is surely, likely and likely not of the head whose middle is (x, y), for GrabCut: (h, w) uint8."""
    wide, high = shape
    guess = np.full((high, wide), cv2.GC_PR_BGD, np.uint8)
    guess[:, :2] = guess[:, -2:] = guess[:2] = cv2.GC_BGD
    x, y = round(middle[0]), round(middle[1])
    cv2.rectangle(guess, (x - int(FINE), y), (x + int(FINE), high), int(cv2.GC_PR_FGD), -1)
    around = (round(1.4 * FINE), round(1.6 * FINE))
    cv2.ellipse(guess, (x, y - round(0.3 * FINE)), around, 0, 0, 360, int(cv2.GC_PR_FGD), -1)
    cv2.ellipse(guess, (x, y), (round(0.7 * FINE), round(0.7 * FINE)), 0, 0, 360, int(cv2.GC_FGD), -1)
    return guess


def _cut(small: Array, guess: Array) -> Array:
    """The head (h, w) bool in a copy (h, w, 3) uint8 RGB: the same each time."""
    cv2.setRNGSeed(1)
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    mask, _, _ = cv2.grabCut(lab, guess, (0, 0, 1, 1), back, front, 2, cv2.GC_INIT_WITH_MASK)
    return np.asarray((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD))


def _connected(cut: Array, middle: tuple[float, float]) -> Array:
    """The part of a cut that hangs together with the face; without what GrabCut left out of the face itself."""
    face = np.zeros(cut.shape, np.uint8)
    x, y = round(middle[0]), round(middle[1])
    cv2.ellipse(face, (x, y), (round(0.95 * FINE), round(1.05 * FINE)), 0, 0, 360, 1, -1)
    mask = cv2.morphologyEx(cut.astype(np.uint8) | face, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    _, labels = cv2.connectedComponents(mask, connectivity=4)
    at = labels[min(max(y, 0), cut.shape[0] - 1), min(max(x, 0), cut.shape[1] - 1)]
    return np.asarray((labels == at) & (mask > 0))
