"""Pictures as cells of styled text: two colours a cell, and a character that says which part has which.

Half cells (U+2580) are in every font. Sextants (Unicode 13, U+1FB00 to U+1FB3B) show three times as many pixels, and
look right where the terminal draws them itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from screens.widgets.cell_strip import CellStrip

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    Array = NDArray[Any]


class Grid(NamedTuple):
    """The pixels of one cell."""

    columns: int
    rows: int


GRIDS = {"half-cells": Grid(1, 2), "sextants": Grid(2, 3)}
"""The protocols that draw with cells."""

_ALL = 0b111111


def sextant(parts: int) -> str:
    """The character whose ink is these of the six parts: bit 0 is the upper left one, bit 1 the upper right one."""
    known = {0: " ", 0b010101: "▌", 0b101010: "▐", _ALL: "█"}
    return known.get(parts) or chr(0x1FB00 + parts - 1 - (parts > 0b010101) - (parts > 0b101010))


def drawn(image: Image.Image, columns: int, rows: int, protocol: str) -> tuple[CellStrip, ...]:
    """The picture in so many cells as strips.

    Colours keep six bits a channel: no eye sees it, and equal neighbours become one run.
    """
    import numpy as np
    from PIL import Image

    grid = GRIDS[protocol]
    size = (columns * grid.columns, rows * grid.rows)
    pixels = np.asarray(image.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0))
    if protocol == "half-cells":
        front, back = _packed(pixels[0::2]), _packed(pixels[1::2])
        marks = np.where(front == back, " ", "▀")
    else:
        front, back, marks = _in_sextants(pixels, columns, rows)
    return _strips(front << 24 | back, marks)


def _in_sextants(pixels: Array, columns: int, rows: int) -> tuple[Array, Array, Array]:
    """Each cell's ink and ground, packed, and its character, all (rows, columns), for pixels (3 rows, 2 columns, 3).

    Of all ways to share six pixels out to two colours, the one that leaves the least squared error: that with the
    largest sum of |sum of a part|² / its count.
    """
    import numpy as np

    six = pixels.reshape(rows, 3, columns, 2, 3).transpose(1, 3, 0, 2, 4).reshape(6, rows * columns * 3)
    # The ink never has the last part: whatever has is another's ground.
    ways = np.array([[way >> bit & 1 for bit in range(6)] for way in range(1, 32)], np.float32)
    counts = ways.sum(1)[:, None, None]
    ink = (ways @ six.astype(np.float32)).reshape(31, -1, 3)
    ground = six.sum(0, dtype=np.float32).reshape(-1, 3) - ink
    kept = ((ink * ink).sum(2, keepdims=True) / counts + (ground * ground).sum(2, keepdims=True) / (6 - counts))[..., 0]
    best = kept.argmax(0)
    at, share = np.arange(rows * columns), counts[best, 0]
    front = _packed((ink[best, at] / share).astype(np.uint8).reshape(rows, columns, 3))
    back = _packed((ground[best, at] / (6 - share)).astype(np.uint8).reshape(rows, columns, 3))
    signs = np.array([sextant(way) for way in range(1, 32)])
    return front, back, np.where(front == back, " ", signs[best].reshape(rows, columns))


def _packed(pixels: Array) -> Array:
    """Pixels (h, w, 3) uint8 as one number each (h, w), six bits of each channel kept."""
    import numpy as np

    wide = pixels.astype(np.int64) & 0xFC
    wide |= wide >> 6
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2])


def _strips(pairs: Array, marks: Array) -> tuple[CellStrip, ...]:
    """Strips of cells (rows, columns): pairs of packed colours, ink << 24 | ground, and characters."""
    import numpy as np

    columns = pairs.shape[1]
    known: dict[int, str] = {}
    strips = []
    for line, signs in zip(pairs, marks, strict=True):
        starts = np.flatnonzero(np.diff(line, prepend=-1))
        ends = [*starts[1:].tolist(), columns]
        strips.append(CellStrip("".join(signs.tolist()), ends, line[starts].tolist(), known))
    return tuple(strips)
