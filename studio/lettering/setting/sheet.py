"""All sayings on one picture: a contact sheet to choose from, and the records of those that are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import cv2
import msgspec
import numpy as np

from studio.lettering.geometry.quads import Array, as_tuple, checked
from studio.lettering.records import GlyphsMissing, LetteringRecord, Look, Placement, Setting
from studio.lettering.seeing.ground import Ground
from studio.lettering.setting import fonts
from studio.lettering.setting.contrast import DARK, LIGHT
from studio.lettering.setting.ink import ground_of, print_words, set_words

CELL = (280, 210)
"""The size of a cell in px."""

AROUND = 0.45
"""How much of the picture is seen around the place, over the place's longer side."""

_GAP = 6
_FINEST = 2.0
_NUMBER = 15

FRAME, _FRAME = (33, 230, 240), 10
"""The colour, RGB, and the width of a frame around a cell."""


def contact_sheet(
    rgb: Array, placement: Placement, sayings: Sequence[str], look: Look, columns: int = 6, first: int = 1
) -> Array:
    """The place on a picture (H, W, 3) uint8 RGB with every saying, numbered from `first`, row by row: (h, w, 3) uint8.

    A saying that the face cannot set leaves its cell bare. Raises NothingToSet, FontUnknown, InkUnknown, PlaceUnusable.
    """
    return settings_sheet(rgb, [Setting(saying, placement) for saying in sayings], look, columns, first)


def settings_sheet(rgb: Array, settings: Sequence[Setting], look: Look, columns: int = 6, first: int = 1) -> Array:
    """A picture (H, W, 3) uint8 RGB with each of the settings alone, as `contact_sheet`: all cells show the same part.

    Raises as `contact_sheet`.
    """
    quads = [checked(one.placement.quad) for one in settings]
    tails = [np.array([one.tail]) for one in settings if one.tail is not None]
    part, corner, scale = _closer(rgb, np.vstack(quads + tails))
    columns = max(1, min(columns, len(settings)))
    sheet = np.empty((*_room(-(-len(settings) // columns), columns), 3), np.uint8)
    sheet[:] = DARK
    grounds: dict[Placement, Ground] = {}
    for number, (one, quad) in enumerate(zip(settings, quads, strict=True)):
        left, top = place_in(number, columns)
        cell = sheet[top : top + CELL[1], left : left + CELL[0]]
        cell[:] = part
        here = _seen_in(one, quad, corner, scale)
        with suppress(GlyphsMissing):
            if one.kind == "print":
                at = checked(here.placement.quad)
                if one.placement not in grounds:
                    grounds[one.placement] = ground_of(part, at, one.placement)
                print_words(part, cell, at, grounds[one.placement], here, look)
            else:
                cell[:] = set_words(part, LetteringRecord(settings=(here,), look=look))
        _number(cell, first + number)
    return sheet


def place_in(number: int, columns: int) -> tuple[int, int]:
    """Where the cell of a number, from 0, begins in a sheet of so many columns: left and top, in px."""
    row, column = divmod(number, columns)
    return _GAP + column * (CELL[0] + _GAP), _GAP + row * (CELL[1] + _GAP)


def cell_of(sheet: Array, number: int, columns: int) -> Array:
    """The cell of a number, from 0, of a sheet."""
    left, top = place_in(number, columns)
    return sheet[top : top + CELL[1], left : left + CELL[0]].copy()


def framed(sheet: Array, number: int, columns: int) -> Array:
    """A copy of a sheet in which the cell of a number, from 0, has a bright frame."""
    left, top = place_in(number, columns)
    copy = sheet.copy()
    far = (left + CELL[0] + _GAP // 2, top + CELL[1] + _GAP // 2)
    cv2.rectangle(copy, (left - _GAP // 2, top - _GAP // 2), far, FRAME, _FRAME)
    return copy


def _room(rows: int, columns: int) -> tuple[int, int]:
    """The height and width of a sheet in px."""
    return rows * (CELL[1] + _GAP) + _GAP, columns * (CELL[0] + _GAP) + _GAP


def _seen_in(setting: Setting, quad: Array, corner: Array, scale: Array) -> Setting:
    """A setting in the part of the picture that a cell shows."""
    tail = setting.tail
    if tail is not None:
        x, y = _moved(np.array(tail), corner, scale).tolist()
        tail = (x, y)
    place = msgspec.structs.replace(setting.placement, quad=as_tuple(_moved(quad, corner, scale)))
    return msgspec.structs.replace(setting, placement=place, tail=tail)


def _moved(points: Array, corner: Array, scale: Array) -> Array:
    return (points + 0.5 - corner) * scale - 0.5


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


def _closer(rgb: Array, points: Array) -> tuple[Array, Array, Array]:
    """The part of a picture around points (n, 2), of CELL's size and aspect, its corner, and its scales (x, y)."""
    high, wide = rgb.shape[:2]
    low, far = points.min(0), points.max(0)
    room = AROUND * float((far - low).max())
    across, down = (far - low) + 2 * room
    down = max(down, across * CELL[1] / CELL[0])
    across = down * CELL[0] / CELL[1]
    # No more than the picture, as long as the points are seen.
    most = (np.array(CELL) / np.maximum(np.minimum(far, (wide, high)) - np.maximum(low, 0), 1)).min()
    scale = min(max(CELL[0] / across, min(max(CELL[0] / wide, CELL[1] / high), most)), _FINEST)
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
        return part, corner, grow
    part = cv2.warpAffine(rgb, matrix, CELL, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return part, corner, np.array([scale, scale])


def _number(cell: Array, number: int) -> None:
    """Write a number into a cell's corner."""
    mask = fonts.face("", _NUMBER).getmask(str(number), mode="L")
    wide, high = mask.size
    ink = np.array(mask, np.uint8).reshape(high, wide, 1).astype(np.float32) / 255
    cell[: high + 8, : wide + 10] = DARK
    under = cell[4 : 4 + high, 5 : 5 + wide]
    under[:] = (under * (1 - ink) + np.array(LIGHT, np.float32) * ink + 0.5).astype(np.uint8)
