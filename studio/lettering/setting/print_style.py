"""How words are painted on a ground so that they can be read there: ink, halo, and how much of the light shows in them.

A white panel keeps its shade and wrinkles in the ink. Cloth of another colour shows only some of it: on a dark shirt
the difference between a fold and the rest is as large as the light itself. On a ground of many colours words are
painted flat, with a halo, as a poster's are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.records import Look
from studio.lettering.seeing.ground import Box, Ground
from studio.lettering.setting.contrast import Colour, ink_and_halo, read_on

_REACH, _WIDER, _WIDEST = 0.07, 0.1, 0.16
"""How far a halo may reach, in ems."""

_LEAST_PX = 1.6
"""How far it should reach, in px of the picture, so that small words have one too."""

_LEVELS = np.arange(256, dtype=np.float32)

_DARK_CLOTH = 140.0
"""Cloth darker than this is taken as so bright when its folds are judged."""


@dataclass(frozen=True, slots=True)
class Manner:
    """The ink's colour, the halo's where there is one, how far that reaches in ems, and how light dims both.

    `light` (256,) float32: by the brightest channel of the picture under a pixel, how many times as bright paint is.
    """

    colour: Colour
    halo: Colour | None
    reach: float
    light: Array


def manner_of(ground: Ground, box: Box, look: Look, em: float, format: int) -> Manner:
    """How to paint words of `em` px an em over a box of a ground, for a record of this format. Raises InkUnknown."""
    if format == 1 or (ground.bright and ground.plain):
        colour, halo = ink_and_halo(_mean(ground, box), ground.plain, look)
        return Manner(colour, halo, _REACH, np.clip(_LEVELS / max(ground.level, 1.0), 0.3, 1.2))
    colour, halo = read_on(_seen(ground, box), look)
    reach = next((one for one in (_REACH, _WIDER) if one * em >= _LEAST_PX), _WIDEST)
    if ground.plain:
        away = (_LEVELS - ground.level) / max(ground.level, _DARK_CLOTH)
        return Manner(colour, halo, reach, np.clip(1 + away, 0.78, 1.1))
    return Manner(colour, halo, max(reach, _WIDER), np.ones(256, np.float32))


def _mean(ground: Ground, box: Box) -> Array:
    """The fitted ground's mean colour (3,) in a box of its plane."""
    return np.asarray(box.of(ground.colours).reshape(-1, 3).mean(0))


def _seen(ground: Ground, box: Box) -> Array:
    """The colours (n, 3) uint8 that are under words in a box: what stands in front is not."""
    colours = box.of(ground.patch).reshape(-1, 3)
    shown = colours[box.of(ground.matte).ravel() > 0.5]
    return shown if len(shown) else colours
