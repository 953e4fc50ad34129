"""Boxes of free cells on a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.lettering.geometry.quads import Array


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes of cells, one for each band of rows that has any room.

    Arrays (n,) of the first and the last row (inclusive), the first column, and the number of columns.
    """

    tops: Array
    bottoms: Array
    lefts: Array
    widths: Array


def boxes(free: Array) -> Boxes:
    """For every band of rows of a grid (rows, columns) bool, the longest run of columns that are free in all of it.

    Every band is tried at once: O(rows² × columns), on grids of some 40 × 40.
    """
    rows, columns = free.shape
    tops, bottoms = np.triu_indices(rows)
    sums = np.zeros((rows + 1, columns), np.int16)
    np.cumsum(free, 0, dtype=np.int16, out=sums[1:])
    clear = (sums[bottoms + 1] - sums[tops] == (bottoms - tops + 1)[:, None]).T.astype(np.int16)
    run = np.zeros(len(tops), np.int16)
    longest, ends = run.copy(), run.copy()
    for column in range(columns):
        run = (run + 1) * clear[column]
        better = run > longest
        longest[better] = run[better]
        ends[better] = column + 1
    some = longest > 0
    return Boxes(tops[some], bottoms[some], (ends - longest)[some].astype(int), longest[some].astype(int))
