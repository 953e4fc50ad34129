"""Which colours are alike: of one cloth, of one mixture. Colours are RGB, 0 to 255."""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.seeing.ground import highest

_ALIKE, _BRIGHT = 6.0, 0.05
"""Colours that differ by no more in any channel are the same: so much, and a share of the brightest channel."""

_SHADE = 1.35
"""How many times as bright one cloth may be in one place as in another."""

_COARSE = 26.0
"""How far a colour may be from the nearest common one to be counted with it."""


def coloured(colours: Array, kinds: Array) -> Array:
    """Which pixels (h, w) have one of some colours (n, 3)."""
    alike = np.zeros(colours.shape[:2], np.uint8)
    for kind in kinds:
        off = _ALIKE + _BRIGHT * float(kind.max())
        near = cv2.inRange(colours, np.maximum(kind - off, 0), np.minimum(kind + off, 255))
        alike = np.maximum(alike, np.asarray(near, np.uint8))
    return np.asarray(alike > 0)


def common(among: Array) -> Array:
    """The colours (n, 3) that are common among pixels (m, 3)."""
    bins = (among >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    counts = np.bincount(bins)
    used = np.flatnonzero(counts >= min(max(2.0, 0.05 * len(among)), counts.max()))
    often = used[np.argsort(-counts[used], kind="stable")][:14]
    means = [np.bincount(bins, among[:, n])[often] for n in range(3)]
    return np.stack(means, 1) / counts[often, None]


def share_of(alike: Array) -> float:
    """The share of some colours that are not rare among others, given which are like which (n, m) bool."""
    return float((alike.sum(1) >= 0.03 * alike.shape[1]).mean())


def like(some: Array, others: Array) -> Array:
    """Which colours (n, 3) may be one cloth's with which others (m, 3): (n, m) bool. Light and folds change a colour
    in proportion."""
    one, other = some.astype(np.float32) + 1, others.astype(np.float32) + 1
    ratio = np.clip(one.sum(1)[:, None] / other.sum(1)[None], 1 / _SHADE, _SHADE)[..., None]
    off = highest(np.abs(one[:, None] - ratio * other[None]))
    return np.asarray(off <= _ALIKE + 2 * _BRIGHT * highest(one)[:, None])


def common_share(one: Array, other: Array) -> float:
    """How much of two sets of colours (n, 3), (m, 3) is the same mixture, 0 to 1."""
    if not len(one):
        return 1.0
    kinds = common(np.concatenate([one, other]))
    mixed = []
    for colours in (one, other):
        off = highest(np.abs(colours[:, None].astype(np.float32) - kinds[None]))
        nearest = np.where(off.min(1) <= _COARSE, off.argmin(1), len(kinds))
        mixed.append(np.bincount(nearest, minlength=len(kinds) + 1)[: len(kinds)] / len(colours))
    return float(np.minimum(*mixed).sum())
