"""Pictures that show the same again: one saved twice, in another size or light, cropped a little, a burst. The best of
each stays.

Views of a turn-around, other expressions, and the same mirrored are no repeats: a trainer needs them. Their hashes are
often the same, for all else in them is; so pictures with near hashes are laid on each other and compared part by part,
and are repeats where no part differs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from library.formats.hashes import distance
from library.formats.looks import fields, look_of, step_hashes, wave_hashes
from studio.pictures.drift.colour import Array

NEAR, PERHAPS = 10, 22
"""Bits of 64 in which two hashes differ at most where pictures are nearly the same, and where they still may be, as
they were moved or cropped."""

_SIDE, _CELLS = 96, 12
_MOVED = 0.12
"""How far, as a share of the side, one picture may be moved or grown against another that it repeats."""

_MEAN, _WORST = 0.85, 0.3
"""How similar (SSIM, of light that is brought to one mean and contrast) two pictures are that repeat each other: on
average, and where they are least so. Forms of one picture have 0.3 to 1 there, other views and moods 0.12 at most."""

_COLOUR = 20.0
"""How far apart in a and b (Lab) a part of two pictures may be that repeat each other: light changes all
parts alike."""

_BENT = 0.02
"""The same for parts of it: somebody who breathes in a burst."""

_STRUCTURE = 8.0
_FLAT = 3
_SHARPER = 1.15
"""How many times as wide the edges of another have to be for the sharper one to be better than a larger one."""


class Fingerprint(NamedTuple):
    """What is kept of a picture to compare it by: `steps` (dHash) and `waves` (pHash) of 64 bits, `small` (96, 96, 3)
    uint8 in OpenCV's Lab of 8 bits, its `shape` as width over height. `soft` (how wide its sharpest edges are, px),
    `pixels` and `coarse` (the steps in which it was rounded as JPEG) say which of several is the best."""

    steps: int
    waves: int
    small: Array
    shape: float
    soft: float
    pixels: int
    coarse: float = 0.0


class Repeats(NamedTuple):
    """Pictures that show the same, by their numbers: the one that is kept, and the others."""

    best: int
    others: tuple[int, ...]


def fingerprint(rgb: Array, width: int, height: int, soft: float, coarse: float = 0.0) -> Fingerprint:
    """The fingerprint of a picture of `width` × `height` px, by a copy (h, w, 3) uint8 RGB of it."""
    small = cv2.resize(rgb, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    few = fields([look_of(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)), _SIDE, _SIDE)])
    steps, waves = int(step_hashes(few)[0][0]), int(wave_hashes(few)[0])
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2Lab))
    return Fingerprint(steps, waves, lab, width / height, soft, width * height, coarse)


def repeats(pictures: Sequence[Fingerprint]) -> tuple[Repeats, ...]:
    """Which pictures show the same as others: in each group all repeat the one that is kept, the sharpest, largest and
    least compressed. The same whatever their order, but for the first of those that are as good."""
    order = sorted(range(len(pictures)), key=lambda n: _worth(pictures[n]))
    taken: set[int] = set()
    groups = []
    for place, best in enumerate(order):
        if best in taken:
            continue
        again = [n for n in order[place + 1 :] if n not in taken and is_repeat(pictures[best], pictures[n])]
        if again:
            taken |= {best, *again}
            groups.append(Repeats(best, tuple(sorted(again))))
    return tuple(sorted(groups))


def _worth(one: Fingerprint) -> tuple[int, int, float]:
    # In steps, so that what is as sharp as can be seen is told by its size.
    return round(math.log(max(one.soft, 1.0)) / math.log(_SHARPER)), -one.pixels, one.coarse


def is_repeat(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two pictures show the same."""
    bits = min(distance(one.steps, other.steps), distance(one.waves, other.waves))
    if bits > PERHAPS or not 0.85 < one.shape / other.shape < 1 / 0.85:
        return False
    some, others = one.small.astype(np.float32), other.small.astype(np.float32)
    flat = [bool(np.ptp(picture[..., 0]) < _FLAT) for picture in (some, others)]
    if any(flat):
        return all(flat) and _same_colours(some, others)
    return any(_same(*pair) for pair in _pairs(some, others, bits <= NEAR))


def _same(one: Array, other: Array) -> bool:
    mean, worst = similarity(one[..., 0], other[..., 0])
    return mean >= _MEAN and worst >= _WORST and _same_colours(one, other)


def _same_colours(one: Array, other: Array) -> bool:
    cells = cv2.resize(one[..., 1:] - other[..., 1:], (_CELLS, _CELLS), interpolation=cv2.INTER_AREA).reshape(-1, 2)
    return bool(np.quantile(np.linalg.norm(cells - np.median(cells, 0), axis=1), 0.95) <= _COLOUR)


def _pairs(one: Array, other: Array, is_near: bool) -> Iterator[tuple[Array, Array]]:
    """Two pictures (96, 96, 3) as they are, where they are near; laid on each other; and bent to each other."""
    if is_near:
        yield one, other
    laid = _laid(one, other)
    if laid is None:
        return
    yield laid
    one, other = laid
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow.setFinestScale(0)
    light = [np.ascontiguousarray(np.rint(some[..., 0]), np.uint8) for some in (one, other)]
    way = np.asarray(flow.calc(light[0], light[1], np.zeros((*light[0].shape, 2), np.float32)))
    if np.quantile(np.abs(way), 0.99) > _BENT * _SIDE:
        return
    way = cv2.GaussianBlur(way, (0, 0), 4)
    rows, columns = np.mgrid[: one.shape[0], : one.shape[1]].astype(np.float32)
    yield (
        one,
        cv2.remap(other, columns + way[..., 0], rows + way[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
    )


def _laid(one: Array, other: Array) -> tuple[Array, Array] | None:
    """The parts of two pictures (96, 96, 3) that show the same where one is moved, turned or grown a little; None where
    there is no such way to lay one on the other."""
    light, others = (np.ascontiguousarray(some[..., 0]) for some in (one, other))
    window = cv2.createHanningWindow((_SIDE, _SIDE), cv2.CV_32F)
    start, _ = cv2.phaseCorrelate(light - light.mean(), others - others.mean(), window)
    warp: Array = np.eye(2, 3, dtype=np.float32)
    if max(map(abs, start)) <= _MOVED * _SIDE:
        warp[:, 2] = start
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        warp = np.asarray(cv2.findTransformECC(light, others, warp, cv2.MOTION_AFFINE, ends)[1])
    except cv2.error:
        # It finds none.
        return None
    corners = np.array([[0, _SIDE, 0, _SIDE], [0, 0, _SIDE, _SIDE], [1, 1, 1, 1]], np.float32)
    moved = float(np.abs(warp @ corners - corners[:2]).max())
    if not moved <= _MOVED * _SIDE:
        return None
    laid = cv2.warpAffine(other, warp, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    inner = np.s_[(edge := math.ceil(moved) + 1) : -edge, edge:-edge]
    return one[inner], np.asarray(laid)[inner]


def similarity(one: Array, other: Array) -> tuple[float, float]:
    """How similar two grey pictures (h, w) float32 are in their structure, whatever their light: on average and in the
    part where they are least so, −1 to 1.

    The contrast and structure terms of SSIM (Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error
    visibility to structural similarity", 2004), where at least one of them has any.
    """
    one, other = (50 * (some - some.mean()) / max(float(some.std()), 1e-6) for some in (one, other))
    mean_one, mean_other = _around(one), _around(other)
    much_one, much_other = _around(one * one) - mean_one**2, _around(other * other) - mean_other**2
    both = _around(one * other) - mean_one * mean_other
    same = (2 * both + 30) / (much_one + much_other + 30)
    busy = np.maximum(much_one, much_other) > _STRUCTURE
    if not busy.any():
        return 1.0, 1.0
    return float(same[busy].mean()), float(cv2.blur(np.where(busy, same, np.float32(1)), (7, 7)).min())


def _around(values: Array) -> Array:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 1.6))
