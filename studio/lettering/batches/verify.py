"""Reading the words back from the finished picture, by an OCR engine that knows nothing of what was set.

The engine is RapidOCR with ONNX Runtime, whose models lie in its wheel: an extra that a person may install. It knows
Latin letters; accents are not compared, and what it cannot spell, such as Cyrillic, is not judged by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import msgspec
import numpy as np

from studio.lettering.batches.readback import same
from studio.lettering.geometry.quads import Array, checked, lengths, to_plane
from studio.lettering.records import LetteringRecord
from studio.lettering.seeing import ocr
from studio.lettering.seeing.ocr import ReaderMissing

Read = Callable[[Array], str]
"""Reads a flat upright picture (h, w, 3) uint8 RGB: its words, lines joined by blanks."""

SIDES = (480, 960)
"""Px of the longer side that a place is flattened to, one after the other until it reads back."""

_ROOM = 24


def installed() -> bool:
    """Whether the reader is there; it is not loaded for that."""
    return ocr.installed()


def missing() -> ReaderMissing:
    """What to say where the reader is not installed."""
    return ocr.missing("Words cannot be read back")


def verified(lettered: Array, record: LetteringRecord, read: Read | None = None) -> LetteringRecord:
    """The record with what is read at each of its settings on the lettered picture (H, W, 3). Raises ReaderMissing."""
    reader = engine() if read is None else read
    seen = tuple(_seen(lettered, checked(one.placement.quad), one.text, reader) for one in record.settings)
    return msgspec.structs.replace(record, read=seen)


@cache
def engine() -> Read:
    """The OCR engine, loaded once, which takes seconds; its models come with it. Raises ReaderMissing."""
    if not ocr.installed():
        raise missing()
    lines = ocr.lines(SIDES[-1] + 2 * _ROOM)

    def read(flat: Array) -> str:
        found = lines(flat)
        return joined([line.quad for line in found], [line.text for line in found])

    return read


def joined(boxes: Sequence[Array], texts: Sequence[str]) -> str:
    """Pieces of text in the order that a person reads them, by their boxes (n, 2): lines from the top, then across."""
    pieces = sorted(zip(boxes, texts, strict=True), key=lambda one: float(one[0][:, 1].mean()))
    lines: list[list[tuple[Array, str]]] = []
    for box, text in pieces:
        last = lines[-1][-1][0] if lines else None
        if last is not None and abs(box[:, 1].mean() - last[:, 1].mean()) < 0.5 * np.ptp(last[:, 1]):
            lines[-1].append((box, text))
        else:
            lines.append([(box, text)])
    return " ".join(text for line in lines for _, text in sorted(line, key=lambda one: float(one[0][:, 0].mean())))


def _seen(lettered: Array, quad: Array, text: str, read: Read) -> str:
    """What is read at a place: at the first size where it is the text, or else at the last one."""
    seen = ""
    for side in SIDES:
        seen = read(flattened(lettered, quad, side)) or seen
        if same(text, seen):
            break
    return seen


def flattened(lettered: Array, quad: Array, side: int) -> Array:
    """A place (4, 2) of a picture as a flat upright picture, `side` px along its longer side and some room around."""
    width, height = lengths(quad)
    scale = side / max(width, height)
    wide, high = max(16, round(width * scale)), max(16, round(height * scale))
    flat = cv2.warpPerspective(
        lettered, to_plane(quad, wide, high), (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    # The outermost ring has piping, outlines and cloth in it.
    trim = round(0.015 * min(wide, high))
    inner = flat[trim : high - trim, trim : wide - trim]
    return np.asarray(cv2.copyMakeBorder(inner, _ROOM, _ROOM, _ROOM, _ROOM, cv2.BORDER_REPLICATE))
