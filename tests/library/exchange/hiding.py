"""Text hidden in the lowest bits of pixels, as tools hide it."""

from __future__ import annotations

import gzip

import numpy as np
from PIL import Image

from tests.library.making import encode, pixels


def hidden(text: str, mode: str, width: int = 96, height: int = 96, alpha: bool = True, body: bytes = b"") -> bytes:
    """A PNG that hides a text, or a `body` of any bytes, as the extension of the web UI writes it."""
    data = body or (gzip.compress(text.encode()) if mode.endswith("comp") else text.encode())
    data = mode.encode() + (len(data) * 8).to_bytes(4, "big") + data
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    drawn = np.dstack([pixels(3, width, height), np.full((height, width, 1), 255, np.uint8)])
    drawn = drawn if alpha else np.ascontiguousarray(drawn[:, :, :3])
    layers = slice(3, 4) if "png" in mode else slice(0, 3)
    # Column after column: each is a row of what is transposed.
    turned = drawn[:, :, layers].transpose(1, 0, 2).copy()
    flat = turned.reshape(-1)
    room = min(len(bits), len(flat))
    flat[:room] = flat[:room] & 254 | bits[:room]
    drawn[:, :, layers] = turned.transpose(1, 0, 2)
    return encode(Image.fromarray(drawn))
