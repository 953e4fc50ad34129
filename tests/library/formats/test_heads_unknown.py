"""What a head does not know it passes over: all else is found as if that were not there."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from library.formats.heads.reading import FileHead, read
from library.formats.png_text import SIGNATURE
from tests.library.making import chunk, encode, pixels

IMAGE = Image.fromarray(pixels(1, 48, 32))
EXIF = Image.Exif()
EXIF[0x010E] = "a raccoon"
BODIES = st.lists(st.binary(max_size=40), min_size=1, max_size=3)


def webp(data: bytes, bodies: list[bytes]) -> bytes:
    made = b"".join(b"junk" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1) for body in bodies)
    return data[:4] + struct.pack("<I", len(data) + len(made) - 8) + data[8:12] + made + data[12:]


def jpeg(data: bytes, bodies: list[bytes]) -> bytes:
    # Any marker may come behind any number of 0xFF (ITU-T T.81, B.1.1.2).
    made = b"".join(
        b"\xff" * (1 + len(body) % 3) + b"\xe9" + struct.pack(">H", len(body) + 2) + body for body in bodies
    )
    return data[:2] + made + data[2:]


def png(data: bytes, bodies: list[bytes]) -> bytes:
    end = len(SIGNATURE) + 25
    return data[:end] + b"".join(chunk(b"juNk", body) for body in bodies) + data[end:]


def gif(data: bytes, bodies: list[bytes]) -> bytes:
    begin = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    made = b"".join(
        b"\x21\x01" + b"".join(bytes([len(part)]) + part for part in (body, body) if part) + b"\0" for body in bodies
    )
    return data[:begin] + made + data[begin:]


@pytest.mark.parametrize(
    ("kind", "into", "more"),
    [
        ("WEBP", webp, {"exif": EXIF}), ("WEBP", webp, {"lossless": True}), ("WEBP", webp, {}),
        ("JPEG", jpeg, {"exif": EXIF, "comment": b"hello"}), ("PNG", png, {"exif": EXIF}),
        ("GIF", gif, {"comment": b"hello"}),
    ],
)  # fmt: skip
@given(BODIES)
@settings(max_examples=12)
def test_what_nobody_knows_is_passed_over(
    kind: str, into: Callable[[bytes, list[bytes]], bytes], more: dict[str, object], bodies: list[bytes]
) -> None:
    data = encode(IMAGE, kind, **more)
    before, after = seen(data, kind), seen(into(data, bodies), kind)
    assert after.head == before.head
    assert after.remarks == before.remarks == ()
    assert (after.head.width, after.head.height) == (48, 32)
    assert bool(after.head.texts) == bool(more and "lossless" not in more)


def seen(data: bytes, kind: str) -> FileHead:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind.lower()}"
        path.write_bytes(data)
        return read(str(path))
