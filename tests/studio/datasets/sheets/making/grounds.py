"""What sheets are drawn on: white, tinted, patterned, and in gradients; other patterns for judging."""

from __future__ import annotations

from random import Random
from typing import Final

import cv2
import numpy as np

from tests.studio.datasets.sheets.making.brush import shaded
from tests.studio.datasets.sheets.making.truth import Array, Colour

WORKING: Final = ("white", "white", "tinted", "tinted", "dots", "paper", "stripes", "gradient")
JUDGED: Final = ("white", "white", "off-white", "tinted", "squares", "diagonals", "clouds", "vignette", "checks")

_TINTS: Final = ((244, 236, 222), (226, 236, 244), (236, 226, 236), (224, 238, 226), (250, 240, 232), (206, 212, 220))


def ground(kind: str, width: int, height: int, chance: Random) -> Array:
    """(height, width, 3) uint8 RGB."""
    if kind == "white":
        return np.full((height, width, 3), 255, np.uint8)
    if kind == "off-white":
        return _flat((250, 249, 246), width, height)
    base = chance.choice(_TINTS)
    if kind == "tinted":
        return _flat(base, width, height)
    pale = shaded(base, 1.4)
    if kind in ("gradient", "vignette"):
        return _gradual(kind, base, pale, width, height, chance)
    if kind in ("paper", "clouds"):
        return _rough(kind, pale, width, height, chance)
    return _regular(kind, pale, shaded(pale, chance.uniform(0.9, 0.96)), width, height, chance)


def _flat(colour: Colour, width: int, height: int) -> Array:
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = colour
    return picture


def _gradual(kind: str, base: Colour, pale: Colour, width: int, height: int, chance: Random) -> Array:
    if kind == "gradient":
        share = np.repeat(np.linspace(0, 1, height)[:, None], width, axis=1)
        if chance.random() < 0.3:
            share = np.repeat(np.linspace(0, 1, width)[None], height, axis=0)
    else:
        x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
        share = np.clip((x * x + y * y) / 2, 0, 1)
    far = shaded(base, chance.uniform(0.82, 0.95))
    mixed = np.asarray(pale) + (np.asarray(far, float) - np.asarray(pale)) * share[..., None]
    return np.asarray(np.rint(mixed), np.uint8)


def _rough(kind: str, colour: Colour, width: int, height: int, chance: Random) -> Array:
    rng = np.random.default_rng(chance.randrange(2**32))
    if kind == "paper":
        grain = rng.normal(0, chance.uniform(1.5, 4), (height, width)).astype(np.float32)
        coarse = cv2.resize(rng.normal(0, 2, (height // 8, width // 8)).astype(np.float32), (width, height))
        tone = grain + coarse
    else:
        small = rng.normal(0, 1, (max(2, height // 160), max(2, width // 160))).astype(np.float32)
        tone = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * chance.uniform(2, 5)
    return np.asarray(np.clip(np.asarray(colour, np.float32) + tone[..., None], 0, 255), np.uint8)


def _regular(kind: str, colour: Colour, other: Colour, width: int, height: int, chance: Random) -> Array:
    picture = _flat(colour, width, height)
    step = round(max(width, height) * chance.uniform(0.01, 0.035))
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    if kind == "dots":
        r = step * chance.uniform(0.12, 0.25)
        marked = ((x % step - step / 2) ** 2 + (y % step - step / 2) ** 2) < r * r
    elif kind == "stripes":
        marked = (x // step) % 2 == 0
    elif kind == "diagonals":
        marked = ((x + y) // step) % 3 == 0
    elif kind == "squares":
        marked = (x % step < 2) | (y % step < 2)
    else:
        marked = ((x // step) + (y // step)) % 2 == 0
    picture[marked] = other
    return picture
