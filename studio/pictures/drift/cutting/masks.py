"""Which pixels are a figure's: by transparency, by a plain ground around it, or by GrabCut from what is known of it."""

from __future__ import annotations

import cv2
import numpy as np

from studio.pictures.drift.colour import Array

SIDE = 176
"""The longer side, px, of the copy that GrabCut works on."""

_SEEN = 128
_LEAST_CLEAR = 0.02
_PLAIN, _STEP = 12.0, 3
"""How far, in OpenCV's Lab of 8 bits, plain ground may be from its middle along the border, and from pixel to pixel."""

_LEAST_PLAIN = 0.9
_ROUNDS = 2


def by_alpha(alpha: Array) -> Array | None:
    """What is seen of a picture, by its alpha (h, w) uint8; None where nearly all of it is."""
    seen = alpha >= _SEEN
    return np.asarray(seen) if 1 - seen.mean() >= _LEAST_CLEAR and seen.any() else None


def by_plain_ground(rgb: Array) -> Array | None:
    """What stands on plain ground, (h, w) bool of a picture (h, w, 3) uint8 RGB; None where its sides are not plain.

    The ground is flooded from the border in Lab; it may grow lighter or darker on the way. The lower side may be
    crossed by a figure that is cut there.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    high, wide = lab.shape[:2]
    border = np.concatenate([lab[0], lab[: 2 * high // 3, 0], lab[: 2 * high // 3, -1]]).astype(np.float32)
    like = np.abs(border - np.median(border, 0)).max(1) <= _PLAIN
    if like.mean() < _LEAST_PLAIN:
        return None
    flood = np.zeros((high + 2, wide + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    middle = np.median(border, 0)
    for x, y in [*((x, 0) for x in range(0, wide, 8)), *((x, y) for y in range(0, high, 8) for x in (0, wide - 1))]:
        if not flood[y + 1, x + 1] and np.abs(lab[y, x] - middle).max() <= _PLAIN:
            cv2.floodFill(lab, flood, (x, y), (0, 0, 0), (_STEP,) * 3, (_STEP,) * 3, flags)
    standing = (flood[1:-1, 1:-1] == 0).astype(np.uint8)
    standing = cv2.morphologyEx(standing, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(standing > 0) if 0.01 < standing.mean() < 0.95 else None


def pieces(mask: Array, least: float = 0.1) -> list[Array]:
    """The connected parts of a mask (h, w) bool, from left to right; those with less than `least` of the largest go to
    the one whose box is nearest."""
    _, labels, stats, middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    if not len(areas):
        return []
    large = [1 + n for n in np.flatnonzero(areas >= least * areas.max())]
    owner = np.zeros(len(areas) + 1, np.int32)
    for n in range(1, len(areas) + 1):
        owner[n] = n if n in large else min(large, key=lambda one: float(np.hypot(*(middles[one] - middles[n]))))
    large.sort(key=lambda one: float(middles[one][0]))
    owned = owner[labels]
    return [np.asarray((owned == one) & mask) for one in large]


def by_grab_cut(lab: Array, guess: Array) -> Array:
    """The figure (h, w) bool in a copy (h, w, 3) in OpenCV's Lab of 8 bits, from a guess as GrabCut takes it (Rother,
    Kolmogorov and Blake 2004): the same each time."""
    rows, columns = (np.flatnonzero((guess != cv2.GC_BGD).any(way)) for way in (1, 0))
    if not len(rows):
        return np.zeros(guess.shape, bool)
    top, left = max(rows[0] - 2, 0), max(columns[0] - 2, 0)
    part = np.s_[top : rows[-1] + 3, left : columns[-1] + 3]
    cut = np.ascontiguousarray(guess[part])
    cv2.setRNGSeed(1)
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    # OpenCV raises where one of the two has no pixel to learn from.
    both = (cut & 1).any() and not (cut & 1).all()
    if both:
        cv2.grabCut(np.ascontiguousarray(lab[part]), cut, (0, 0, 1, 1), back, front, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    whole = np.zeros(guess.shape, bool)
    whole[part] = (cut & 1) > 0
    return whole


def filled(mask: Array, most: float = 0.02) -> Array:
    """The mask (h, w) bool without holes of less than `most` of its area."""
    holes = (~mask).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(holes, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < most * mask.sum()
    small[0] = False
    return np.asarray(mask | small[labels])
