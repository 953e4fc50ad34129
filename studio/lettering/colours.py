"""Which ink goes on which ground, by contrast (WCAG 2.2). Colours are sRGB, 0 to 255."""

from __future__ import annotations

import re

import numpy as np

from studio.lettering.quads import Array
from studio.lettering.records import InkUnknown, Look

Colour = tuple[int, int, int]

DARK: Colour = (22, 22, 26)
LIGHT: Colour = (247, 246, 242)
READABLE = 4.5
"""The contrast (WCAG 2.2, 1.4.3) under which the words get a halo."""


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
    part = np.asarray(colour, np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
