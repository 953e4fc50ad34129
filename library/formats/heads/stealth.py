"""Whether a PNG's pixels may hide text, told by the first bytes of its first rows.

Format: the stealth PNG info of an extension of the A1111 web UI, which NovelAI writes too. A signature, the length and
the text stand in the lowest bit of alpha, or of red, green and blue, column after column. So the first column is
enough: a PNG's filters make its pixels of the bytes above them alone, and nearly every other picture is told from the
first row or two, with nothing more unpacked.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from library.formats.heads.parts import Source

ALPHA = (b"stealth_pnginfo", b"stealth_pngcomp")
COLOURS = (b"stealth_rgbinfo", b"stealth_rgbcomp")
PACKED = (ALPHA[1], COLOURS[1])
"""Signatures behind which the text is packed with gzip."""
SIGNATURE_BITS = 8 * len(ALPHA[0])
_CHANNELS = {b"\x08\x02\0\0\0": 3, b"\x08\x06\0\0\0": 4}
"""Channels, by bits a channel, colour type and methods: of 8-bit RGB and RGBA in one pass."""
_OF_ALPHA, _OF_COLOURS = (
    [(bytes(int(bit) for letter in word for bit in f"{letter:08b}"), step) for word in words]
    for words, step in ((ALPHA, 1), (COLOURS, 3))
)
"""Signatures, a byte of 0 or 1 for each bit, and how many bits a pixel has of them."""
_WIDEST = 65_535
_PIECE = 1 << 10
_FIRST = 16
"""Bytes that are unpacked at first: mostly one pixel is enough."""
_MOST_CHUNKS = 1_000


def may_hide(source: Source, header: bytes, pixels: int) -> bool:
    """Whether the first column begins as hidden text does; `header` is IHDR's body, `pixels` where IDAT begins."""
    width, height = struct.unpack_from(">II", header)
    channels = _CHANNELS.get(header[8:13])
    if channels is None or not 0 < width <= _WIDEST:
        return False
    left = [*_OF_ALPHA, *_OF_COLOURS] if channels == 4 else list(_OF_COLOURS)
    above = bytes(channels)
    seen = 0
    for row in _starts(_unpacked(source, pixels), 1 + width * channels, 1 + channels):
        if (pixel := _unfiltered(row, above)) is None:
            return False
        left = [(bits, step) for bits, step in left if _fits(bits[seen * step : seen * step + step], pixel)]
        above, seen = pixel, seen + 1
        if not left:
            return False
        if seen == height or any(seen * step >= SIGNATURE_BITS for _, step in left):
            return True
    return False


def _fits(bits: bytes, pixel: bytes) -> bool:
    """Whether a pixel's lowest bits are these: one is alpha's, up to three are of the colours."""
    values = pixel[3:] if len(bits) == 1 else pixel
    return all(bit == value & 1 for bit, value in zip(bits, values, strict=False))


def _unfiltered(row: bytes, above: bytes) -> bytes | None:
    """The first pixel of a row, PNG §9: to its left is nothing, so that Paeth's filter is that of the row above."""
    kind, pixel = row[0], row[1:]
    if kind in (0, 1):
        return pixel
    if kind in (2, 4):
        return bytes((one + up) & 255 for one, up in zip(pixel, above, strict=True))
    if kind == 3:
        return bytes((one + up // 2) & 255 for one, up in zip(pixel, above, strict=True))
    return None


def _starts(pieces: Iterator[bytes], stride: int, length: int) -> Iterator[bytes]:
    """The first `length` bytes of each row of `stride` bytes."""
    held, begin = b"", 0
    for piece in pieces:
        held, begin = held[begin:] + piece, max(0, begin - len(held))
        while begin + length <= len(held):
            yield held[begin : begin + length]
            begin += stride


def _unpacked(source: Source, position: int) -> Iterator[bytes]:
    """What the chunks of pixels hold, in pieces of a bounded length."""
    unpacker, most = zlib.decompressobj(), _FIRST
    for _ in range(_MOST_CHUNKS):
        start = source.read(position, 8)
        length, kind = struct.unpack(">I4s", start) if len(start) == 8 else (0, b"")
        if kind != b"IDAT":
            return
        for at in range(position + 8, position + 8 + length, _PIECE):
            packed = source.read(at, min(_PIECE, position + 8 + length - at))
            while packed:
                try:
                    piece = unpacker.decompress(packed, most)
                except zlib.error:
                    return
                packed, most = unpacker.unconsumed_tail, 64 * _PIECE
                yield piece
            if unpacker.eof or at >= source.size:
                return
        position += 12 + length
