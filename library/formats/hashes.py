"""Perceptual hashes: 64 bits that are nearly the same for pictures that look nearly the same, and a closer look.

dHash: the picture as 9 × 8 grey fields, and a bit for each two beside each other, set where it grows lighter to the
right (N. Krawetz, "Kind of Like That", 2013). Two pictures differ by the number of bits that differ, 0 to 64.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image

from library.formats.looks import SIDE, look_of
from library.formats.pictures import opened

_WIDTH, _HEIGHT = 9, 8


class Hashes(NamedTuple):
    """What tells a picture from others: its hash, as the signed 64-bit number that SQLite keeps, and its look."""

    dhash: int
    look: bytes


def hashes(jpeg: bytes) -> Hashes:
    """The hashes of a thumbnail. Raises PictureUnreadable."""
    with opened(jpeg, "The thumbnail") as image:
        image.draft("L", (_WIDTH * 8, _HEIGHT * 8))
        grey = image.convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.BOX)
    fields = np.asarray(grey)
    bits = np.packbits(fields[:, 1:] > fields[:, :-1])
    with opened(jpeg, "The thumbnail") as image:
        drafted = image.draft("L", (SIDE * 9, SIDE * 8))
        pixels = np.asarray(image.convert("L"))
    # A draft has whole pixels, and the picture ends within the last of them: of a line that would be seen.
    width, height = drafted[1][2:] if drafted is not None else pixels.shape[::-1]
    return Hashes(int.from_bytes(bits.tobytes(), "big", signed=True), look_of(pixels, width, height))


def distance(one: int, other: int) -> int:
    """How many bits of two hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()
