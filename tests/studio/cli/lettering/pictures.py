"""Small pictures for the tests of `studio letter`: a head, a dark suit with a white chest panel and cyan piping."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]
PANEL = (110, 150, 210, 230)
"""Left, top, right, bottom of the panel in px."""


def scene(size: tuple[int, int] = (320, 320), seed: int = 0) -> Image.Image:
    """An RGB picture with one panel, and a ground that no encoder could guess."""
    noise = np.random.default_rng(seed).integers(60, 100, (size[1], size[0], 3), dtype=np.uint8)
    image = Image.fromarray(noise)
    draw = ImageDraw.Draw(image)
    draw.ellipse((125, 30, 195, 112), fill=(214, 168, 140))
    draw.rectangle((70, 110, 250, 319), fill=(38, 44, 56))
    draw.rectangle((PANEL[0] - 5, PANEL[1] - 5, PANEL[2] + 5, PANEL[3] + 5), fill=(33, 230, 240))
    draw.rectangle(PANEL, fill=(248, 248, 248))
    return image


def outside(quad: list[list[float]], shape: tuple[int, ...], room: float = 6) -> NDArray[np.bool_]:
    """Which pixels are more than `room` px outside the box around a quadrilateral."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    mask = np.ones(shape[:2], dtype=bool)
    top, left = max(0, int(min(ys) - room)), max(0, int(min(xs) - room))
    mask[top : int(max(ys) + room), left : int(max(xs) + room)] = False
    return mask
