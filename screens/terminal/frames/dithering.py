"""Pixels in the few colours of a terminal, dithered so that a patch of them has the colour of the picture there.

For each colour there is a mix of sixteen of the terminal's, made one after the other: each is the nearest in OKLab to
what the ones before it left wanting. A pixel takes that of its mix which an ordered matrix names for its place (the
pattern dithering of T. Knoll, US patent 6,606,166, expired). Light adds up as it is, so it is added up linearly.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from screens.terminal.colours import COLOURS, Few, numbers_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

GAP = 10
"""The most between two levels of a channel that have mixes of their own; pixels between them are dithered to either.

Those of the terminal's colours are among them, so what has one of these colours keeps it.
"""

SIDE = 4
"""The side of the matrix in pixels."""

ZEAL = 0.25
"""The part of what is wanting that the next colour of a mix makes up for.

Of 0.06 to 1, 0.25 to 0.5 left least error in OKLab after a blur by a cell (`make bench-cells`); of these the lesser
sets fewer dots that stand out of what is around them.
"""

_LIGHTS = 4096
"""Steps of linear light, fine enough for the darkest levels of sRGB."""

_FROM_RGB = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_making = threading.Lock()


class Palette(NamedTuple):
    """The colours that a terminal has, from the darkest to the lightest, and what is known of them.

    `numbers` (n,) uint8 are SGR's; `apart` (n, n) float32 is the squared distance of each two in OKLab. `levels`
    (SIDE², 256) uint32 says to which of m levels each of 256 goes, for each place in the matrix; `mixes` (m³ · SIDE²,)
    uint8 has the places in the palette of the mix of each colour of such levels, red the slowest.
    """

    numbers: Array
    apart: Array
    levels: Array
    mixes: Array


def palette_of(few: Few) -> Palette:
    """The palette; the first call takes some tens of milliseconds, and belongs in a thread."""
    with _making:
        return _palette(few)


@lru_cache
def _palette(few: Few) -> Palette:
    import numpy as np

    numbers = np.array(numbers_of(few), np.uint8)
    colours = np.array([COLOURS[number] for number in numbers_of(few)])
    light = _linear(colours / 255)
    order = _oklab(light)[:, 0].argsort(kind="stable")
    light = light[order]
    labs = _oklab(light)
    levels = _levels(np.unique(colours))
    return Palette(numbers[order], ((labs[:, None] - labs) ** 2).sum(2), _rounded(levels), _mixes(light, levels))


def dithered(pixels: Array, palette: Palette) -> Array:
    """The place in the palette, uint8 (h, w), of each of the pixels (h, w, 3) uint8."""
    import numpy as np

    height, width = pixels.shape[:2]
    matrix = _matrix()
    # Rounding goes by another part of the matrix, or the two would favour the same places.
    shares, roundings = (_tiled(one, height, width) for one in (matrix, np.roll(matrix, 1, 1)))
    red, green, blue = np.moveaxis(palette.levels[roundings[..., None], pixels], 2, 0)
    count = int(palette.levels.max()) + 1
    return np.asarray(palette.mixes[((red * count + green) * count + blue) * SIDE**2 + shares])


def _levels(known: Array) -> Array:
    """Levels of a channel from 0 to 255: those that are given, and others between them."""
    import numpy as np

    pairs = zip(known[:-1].tolist(), known[1:].tolist(), strict=True)
    parts = [np.linspace(one, other, -(-(other - one) // GAP), endpoint=False) for one, other in pairs]
    return np.asarray(np.concatenate([*parts, known[-1:]]).round())


def _rounded(levels: Array) -> Array:
    """As `Palette.levels`: between two levels, as many places of the matrix go up as one is on the way up."""
    import numpy as np

    above = np.searchsorted(levels, np.arange(256)).clip(1)
    way = (np.arange(256) - levels[above - 1]) / (levels[above] - levels[above - 1])
    places = (np.arange(SIDE**2)[:, None] + 0.5) / SIDE**2
    return np.asarray(above - (way < places), np.uint32)


def _mixes(light: Array, levels: Array) -> Array:
    """The mixes, as in `Palette`, of a palette of which the linear light (n, 3) is given, from the darkest."""
    import numpy as np

    cube = np.stack(np.meshgrid(*[levels / 255] * 3, indexing="ij"), 3).reshape(-1, 3)
    wanted = _linear(cube)
    nearest = _nearest(_oklab(wanted), _oklab(light))
    steps = _companded(np.arange(_LIGHTS) / (_LIGHTS - 1)) * 255
    level_of = np.searchsorted((levels[1:] + levels[:-1]) / 2, steps)
    wanting = np.zeros_like(wanted)
    mixes = np.empty((SIDE**2, len(wanted)), np.uint8)
    for mix in mixes:
        tried = ((wanted + ZEAL * wanting).clip(0, 1) * (_LIGHTS - 1) + 0.5).astype(np.uint16)
        red, green, blue = level_of[tried].T
        mix[:] = nearest[(red * len(levels) + green) * len(levels) + blue]
        wanting += wanted - light[mix]
    return np.sort(mixes, 0).T.ravel()


def _nearest(labs: Array, palette: Array) -> Array:
    """The place of the nearest colour of a palette (n, 3), for colours (m, 3) in OKLab.

    Without a product of matrices: its threads would wait for a busy machine's other cores.
    """
    import numpy as np

    light, red, yellow = np.ascontiguousarray(labs.T)
    found, least = np.zeros(len(labs), np.uint8), np.full(len(labs), np.inf, np.float32)
    for place, colour in enumerate(palette):
        apart = (light - colour[0]) ** 2 + (red - colour[1]) ** 2 + (yellow - colour[2]) ** 2
        found[apart < least] = place
        np.minimum(least, apart, out=least)
    return found


def _matrix() -> Array:
    """Bayer's matrix (SIDE, SIDE), 0 to SIDE² - 1."""
    import numpy as np

    matrix = np.zeros((1, 1), np.uint16)
    while len(matrix) < SIDE:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return matrix


def _tiled(matrix: Array, height: int, width: int) -> Array:
    import numpy as np

    return np.tile(matrix, (height // SIDE + 1, width // SIDE + 1))[:height, :width]


def _linear(colours: Array) -> Array:
    """sRGB, 0 to 1, as linear light (IEC 61966-2-1)."""
    import numpy as np

    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _companded(light: Array) -> Array:
    """Linear light as sRGB, both 0 to 1."""
    import numpy as np

    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def _oklab(light: Array) -> Array:
    """Linear light (…, 3) in OKLab (https://bottosson.github.io/posts/oklab/)."""
    import numpy as np

    return _turned(np.cbrt(_turned(light, _FROM_RGB)), _TO_LAB)


def _turned(colours: Array, rows: tuple[tuple[float, float, float], ...]) -> Array:
    import numpy as np

    first, second, third = (np.ascontiguousarray(colours[..., channel]) for channel in range(3))
    return np.stack([a * first + b * second + c * third for a, b, c in rows], -1)
