"""Holes are filled so that what stands around them goes on: flat colours stay flat, outlines and patterns continue.

After Criminisi, Pérez and Toyama, "Region filling and object removal by exemplar-based image inpainting" (2004): patch
by patch from the rim inwards, those at strong edges first, each from the patch nearby that fits best what is known.
Sums are whole numbers below 2²⁴ in float32: exact, so that every machine chooses the same patches.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

_HALF = 4
"""A patch is 2 · this + 1 px wide: at 9 px and three channels a sum of squares stays below 2²⁴."""

_SIDE = 2 * _HALF + 1
_AROUND = 26
"""Px around a hole in which patches are looked for."""

_PIECE = 80
"""Px of a side that holes are cut into pieces of: an arrow across the sheet is filled from what is at hand."""

_BLOCK = 16
"""Px of a side of the blocks that patches are compared in."""

_AT_HAND = 6
"""Blocks that are always asked; further ones only where none of these fits."""

_FITS = 7.0**2
"""Squared levels of difference a value up to which a patch fits."""

_PLAIN = 5.0
"""Levels of spread around a hole up to which nothing but a plain ground goes on."""


def continued(rgb: Array, holes: Array) -> Array:
    """The picture (H, W, 3) uint8 with its holes (H, W) bool filled; all else keeps its values."""
    filled = rgb.copy()
    unknown = holes.copy()
    if not holes.any() or holes.all():
        return filled
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(holes.astype(np.uint8), connectivity=8)
    others = []
    for number, (left, top, wide, high, _) in enumerate(stats.tolist()):
        window = (slice(max(0, top - 4), top + high + 4), slice(max(0, left - 4), left + wide + 4))
        hole = numbers[window] == number
        if number and not _plain(filled[window], hole, unknown[window]):
            others.append((left, top, wide, high))
    for piece in _pieces(others):
        _fill(filled, unknown, holes, piece)
    return filled


def _pieces(holes: list[tuple[int, int, int, int]]) -> list[tuple[slice, slice]]:
    """Boxes that together hold all of some boxes, each at most a piece wide and high."""
    boxes = []
    for left, top, wide, high in holes:
        for y in range(top, top + high, _PIECE):
            for x in range(left, left + wide, _PIECE):
                boxes.append((slice(y, min(y + _PIECE, top + high)), slice(x, min(x + _PIECE, left + wide))))
    return boxes


def _fill(filled: Array, unknown: Array, holes: Array, piece: tuple[slice, slice]) -> None:
    """Fill what is unknown in a piece, in place."""
    rows, columns = (
        slice(max(0, part.start - _AROUND - _HALF), min(size, part.stop + _AROUND + _HALF))
        for part, size in zip(piece, unknown.shape, strict=True)
    )
    window, hole, never = filled[rows, columns], unknown[rows, columns], holes[rows, columns]
    wanted = np.zeros_like(hole)
    top, left = piece[0].start - rows.start, piece[1].start - columns.start
    wanted[top : top + piece[0].stop - piece[0].start, left : left + piece[1].stop - piece[1].start] = True
    wanted &= hole
    if not wanted.any():
        return
    if not _plain(window, wanted, hole):
        _by_patches(window, hole, never, wanted)


def _plain(window: Array, wanted: Array, hole: Array) -> bool:
    """Whether one colour or a gradient stands around `wanted`, which is filled with it then, in place."""
    rim = (cv2.dilate(wanted.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0) & ~hole
    ys, xs = np.nonzero(rim)
    if len(ys) < 12:
        return False
    places = np.column_stack([np.ones(len(ys)), xs - xs.mean(), ys - ys.mean()])
    seen = window[rim].astype(np.float64)
    slopes = np.linalg.solve(places.T @ places + 1e-6 * np.eye(3), places.T @ seen)
    if float((seen - places @ slopes).std(axis=0).max()) > _PLAIN:
        return False
    y, x = np.nonzero(wanted)
    filled = np.column_stack([np.ones(len(y)), x - xs.mean(), y - ys.mean()]) @ slopes
    # No gradient leads beyond what is seen around.
    window[wanted] = np.clip(filled, seen.min(axis=0), seen.max(axis=0)).round().astype(np.uint8)
    hole &= ~wanted
    return True


def _smooth(window: Array, hole: Array, wanted: Array) -> None:
    smooth = cv2.inpaint(window, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    window[wanted] = smooth[wanted]
    hole &= ~wanted


def _by_patches(window: Array, hole: Array, never: Array, wanted: Array) -> None:
    """Fill `wanted` from patches of the window that hold nothing of `never`, in place."""
    pad = ((_HALF, _HALF), (_HALF, _HALF))
    sources = _sources(window, never)
    if sources is None:
        _smooth(window, hole, wanted)
        return
    picture = np.pad(window, (*pad, (0, 0)), mode="edge")
    open_ = np.pad(hole, pad, constant_values=True)
    left = np.pad(wanted, pad)
    sure = np.where(open_, 0.0, 1.0).astype(np.float32)
    while left.any():
        y, x = _next(picture, open_, left, sure)
        here = (slice(y - _HALF, y + _HALF + 1), slice(x - _HALF, x + _HALF + 1))
        known = ~open_[here]
        patch = sources.best(picture[here], known, y - _HALF, x - _HALF)
        todo = open_[here] & left[here]
        picture[here][todo] = patch[todo]
        sure[here][todo] = float(sure[here].mean())
        open_[here] &= ~todo
        left[here] &= ~todo
    inner = (slice(_HALF, -_HALF), slice(_HALF, -_HALF))
    window[wanted] = picture[inner][wanted]
    hole &= ~wanted


class _Sources(NamedTuple):
    """Patches without holes, in blocks of the window: those at hand are asked first."""

    blocks: tuple[tuple[tuple[float, float], Array, Array], ...]
    """Of each block its middle (y, x), its patches (n, 9 · 9 · 3) float32, and their squares."""

    def best(self, patch: Array, known: Array, y: int, x: int) -> Array:
        """The patch (9, 9, 3) that differs least from one around (y, x) where that is known."""
        counts = np.repeat(known.reshape(-1), 3).astype(np.float32)
        values = patch.reshape(-1).astype(np.float32) * counts
        enough = _FITS * float(counts.sum()) - float(values @ values)
        nearest = sorted(self.blocks, key=lambda block: (block[0][0] - y) ** 2 + (block[0][1] - x) ** 2)
        least, found = np.inf, nearest[0][1][0]
        for number, (_, patches, squares) in enumerate(nearest):
            if number >= _AT_HAND and least <= enough:
                break
            apart = squares @ counts - 2 * (patches @ values)
            here = int(np.argmin(apart))
            if apart[here] < least:
                least, found = float(apart[here]), patches[here]
        return np.asarray(found.reshape(_SIDE, _SIDE, 3))


def _sources(window: Array, never: Array) -> _Sources | None:
    """The patches of a window that hold nothing of `never`; None where there are none."""
    if min(never.shape) <= 2 * _HALF:
        return None
    bad = cv2.dilate(never.astype(np.uint8), np.ones((_SIDE, _SIDE), np.uint8)) > 0
    good = ~bad[_HALF:-_HALF, _HALF:-_HALF]
    views = np.lib.stride_tricks.sliding_window_view(window, (_SIDE, _SIDE), axis=(0, 1))
    blocks = []
    for y in range(0, good.shape[0], _BLOCK):
        for x in range(0, good.shape[1], _BLOCK):
            ys, xs = np.nonzero(good[y : y + _BLOCK, x : x + _BLOCK])
            if len(ys):
                patches = views[y + ys, x + xs].transpose(0, 2, 3, 1).reshape(len(ys), -1).astype(np.float32)
                blocks.append(((y + _BLOCK / 2, x + _BLOCK / 2), patches, patches**2))
    return _Sources(tuple(blocks)) if blocks else None


def _next(picture: Array, open_: Array, left: Array, sure: Array) -> tuple[int, int]:
    """Where to fill next: at the rim, where much is known and edges are strong."""
    rim = left & (cv2.dilate((~open_).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    if not rim.any():
        rim = left
    ys, xs = np.nonzero(rim)
    known = cv2.boxFilter(sure, -1, (_SIDE, _SIDE), borderType=cv2.BORDER_CONSTANT)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    low = cv2.erode(np.where(open_, 255, grey).astype(np.uint8), np.ones((_SIDE, _SIDE), np.uint8))
    high = cv2.dilate(np.where(open_, 0, grey).astype(np.uint8), np.ones((_SIDE, _SIDE), np.uint8))
    edge = np.clip(high.astype(np.int32) - low, 0, 255)
    # Edges alone would grow into the hole as tendrils: what is surrounded comes first.
    worth = np.round(known[ys, xs] * 24).astype(np.int64) * 1000 + edge[ys, xs]
    best = int(np.argmax(worth))
    return int(ys[best]), int(xs[best])
