"""Reading Xvfb's screen."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from tests.terminals.xwd import NotADump, pixels


def dump(width: int, height: int, padding: int = 0, colours: int = 2, per_pixel: int = 32) -> bytes:
    """A dump whose pixel at (x, y) is blue x, green y, red 7."""
    line = width * 4 + padding
    name = b"screen\0"
    words = [100 + len(name), 7, 2, 24, width, height, 0, 0, 32, 0, 32, per_pixel, line, 4, 0, 0, 0, 8, 256, colours]
    head = struct.pack(">25I", *words, width, height, 0, 0, 0)
    lines = [bytes(v for x in range(width) for v in (x, y, 7, 0)) + bytes(padding) for y in range(height)]
    return head + name + bytes(12 * colours) + b"".join(lines)


@pytest.mark.parametrize("padding", [0, 8])
def test_pixels_stand_in_their_lines(padding: int) -> None:
    seen = pixels(dump(5, 3, padding))

    assert seen.shape == (3, 5, 3)
    assert np.array_equal(seen[2, 4], (4, 2, 7))


@pytest.mark.parametrize("bad", [b"", dump(5, 3)[:-1], dump(5, 3, per_pixel=16)])
def test_what_is_no_dump_is_refused(bad: bytes) -> None:
    with pytest.raises(NotADump):
        pixels(bad)
