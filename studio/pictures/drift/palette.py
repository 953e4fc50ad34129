"""Palettes: the colours of a part of a figure with how much there is of each, and how far one palette is from
another."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.pictures.drift.colour import Array, delta_e

KINDS = 8
"""Colours of a palette that is compared with another."""

_STEPS = np.array([7.0, 7.0, 7.0], np.float32)
"""How far apart, in Lab, colours are that are counted apart."""

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Palette:
    """Lab colours (n, 3) float32, and the weight of each (n,) float32; together 1, and none where nothing was seen."""

    colours: Array
    weights: Array

    @property
    def empty(self) -> bool:
        """Whether nothing was seen."""
        return not len(self.weights)


EMPTY = Palette(np.zeros((0, 3), np.float32), np.zeros(0, np.float32))


def counted(lab: Array) -> Palette:
    """The colours of pixels (n, 3) Lab, those that are nearly the same together; the most frequent first."""
    if not len(lab):
        return EMPTY
    steps = np.floor((lab + np.array([0, 128, 128], np.float32)) / _STEPS).astype(np.int64)
    _, which, counts = np.unique(steps @ np.array([4096, 64, 1]), return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(which, lab[:, n]) for n in range(3)], 1) / counts[:, None]
    order = np.argsort(-counts, kind="stable")
    return Palette(means[order].astype(np.float32), (counts[order] / len(lab)).astype(np.float32))


def reduced(palette: Palette, kinds: int = KINDS) -> Palette:
    """The palette in no more than so many colours: k-means by weight, from the heaviest that are far from each
    other."""
    if len(palette.weights) <= kinds:
        return palette
    colours, weights = palette.colours, palette.weights
    chosen = [0]
    nearest = np.linalg.norm(colours - colours[0], axis=1)
    while len(chosen) < kinds:
        chosen.append(int((nearest**2 * weights).argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(colours - colours[chosen[-1]], axis=1))
    means = colours[chosen].astype(np.float64)
    for _ in range(_ROUNDS):
        belongs = np.linalg.norm(colours[:, None] - means[None], axis=2).argmin(1)
        total = np.bincount(belongs, weights, kinds)
        for n in range(3):
            sums = np.bincount(belongs, weights * colours[:, n], kinds)
            means[:, n] = np.where(total > 0, sums / np.maximum(total, 1e-9), means[:, n])
    kept = total > 0
    return Palette(means[kept].astype(np.float32), total[kept].astype(np.float32))


def earth_movers(one: Palette, other: Palette, most: float = 50.0) -> float:
    """The earth mover's distance of two palettes, ΔE2000: exact, by the transport simplex of OpenCV (Rubner, Tomasi and
    Guibas 2000). A colour that is farther than `most` costs no more."""
    if one.empty or other.empty:
        return most
    cost = np.minimum(delta_e(one.colours[:, None], other.colours[None]), most).astype(np.float32)
    first, second = (np.ascontiguousarray(one.weights[:, None]), np.ascontiguousarray(other.weights[:, None]))
    distance, _, _ = cv2.EMD(first, second, cv2.DIST_USER, cost)
    return float(distance)


def together(palettes: list[Palette]) -> Palette:
    """Several palettes as one, each as heavy as the other."""
    seen = [palette for palette in palettes if not palette.empty]
    if not seen:
        return EMPTY
    weights = np.concatenate([palette.weights for palette in seen])
    return Palette(np.concatenate([palette.colours for palette in seen]), weights / weights.sum())


def reach(palette: Palette, colour: Array, share: float) -> float:
    """How far from a Lab colour (3,) one has to go, ΔE2000, until that share of a palette is found."""
    if palette.empty:
        return 100.0
    off = delta_e(palette.colours, colour[None])
    order = np.argsort(off, kind="stable")
    at = int(np.searchsorted(np.cumsum(palette.weights[order]), share - 1e-6))
    return float(off[order[min(at, len(order) - 1)]])


def share_near(palette: Palette, colour: Array, within: float) -> float:
    """The share of a palette that is within so much, ΔE2000, of a Lab colour (3,)."""
    if palette.empty:
        return 0.0
    return float(palette.weights[delta_e(palette.colours, colour[None]) <= within].sum())
