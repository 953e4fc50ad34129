"""Text inside PNG files: read from the header alone and within bounds, written without touching a pixel.

Format: PNG (Third Edition), W3C Recommendation, chunks §5, tEXt/zTXt/iTXt §11.3.3. Two chunks are the studio's own,
iTXt with JSON in them: `milo-studio` (facts, recipe, key) and `milo-studio-lettering` (the lettering's record).
Whatever the bytes are, these functions raise nothing but PictureUnreadable.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, TypeVar

import msgspec

from library.errors import PictureUnreadable
from library.files import disk
from library.records import PictureFacts

_BODY = 8 + 12 + 13
"""Bytes of the signature and of the IHDR chunk, which is always the first."""
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
OWN = "milo-studio"
OWN_LETTERING = "milo-studio-lettering"
FORMAT = 1

MOST_CHUNKS = 10_000
"""Chunks before the pixels; a file with more is hostile."""
LARGEST_TEXT = 8 << 20
"""Bytes of one text, unpacked; a larger one is not read."""
LARGEST_TEXTS = 32 << 20
"""Bytes of all texts of a file together."""
MOST_UNPACKED = 1 << 20
"""Bytes of a text or a colour profile that Pillow unpacks at most (PngImagePlugin.MAX_TEXT_CHUNK)."""
MOST_PIXELS = 200_000_000
LATEST = 32_503_680_000.0
"""Unix seconds: the year 3000; a note from later is not believed."""


class PictureNote(msgspec.Struct, frozen=True, kw_only=True):
    """What the studio writes into a picture's own chunk, enough to make its row of the index again."""

    format: int = FORMAT
    key: str
    created: Annotated[float, msgspec.Meta(ge=0, le=LATEST)]
    facts: PictureFacts


class LetteringNote(msgspec.Struct, frozen=True, kw_only=True):
    """What the studio writes into a lettering's own chunk; `original_key` names the picture it belongs to.

    `misread`: a reader that was asked could not read the words back.
    """

    format: int = FORMAT
    original: str
    original_key: str
    created: Annotated[float, msgspec.Meta(ge=0, le=LATEST)]
    sayings: tuple[str, ...]
    record: str
    misread: bool = False


Note = TypeVar("Note", PictureNote, LetteringNote)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the pixels: size in px, bits a channel, PNG colour type, texts by keyword (first one wins)."""

    width: int
    height: int
    depth: int
    colour: int
    animated: bool = False
    texts: dict[str, str] = {}

    @property
    def note(self) -> PictureNote | None:
        """The studio's note on the picture; None in a picture that is not the studio's."""
        return note_in(self.texts.get(OWN), PictureNote)

    @property
    def lettering(self) -> LetteringNote | None:
        """The studio's note on a lettering; None in any other file."""
        return note_in(self.texts.get(OWN_LETTERING), LetteringNote)


def read_header(path: Path) -> Header:
    """The header of a PNG file, pixels unread. Raises PictureUnreadable."""
    with disk.reading(path) as file:
        return _read_header(file, str(path))


def parse_header(data: bytes, name: str = "The picture") -> Header:
    """The header of PNG bytes. Raises PictureUnreadable."""
    return _read_header(io.BytesIO(data), name)


def with_texts(png: bytes, texts: dict[str, str], name: str = "The picture") -> bytes:
    """`png` with one iTXt chunk for each of `texts` after its header; every other chunk byte for byte as it was.

    Chunks that already have one of these keywords go. Raises PictureUnreadable for bytes that are no whole PNG.
    """
    parts = [png[:_BODY], *(_itxt(keyword, text) for keyword, text in texts.items())]
    kept_from = _BODY
    for kind, start, end in _chunks(png, name):
        if kind in _TEXT_KINDS:
            keyword = png[start + 8 : start + 88].split(b"\0", 1)[0].decode("latin-1")
            if keyword in texts:
                parts.append(png[kept_from:start])
                kept_from = end
        elif kind == b"IEND":
            parts.append(png[kept_from:end])
    return b"".join(parts)


def without_chunks(png: bytes, kind: bytes, name: str = "The picture") -> bytes:
    """`png` without its chunks of a kind; every other chunk byte for byte as it was. Raises PictureUnreadable."""
    parts, kept_from = [], 0
    for found, start, end in _chunks(png, name):
        if found == kind:
            parts.append(png[kept_from:start])
            kept_from = end
    return b"".join([*parts, png[kept_from:]]) if parts else png


def without_bombs(png: bytes) -> bytes:
    """`png` without texts and colour profiles of more than MOST_UNPACKED bytes; any other bytes as they are.

    Pillow refuses a whole picture for one of them.
    """
    parts, kept_from, position = [], 0, 8
    while png[:8] == SIGNATURE and position + 12 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        end = position + 12 + length
        if kind in (*_TEXT_KINDS, b"iCCP") and _is_bomb(kind, png[position + 8 : end - 4]):
            parts.append(png[kept_from:position])
            kept_from = end
        position = end
    return b"".join([*parts, png[kept_from:]]) if parts else png


def _is_bomb(kind: bytes, body: bytes) -> bool:
    if len(body) > MOST_UNPACKED:
        return True
    if kind == b"iCCP":
        return _unpack(body.partition(b"\0")[2][1:], MOST_UNPACKED) is None
    packed = kind == b"zTXt" or (kind == b"iTXt" and body.partition(b"\0")[2][:1] == b"\1")
    return packed and _text(kind, body, MOST_UNPACKED) is None


def picture_texts(note: PictureNote) -> dict[str, str]:
    """The texts to write into a picture."""
    return {OWN: msgspec.json.encode(note).decode()}


def lettering_texts(note: LetteringNote, original: PictureNote) -> dict[str, str]:
    """The texts to write into a lettering: its own, and the original's with the recipe."""
    return {OWN: msgspec.json.encode(original).decode(), OWN_LETTERING: msgspec.json.encode(note).decode()}


def _chunks(png: bytes, name: str) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk up to IEND, whatever follows it dropped; raises unless the file is whole."""
    if png[:8] != SIGNATURE:
        raise _broken(name, "it is not a PNG file")
    position = 8
    while True:
        if position + 12 > len(png):
            raise _broken(name, "it ends too early")
        length, kind = struct.unpack_from(">I4s", png, position)
        end = position + 12 + length
        if end > len(png):
            raise _broken(name, "it ends too early")
        if position == 8 and (kind != b"IHDR" or length != 13):
            raise _broken(name, "its header is missing")
        yield kind, position, end
        if kind == b"IEND":
            return
        position = end


def _read_header(file: BinaryIO, name: str) -> Header:
    if file.read(8) != SIGNATURE:
        raise _broken(name, "it is not a PNG file")
    kind, body = _read_chunk(file, name, 13)
    if kind != b"IHDR" or body is None or len(body) != 13:
        raise _broken(name, "its header is missing")
    width, height, depth, colour = struct.unpack_from(">IIBB", body)
    if not width or not height:
        raise _broken(name, "its size is nothing")
    if width * height > MOST_PIXELS:
        raise _broken(name, f"{width} × {height} pixels are more than {MOST_PIXELS // 1_000_000} million")
    texts: dict[str, str] = {}
    room = LARGEST_TEXTS
    animated = False
    for _ in range(MOST_CHUNKS):
        kind, body = _read_chunk(file, name, min(LARGEST_TEXT, room))
        if kind in (b"IDAT", b"IEND"):
            return Header(width=width, height=height, depth=depth, colour=colour, animated=animated, texts=texts)
        animated = animated or kind == b"acTL"
        if body is not None and (found := _text(kind, body, min(LARGEST_TEXT, room))):
            room -= len(found[1])
            texts.setdefault(*found)
    raise _broken(name, f"it has more than {MOST_CHUNKS:,} chunks before its pixels")


def _read_chunk(file: BinaryIO, name: str, largest: int) -> tuple[bytes, bytes | None]:
    """Kind and body of the next chunk; the body is None, and not read, where it is no text or over the bound."""
    head = file.read(8)
    if len(head) < 8:
        raise _broken(name, "it ends too early")
    length, kind = struct.unpack(">I4s", head)
    if kind == b"IDAT":
        return kind, None
    if kind not in (b"IHDR", *_TEXT_KINDS) or length > largest:
        file.seek(length + 4, 1)
        return kind, None
    body = file.read(length + 4)
    if len(body) < length + 4:
        raise _broken(name, "it ends too early")
    return kind, body[:length]


def _text(kind: bytes, body: bytes, largest: int) -> tuple[str, str] | None:
    """Keyword and text of a text chunk, None where it is malformed or unpacks to more than `largest` bytes."""
    head, separator, rest = body.partition(b"\0")
    if not separator or not 1 <= len(head) <= 79:
        return None
    keyword = head.decode("latin-1")
    if kind == b"tEXt":
        return keyword, rest.decode("latin-1")
    if kind == b"zTXt":
        unpacked = _unpack(rest[1:], largest) if rest[:1] == b"\0" else None
        return None if unpacked is None else (keyword, unpacked.decode("latin-1"))
    packed, parts = rest[:1], rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        return None
    data = _unpack(parts[2], largest) if packed == b"\1" else parts[2]
    return None if data is None else (keyword, data.decode("utf-8", "replace"))


def _unpack(data: bytes, largest: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, largest + 1)
    except zlib.error:
        return None
    return unpacked if len(unpacked) <= largest else None


def _itxt(keyword: str, text: str) -> bytes:
    body = keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")
    checked = b"iTXt" + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def note_in(text: str | None, kind: type[Note]) -> Note | None:
    """The studio's note in a text; None where it is none, or one of a newer studio."""
    if text is None:
        return None
    try:
        note = msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return note if note.format <= FORMAT else None


def _broken(name: str, why: str) -> PictureUnreadable:
    return PictureUnreadable(f"{name} cannot be read as a picture: {why}", "Choose another file, or make it again")
