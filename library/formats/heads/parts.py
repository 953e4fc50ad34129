"""What the readers of heads share: a bounded way to read a file, and the record that they fill."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from library.errors import PictureUnreadable

LARGEST_TEXT = 8 << 20
"""Bytes of one text, unpacked; a longer one is passed over, with a remark."""
LARGEST_TEXTS = 24 << 20
"""Bytes of all texts of a file."""
XMP = "XML:com.adobe.xmp"
"""The keyword of PNG's XMP text; XMP of other formats goes by it too."""
TIME = "\0png:tIME"
"""When the file was last changed, as PNG's own chunk has it, in ISO 8601; no text of a file has this keyword."""
MANIFEST = "\0c2pa"
"""Content Credentials, of which nothing more is read (C2PA 2.1, A.3 to A.5: where each format has them)."""
_FIRST = 16 << 10


@dataclass(frozen=True, slots=True)
class Head:
    """Format, size in px, texts by keyword, and what is odd about the file and no reason to refuse it.

    `hides_text`: the first pixels are such as hide more text (`library.exchange.stealth` reads it). What is no text in
    the file (values of EXIF, IPTC, times) has a keyword that begins with a NUL.
    """

    format: str
    width: int
    height: int
    texts: dict[str, str]
    remarks: tuple[str, ...] = ()
    hides_text: bool = False

    @property
    def has_manifest(self) -> bool:
        """Whether the file carries Content Credentials, which are true of its very bytes alone."""
        return MANIFEST in self.texts


class Source:
    """An open file: its size, its first bytes, and any others."""

    def __init__(self, handle: int, size: int) -> None:
        self._handle = handle
        self.size = size
        self.first = os.pread(handle, _FIRST, 0)

    def read(self, start: int, length: int) -> bytes:
        """The bytes from `start` on, fewer where the file ends. Raises OSError."""
        if start + length <= len(self.first):
            return self.first[start : start + length]
        return os.pread(self._handle, length, start) if length > 0 else b""

    def last(self, length: int) -> bytes:
        """The last bytes, all of them where there are fewer."""
        return self.read(max(0, self.size - length), min(length, self.size))


class InMemory(Source):
    """The same for the bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)
        self.first = data[:_FIRST]

    def read(self, start: int, length: int) -> bytes:
        """The bytes from `start` on, fewer where they end."""
        return self._data[start : start + length] if length > 0 else b""


class Texts:
    """Texts gathered under the bounds; the first of a keyword stays."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.remarks: list[str] = []
        self._room = LARGEST_TEXTS

    def room(self) -> int:
        """Bytes that the next text may have."""
        return min(LARGEST_TEXT, self._room)

    def add(self, keyword: str, text: str) -> None:
        """Keep a text."""
        self._room -= len(text)
        self.found.setdefault(keyword, text)

    def take(self, texts: Mapping[str, str]) -> None:
        """Keep several."""
        for keyword, text in texts.items():
            self.add(keyword, text)

    def passed_over(self, keyword: str) -> None:
        """Say that a text was too long."""
        if len(self.remarks) < 3:
            shown = "".join(letter for letter in keyword[:40] if letter.isprintable())
            self.remarks.append(f"its text {shown!r} is over {LARGEST_TEXT >> 20} MiB, and was not read")


def refuse(why: str) -> PictureUnreadable:
    """The error for a file that is not taken."""
    return PictureUnreadable(why, "Choose another file, or make it again")
