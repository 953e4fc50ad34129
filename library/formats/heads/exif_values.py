"""The values of EXIF that say how a picture is to be seen, when it was taken, and what a person said of it.

Format: EXIF 2.32 (CIPA DC-008), TIFF 6.0 directories; Rating, RatingPercent and XPKeywords are Windows' (Photo Metadata
Policies of the Windows Imaging Component). They go among a file's texts, each under a keyword that no file can have.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

_PREFIX = "\0exif:"
_ORIENTATION, _EXIF_DIRECTORY = 0x0112, 0x8769
_FIRST = {
    _ORIENTATION: "Orientation", 0x4746: "Rating", 0x4749: "RatingPercent", 0x0132: "DateTime", 0x9C9E: "XPKeywords",
}  # fmt: skip
_INNER = {
    0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized", 0x9290: "SubSecTime", 0x9291: "SubSecTimeOriginal", 0x9292: "SubSecTimeDigitized",
}  # fmt: skip
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
"""Bytes of a value by its type: BYTE, ASCII, SHORT, LONG, UNDEFINED."""
_MOST_ENTRIES = 500
_LONGEST = 64 << 10


def values_of(tiff: bytes) -> dict[str, str]:
    """The values in EXIF bytes, by keywords for `value`; empty for what is no EXIF. Raises nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return {}
    found: dict[str, str] = {}
    for tag, kind, body in _entries(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0]):
        if tag == _EXIF_DIRECTORY and len(body) == 4:
            for below, inner_kind, inner in _entries(tiff, order, struct.unpack(order + "I", body)[0]):
                _add(found, _INNER.get(below, ""), _text(inner_kind, inner, order))
        elif tag in _FIRST:
            text = body.decode("utf-16-le", "replace") if _FIRST[tag] == "XPKeywords" else _text(kind, body, order)
            _add(found, _FIRST[tag], text)
    return found


def value(texts: Mapping[str, str], name: str) -> str:
    """A value by its name in EXIF, among a file's texts; empty where the file has none."""
    return texts.get(_PREFIX + name, "")


def _entries(tiff: bytes, order: str, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Tag, type and value of the entries of one directory that are read here, of those types and bounded."""
    if start + 2 > len(tiff):
        return
    count = struct.unpack_from(order + "H", tiff, start)[0]
    for at in range(start + 2, min(start + 2 + 12 * min(count, _MOST_ENTRIES), len(tiff) - 11), 12):
        tag, kind, amount = struct.unpack_from(order + "HHI", tiff, at)
        length = amount * _SIZES.get(kind, 0)
        if not 0 < length <= _LONGEST or not (tag in _FIRST or tag in _INNER or tag == _EXIF_DIRECTORY):
            continue
        begin = at + 8 if length <= 4 else struct.unpack_from(order + "I", tiff, at + 8)[0]
        if begin + length <= len(tiff):
            yield tag, kind, tiff[begin : begin + length]


def _text(kind: int, body: bytes, order: str) -> str:
    if kind in (3, 4):
        return str(struct.unpack_from(order + ("H" if kind == 3 else "I"), body)[0])
    if kind == 1:
        return str(body[0])
    return body.split(b"\0", 1)[0].decode("ascii", "replace").strip()


def _add(found: dict[str, str], name: str, text: str) -> None:
    if name and text:
        found.setdefault(_PREFIX + name, text.rstrip("\0"))
