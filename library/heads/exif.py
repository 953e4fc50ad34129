"""The few texts of EXIF that drawing tools use. Format: EXIF 2.32 (CIPA DC-008), TIFF 6.0 directories.

`UserComment` has what a PNG would have under `parameters`; ComfyUI writes `prompt:{…}` and `workflow:{…}` into Make,
Model and ImageDescription.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_EXIF_DIRECTORY, _USER_COMMENT = 0x8769, 0x9286
_DESCRIPTION, _TEXT_TAGS = 0x010E, frozenset({0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298})
_MOST_ENTRIES = 500


def texts_of(tiff: bytes) -> dict[str, str]:
    """The texts in EXIF bytes, by the keywords that PNG has for them; empty for what is no EXIF."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return {}
    texts: dict[str, str] = {}
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    for tag, value in _directory(tiff, order, start):
        if tag == _EXIF_DIRECTORY and len(value) == 4:
            inner = struct.unpack(order + "I", value)[0]
            for below, text in _directory(tiff, order, inner):
                if below == _USER_COMMENT and (comment := _comment(text, order)):
                    texts.setdefault("parameters", comment)
        elif tag in _TEXT_TAGS:
            _add(texts, tag, value.rstrip(b"\0").decode("utf-8", "replace"))
    return texts


def _add(texts: dict[str, str], tag: int, text: str) -> None:
    keyword, colon, rest = text.partition(":")
    if colon and keyword.strip().lower() in ("prompt", "workflow") and rest.lstrip()[:1] == "{":
        texts.setdefault(keyword.strip().lower(), rest)
    elif tag == _DESCRIPTION and text:
        texts.setdefault("Description", text)


def _directory(tiff: bytes, order: str, start: int) -> Iterator[tuple[int, bytes]]:
    """Tags and values of the text, byte and pointer entries of one directory."""
    if start + 2 > len(tiff):
        return
    count = struct.unpack_from(order + "H", tiff, start)[0]
    for at in range(start + 2, min(start + 2 + 12 * min(count, _MOST_ENTRIES), len(tiff) - 11), 12):
        tag, kind, amount = struct.unpack_from(order + "HHI", tiff, at)
        length = amount * {1: 1, 2: 1, 4: 4, 7: 1}.get(kind, 0)
        if not length:
            continue
        begin = at + 8 if length <= 4 else struct.unpack_from(order + "I", tiff, at + 8)[0]
        if begin + length <= len(tiff):
            yield tag, tiff[begin : begin + length]


def _comment(value: bytes, order: str) -> str:
    """A UserComment: eight bytes say how the rest is written, and UTF-16 is often of the other order."""
    code, rest = value[:8], value[8:]
    if code.startswith(b"UNICODE"):
        # The one with more zeroes at even places has ASCII's high bytes there.
        even, odd = rest[0:400:2].count(0), rest[1:400:2].count(0)
        swapped = "utf-16-be" if even >= odd else "utf-16-le"
        plain = "utf-16-be" if order == ">" else "utf-16-le"
        return rest.decode(plain if even == odd else swapped, "replace").rstrip("\0")
    if code.startswith((b"ASCII", b"\0\0\0\0")):
        return rest.decode("utf-8", "replace").strip("\0")
    return value.decode("utf-8", "replace").strip("\0")
