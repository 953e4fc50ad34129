"""Profiles across the sides of quadrilaterals: where they are taken, and what is there. The first axis is the side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array

ROWS = 32
"""Profiles of a side."""

STEPS = 60
"""Samples of a profile."""

SHARES = np.linspace(0.08, 0.92, ROWS)
"""Where along a side its profiles are."""


@dataclass(frozen=True, slots=True)
class Rulers:
    """Where profiles are taken, in px: starts (n, 2), directions along and outwards (n, 2), how far along the side each
    profile is (n, ROWS), and where it crosses the side (n, ROWS, 2), lengths (n,), offsets outwards (n, STEPS) and
    their spacing (n,)."""

    starts: Array
    along: Array
    out: Array
    distances: Array
    bases: Array
    lengths: Array
    offsets: Array
    step: Array


def rulers_on(starts: Array, ends: Array, reach: float, bulges: Array) -> Rulers:
    """The rulers of sides from starts to ends (n, 2) that are true to `reach` px and bulge by (n,) px outwards."""
    lengths = np.maximum(np.hypot(*(ends - starts).T), 1e-6)
    along = (ends - starts) / lengths[:, None]
    out = np.column_stack([along[:, 1], -along[:, 0]])
    widest = 2.5 * reach + 0.05 * lengths + 6
    share = np.linspace(0, 1, STEPS)
    offsets = -2.5 * reach - 2 + share[None] * (widest + 2.5 * reach + 2)[:, None]
    distances = lengths[:, None] * SHARES
    bases = starts[:, None] + distances[..., None] * along[:, None]
    made = Rulers(starts, along, out, distances, bases, lengths, offsets, offsets[:, 1] - offsets[:, 0])
    return bulged(made, bulges) if bulges.any() else made


def bulged(rulers: Rulers, more: Array) -> Rulers:
    """Rulers on sides whose middles are (n,) px further out, as parabolas between the same ends."""
    further = more[:, None] * (4 * SHARES * (1 - SHARES))
    return replace(rulers, bases=rulers.bases + further[..., None] * rulers.out[:, None])


def sampled(rgb: Array, rulers: Rulers, offsets: Array, gains: Array | None) -> Array:
    """Profiles (n, ROWS, steps, 3) float32, bilinear, at offsets (n, ROWS or 1, steps) px outwards from the sides.

    `gains` (3,) bring the picture (H, W, 3) uint8 to white light.
    """
    far = offsets.astype(np.float32)
    x, y = (
        rulers.bases[..., k, None].astype(np.float32) + far * rulers.out[:, k].astype(np.float32)[:, None, None]
        for k in (0, 1)
    )
    count, _, steps = x.shape
    flat = (count * ROWS, steps)
    got = cv2.remap(rgb, x.reshape(flat), y.reshape(flat), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    got = np.asarray(got, np.float32).reshape(count, ROWS, steps, 3)
    return got if gains is None else np.minimum(got * gains.astype(np.float32), 255)


def inside(rgb: Array, rulers: Rulers) -> Array:
    """Which profiles (n, ROWS) have their inner half in the picture."""
    ends = rulers.bases + rulers.offsets[:, (0, STEPS // 2)].T[..., None, None] * rulers.out[:, None]
    return np.asarray(((ends >= 0) & (ends <= (rgb.shape[1] - 1, rgb.shape[0] - 1))).all((0, 3)))
