"""Text that a PNG hides in the lowest bits of its pixels, once `library.formats.heads.stealth` has found that it may.

Format: a signature of 15 letters, 32 bits that say how many bits follow, and the text in UTF-8, packed with gzip where
the signature says so; the highest bit of a byte first, down each column, in alpha or in red, green and blue in turn.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from library.errors import PictureUnreadable
from library.exchange.foreign.facts import ForeignUnreadable
from library.formats.heads.parts import LARGEST_TEXT
from library.formats.heads.stealth import ALPHA, COLOURS, PACKED, SIGNATURE_BITS

if TYPE_CHECKING:
    from PIL import Image

_LENGTH_BITS = 32
_MOST_PIXELS = 64_000_000
"""A larger picture is not decoded for it: it would take more than 256 MB."""
_LARGEST = 1 << 20
"""Bytes of a packed text."""
_BITS = bytes(b"01"[value & 1] for value in range(256))
_GZIP = 31


def read(data: bytes) -> str:
    """The text in a PNG's pixels; empty where none is. Raises ForeignUnreadable where one is, and is damaged."""
    from library.formats.pictures import opened

    try:
        with opened(data, "It") as image:
            if image.mode not in ("RGB", "RGBA") or image.width * image.height > _MOST_PIXELS:
                return ""
            image.load()
            layers: list[tuple[tuple[bytes, ...], Image.Image]] = [(COLOURS, image.convert("RGB"))]
            if image.mode == "RGBA":
                layers.insert(0, (ALPHA, image.getchannel("A")))
    except PictureUnreadable:
        # Whether its pixels can be decoded is for those to say who need them.
        return ""
    for signatures, layer in layers:
        first = _bytes(layer, SIGNATURE_BITS + _LENGTH_BITS)
        if (signature := first[: SIGNATURE_BITS // 8]) in signatures and len(
            first
        ) * 8 >= SIGNATURE_BITS + _LENGTH_BITS:
            length = int.from_bytes(first[SIGNATURE_BITS // 8 :], "big") // 8
            return _text(layer, length, signature in PACKED)
    return ""


def _text(layer: Image.Image, length: int, is_packed: bool) -> str:
    begin = (SIGNATURE_BITS + _LENGTH_BITS) // 8
    if length > _LARGEST:
        raise ForeignUnreadable("The text in its pixels is damaged: it says that it is longer than any")
    body = _bytes(layer, (begin + length) * 8)[begin:]
    if len(body) < length:
        raise ForeignUnreadable("The text in its pixels is damaged: its end is missing")
    if is_packed:
        try:
            body = zlib.decompressobj(_GZIP).decompress(body, LARGEST_TEXT)
        except zlib.error as error:
            raise ForeignUnreadable("The text in its pixels is damaged: it cannot be unpacked") from error
    return body.decode("utf-8", "replace")


def _bytes(layer: Image.Image, bits: int) -> bytes:
    """The first `bits`, a multiple of 8, as bytes; fewer where there are fewer pixels."""
    from PIL import Image

    columns = min(layer.width, -(-bits // (layer.height * len(layer.getbands()))))
    # Transposed, each column is a row: its bits stand side by side.
    values = layer.crop((0, 0, columns, layer.height)).transpose(Image.Transpose.TRANSPOSE).tobytes()[:bits]
    values = values[: len(values) // 8 * 8]
    return int(values.translate(_BITS), 2).to_bytes(len(values) // 8, "big") if values else b""
