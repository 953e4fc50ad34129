"""The head of a PNG file. Format: PNG (Third Edition), W3C Recommendation, §5 and §11.3.3."""

from __future__ import annotations

import struct
import zlib

from library.formats.heads import stealth
from library.formats.heads.exif import texts_of
from library.formats.heads.parts import MANIFEST, TIME, Head, Source, Texts, refuse
from library.formats.png_text import OWN, OWN_LETTERING

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_ANIMATED = b"comf"
"""The texts of ComfyUI's animations, which stand behind the pixels; keyword and text as in tEXt."""
_EXIF_PROFILES = ("Raw profile type exif", "Raw profile type APP1")
"""Texts of ImageMagick's with EXIF in hex."""
_SETTINGS = frozenset(
    {"prompt", "workflow", "parameters", "sui_image_params", "invokeai_metadata", "sd-metadata", "Dream"}
    | {OWN, OWN_LETTERING}
)
"""Texts behind which no others are looked for."""
_TIME = b"tIME"
_CREDENTIALS = b"caBX"
_TAKEN = frozenset({*_TEXTS, _ANIMATED, b"eXIf", _TIME, _CREDENTIALS})
_END = b"\0\0\0\0IEND\xaeB`\x82"
_ONE_PASS_RGB = bytes((8, 2, 0, 0, 0))
"""Bits a channel, colour type, and the methods of the PNG that all tools write: RGB without transparency."""
_HARMLESS = {b"pHYs": 9, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"tIME": 7}
"""Chunks that change no pixel, and their lengths."""
_SAID_OF_PIXELS = (b"exif", b"xmp", b"transparency", b"xml:com.adobe.xmp")
"""Keywords of texts that Pillow heeds, in lower case; those of ImageMagick's profiles are more."""
_MOST_CHUNKS = 200_000
_MOST_TEXT_CHUNKS = 2_000


def read(source: Source) -> Head:
    """The head; chunks behind the pixels are looked at where none before has settings. Raises PictureUnreadable."""
    head = source.read(8, 25)
    if len(head) < 25 or head[:8] != b"\0\0\0\rIHDR":
        raise refuse("it ends too early" if len(head) < 25 else "its header is missing")
    width, height = struct.unpack_from(">II", head, 8)
    whole = source.last(12) == _END
    has_late_xmp = b"x:xmpmeta" in source.last(4096)
    texts = Texts()
    position, pixels, noted = 33, 0, 0
    for _ in range(_MOST_CHUNKS):
        start = source.read(position, 8)
        if len(start) < 8:
            raise refuse("it ends too early")
        length, kind = struct.unpack(">I4s", start)
        if kind == b"IEND":
            break
        if kind == b"IDAT":
            pixels = pixels or position
            if whole and not has_late_xmp and not _SETTINGS.isdisjoint(texts.found):
                break
        elif kind in _TAKEN and noted < _MOST_TEXT_CHUNKS:
            noted += 1
            _take(source, texts, kind, position + 8, length)
        position += 12 + length
        if position > source.size:
            raise refuse("it ends too early")
    else:
        raise refuse(f"it has more than {_MOST_CHUNKS:,} chunks")
    if not pixels:
        raise refuse("it has no pixels")
    hides = _SETTINGS.isdisjoint(texts.found) and stealth.may_hide(source, head[8:21], pixels)
    return Head("png", width, height, texts.found, tuple(texts.remarks), hides)


def plain_size(data: bytes) -> tuple[int, int] | None:
    """Width and height, px, of a PNG that shows its pixels as they are; None for any other file, and for a broken one.

    Its pixels are 8-bit RGB in one pass, and nothing in it turns them, lets something through, or moves.
    """
    if data[:16] != SIGNATURE + b"\0\0\0\rIHDR" or data[24:29] != _ONE_PASS_RGB:
        return None
    position = 33
    for _ in range(_MOST_CHUNKS):
        if position + 12 > len(data):
            return None
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        body = position + 8
        if kind != b"IDAT" and not _is_harmless(kind, data[body : body + length], data[body + length :][:4]):
            return None
        position = body + length + 4
    return None


def _is_harmless(kind: bytes, body: bytes, checksum: bytes) -> bool:
    """If a chunk is whole, and nothing that makes other pixels of the picture's own; what is packed is not unpacked."""
    if zlib.crc32(kind + body).to_bytes(4, "big") != checksum:
        return False
    if kind not in _TEXTS:
        return _HARMLESS.get(kind) == len(body)
    keyword, _, rest = body.partition(b"\0")
    if keyword.lower().startswith(b"raw profile type"):
        return False
    if keyword.lower() not in _SAID_OF_PIXELS:
        return True
    is_plain_xmp = kind == b"iTXt" and keyword == b"XML:com.adobe.xmp" and rest[:1] == b"\0"
    return is_plain_xmp and b"Orientation" not in rest


def _take(source: Source, texts: Texts, kind: bytes, start: int, length: int) -> None:
    """Keep what a chunk says unless it is malformed or too long."""
    if kind == _CREDENTIALS:
        texts.add(MANIFEST, "")
        return
    if length > texts.room():
        named = b"EXIF" if kind == b"eXIf" else source.read(start, 79).split(b"\0", 1)[0]
        texts.passed_over(named.decode("latin-1"))
        return
    body = source.read(start, length)
    if kind == b"eXIf":
        texts.take(texts_of(body))
    elif kind != _TIME:
        _take_text(texts, kind, body)
    elif len(body) == 7:
        year, *clock = struct.unpack(">H5B", body)
        texts.add(TIME, "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00".format(year, *clock))


def _take_text(texts: Texts, kind: bytes, body: bytes) -> None:
    """Keep a text, unpacked where it is packed."""
    head, separator, rest = body.partition(b"\0")
    if not separator or not 1 <= len(head) <= 79:
        return
    keyword = head.decode("latin-1")
    if kind in (b"tEXt", _ANIMATED):
        _keep(texts, keyword, rest, _latin_or_utf8(rest))
        return
    packed, encoding = True, "latin-1"
    if kind == b"zTXt":
        data = rest[1:]
    else:
        packed, encoding = rest[:1] == b"\1", "utf-8"
        parts = rest[2:].split(b"\0", 2)
        if len(parts) < 3:
            return
        data = parts[2]
    if packed:
        unpacked = _unpacked(data, texts.room())
        if unpacked is None:
            texts.passed_over(keyword)
            return
        data = unpacked
    _keep(texts, keyword, data, data.decode(encoding, "replace"))


def _keep(texts: Texts, keyword: str, data: bytes, text: str) -> None:
    if keyword in _EXIF_PROFILES:
        texts.take(texts_of(_from_hex(data)))
    else:
        texts.add(keyword, text)


def _from_hex(profile: bytes) -> bytes:
    """The bytes of a profile of ImageMagick's: its name and its length in lines of their own, then hex in lines."""
    try:
        return bytes.fromhex("".join(profile.decode("ascii").split()[2:]))
    except ValueError:
        return b""


def _latin_or_utf8(data: bytes) -> str:
    """tEXt is Latin-1, and some tools write UTF-8 into it: Latin-1 is nearly never valid UTF-8 by chance."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unpacked(data: bytes, largest: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, largest + 1)
    except zlib.error:
        return b""
    return unpacked if len(unpacked) <= largest else None
