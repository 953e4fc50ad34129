"""Which ink goes on which ground, by contrast (WCAG 2.2). Colours are sRGB, 0 to 255."""

from __future__ import annotations

import re

import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.records import InkUnknown, Look

Colour = tuple[int, int, int]

DARK: Colour = (22, 22, 26)
LIGHT: Colour = (247, 246, 242)
READABLE = 4.5
"""The contrast (WCAG 2.2, 1.4.3) under which the words get a halo."""

ENOUGH = 0.97
"""The share of the ground on which the words must have that contrast, to do without one."""

_WEIGHTS = (0.2126, 0.7152, 0.0722)


def ink_and_halo(under: Array, plain: bool, look: Look) -> tuple[Colour, Colour | None]:
    """The ink's colour on a ground of the mean colour `under` (3,), and the halo's where there is to be one.

    `plain`: the ground is of one colour. Raises InkUnknown.
    """
    level = luminance(under)
    if look.ink == "auto":
        dark, light = (contrast(luminance(one), level) for one in (DARK, LIGHT))
        colour = DARK if dark >= light else LIGHT
    else:
        colour = parsed(look.ink)
    own = luminance(colour)
    wanted = look.halo == "on" or (look.halo == "auto" and (not plain or contrast(own, level) < READABLE))
    return colour, opposite(colour) if wanted else None


def read_on(seen: Array, look: Look) -> tuple[Colour, Colour | None]:
    """The ink's colour and the halo's, where there is to be one, by the colours (n, 3) uint8 that are under the words.

    The ink is the one that can be read on more of them; a halo is there to help where it cannot. Raises InkUnknown.
    """
    levels = luminances(seen)
    if look.ink == "auto":
        share, colour = max((_readable(one, levels), one) for one in (LIGHT, DARK))
    else:
        colour = parsed(look.ink)
        share = _readable(colour, levels)
    wanted = look.halo == "on" or (look.halo == "auto" and share < ENOUGH)
    return colour, opposite(colour) if wanted else None


def _readable(colour: Colour, levels: Array) -> float:
    """The share of luminances (n,) that a colour has contrast enough to."""
    own = luminance(colour)
    return float(np.mean((np.maximum(levels, own) + 0.05) >= READABLE * (np.minimum(levels, own) + 0.05)))


def opposite(colour: Colour) -> Colour:
    """LIGHT for a dark colour, DARK for a light one."""
    return LIGHT if luminance(colour) < 0.18 else DARK


def parsed(ink: str) -> Colour:
    """`#rrggbb` as numbers. Raises InkUnknown."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", ink):
        raise InkUnknown(
            "There is no such ink", f"{ink!r} is neither auto nor like #1a2b3c", "Write six digits after #"
        )
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)


def luminance(colour: Array | Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    return float(_linear(np.asarray(colour, np.float64) / 255) @ _WEIGHTS)


def luminances(colours: Array) -> Array:
    """The relative luminances (n,) of colours (n, 3) uint8."""
    return np.asarray(_linear(np.arange(256) / 255)[colours] @ np.array(_WEIGHTS))


def _linear(part: Array) -> Array:
    return np.asarray(np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4))


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
