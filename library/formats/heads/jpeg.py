"""The head of a JPEG file. Format: ITU-T T.81 annex B; EXIF and XMP in APP1, Adobe's XMP specification part 3.

IPTC is in APP13, and JUMBF (ISO/IEC 19566-5) in APP11: what it is of, a UUID says in its first box.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from library.formats.heads import iptc
from library.formats.heads.exif import texts_of
from library.formats.heads.parts import MANIFEST, XMP, Head, Source, Texts, refuse

_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_MOST_SEGMENTS = 5_000
_JUMBF, _C2PA = b"JP", b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq"
_BOXES_BEGIN = 64
"""Bytes in which the first box of JUMBF says what it is."""
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def read(source: Source) -> Head:
    """The head. Raises PictureUnreadable."""
    texts, exif = Texts(), bytearray()
    size: tuple[int, int] | None = None
    for kind, start, length in _segments(source):
        if kind in _SIZES:
            found = source.read(start + 1, 4)
            if len(found) < 4:
                raise refuse("it ends too early")
            size = (int.from_bytes(found[2:], "big"), int.from_bytes(found[:2], "big"))
        elif kind in (0xE1, 0xEB):
            _take(texts, exif, source.read(start, length if kind == 0xE1 else min(length, _BOXES_BEGIN)))
        elif kind == 0xED:
            texts.take(iptc.texts_of(source.read(start, length)))
        elif kind == 0xFE:
            texts.add("Comment", source.read(start, length).decode("utf-8", "replace"))
    texts.take(texts_of(bytes(exif)))
    if size is None:
        raise refuse("its size is missing")
    # Some cameras and programs add bytes behind the end; none of them adds this many.
    if b"\xff\xd9" not in source.last(65536):
        raise refuse("it ends too early")
    return Head("jpeg", *size, texts.found, tuple(texts.remarks))


def _segments(source: Source) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of the body of each segment before the pixels."""
    position = 2
    for _ in range(_MOST_SEGMENTS):
        start = source.read(position, 4)
        if len(start) < 4:
            raise refuse("it ends too early")
        if start[0] != 0xFF:
            raise refuse("its segments are broken")
        kind = start[1]
        if kind in (0xDA, 0xD9):
            return
        if kind == 0xFF or kind in _BARE:
            position += 1 if kind == 0xFF else 2
            continue
        length = max(2, struct.unpack_from(">H", start, 2)[0])
        yield kind, position + 4, length - 2
        position += 2 + length
    raise refuse(f"it has more than {_MOST_SEGMENTS:,} segments")


def _take(texts: Texts, exif: bytearray, body: bytes) -> None:
    """Keep what a segment APP1 has, and that there are Content Credentials, where APP11 begins with such a box."""
    if body.startswith(_JUMBF) and _C2PA in body:
        texts.add(MANIFEST, "")
    elif body.startswith(_XMP):
        texts.add(XMP, body[len(_XMP) :].decode("utf-8", "replace"))
    elif body.startswith(_EXIF) and len(exif) + len(body) <= texts.room():
        # What is longer than one segment goes on in the next.
        exif += body[len(_EXIF) :]
