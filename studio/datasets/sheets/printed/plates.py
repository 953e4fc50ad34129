"""Plates of words that lie over a figure: below them it goes on, beside it they are none of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Quad

Array = NDArray[Any]

_SAME: Final = 8.0
"""ΔE up to which pixels are of one plate."""
_FLAT: Final = 0.4
"""The share of a place with words that the plate's own colour has at least, the words being the rest."""
_ENDS: Final = 0.25
"""The share of the pixels around a place that have the plate's colour at most: a shirt goes on around its words."""
_RIM: Final = 4
"""Pixels around a place that its plate's soft edge takes."""
_AT: Final = 4
"""Pixels beside a place in which what is drawn lies at it."""


def with_what_goes_on(drawn: Array, words: Sequence[Quad]) -> Array:
    """`drawn` (H, W) bool, filled, with what lies in the places of words below one thing and above another."""
    mask = drawn.copy()
    for place in _places(words, drawn.shape):
        top, bottom, left, right = place
        above, below, _, _ = _beside(drawn, place)
        mask[top:bottom, left:right] |= (above & below)[None]
    return mask


def without_plates(drawn: Array, lab: Array, words: Sequence[Quad]) -> Array:
    """`drawn` (H, W) bool with nothing of plates in these places but what has a figure above, below or around.

    `lab` (H, W, 3) is the sheet. A figure goes on below its plate; what hangs over beside it is the plate alone.
    """
    mask, bare = drawn.copy(), drawn.copy()
    plates = [place for place in _places(words, drawn.shape) if _is_plate(lab, place)]
    for top, bottom, left, right in plates:
        bare[top:bottom, left:right] = False
    for place in plates:
        top, bottom, left, right = place
        above, below, before, after = _beside(bare, place)
        mask[top:bottom, left:right] &= (above | below)[None] | (before & after)[:, None]
    return mask


def _places(words: Sequence[Quad], shape: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    """The upright boxes of words: top, bottom, left, right; of those that are on the sheet."""
    for quad in words:
        xs, ys = np.asarray(quad, float).T
        top, bottom = max(0, int(np.floor(ys.min())) - _RIM), min(shape[0], int(np.ceil(ys.max())) + 1 + _RIM)
        left, right = max(0, int(np.floor(xs.min())) - _RIM), min(shape[1], int(np.ceil(xs.max())) + 1 + _RIM)
        if top < bottom and left < right:
            yield top, bottom, left, right


def _beside(drawn: Array, place: tuple[int, int, int, int]) -> tuple[Array, Array, Array, Array]:
    """In which columns of a place something lies right above and below it, and in which rows at its left and right."""
    top, bottom, left, right = place
    above, below = (np.any(drawn[rows, left:right], axis=0) for rows in _strips(top, bottom))
    before, after = (np.any(drawn[top:bottom, columns], axis=1) for columns in _strips(left, right))
    return above, below, before, after


def _strips(start: int, end: int) -> tuple[slice, slice]:
    """What lies right before and right after a stretch."""
    return slice(max(0, start - _AT), start), slice(end, end + _AT)


def _is_plate(lab: Array, place: tuple[int, int, int, int]) -> bool:
    """Whether the colour that most of a place has ends around it."""
    top, bottom, left, right = place
    inner = lab[top:bottom, left:right].reshape(-1, 3)
    keys = np.floor(inner / 6).astype(np.int64) @ np.array([1 << 20, 1 << 10, 1])
    values, counts = np.unique(keys, return_counts=True)
    colour = np.median(inner[keys == values[np.argmax(counts)]], axis=0)
    if (np.linalg.norm(inner - colour, axis=1) < _SAME).mean() < _FLAT:
        return False
    rows, columns = _strips(top, bottom), _strips(left, right)
    around = [lab[one, left:right] for one in rows] + [lab[top:bottom, one] for one in columns]
    beside = np.concatenate([part.reshape(-1, 3) for part in around])
    return bool(len(beside) and (np.linalg.norm(beside - colour, axis=1) < _SAME).mean() < _ENDS)
