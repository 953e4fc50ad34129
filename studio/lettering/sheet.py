"""All sayings on one picture: a contact sheet to choose from, and the records of those that are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import cv2
import numpy as np

from studio.lettering import fonts
from studio.lettering.colours import DARK, LIGHT
from studio.lettering.ink import ground_of, print_words
from studio.lettering.quads import Array, checked
from studio.lettering.records import GlyphsMissing, LetteringRecord, Look, Placement, Setting

CELL = (280, 210)
"""The size of a cell in px."""

AROUND = 0.45
"""How much of the picture is seen around the place, over the place's longer side."""

_GAP = 6
_FINEST = 2.0
_NUMBER = 15


def contact_sheet(
    rgb: Array, placement: Placement, sayings: Sequence[str], look: Look, columns: int = 6, first: int = 1
) -> Array:
    """The place on a picture (H, W, 3) uint8 RGB with every saying, numbered from `first`, row by row: (h, w, 3) uint8.

    A saying that the face cannot set leaves its cell bare. Raises NothingToSet, FontUnknown, InkUnknown, PlaceUnusable.
    """
    part, quad = _closer(rgb, checked(placement.quad))
    ground = ground_of(part, quad, placement)
    high, wide = part.shape[:2]
    columns = max(1, min(columns, len(sayings)))
    rows = -(-len(sayings) // columns)
    sheet = np.empty((rows * (high + _GAP) + _GAP, columns * (wide + _GAP) + _GAP, 3), np.uint8)
    sheet[:] = DARK
    for number, saying in enumerate(sayings):
        row, column = divmod(number, columns)
        top, left = _GAP + row * (high + _GAP), _GAP + column * (wide + _GAP)
        cell = sheet[top : top + high, left : left + wide]
        cell[:] = part
        with suppress(GlyphsMissing):
            print_words(part, cell, quad, ground, Setting(saying, placement), look)
        _number(cell, first + number)
    return sheet


def records(
    placement: Placement, sayings: Sequence[str], look: Look, chosen: Iterable[int]
) -> tuple[LetteringRecord, ...]:
    """A lettering for each of the chosen numbers of a contact sheet, from 1. Raises IndexError."""
    kept = []
    for number in chosen:
        if not 1 <= number <= len(sayings):
            raise IndexError(f"there is no saying {number} of {len(sayings)}")
        kept.append(LetteringRecord(settings=(Setting(sayings[number - 1], placement),), look=look))
    return tuple(kept)


def _closer(rgb: Array, quad: Array) -> tuple[Array, Array]:
    """The part of a picture around a quad, of CELL's size and aspect, and the quad in it."""
    high, wide = rgb.shape[:2]
    low, far = quad.min(0), quad.max(0)
    room = AROUND * float((far - low).max())
    across, down = (far - low) + 2 * room
    down = max(down, across * CELL[1] / CELL[0])
    across = down * CELL[0] / CELL[1]
    scale = min(CELL[0] / across, _FINEST)
    middle = (low + far) / 2
    size = np.array(CELL) / scale
    # Kept in the picture as far as it is large enough.
    corner = np.clip(middle - size / 2, 0, np.maximum(np.array([wide, high]) - size, 0))
    matrix = np.array([[scale, 0, (0.5 - corner[0]) * scale - 0.5], [0, scale, (0.5 - corner[1]) * scale - 0.5]])
    if scale < 1:
        # Smaller first by areas, so that fine patterns do not shimmer.
        shrunk = cv2.resize(
            rgb, (max(1, round(wide * scale)), max(1, round(high * scale))), interpolation=cv2.INTER_AREA
        )
        grow = np.array([shrunk.shape[1] / wide, shrunk.shape[0] / high])
        shift = np.array([[1, 0, -corner[0] * grow[0]], [0, 1, -corner[1] * grow[1]]])
        part = cv2.warpAffine(shrunk, shift, CELL, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return part, (quad + 0.5 - corner) * grow - 0.5
    part = cv2.warpAffine(rgb, matrix, CELL, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return part, (quad + 0.5 - corner) * scale - 0.5


def _number(cell: Array, number: int) -> None:
    """Write a number into a cell's corner."""
    mask = fonts.face("", _NUMBER).getmask(str(number), mode="L")
    wide, high = mask.size
    ink = np.array(mask, np.uint8).reshape(high, wide, 1).astype(np.float32) / 255
    cell[: high + 8, : wide + 10] = DARK
    under = cell[4 : 4 + high, 5 : 5 + wide]
    under[:] = (under * (1 - ink) + np.array(LIGHT, np.float32) * ink + 0.5).astype(np.uint8)
