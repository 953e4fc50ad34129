"""Looks: a picture as 16 × 16 grey fields, by which two of them are compared closely.

A perceptual hash tells where a picture grows lighter, and of a few strokes on white it tells next to nothing. Two looks
are compared by their correlation, from −1 to 1: the same picture saved in another size, format or light has 0.99 and
more, other pictures hardly 0.6, and a circle and a hexagon of the same size 0.94.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

SIDE = 16
"""Fields of a look in each direction; a look is SIDE * SIDE bytes, from 0 (black) to 255, row by row."""
_FLAT = 3
"""Levels between the darkest and the lightest field of a picture that has something to be alike in."""
_CROP = 0.05
_PARTS = ((0.0, 1.0), (_CROP, 1.0), (0.0, 1 - _CROP), (_CROP / 2, 1 - _CROP / 2), (_CROP, 1 - _CROP))
"""Where a cropped picture begins and ends in the whole one, in each direction."""
_WAVES = 8
_SURE = 4.0
"""A wave that is weaker may as well be none: rounding makes such ones."""
_STEP = 0.5
"""Levels between two fields beside each other that are a step."""
_FEWEST_STEPS = 24
"""Steps of 64 in a picture whose steps tell it from others."""

Fields = NDArray[np.float32]
"""Pictures as fields: of shape (pictures, SIDE, SIDE)."""
Units = NDArray[np.float32]
"""Pictures of shape (pictures, SIDE * SIDE), each without its mean and of length 1: products are correlations."""
Hashes = NDArray[np.uint64]


def look_of(grey: NDArray[np.uint8], width: float, height: float) -> bytes:
    """The look of grey pixels of shape (rows, columns), of which the picture fills so many, and parts of the last."""
    rows, columns = grey.shape
    means = (
        _part(SIDE, 0.0, height / rows, rows) @ grey.astype(np.float32) @ _part(SIDE, 0.0, width / columns, columns).T
    )
    look: bytes = np.rint(means).astype(np.uint8).tobytes()
    return look


def fields(looks: list[bytes]) -> Fields:
    """Looks as numbers; an empty one is all 0."""
    made = np.zeros((len(looks), SIDE, SIDE), np.float32)
    for place, look in enumerate(looks):
        if look:
            made[place] = np.frombuffer(look, np.uint8).reshape(SIDE, SIDE)
    return made


def is_flat(pictures: Fields) -> NDArray[np.bool_]:
    """Which pictures have nothing to be alike in."""
    flat: NDArray[np.bool_] = np.ptp(pictures, axis=(1, 2)) < _FLAT
    return flat


def units(pictures: Fields) -> Units:
    """Pictures made ready for comparing; a flat one is all 0, and like nothing."""
    made = pictures.reshape(len(pictures), SIDE * SIDE)
    made = made - made.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(made, axis=1)
    lengths[is_flat(pictures)] = np.inf
    of_one: Units = made / lengths[:, None]
    return of_one


def turned(pictures: Fields) -> Iterator[Fields]:
    """The pictures turned by quarters, mirrored, and both: seven ways."""
    for quarters in range(4):
        by = np.rot90(pictures, quarters, (1, 2))
        if quarters:
            yield by
        yield by[:, :, ::-1]


def cropped(pictures: Fields) -> Iterator[Fields]:
    """The pictures without a twentieth at some of their edges: 24 ways."""
    for rows in _PARTS:
        for columns in _PARTS:
            if (rows, columns) != ((0.0, 1.0), (0.0, 1.0)):
                yield np.matmul(_part(SIDE, *rows) @ pictures, _part(SIDE, *columns).T, dtype=np.float32)


def wave_hashes(pictures: Fields) -> Hashes:
    """64 bits of each: which of the longest waves in it are positive (pHash: C. Zauner, "Perceptual Hashing", 2010)."""
    waves = _waves() @ pictures @ _waves().T
    return _packed(waves.reshape(len(pictures), _WAVES**2) > _SURE)


def step_hashes(pictures: Fields) -> tuple[Hashes, NDArray[np.bool_]]:
    """64 bits of each, as `library.formats.hashes` tells; and for which of them there are enough steps."""
    coarse = _part(8, 0.0, 1.0) @ pictures @ _part(9, 0.0, 1.0).T
    steps = np.diff(coarse, axis=2).reshape(len(pictures), 64)
    return _packed(steps > _STEP), (np.abs(steps) > _STEP).sum(axis=1) >= _FEWEST_STEPS


def _packed(bits: NDArray[np.bool_]) -> Hashes:
    # Bits of neighbours are alike: apart from each other, each part of a hash tells as much as it can.
    spread = np.ascontiguousarray(bits[:, np.arange(64) * 27 % 64])
    return np.packbits(spread, axis=1).view(">u8")[:, 0].astype(np.uint64)


@cache
def _waves() -> NDArray[np.float32]:
    """The longest waves of the cosine transform, of shape (_WAVES, SIDE)."""
    places = np.pi * (2 * np.arange(SIDE) + 1) / (2 * SIDE)
    return np.cos(places * np.arange(_WAVES)[:, None]).astype(np.float32)


@lru_cache(1024)
def _part(count: int, low: float, high: float, size: int = SIDE) -> NDArray[np.float32]:
    """What makes `count` equal fields of `size` between `low` and `high` (0 to 1) of them; of shape (count, size)."""
    edges = np.linspace(low, high, count + 1) * size
    places = np.arange(size)
    shared = np.minimum(edges[1:, None], places + 1) - np.maximum(edges[:-1, None], places)
    weights = np.clip(shared, 0, None)
    part: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return part
