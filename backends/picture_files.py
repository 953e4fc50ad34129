"""What a picture's bytes are by their beginning, and whether they came whole. Nothing is decoded."""

from __future__ import annotations

import zlib
from typing import Final, Literal, TypeAlias

FileKind: TypeAlias = Literal["png", "jpeg", "webp"]

MIME: Final[dict[FileKind, str]] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
EXTENSION: Final[dict[FileKind, str]] = {"png": "png", "jpeg": "jpg", "webp": "webp"}

_START_OF_PNG: Final = b"\x89PNG\r\n\x1a\n"
_END_OF_PNG: Final = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_START_OF_JPEG: Final = b"\xff\xd8\xff"


def kind_of(data: bytes) -> FileKind | None:
    """Which kind of picture begins like this; None for anything else."""
    if data.startswith(_START_OF_PNG):
        return "png"
    if data.startswith(_START_OF_JPEG):
        return "jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return None


def is_whole(data: bytes) -> bool:
    """Whether the file came whole: a PNG by the sums that it holds itself, others by their ends.

    A cut file may come with a length that was made to fit, and what was spoilt on the way with the length it had.
    """
    match kind_of(data):
        case "png":
            return data.endswith(_END_OF_PNG) and data[12:16] == b"IHDR" and _sums_are_right(data)
        case "jpeg":
            return b"\xff\xd9" in data[-4096:]
        case "webp":
            return len(data) >= int.from_bytes(data[4:8], "little") + 8
        case None:
            return False


def _sums_are_right(data: bytes) -> bool:
    """Whether every chunk of a PNG has the CRC that stands behind it (PNG specification, section 5.3)."""
    view, place = memoryview(data), len(_START_OF_PNG)
    while place + 12 <= len(data):
        end = place + 8 + int.from_bytes(view[place : place + 4], "big")
        if end + 4 > len(data) or zlib.crc32(view[place + 4 : end]) != int.from_bytes(view[end : end + 4], "big"):
            return False
        place = end + 4
    return place == len(data)
