"""A picture made small once, for all that is looked for in it: bounded memory, whatever its size."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from studio.pictures.drift.colour import Array

_TILE, _TILES = 384, 9
"""Px of the side of parts of a picture in its own size, a multiple of 8, and how many are taken at most."""


class Look(NamedTuple):
    """What is kept of a picture (`width` × `height` px) while it is reviewed.

    `working` (h, w, 3) uint8 RGB has at most the side that training will see. `tiles` are grey parts of it in its own
    size, each (t, t) uint8, with the column and row where they begin, multiples of 8. Of a picture that is transparent
    somewhere `working` lies over white, and `layers` (h, w, 4) uint8 RGBA is it as it came; else that is None.
    """

    width: int
    height: int
    working: Array
    tiles: tuple[tuple[int, int, Array], ...]
    layers: Array | None = None


def look_at(pixels: Array, side: int) -> Look:
    """A look at a picture (H, W, 3 or 4) uint8 RGB(A) that is to be trained at `side` px."""
    high, wide = pixels.shape[:2]
    scale = min(1.0, side / min(high, wide), 2 * side / max(high, wide))
    seen = smaller(pixels, (max(1, round(wide * scale)), max(1, round(high * scale))))
    rgb = np.ascontiguousarray(seen[..., :3])
    if seen.shape[2] == 3 or seen[..., 3].min() == 255:
        return Look(wide, high, rgb, tuple(_tiles(pixels)))
    cover = seen[..., 3:] / np.float32(255)
    over = np.rint(rgb * cover + 255 * (1 - cover)).astype(np.uint8)
    return Look(wide, high, over, tuple(_tiles(pixels)), seen)


def smaller(pixels: Array, size: tuple[int, int]) -> Array:
    """Pixels brought to a size (width, height) that is not larger, by means of areas."""
    if pixels.shape[1::-1] == size:
        return np.ascontiguousarray(pixels)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _tiles(pixels: Array) -> list[tuple[int, int, Array]]:
    """Grey parts spread over the picture, in its own size."""
    high, wide = pixels.shape[:2]
    across, down = _starts(wide), _starts(high)
    found = []
    for y in down:
        for x in across:
            part = np.ascontiguousarray(pixels[y : y + _TILE, x : x + _TILE, :3])
            found.append((x, y, np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY))))
    return found


def _starts(length: int) -> list[int]:
    if length <= _TILE:
        return [0]
    many = min(round(_TILES**0.5), -(-length // _TILE))
    return sorted({int(at) // 8 * 8 for at in np.linspace(0, length - _TILE, many)})
