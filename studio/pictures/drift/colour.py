"""Colours as people see them: CIE Lab (D65, L 0 to 100), and CIEDE2000, the distance between two of them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_FAR = 25.0**7


def lab_of(rgb: Array) -> Array:
    """Pixels (…, 3) uint8 RGB as Lab (…, 3) float32."""
    flat = np.ascontiguousarray(rgb, np.uint8).reshape(1, -1, 3)
    lab = cv2.cvtColor(flat.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    return np.asarray(lab).reshape(rgb.shape)


def rgb_of(lab: Array) -> Array:
    """Lab (…, 3) as uint8 RGB; what no screen can show is brought to the nearest that one can."""
    flat = np.ascontiguousarray(lab, np.float32).reshape(1, -1, 3)
    rgb = cv2.cvtColor(flat, cv2.COLOR_Lab2RGB)
    return np.asarray(np.rint(np.clip(rgb, 0, 1) * 255)).astype(np.uint8).reshape(lab.shape)


def lab_of_hex(text: str) -> Array:
    """The Lab (3,) of a colour that is written as `#rrggbb`."""
    return np.asarray(lab_of(np.array([[int(text[at : at + 2], 16) for at in (1, 3, 5)]], np.uint8))[0])


def hex_of(lab: Array) -> str:
    """A Lab (3,) as `#rrggbb`."""
    red, green, blue = rgb_of(lab[None])[0].tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def delta_e(some: Array, others: Array) -> Array:
    """CIEDE2000 between Lab colours (…, 3) and (…, 3), broadcast; 1 is just seen, 2.3 by most people.

    As in Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", 2005, with all weights 1.
    """
    one, other = np.asarray(some, np.float64), np.asarray(others, np.float64)
    light = other[..., 0] - one[..., 0]
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    grow = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + _FAR))
    (c_one, h_one), (c_other, h_other) = (_polar(colour, grow) for colour in (one, other))
    turn = h_other - h_one
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    grey = c_one * c_other == 0
    turn = np.where(grey, 0.0, turn)
    hue = 2 * np.sqrt(c_one * c_other) * np.sin(np.radians(turn / 2))
    return _weighed(one, other, (light, c_other - c_one, hue), (c_one, c_other), (h_one, h_other), grey)


def _polar(colour: Array, grow: Array) -> tuple[Array, Array]:
    """Chroma and hue (degrees) of a colour whose a* is grown by so much."""
    red = colour[..., 1] * grow
    return np.hypot(red, colour[..., 2]), np.degrees(np.arctan2(colour[..., 2], red)) % 360


def _weighed(
    one: Array,
    other: Array,
    off: tuple[Array, Array, Array],
    chromas: tuple[Array, Array],
    hues: tuple[Array, Array],
    grey: Array,
) -> Array:
    """The three differences (lightness, chroma, hue), each over what is just seen there, together."""
    light, chroma, total = (one[..., 0] + other[..., 0]) / 2, sum(chromas) / 2, sum(hues)
    apart = np.abs(hues[0] - hues[1])
    hue = np.where(apart > 180, np.where(total < 360, total + 360, total - 360), total) / 2
    hue = np.where(grey, total, hue)
    tone = 1 - 0.17 * np.cos(np.radians(hue - 30)) + 0.24 * np.cos(np.radians(2 * hue))
    tone = tone + 0.32 * np.cos(np.radians(3 * hue + 6)) - 0.20 * np.cos(np.radians(4 * hue - 63))
    middle = (light - 50) ** 2
    of_light = off[0] / (1 + 0.015 * middle / np.sqrt(20 + middle))
    of_chroma = off[1] / (1 + 0.045 * chroma)
    of_hue = off[2] / (1 + 0.015 * chroma * tone)
    blue = np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    mixed = -blue * 2 * np.sqrt(chroma**7 / (chroma**7 + _FAR)) * of_chroma * of_hue
    return np.asarray(np.sqrt(np.maximum(of_light**2 + of_chroma**2 + of_hue**2 + mixed, 0)))
