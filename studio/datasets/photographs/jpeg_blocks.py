"""What JPEG left in pixels: the borders of its blocks, and how coarsely it rounded, whatever the file is now."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from studio.pictures.drift.colour import Array

Tiles = Sequence[tuple[int, int, Array]]

_CALM = 14
"""Levels of a step from which it is an edge of what is shown."""

_WAVES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1))
"""The longest waves of a block, by which its rounding is told."""

_MOST = 3000
"""Blocks that are looked at."""

_COARSEST, _FEWEST, _ALIKE = 120, 40, 0.75
"""The largest step that is looked for, how many waves that are not nought must tell of one, and how much they must keep
to it, 0 to 1."""


class Blocks(NamedTuple):
    """How much larger steps are at the borders of blocks than within them (`value`), and where blocks begin."""

    value: float
    x: int
    y: int


def blockiness(tiles: Tiles) -> Blocks:
    """The blocks that show in grey parts of a picture, each with the column and row where it begins, wherever blocks
    begin: 0 where there are none, about 1 where they are to be seen."""
    sums, counts = np.zeros((2, 8)), np.zeros((2, 8))
    for x, y, tile in tiles:
        if min(tile.shape) < 16:
            continue
        for axis, start in ((1, x), (0, y)):
            step = np.abs(_bends(tile.astype(np.float32), axis))
            # A step over this is an edge of what is shown.
            calm = step < 14
            line = (step * calm).sum(1 - axis), calm.sum(1 - axis)
            phase = (np.arange(len(line[0])) + start) % 8
            np.add.at(sums[1 - axis], phase, line[0])
            np.add.at(counts[1 - axis], phase, line[1])
    if not counts.min():
        return Blocks(0.0, 0, 0)
    means = sums / counts
    # A step is after the pixel that it is told of.
    across, down = (int(row.argmax() + 2) % 8 for row in means)
    return Blocks(float(np.mean([_peak(row) for row in means])), across, down)


def _bends(grey: Array, axis: int) -> Array:
    """How much more a picture steps between two pixels than on either side of them."""
    step = np.diff(grey, axis=axis)
    one, middle, other = (
        step[:, a : step.shape[1] - 2 + a] if axis else step[a : step.shape[0] - 2 + a] for a in range(3)
    )
    return np.asarray(middle - (one + other) / 2)


def _peak(row: Array) -> float:
    order = np.sort(row)
    rest = float(np.median(order[:-1]))
    return float((order[-1] - rest) / (rest + 0.25))


def quantisation(tiles: Tiles) -> float:
    """In which steps the longest waves of blocks of 8 × 8 px are rounded, in levels of their coefficients (ITU-T T.81,
    A.3.3 and A.3.4): the middle one of those that can be told; 0 where they are not rounded."""
    found = blockiness(tiles)
    waves = np.concatenate(
        [np.zeros((0, 8, 8)), *(_waves(tile, (found.x - x) % 8, (found.y - y) % 8) for x, y, tile in tiles)]
    )
    waves = waves[:: len(waves) // _MOST + 1]
    steps = [step for row, column in _WAVES if (step := _step(waves[:, row, column]))]
    return float(statistics.median(steps)) if len(steps) >= 3 else 0.0


def _waves(grey: Array, left: int, top: int) -> Array:
    """The cosine transforms (n, 8, 8) of the blocks of a tile, the first of which begins there."""
    high, wide = (grey.shape[0] - top) // 8, (grey.shape[1] - left) // 8
    if min(high, wide) < 1:
        return np.zeros((0, 8, 8))
    part = grey[top : top + 8 * high, left : left + 8 * wide].astype(np.float64) - 128
    blocks = part.reshape(high, 8, wide, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8)
    places = np.pi * (2 * np.arange(8) + 1) / 16
    turn = np.cos(places * np.arange(8)[:, None]) / 2
    turn[0] /= np.sqrt(2)
    return np.asarray(turn @ blocks @ turn.T)


def _step(values: Array) -> int:
    """The largest step of which nearly all values are multiples; 0 where there is none."""
    size = np.abs(values)
    for step in range(min(_COARSEST, int(size.max(initial=0))), 3, -1):
        some = size[size > 0.6 * step]
        if len(some) >= _FEWEST and np.cos(2 * np.pi * some / step).mean() >= _ALIKE:
            return step
    return 0
