"""The few texts of EXIF that drawing tools use. Format: EXIF 2.32 (CIPA DC-008), TIFF 6.0 directories.

`UserComment` has what a PNG would have under `parameters`, and what people and phones write too; some programs put it
into the first directory. ComfyUI writes `prompt:{…}` and `workflow:{…}` into Make, Model and ImageDescription.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from library.formats.heads.comments import comment
from library.formats.heads.exif_values import values_of

COMMENT = "UserComment"
"""The keyword that a UserComment goes by."""
_EXIF_DIRECTORY, _USER_COMMENT = 0x8769, 0x9286
_TEXT_TAGS = frozenset({0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298})
_READ = _TEXT_TAGS | {_EXIF_DIRECTORY, _USER_COMMENT}
_NAMED = {0x010E: "Description", 0x0131: "Software"}
_LENGTHS = {1: 1, 2: 1, 4: 4, 7: 1, 13: 4}
"""Bytes of a value, by the kinds of entries that have texts or lead to a directory."""
_MOST_ENTRIES = 500


def texts_of(tiff: bytes) -> dict[str, str]:
    """The texts in EXIF bytes, by the keywords that PNG has for them, with the values of `exif_values`.

    Empty for what is no EXIF.
    """
    tiff = tiff.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return {}
    texts: dict[str, str] = {}
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    for tag, value in _directory(tiff, order, start):
        if tag == _EXIF_DIRECTORY and len(value) == 4:
            inner = struct.unpack(order + "I", value)[0]
            for below, text in _directory(tiff, order, inner):
                if below == _USER_COMMENT:
                    _add(texts, COMMENT, comment(text, order))
        elif tag == _USER_COMMENT:
            _add(texts, COMMENT, comment(value, order))
        elif tag in _TEXT_TAGS:
            _take(texts, tag, value.rstrip(b"\0").decode("utf-8", "replace"))
    return {**texts, **values_of(tiff)}


def _take(texts: dict[str, str], tag: int, text: str) -> None:
    keyword, colon, rest = text.partition(":")
    if colon and keyword.strip().lower() in ("prompt", "workflow") and rest.lstrip()[:1] == "{":
        _add(texts, keyword.strip().lower(), rest)
    elif tag in _NAMED:
        _add(texts, _NAMED[tag], text)


def _add(texts: dict[str, str], keyword: str, text: str) -> None:
    if text.strip():
        texts.setdefault(keyword, text)


def _directory(tiff: bytes, order: str, start: int) -> Iterator[tuple[int, bytes]]:
    """Tags and values of the text, byte and pointer entries of one directory that are read here, each tag once."""
    if start + 2 > len(tiff):
        return
    taken: set[int] = set()
    count = struct.unpack_from(order + "H", tiff, start)[0]
    for at in range(start + 2, min(start + 2 + 12 * min(count, _MOST_ENTRIES), len(tiff) - 11), 12):
        tag, kind, amount = struct.unpack_from(order + "HHI", tiff, at)
        length = amount * _LENGTHS.get(kind, 0)
        if not length or tag not in _READ or tag in taken:
            continue
        begin = at + 8 if length <= 4 else struct.unpack_from(order + "I", tiff, at + 8)[0]
        if begin + length <= len(tiff):
            taken.add(tag)
            yield tag, tiff[begin : begin + length]
