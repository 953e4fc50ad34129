"""Pictures as cells of styled text: two colours a cell, and a character that says which part has which.

Half cells (U+2580) are in every font, quadrants (U+2596 to U+259F) in nearly any. Sextants (Unicode 13, U+1FB00 to
U+1FB3B) show three times as many pixels as half cells, and look right where the terminal draws them itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from screens.terminal.frames.cell_strip import CellStrip
from studio.terminal.records import Colours

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from screens.terminal.frames.dithering import Palette

    Array = NDArray[Any]


class Grid(NamedTuple):
    """The pixels of one cell."""

    columns: int
    rows: int


GRIDS = {"half-cells": Grid(1, 2), "quadrants": Grid(2, 2), "sextants": Grid(2, 3)}
"""The protocols that draw with cells."""

_ALL = 0b111111
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


def quadrant(parts: int) -> str:
    """The character whose ink is these of the four parts: bit 0 is the upper left one, bit 1 the upper right one."""
    return _QUADRANTS[parts]


def sextant(parts: int) -> str:
    """The character whose ink is these of the six parts: bit 0 is the upper left one, bit 1 the upper right one."""
    known = {0: " ", 0b010101: "▌", 0b101010: "▐", _ALL: "█"}
    return known.get(parts) or chr(0x1FB00 + parts - 1 - (parts > 0b010101) - (parts > 0b101010))


_SIGNS = {GRIDS["quadrants"]: quadrant, GRIDS["sextants"]: sextant}


def drawn(
    image: Image.Image, columns: int, rows: int, protocol: str, colours: Colours = "24-bit"
) -> tuple[CellStrip, ...]:
    """The picture in so many cells as strips, in the colours that the terminal has.

    Where it has all, they keep six bits a channel: no eye sees it, and equal neighbours become one run.
    """
    import numpy as np
    from PIL import Image

    grid = GRIDS[protocol]
    size = (columns * grid.columns, rows * grid.rows)
    pixels = np.asarray(image.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0))
    if colours != "24-bit":
        from screens.terminal.frames.dithering import dithered, palette_of

        palette = palette_of(colours)
        places = dithered(pixels, palette)
        front, back, marks = _halves(places) if grid.columns == 1 else _pairs(places, grid, palette)
        front, back = (palette.numbers[one].astype(np.int64) for one in (front, back))
    elif grid.columns == 1:
        front, back, marks = _halves(_packed(pixels))
    else:
        front, back, marks = _split(pixels, grid)
    return _strips(front << 24 | back, marks, colours)


def _halves(pixels: Array) -> tuple[Array, Array, Array]:
    """Each cell's ink and ground, and its character, all (rows, columns), for pixels (2 rows, columns) of numbers."""
    import numpy as np

    front, back = pixels[0::2], pixels[1::2]
    return front, back, np.where(front == back, " ", "▀")


def _split(pixels: Array, grid: Grid) -> tuple[Array, Array, Array]:
    """Each cell's ink and ground, packed, and its character, all (rows, columns), for pixels (h, w, 3).

    Of all ways to share a cell's pixels out to two colours, the one that leaves the least squared error: that with the
    largest sum of |sum of a part|² / its count.
    """
    import numpy as np

    count, rows, columns = grid.columns * grid.rows, pixels.shape[0] // grid.rows, pixels.shape[1] // grid.columns
    parts = _parts(pixels, grid).reshape(count, rows * columns * 3)
    ways, signs = _ways(grid)
    counts = ways.sum(1)[:, None, None]
    ink = (ways @ parts.astype(np.float32)).reshape(len(ways), -1, 3)
    ground = parts.sum(0, dtype=np.float32).reshape(-1, 3) - ink
    kept = (ink * ink).sum(2, keepdims=True) / counts + (ground * ground).sum(2, keepdims=True) / (count - counts)
    best = kept[..., 0].argmax(0)
    at, share = np.arange(rows * columns), counts[best, 0]
    front = _packed((ink[best, at] / share).astype(np.uint8).reshape(rows, columns, 3))
    back = _packed((ground[best, at] / (count - share)).astype(np.uint8).reshape(rows, columns, 3))
    return front, back, np.where(front == back, " ", signs[best].reshape(rows, columns))


def _pairs(places: Array, grid: Grid, palette: Palette) -> tuple[Array, Array, Array]:
    """Each cell's ink and ground, as places in a palette, and its character, for pixels (h, w), a place each.

    Of the colours that a cell's pixels have, the two that leave the least squared error in OKLab when each pixel takes
    the nearer one. Dithered first and paired then, a patch keeps its colour better than the other way round.
    """
    import numpy as np

    rows, columns = places.shape[0] // grid.rows, places.shape[1] // grid.columns
    parts = _parts(places[..., None], grid).reshape(-1, rows * columns)
    bits = (1 << np.arange(len(parts), dtype=np.uint8))[:, None]
    least = np.full(rows * columns, np.inf, np.float32)
    front, back, ways = (np.empty(rows * columns, np.uint8) for _ in range(3))
    for one in range(len(parts)):
        for other in range(one + 1, len(parts)):
            to_one, to_other = palette.apart[parts, parts[one]], palette.apart[parts, parts[other]]
            error = np.minimum(to_one, to_other).sum(0)
            better = error < least
            least[better] = error[better]
            front[better], back[better] = parts[one][better], parts[other][better]
            ways[better] = ((to_one < to_other) * bits).sum(0, dtype=np.uint8)[better]
    # The ink never has the last part, as in `_ways`.
    turned = ways >= 1 << len(parts) - 1
    front[turned], back[turned] = back[turned], front[turned]
    ways[turned] ^= (1 << len(parts)) - 1
    sign = _SIGNS[grid]
    signs = np.array([sign(way) for way in range(1 << len(parts) - 1)])
    front, back, marks = (one.reshape(rows, columns) for one in (front, back, signs[ways]))
    return np.where(marks == " ", back, front), back, marks


def _parts(pixels: Array, grid: Grid) -> Array:
    """The pixels (h, w, n) part by part: (parts of a cell, rows, columns, n), as the bits of a character count them."""
    height, width, channels = pixels.shape
    rows, columns = height // grid.rows, width // grid.columns
    apart = pixels.reshape(rows, grid.rows, columns, grid.columns, channels).transpose(1, 3, 0, 2, 4)
    return apart.reshape(grid.rows * grid.columns, rows, columns, channels)


def _ways(grid: Grid) -> tuple[Array, Array]:
    """All ways to share a cell's parts out, float32 (ways, parts), 1 for ink, and their characters.

    The ink never has the last part: whatever has is another's ground.
    """
    import numpy as np

    count = grid.columns * grid.rows
    ways = range(1, 1 << count - 1)
    sign = _SIGNS[grid]
    shares = np.array([[way >> bit & 1 for bit in range(count)] for way in ways], np.float32)
    return shares, np.array([sign(way) for way in ways])


def _packed(pixels: Array) -> Array:
    """Pixels (h, w, 3) uint8 as one number each (h, w), six bits of each channel kept."""
    import numpy as np

    wide = pixels.astype(np.int64) & 0xFC
    wide |= wide >> 6
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2])


def _strips(pairs: Array, marks: Array, colours: Colours) -> tuple[CellStrip, ...]:
    """Strips of cells (rows, columns): pairs of colours, ink << 24 | ground, and characters."""
    import numpy as np

    columns = pairs.shape[1]
    known: dict[int, str] = {}
    strips = []
    for line, signs in zip(pairs, marks, strict=True):
        starts = np.flatnonzero(np.diff(line, prepend=-1))
        ends = [*starts[1:].tolist(), columns]
        strips.append(CellStrip("".join(signs.tolist()), ends, line[starts].tolist(), colours, known))
    return tuple(strips)
