"""Perceptual hashes: 64 bits that are nearly the same for pictures that look nearly the same.

dHash: the picture as 9 × 8 grey fields, and a bit for each two beside each other, set where it grows lighter to the
right (N. Krawetz, "Kind of Like That", 2013). Two pictures differ by the number of bits that differ, 0 to 64.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from library.pictures import opened

_WIDTH, _HEIGHT = 9, 8


def dhash(jpeg: bytes) -> int:
    """The hash of a thumbnail, as the signed 64-bit number that SQLite keeps. Raises PictureUnreadable."""
    with opened(jpeg, "The thumbnail") as image:
        image.draft("L", (_WIDTH * 8, _HEIGHT * 8))
        grey = image.convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.BOX)
    fields = np.asarray(grey)
    bits = np.packbits(fields[:, 1:] > fields[:, :-1])
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def distance(one: int, other: int) -> int:
    """How many bits of two hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()
