"""Whether a quadrilateral lies on somebody's chest: what is around it, on a tiny copy of the picture.

A chest is cloth on the sides and below, of the same colours; the cloth goes on past the quad, and ends where a body
ends; the quad is near its middle; and above it is a head, which is neither cloth nor what is beside it. A wall is too
wide, a rack or an easel has no head, a sheet in a hand has no cloth around.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.quads import Array

TINY = 128
"""The longer side, in px, of the tiny copy."""

_BINS = 16
_NARROW, _WIDE = 1.15, 5.0
"""How much wider than the quad a torso is, at its narrowest and widest."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture made tiny: colours (h, w, 3) uint8, the bin of each pixel (h, w), and tiny px in a px of the source."""

    tiny: Array
    bins: Array
    scale: float


def view_of(small: Array) -> View:
    """The view of a picture (h, w, 3) uint8 RGB."""
    high, wide = small.shape[:2]
    scale = min(1.0, TINY / max(high, wide))
    shape = (max(8, round(wide * scale)), max(8, round(high * scale)))
    tiny = cv2.resize(small, shape, interpolation=cv2.INTER_AREA)
    coarse = (tiny >> 4).astype(np.int32)
    return View(tiny, coarse[..., 0] * _BINS * _BINS + coarse[..., 1] * _BINS + coarse[..., 2], scale)


def evidence(view: View, quad: Array) -> float:
    """How much speaks for a torso around the quad (4, 2; px of the source), 0 to 1."""
    high, wide = view.bins.shape
    corners = (quad + 0.5) * view.scale - 0.5
    left, top = corners.min(0)
    right, bottom = corners.max(0)
    broad, tall = right - left, bottom - top
    inner, outer = np.zeros((high, wide), np.uint8), np.zeros((high, wide), np.uint8)
    _fill(inner, corners, 1.0, 0.06 * broad + 1.2)
    _fill(outer, corners, 1.0, 0.2 * broad + 2.5)
    ring = (outer > 0) & (inner == 0)
    ring[: max(int(top + 0.15 * tall), 0)] = False
    if ring.sum() < 12:
        return 0.0
    cloth = _alike(view, ring)
    sides = _sides(cloth, ring, (left, right, bottom), wide)
    grown = ((cloth | (inner > 0)) * np.uint8(1)).astype(np.uint8)
    _, labels = cv2.connectedComponents(grown, connectivity=4)
    y, x = int(np.clip((top + bottom) / 2, 0, high - 1)), int(np.clip((left + right) / 2, 0, wide - 1))
    body = labels == labels[y, x] if grown[y, x] else np.zeros_like(cloth)
    spans = _spans(body, range(max(int(top), 0), min(int(bottom) + 1, high)), x)
    if sides < 0.5 or not spans:
        return 0.0
    starts, ends = (int(np.median([span[n] for span in spans])) for n in (0, 1))
    across = ends - starts + 1
    bounded = _bounded(starts, ends, broad, wide, (left + right) / 2)
    head = _head(view, body, (starts, ends), x, top)
    reach = float(body[0].mean()) if body[0].any() else 0.0
    return float(np.clip(sides * bounded * (0.25 + 0.75 * head) * (1 - min(reach * 3, 1)), 0, 1)) if across else 0.0


def _fill(mask: Array, corners: Array, factor: float, more: float) -> None:
    """Fill the quad, `more` px larger on each side, in a mask (h, w) uint8."""
    centre = corners.mean(0)
    span = np.maximum(np.ptp(corners, 0), 1)
    grown = centre + (corners - centre) * (factor + 2 * more / span)
    cv2.fillConvexPoly(mask, np.round(grown).astype(np.int32), 255)


def _alike(view: View, among: Array) -> Array:
    """Which pixels (h, w) have a colour that is common among some of them, to about one bin in each channel."""
    counts = np.bincount(view.bins[among], minlength=_BINS**3).reshape(_BINS, _BINS, _BINS)
    common = (counts >= max(2.0, 0.04 * float(among.sum()))).astype(np.uint8)
    padded = np.pad(common, 1)
    near = np.zeros_like(common)
    for r in range(3):
        for g in range(3):
            for b in range(3):
                near |= padded[r : r + _BINS, g : g + _BINS, b : b + _BINS]
    return np.asarray(near.ravel()[view.bins] > 0)


def _sides(cloth: Array, ring: Array, box: tuple[float, float, float], wide: int) -> float:
    """How well left, right and below agree that they are cloth, 0 to 1; a side outside the picture has no say."""
    left, right, bottom = box
    columns = np.arange(cloth.shape[1])[None, :]
    rows = np.arange(cloth.shape[0])[:, None]
    parts = [
        ring & (columns < left) & (rows <= bottom),
        ring & (columns > right) & (rows <= bottom),
        ring & (rows > bottom),
    ]
    shares = [float(cloth[part].mean()) for part in parts if int(part.sum()) >= 3]
    if len(shares) < 2:
        return 0.0
    return float(np.clip((min(shares) - 0.35) / 0.4, 0, 1))


def _spans(body: Array, rows: range, x: int) -> list[tuple[int, int]]:
    """First and last column of the body's run through column x, for each row that has one."""
    spans = []
    for row in rows:
        gaps = np.flatnonzero(~body[row])
        if body[row, x]:
            before, after = gaps[gaps < x], gaps[gaps > x]
            spans.append(
                (int(before[-1]) + 1 if len(before) else 0, int(after[0]) - 1 if len(after) else body.shape[1] - 1)
            )
    return spans


def _bounded(start: int, end: int, broad: float, wide: int, middle: float) -> float:
    """How much a run of cloth looks like a body's width around a panel `broad` wide, 0 to 1."""
    cut_left, cut_right = start <= 0, end >= wide - 1
    across = end - start + 1
    if (cut_left and cut_right) or not _NARROW * broad <= across + (cut_left or cut_right) * broad <= _WIDE * broad + 3:
        return 0.0
    if cut_left or cut_right:
        return 0.8
    off = abs((start + end) / 2 - middle) / across
    return float(np.clip(1.5 - 5 * off, 0, 1))


def _head(view: View, body: Array, span: tuple[int, int], x: int, top: float) -> float:
    """How much what is above the body differs from what is beside it there and from cloth, 0 to 1."""
    start, end = span
    across = end - start + 1
    rows = np.flatnonzero(body[:, max(start, 0) : end + 1].sum(1) >= 0.3 * across)
    crown = int(rows[0]) if len(rows) else int(top)
    crown = min(crown, int(top))
    high = max(3, int(0.5 * across))
    upper = max(crown - high, 0)
    if crown - upper < 3:
        return 0.4
    middle = (start + end) // 2
    half = max(1, int(0.14 * across))
    zone = np.zeros(body.shape, bool)
    zone[upper:crown, max(middle - half, 0) : middle + half + 1] = True
    beside = np.zeros(body.shape, bool)
    out = int(0.75 * across)
    beside[upper:crown, max(middle - out - across // 3, 0) : max(middle - out, 0)] = True
    beside[upper:crown, middle + out : middle + out + across // 3] = True
    if beside.sum() < 6 or zone.sum() < 6:
        return 0.4
    strange = ~_alike(view, beside) & ~body
    return float(np.clip((float(strange[zone].mean()) - 0.2) / 0.5, 0, 1))
