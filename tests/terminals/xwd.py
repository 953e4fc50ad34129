"""Reading an X window dump, the form in which Xvfb keeps its screen in a file.

The format is in X11/XWDFile.h: 25 big-endian words, the window's name, the colour map, the pixels.
"""

from __future__ import annotations

import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

HEADER: Final = struct.Struct(">25I")
HEADER_SIZE, WIDTH, HEIGHT, BYTE_ORDER, PER_PIXEL, LINE, COLOURS = 0, 4, 5, 7, 11, 12, 19
"""Where in the header stand its size, the width, height, byte order (0: the least first), bits for a pixel,
bytes for a line and the number of colours in the map."""

COLOUR_BYTES: Final = 12


class NotADump(ValueError):
    """It is no dump of 32 bits a pixel with the least byte first."""


def pixels(dump: bytes) -> NDArray[np.uint8]:
    """The screen as height × width × 3 bytes: blue, green, red. Raises NotADump."""
    if len(dump) < HEADER.size:
        raise NotADump("it is too short for a header")
    head = HEADER.unpack_from(dump)
    if head[BYTE_ORDER] != 0 or head[PER_PIXEL] != 32:
        raise NotADump(f"{head[PER_PIXEL]} bits a pixel, byte order {head[BYTE_ORDER]}")
    start = head[HEADER_SIZE] + head[COLOURS] * COLOUR_BYTES
    size = head[HEIGHT] * head[LINE]
    if len(dump) < start + size:
        raise NotADump("it ends before its pixels do")
    lines = np.frombuffer(dump, np.uint8, size, start).reshape(head[HEIGHT], head[LINE])
    return lines[:, : head[WIDTH] * 4].reshape(head[HEIGHT], head[WIDTH], 4)[:, :, :3].copy()
