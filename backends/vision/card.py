"""The colour card: stripes whose colours a model must name, which shows whether it sees pictures at all.

Some servers drop the picture and let a blind model guess. The colours are not those that are guessed first.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final

QUESTION: Final = "This picture has four vertical stripes. Name their colours from left to right, and say nothing else."
SIDE: Final = 256

_STRIPES: Final = {"orange": (255, 128, 0), "black": (0, 0, 0), "purple": (128, 0, 160), "green": (0, 150, 60)}
_ALSO: Final = {"violet": "purple", "magenta": "purple", "indigo": "purple"}
_COLOURS: Final = re.compile(
    r"\b(orange|black|purple|violet|magenta|indigo|green|red|blue|yellow|white|pink|brown|gr[ae]y|cyan|teal)\b",
    re.IGNORECASE,
)


def card() -> bytes:
    """The card as PNG (PNG specification, sections 5 and 11), SIDE px wide and high."""
    row = b"".join(bytes(colour) * (SIDE // len(_STRIPES)) for colour in _STRIPES.values())
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\x00" + row) * SIDE)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def has_seen(answer: str) -> bool:
    """Whether an answer names the card's colours: three of four at least, and one wrong one at most."""
    named = {_ALSO.get(word, word) for word in map(str.lower, _COLOURS.findall(answer))}
    return len(named & _STRIPES.keys()) >= 3 and len(named - _STRIPES.keys()) <= 1


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
