"""Words on a sheet, found and read by an OCR engine: large and small ones, turned ones, ones over figures.

The engine sees the sheet whole, and in tiles, enlarged where the sheet is small: it misses letters below about ten
pixels. Each place is cut out upright and read again by itself, standing texts both ways up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Box, Quad
from studio.datasets.sheets.labels.quads import as_tuple_quad, shared
from studio.lettering.geometry.quads import lengths, ordered, overlap, to_plane
from studio.lettering.seeing.ocr import Reader, Reading

Array: TypeAlias = npt.NDArray[Any]

TILE = 1280
"""Px of a side of what the engine sees at once."""

_SHARED = 160
"""Px that neighbouring tiles share, as the engine sees them: a label at a seam is whole in one of them."""

_FINE = 2 * TILE - _SHARED
"""Px of the longer side that a small sheet is enlarged towards, twice at most."""

_SURE = 0.62
"""How sure a reading must be to be words, and not eyes, buttons or folds."""

_ALONE = frozenset("ABCDEFG23456789")
"""Signs that stand alone as a label: figures of a sheet are lettered or numbered."""

_SURE_SHORT = 0.85
"""The same where it is one letter or two."""

_HIGH = 0.08
"""Share of the sheet's longer side that words of three letters are high, at most: figures are read as such."""

_UNITS = frozenset(("cm", "mm", "m", "in", "px", "%"))
"""What measures end with."""

_ADDED_SURE = 0.93
"""How sure a reading with more letters at an end must be."""

_WELL = 0.93
"""How sure a reading is that needs no second look."""


class Words(NamedTuple):
    """A line of words: its quad, snug, so that its top side is above the letters; what it says, and how sure."""

    quad: Quad
    text: str
    sureness: float


def words(pixels: Array, reader: Reader) -> tuple[Words, ...]:
    """The lines of words of a sheet (H, W, 3) uint8 RGB, from the top."""
    return _all_read(pixels, _places(pixels, reader), reader)


def words_in(pixels: Array, box: Box, reader: Reader) -> tuple[Words, ...]:
    """The lines of words in a part of a sheet, which is looked at enlarged: three times at most."""
    left, top = max(0, box.x), max(0, box.y)
    part = pixels[top : max(0, box.y + box.height), left : max(0, box.x + box.width)]
    if min(part.shape[:2]) < 8:
        return ()
    scale = min(3.0, TILE / max(part.shape[:2]))
    places = (quad + np.array((left, top)) for quad in _seen(part, scale, reader))
    return _all_read(pixels, places, reader)


def read_again(pixels: Array, one: Words, reader: Reader) -> str:
    """What words say in a picture in which less is in their way; as it was, where that is read no better."""
    reading = _well(_crop(pixels, np.asarray(one.quad)), reader)
    text = _plain(reading.text)
    is_better = reading.sureness > one.sureness or (reading.sureness >= _WELL and _is_part(text, one.text))
    # Letters that are much fewer were taken out with what was in their way.
    is_whole = len(text) >= len(one.text) - 2
    return text if is_better and is_whole and _is_words(text, reading.sureness) else one.text


def _is_part(text: str, longer: str) -> bool:
    """Whether words have a letter or two less than others, and all else as there: what a line was read as."""
    part, whole = text.replace(" ", ""), longer.replace(" ", "")
    left = iter(whole)
    return 1 <= len(whole) - len(part) <= 2 and all(letter in left for letter in part)


def _all_read(pixels: Array, places: Iterable[Array], reader: Reader) -> tuple[Words, ...]:
    found = (_read(pixels, quad, reader) for quad in _different(places))
    kept = _best([one for one in found if one is not None])
    return tuple(sorted(kept, key=lambda one: (one.quad[0][1], one.quad[0][0])))


def _places(pixels: Array, reader: Reader) -> Iterator[Array]:
    """Quads (4, 2) of what looks like lines, in px of the sheet; the same line may come more than once."""
    longest = max(pixels.shape[:2])
    yield from _seen(pixels, min(1.0, TILE / longest), reader)
    scale = max(1.0, min(2.0, _FINE / longest))
    if scale * longest > TILE:
        yield from _seen(pixels, scale, reader)


def _seen(pixels: Array, scale: float, reader: Reader) -> Iterator[Array]:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    large = pixels if scale == 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=how)
    for top in _starts(large.shape[0]):
        for left in _starts(large.shape[1]):
            tile = large[top : top + TILE, left : left + TILE]
            for quad in reader.places(tile):
                if not _is_cut(quad, left, top, tile, large):
                    yield (quad + np.array((left, top))) / scale


def _starts(length: int) -> list[int]:
    """Where tiles along a side begin."""
    if length <= TILE:
        return [0]
    count = math.ceil((length - _SHARED) / (TILE - _SHARED))
    return [round(n * (length - TILE) / (count - 1)) for n in range(count)]


def _is_cut(quad: Array, left: int, top: int, tile: Array, large: Array) -> bool:
    """Whether a tile's edge that is none of the sheet cuts through a place."""
    high, wide = tile.shape[:2]
    return bool(
        (left > 0 and quad[:, 0].min() < 3)
        or (top > 0 and quad[:, 1].min() < 3)
        or (left + wide < large.shape[1] and quad[:, 0].max() > wide - 4)
        or (top + high < large.shape[0] and quad[:, 1].max() > high - 4)
    )


def _different(quads: Iterable[Array]) -> list[Array]:
    """Without places that are nearly the same as an earlier one."""
    kept: list[Array] = []
    for quad in quads:
        quad = ordered(quad)
        if min(lengths(quad)) >= 4 and all(overlap(quad, other) < 0.8 for other in kept):
            kept.append(quad)
    return kept


def _read(pixels: Array, quad: Array, reader: Reader) -> Words | None:
    """What a place says, read upright; None where it is no words."""
    wide, high = lengths(quad)
    turns = [0] if wide >= 0.8 * high else []
    if high >= 1.2 * wide:
        turns += [1, 3]
    readings = [(turn, _well(_crop(pixels, np.roll(quad, -turn, 0)), reader)) for turn in turns or [0, 1, 3]]
    turn, reading = max(readings, key=lambda one: one[1].sureness)
    if turn == 0 and reading.sureness < 0.8:
        over = _well(_crop(pixels, np.roll(quad, -2, 0)), reader)
        if over.sureness > max(0.9, reading.sureness + 0.1):
            turn, reading = 2, over
    quad = np.roll(quad, -turn, 0)
    text = _plain(reading.text)
    letters = sum(letter.isalnum() for letter in text)
    most = (_HIGH if letters <= 3 else 2 * _HIGH) * max(pixels.shape[:2])
    # A sign that stands alone stands upright: links of a chain are read as an 8 that lies.
    lies = letters == 1 and turn != 0
    if lies or not _is_words(text, reading.sureness) or min(wide, high) > most:
        return None
    return _whole(pixels, Words(as_tuple_quad(quad), text, reading.sureness), reader)


def _whole(pixels: Array, one: Words, reader: Reader) -> Words:
    """The words with letters that the engine left out at either end, as it does where they lie over a figure's edge."""
    for first, second in ((0, 1), (1, 0)):
        corners = np.asarray(one.quad)
        high = lengths(corners)[1]
        way = corners[first] - corners[second]
        step = way / max(float(np.hypot(*way)), 1e-6) * 1.3 * high
        more = corners.copy()
        more[[first, 3 - first]] += step
        if _is_bare(pixels, corners[[first, 3 - first]], step):
            continue
        reading = reader.read(_crop(pixels, more))
        text = _plain(reading.text)
        added = _added(one.text, text, at_start=first == 0)
        if added and reading.sureness >= max(_ADDED_SURE, one.sureness - 0.03):
            one = Words(as_tuple_quad(more), text, reading.sureness)
    return one


def _is_bare(pixels: Array, side: Array, step: Array) -> bool:
    """Whether nothing is beside a side (2, 2) of words but one colour."""
    away = np.linspace(0.15, 1, 12)[:, None, None]
    along = np.linspace(0, 1, 12)[None, :, None]
    points = (side[0] + along * (side[1] - side[0]) + away * step).round().astype(int).reshape(-1, 2)
    high, wide = pixels.shape[:2]
    seen = pixels[np.clip(points[:, 1], 0, high - 1), np.clip(points[:, 0], 0, wide - 1)].astype(np.int16)
    return bool((np.abs(seen - np.median(seen, axis=0)).max(axis=1) < 24).mean() > 0.97)


def _added(before: str, after: str, at_start: bool) -> str:
    """The letters that a longer reading has more at one end; empty where it is another, or has but strokes more."""
    shorter, longer = before.replace(" ", ""), after.replace(" ", "")
    if len(longer) <= len(shorter) or not (longer.endswith(shorter) if at_start else longer.startswith(shorter)):
        return ""
    added = longer[: -len(shorter)] if at_start else longer[len(shorter) :]
    letters = "".join(letter for letter in added if letter.isalnum())
    if len(letters) > 3 or set(letters) <= set("IlTiHL"):
        return ""
    # Ticks and patterns are read as digits and as Chinese: a digit belongs only where a bare measure lacks it.
    is_measure = shorter.lower() in _UNITS and at_start
    fits = letters.isdecimal() if is_measure else letters.isalpha()
    return letters if fits and (letters.isascii() or not shorter.isascii()) else ""


def _crop(pixels: Array, quad: Array) -> Array:
    """A place cut out upright with some room around, at least 48 px high, which is what the engine reads at."""
    wide, high = lengths(quad)
    room = 0.12 * high
    scale = max(1.0, 48 / max(high, 1.0))
    size = (max(8, round((wide + 2 * room) * scale)), max(8, round((high + 2 * room) * scale)))
    flat = to_plane(quad, wide, high)
    place = np.array([[scale, 0, room * scale], [0, scale, room * scale], [0, 0, 1.0]])
    return np.asarray(
        cv2.warpPerspective(pixels, place @ flat, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    )


def _well(crop: Array, reader: Reader) -> Reading:
    """A crop's reading; a poor one is tried again in grey with its contrast stretched, and from each channel's view."""
    best = reader.read(crop)
    if best.sureness >= _WELL or not best.text:
        return best
    for other in _views(crop):
        again = reader.read(other)
        if again.sureness > best.sureness and len(again.text) >= len(best.text) - 1:
            best = again
    return best


def _views(crop: Array) -> Iterator[Array]:
    """The crop as letters may stand out better: lightness stretched, and only what differs from what is around it."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    low, high = np.percentile(grey, (2, 98))
    stretched = np.clip((grey.astype(np.float32) - low) * (255 / max(high - low, 1.0)), 0, 255).astype(np.uint8)
    yield np.repeat(stretched[..., None], 3, axis=2)
    side = max(3, (crop.shape[0] * 3 // 4) | 1)
    around = cv2.medianBlur(crop, min(side, 255))
    away = np.abs(crop.astype(np.int16) - around).max(axis=2)
    stroke = 255 - np.clip(away * 2, 0, 255).astype(np.uint8)
    yield np.repeat(stroke[..., None], 3, axis=2)


def _plain(text: str) -> str:
    """What was read with blanks put right, and without a lone Chinese sign at the end of Latin words: it is a line."""
    plain = " ".join(text.split())
    if sum(letter.isascii() and letter.isalpha() for letter in plain) >= 2:
        plain = re.sub(r"^[\u3007\u4e00-\u9fff]\s*|\s*[\u3007\u4e00-\u9fff]$", "", plain)
    return plain


def _is_words(text: str, sureness: float) -> bool:
    letters = [letter for letter in text if letter.isalnum()]
    if not letters:
        return False
    # Ticks, buttons, eyes and toes are read as strokes, or as one sign again and again.
    if len(letters) > 1 and (set(letters) <= set("IlT1iH") or len(set(letters)) == 1):
        return False
    if len(letters) == 1 and text.strip("()[]. ") not in _ALONE:
        return False
    return sureness >= (_SURE_SHORT if len(letters) <= 2 else _SURE)


def _best(found: list[Words]) -> list[Words]:
    """Of lines that lie over one another, the longest that is read surely."""
    ranked = sorted(found, key=lambda one: (-_worth(one), one.quad))
    kept: list[Words] = []
    for one in ranked:
        if all(shared(one.quad, other.quad) < 0.4 for other in kept):
            kept.append(one)
    return kept


def _worth(one: Words) -> float:
    return len(one.text.replace(" ", "")) * one.sureness**4
