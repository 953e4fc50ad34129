"""The head of a WebP file. Format: WebP Container Specification (RIFF), RFC 9649."""

from __future__ import annotations

import struct

from library.formats.heads.exif import texts_of
from library.formats.heads.parts import MANIFEST, XMP, Head, Source, Texts, refuse

_MOST_CHUNKS = 10_000


def read(source: Source) -> Head:
    """The head. Raises PictureUnreadable."""
    if struct.unpack_from("<I", source.first.ljust(12, b"\0"), 4)[0] + 8 > source.size + 1:
        raise refuse("it ends too early")
    texts = Texts()
    size: tuple[int, int] | None = None
    position = 12
    for _ in range(_MOST_CHUNKS):
        start = source.read(position, 8)
        if len(start) < 8:
            break
        kind, length = struct.unpack("<4sI", start)
        body = position + 8
        if kind in (b"VP8X", b"VP8L", b"VP8 ") and size is None:
            size = _size(kind, source.read(body, 10))
        elif kind == b"C2PA":
            texts.add(MANIFEST, "")
        elif kind in (b"EXIF", b"XMP "):
            if length > texts.room():
                texts.passed_over(kind.decode().strip())
            else:
                _take(texts, kind, source.read(body, length))
        position = body + length + (length & 1)
    if size is None:
        raise refuse("its size is missing")
    return Head("webp", *size, texts.found, tuple(texts.remarks))


def _size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _take(texts: Texts, kind: bytes, body: bytes) -> None:
    if kind == b"XMP ":
        texts.add(XMP, body.decode("utf-8", "replace"))
        return
    texts.take(texts_of(body))
