"""What a sheet is drawn on: one colour, a gradient, paper, a pattern of a few colours; and what on it is ink.

The ground is a smooth surface (a quadratic polynomial in x and y, for gradients and vignettes) with a few colours
beside it (for dots, stripes, squares, panels). All colours are CIE L*a*b*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_RING: Final = 0.03
"""How wide the strip along the edges is that shows the ground, of the longer side."""
_SEGMENTS: Final = 12
"""Into how many pieces each side of the ring is cut; a colour of the ground is seen in many of them."""
_IN_SEGMENTS: Final = 0.3
_SHARE: Final = 0.02
"""Of the ring, that a colour of the ground covers at least."""
_APART: Final = 3.0
"""How far two colours of a ground are from each other at least."""
_MOST_COLOURS: Final = 4
_FRAME: Final = 3
"""Pixels of the thickness of a frame."""
_FAINT: Final = 13.0
"""How far the colours of a pattern are from each other at most: what stands out more is drawn or ruled."""
_MAIN: Final = 0.2
"""Of the ring, that a colour covers which may be farther off."""
_LEAST_INK: Final = 5.5
"""How far from the ground ink is at least, however smooth the ground."""
_STRONG: Final = 18.0
"""How far from the ground is what rings in JPEG."""
_CLEAR: Final = 14.0
"""How far from the ground no ring is."""
_RINGS: Final = 8.0
"""How far from the ground rings are at most."""
_TERMS: Final = (1, 3, 6)
"""How many terms a polynomial of degree 0, 1, 2 has."""
_TOLD: Final = 0.93
"""Of the ring, that a surface and its colours tell of, to be the ground."""
_CALMER: Final = 0.75
"""Of the noise, that a surface of a higher degree must leave at most, to be the ground's."""
_BLOCK: Final = 21
"""Pixels, at the size that is looked at, over which JPEG's colours run."""
_AREA: Final = 7
"""Pixels of the side of the least area that differs evenly."""
_LEAST_EVEN: Final = 2.8
"""How far from the ground such an area is at least."""
_DULL: Final = np.array((1.0, 0.45, 0.45), np.float32)
"""How much lightness and colours tell beside what stands out."""
_SAMPLES: Final = 20_000


class Ground(NamedTuple):
    """The surface as coefficients (6, 3) over x and y from −1 to 1, and offsets of its colours from it, (n, 3)."""

    surface: Array
    offsets: Array
    noise: float
    """How far its pixels lie from it, most of them."""

    @property
    def least_ink(self) -> float:
        """How far from the ground a pixel is that is ink."""
        return max(_LEAST_INK, 3.0 * self.noise)


class OffGround(NamedTuple):
    """How a sheet differs from its ground: in L*a*b* (H, W, 3), and by how much (H, W); what stands out, (H, W) uint8,
    and what is so near to that that JPEG lets its colours run there, bool."""

    residual: Array
    away: Array
    strong: Array
    near: Array


def lab_of(pixels: Array) -> Array:
    """(H, W, 3) uint8 RGB as float32 L*a*b*."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))


def ground_of(lab: Array, outside: Array) -> Ground:
    """The ground of `lab` (H, W, 3); where `outside` (H, W) bool is true (banners), nothing is looked at."""
    height, width = lab.shape[:2]
    ring, segments, depths = _ring(outside)
    y, x = np.nonzero(ring)
    rng = np.random.default_rng(0)
    chosen = rng.permutation(len(x))[:_SAMPLES]
    x, y = x[chosen], y[chosen]
    along, ring_colours = _terms(x, y, width, height), lab[y, x]
    degree, surface, offsets = _simplest(along, ring_colours, segments[y, x], depths[y, x])
    # Once more over the whole sheet, what is near the ground alone: the ring says little of the middle.
    ys, xs = rng.integers(0, height, _SAMPLES), rng.integers(0, width, _SAMPLES)
    free = ~outside[ys, xs]
    xs, ys = xs[free], ys[free]
    if len(xs):
        terms, colours = _terms(xs, ys, width, height), lab[ys, xs]
        first = surface
        surface, noise = _refitted(terms[:, : _TERMS[degree]], colours, first, offsets)
        # The ring of a vignette is nearly of one colour, and its corners are not; a pale body bends no ring.
        for more in _TERMS[degree + 1 :]:
            other, less = _refitted(terms[:, :more], colours, first, offsets)
            off = [np.percentile(_nearest(ring_colours - along @ one, offsets), 90) for one in (surface, other)]
            if less < _CALMER * noise and off[1] < _CALMER * off[0]:
                surface, noise = other, less
    else:
        noise = 0.0
    return Ground(surface, offsets, noise)


def with_colours(ground: Ground, lab: Array, masks: Sequence[Array]) -> Ground:
    """The ground with further colours: those that fill each of `masks` (H, W) bool, as colours fill panels."""
    height, width = lab.shape[:2]
    offsets = [*ground.offsets]
    for mask in masks:
        y, x = np.nonzero(mask)
        chosen = np.random.default_rng(0).permutation(len(x))[:_SAMPLES]
        x, y = x[chosen], y[chosen]
        residual = lab[y, x] - _terms(x, y, width, height) @ ground.surface
        peak = _peak(residual)
        if all(np.linalg.norm(peak - other) > _APART for other in offsets):
            offsets.append(peak)
    return ground._replace(offsets=np.asarray(offsets))


def off_ground(ground: Ground, lab: Array) -> OffGround:
    """How far each pixel of `lab` (H, W, 3) is from the ground."""
    residual = lab - surface_of(ground, *lab.shape[:2])
    away = _nearest(residual, ground.offsets)
    strong = (away > _STRONG).astype(np.uint8)
    return OffGround(residual, away, strong, cv2.dilate(strong, np.ones((_BLOCK, _BLOCK), np.uint8)) > 0)


def ink_on(ground: Ground, off: OffGround) -> tuple[Array, Array]:
    """(H, W) bool: what is not the ground, and what of it stands out so much that JPEG cannot have made it."""
    residual, away, strong, near = off
    away = away.copy()
    # JPEG keeps colours coarsely, in blocks: beside what stands out they tell little, and lightness more.
    away[near] = np.where(away[near] > _CLEAR, away[near], _nearest(residual[near] * _DULL, ground.offsets * _DULL))
    # Thin lines stand out by themselves; of what is faint only areas count, and not the grain of paper.
    calm = cv2.medianBlur(away, 5)
    least = ground.least_ink
    around = near & (cv2.dilate(strong, np.ones((7, 7), np.uint8)) == 0)
    rings = calm[around & (calm < _RINGS * 1.4)]
    if len(rings):
        least = max(least, min(_RINGS, 1.8 * float(np.percentile(rings, 75))))
    raw = away[around & (away < _CLEAR)]
    fine = min(_CLEAR, max(least, 1.3 * float(np.percentile(raw, 95)))) if len(raw) else least
    return (calm > least) | (away > fine), away > max(_CLEAR, least)


def faint_on(ground: Ground, off: OffGround) -> Array:
    """(H, W) bool: areas that differ little from the ground but evenly, as pale bodies on pale ground do.

    What JPEG and the grain of paper make is up and down, and next to nothing over an area.
    """
    residual, away, _, near = off
    # What stands out rings beside its edges.
    free = cv2.dilate((away > _CLEAR).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    share = cv2.blur(free.astype(np.float32), (_AREA, _AREA))
    even = cv2.blur(residual * free[..., None], (_AREA, _AREA)) / np.maximum(share, 0.01)[..., None]
    calm = cv2.medianBlur(away, 5)
    away = _nearest(even, ground.offsets)
    away[share < 0.5] = 0
    usual = away[~near & (away < _LEAST_INK)]
    least = max(_LEAST_EVEN, 2.0 * float(np.percentile(usual, 90))) if len(usual) else _LEAST_INK
    faint = away > least
    beside = away[near & (share >= 0.5)]
    if len(beside):
        most = max(least, 5 * float(np.median(beside)))
        dulled = _nearest(even[near] * _DULL, ground.offsets * _DULL)
        faint[near] = (away[near] > most) | ((dulled > least) & faint[near])
    # Beside a thin line the ground differs on an average alone.
    faint &= calm > 0.6 * least
    whole = cv2.morphologyEx(faint.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_AREA, _AREA), np.uint8))
    return np.asarray(whole > 0)


def surface_of(ground: Ground, height: int, width: int) -> Array:
    """(height, width, 3) float32 L*a*b*: the ground where it has no pattern; less its first offset."""
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    k = ground.surface.astype(np.float32)
    across = k[1][None] * x[:, None] + k[3][None] * (x * x)[:, None]
    down = k[0][None] + k[2][None] * y[:, None] + k[5][None] * (y * y)[:, None]
    return np.asarray(across[None] + down[:, None] + (y[:, None] * x[None])[..., None] * k[4])


def _nearest(residual: Array, offsets: Array) -> Array:
    """How far from the nearest of the offsets, or of the blends of each with the first; (…, 3) → (…)."""
    first = offsets[0].astype(np.float32)
    away = residual - first
    best = (away * away).sum(axis=-1)
    for other in offsets[1:].astype(np.float32):
        line = other - first
        share = np.clip(away @ line / max(float(line @ line), 1e-6), 0, 1)
        off = away - share[..., None] * line
        best = np.minimum(best, (off * off).sum(axis=-1))
    return np.asarray(np.sqrt(best))


def _ring(outside: Array) -> tuple[Array, Array, Array]:
    """Where the edges of what is not outside are, (H, W) bool; of its pixels the segments and how deep they lie."""
    height, width = outside.shape
    rows = np.flatnonzero(~outside.all(axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, height)
    wide = max(3, round(_RING * max(height, width)))
    ring = np.zeros((height, width), bool)
    ring[top:bottom] = True
    ring[top + wide : max(top + wide, bottom - wide), wide : max(wide, width - wide)] = False
    y = np.minimum((np.arange(height) - top).clip(0) * _SEGMENTS // max(1, bottom - top), _SEGMENTS - 1)
    x = np.arange(width) * _SEGMENTS // width
    rows_off = np.minimum(np.arange(height) - top, bottom - 1 - np.arange(height)).clip(0)
    columns_off = np.minimum(np.arange(width), width - 1 - np.arange(width))
    depths = np.minimum(rows_off[:, None], columns_off[None])
    return ring & ~outside | (outside.all() & ring), y[:, None] * _SEGMENTS + x[None], depths


def _terms(x: Array, y: Array, width: int, height: int) -> Array:
    """(n, 6): 1, x, y, x², xy, y² of pixels."""
    u, v = 2.0 * x / max(1, width - 1) - 1, 2.0 * y / max(1, height - 1) - 1
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)


def _simplest(terms: Array, colours: Array, segments: Array, depths: Array) -> tuple[int, Array, Array]:
    """The degree, surface and offsets of the least degree that tells of nearly all of the ring."""
    best: tuple[float, int, Array, Array] | None = None
    for degree in range(3):
        surface = _fitted(terms, colours, degree)
        offsets = _offsets(colours - terms @ surface, segments, depths)
        told = float((_nearest(colours - terms @ surface, offsets) < _APART * 1.3).mean())
        if best is None or told > best[0] + 0.04:
            best = (told, degree, surface, offsets)
        if told > _TOLD:
            break
    assert best is not None
    return best[1:]


def _fitted(terms: Array, colours: Array, degree: int) -> Array:
    """Coefficients (6, 3), those beyond the degree 0, that most of the colours lie near; those far off do not count."""
    surface = np.zeros((6, 3))
    surface[0] = np.median(colours, axis=0)
    for scale in (30.0, 20.0, 12.0, 8.0, 6.0):
        used = _TERMS[degree if scale < 20 else min(degree, 1)]
        off = np.linalg.norm(colours - terms @ surface, axis=1)
        weight = (1 / (1 + (off / scale) ** 2))[:, None]
        part, *_ = np.linalg.lstsq(terms[:, :used] * weight, colours * weight, rcond=None)
        surface = np.zeros((6, 3))
        surface[:used] = part
    return surface


def _offsets(residual: Array, segments: Array, depths: Array) -> Array:
    """The colours of the ground beside its surface, the most frequent first, (n, 3)."""
    left = np.ones(len(residual), bool)
    everywhere = len(set(segments.tolist()))
    found: list[Array] = []
    for _ in range(12):
        if left.sum() < _SHARE * len(residual) or len(found) == _MOST_COLOURS:
            break
        peak = _peak(residual[left])
        near = left & (np.linalg.norm(residual - peak, axis=1) < _APART)
        _, counts = np.unique(segments[near], return_counts=True)
        spread = (counts >= 3).sum() / everywhere
        faint = not found or bool(np.linalg.norm(peak - found[0]) <= _FAINT) or near.mean() >= _MAIN
        # A frame has its colour at one depth of the ring, a pattern at all of them.
        at_depths = np.bincount(depths[near])
        framed = np.sort(at_depths)[-_FRAME:].sum() > 0.5 * at_depths.sum() and len(at_depths) > 4 * _FRAME
        if not found or (near.mean() >= _SHARE and spread >= _IN_SEGMENTS and faint and not framed):
            found.append(peak)
        left &= ~near
    return np.asarray(found)


def _peak(residual: Array) -> Array:
    """The colour that most are near."""
    binned = np.rint(residual / 2.0).astype(np.int64)
    keys = (binned[:, 0] + 200) * 1_000_000 + (binned[:, 1] + 200) * 1000 + binned[:, 2] + 200
    values, counts = np.unique(keys, return_counts=True)
    centre = residual[keys == values[np.argmax(counts)]].mean(axis=0)
    near = np.linalg.norm(residual - centre, axis=1) < _APART
    return np.asarray(residual[near].mean(axis=0) if near.any() else centre)


def _refitted(terms: Array, colours: Array, surface: Array, offsets: Array) -> tuple[Array, float]:
    """The surface fitted to all that is near it, each pixel counted by its nearest offset; and the noise around it."""
    noise, used = 0.0, terms.shape[1]
    for bound in (7.0, 5.0):
        residual = colours - terms @ surface[:used]
        off = np.linalg.norm(residual[:, None] - offsets[None], axis=2)
        which = off.argmin(axis=1)
        near = off.min(axis=1) < bound
        if near.sum() < 0.1 * len(colours):
            break
        part, *_ = np.linalg.lstsq(terms[near], (colours - offsets[which])[near], rcond=None)
        surface = np.zeros((6, 3))
        surface[:used] = part
        left = np.linalg.norm(colours - terms @ part - offsets[which], axis=1)[near]
        noise = float(np.percentile(left, 90)) / 1.8
    return surface, noise
