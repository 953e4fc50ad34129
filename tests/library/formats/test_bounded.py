"""Memory of decoders: bounded by bytes, whatever the number of pixels, and much of it by one process at a time."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from library.errors import PictureUnreadable
from library.formats import decoding, pictures
from library.formats.pictures import PAPER, bytes_needed, flat, opened, read_picture
from library.formats.png_text import SIGNATURE
from library.formats.thumbnails import thumbnail
from tests.library.making import chunk, encode, pixels


def bomb(side: int) -> bytes:
    """A PNG of few bytes with side² pixels of 64 bits each."""
    packer = zlib.compressobj(9)
    row = bytes(side * 8 + 1)
    packed = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    head = struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


MEASURE = (
    "import resource, sys\n"
    "from library.formats.decoding import decode\n"
    "import cv2, kornia_rs, library.formats.hashes\n"
    "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
    "found = decode(sys.argv[1])\n"
    "assert found.jpeg and not found.trouble, found.trouble\n"
    "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)\n"
)


def test_a_picture_of_many_deep_pixels_costs_its_pixels_and_little_more(tmp_path: Path) -> None:
    side = 5000
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb(side))
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    # Pillow keeps four bytes a pixel; to lay them all over a ground at once took twenty.
    assert int(done.stdout) < 6 * side * side


def test_what_needs_more_than_there_is_for_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(Image.fromarray(pixels(1, 100, 50)), "WEBP")
    with opened(data, "a.webp") as image:
        needed = bytes_needed(image)
    assert needed == 100 * 50 * 16
    monkeypatch.setattr(pictures, "MOST_BYTES", needed - 1)
    for call in (read_picture, thumbnail):
        with pytest.raises(PictureUnreadable, match="memory"):
            call(data)
    monkeypatch.setattr(pictures, "MOST_BYTES", needed)
    assert read_picture(data).shape == (50, 100, 3)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "I;16", "I", "F", "CMYK", "1"])
@pytest.mark.parametrize("turned", [1, 2, 3, 4, 5, 6, 7, 8])
def test_piece_by_piece_gives_the_same_pixels(monkeypatch: pytest.MonkeyPatch, mode: str, turned: int) -> None:
    rgba = np.dstack([pixels(3, 61, 37), pixels(4, 61, 37)[..., :1]])
    image = Image.fromarray(rgba)
    if mode in ("I;16", "I"):
        image = Image.fromarray(
            (rgba[..., 0].astype(np.uint16) << 8) if mode == "I;16" else rgba[..., 0].astype(np.int32) * 200
        )
    elif mode == "F":
        image = Image.fromarray(rgba[..., 0].astype(np.float32) / 255)
    else:
        image = image.convert(mode) if mode in ("RGBA", "LA") else image.convert("RGB").convert(mode)
    exif = Image.Exif()
    exif[0x0112] = turned
    data = encode(image, "TIFF" if mode in ("I", "F", "CMYK") else "PNG", exif=exif)
    with opened(data, "whole") as one:
        whole = np.asarray(flat(one, PAPER))
    monkeypatch.setattr(pictures, "_MANY", 1)
    monkeypatch.setattr(pictures, "_PIECE", 300)
    with opened(data, "pieces") as one:
        assert (np.asarray(flat(one, PAPER)) == whole).all()
    with opened(data, "small") as one:
        small = flat(one, PAPER, (12, 12))
    assert small.size == tuple(-(-side // 3) for side in reversed(whole.shape[:2]))


@pytest.mark.parametrize(("large", "turns"), [(1, 1), (5000, 1), (1 << 20, 0)])
def test_large_ones_have_their_turn_with_all_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, turns: int
) -> None:
    path, lock = tmp_path / "a.png", tmp_path / "lock"
    path.write_bytes(encode(Image.fromarray(pixels(1))))
    assert path.stat().st_size < 5000 < path.stat().st_size + 4 * 48 * 32
    held: list[Path] = []

    @contextmanager
    def alone(place: Path) -> Iterator[None]:
        held.append(place)
        yield

    monkeypatch.setattr(decoding, "LARGE", large)
    monkeypatch.setattr("library.formats.decoding.disk.alone", alone)
    assert decoding.decode(str(path), lock).jpeg
    assert held == [lock] * turns
    assert decoding.decode(str(path)).jpeg
    assert held == [lock] * turns
