"""The colours that a terminal has which does not have all, and which of them comes nearest to another.

Numbers are those of SGR 38;5 (xterm's ctlseqs). Of the 256, the first 16 are the person's own; the other 240 are fixed:
a cube of six levels a channel, then a ramp of greys. OKLab is https://bottosson.github.io/posts/oklab/; a colour's
luminance and the contrast of two are WCAG 2's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

Few = Literal["256", "16"]
"""The numbers of colours that are not all."""

Rgb = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

_LEVELS = (0, 95, 135, 175, 215, 255)

STANDARD: tuple[Rgb, ...] = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0)),
    *((0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)),
    *((127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0)),
    *((92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)),
)
"""The first 16 as xterm has them."""

FIXED: tuple[Rgb, ...] = (
    *((red, green, blue) for red in _LEVELS for green in _LEVELS for blue in _LEVELS),
    *((grey, grey, grey) for grey in range(8, 248, 10)),
)
"""The 240 from number 16 on."""

COLOURS: dict[int, Rgb] = dict(enumerate((*STANDARD, *FIXED)))
"""All 256 by their numbers."""


class Lab(NamedTuple):
    """A colour in OKLab: lightness from 0 to 1, and how far it is from grey towards red and towards yellow."""

    light: float
    red: float
    yellow: float

    @property
    def chroma(self) -> float:
        """How far it is from grey, squared."""
        return self.red**2 + self.yellow**2

    def distance(self, other: Lab) -> float:
        """How far apart two colours are, squared."""
        return (self.light - other.light) ** 2 + (self.red - other.red) ** 2 + (self.yellow - other.yellow) ** 2


def numbers_of(few: Few) -> range:
    """The numbers of the colours that the studio draws with."""
    return range(16, 256) if few == "256" else range(16)


def nearest(colour: Rgb, among: Iterable[int]) -> int:
    """The number of the colour, of these numbers, that is nearest in OKLab. Some 0.1 ms for all 240."""
    wanted = oklab(colour)
    return min(among, key=lambda number: lab_of(number).distance(wanted))


@cache
def lab_of(number: int) -> Lab:
    """One of the 256 in OKLab."""
    return oklab(COLOURS[number])


def oklab(colour: Rgb) -> Lab:
    """A colour in OKLab."""
    red, green, blue = map(_linear, colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return Lab(
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21; letters want 4.5."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: int) -> float:
    """The light of a level of sRGB, 0 to 1 (IEC 61966-2-1)."""
    part = level / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
