"""Arrows: a straight stroke with a head at one end; and leaders, which have none and start at words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels.lines.ends import Mark, beside, ends_freely, inked, mark_at, to_its_ends
from studio.datasets.sheets.labels.lines.strokes import Stroke
from studio.datasets.sheets.labels.quads import around, distance, height_of, middle

Array: TypeAlias = npt.NDArray[Any]

_SHORTEST = 14.0
"""Px of a shaft, at least."""

_LONGEST = 0.3
"""Share of the sheet's longer side that one has, at most: longer ones part panels."""

_LONGEST_BARE = 0.2
"""The same without a head: frames begin at words too."""

_LONG = 0.06
"""Share of the sheet's longer side from which an arrow may stand alone, without words at its tail."""

_INK = 14.0
"""ΔE between arrows of one sheet, at most."""

_WORDS_INK = 22.0
"""ΔE between an arrow and the words that it begins at, at most: thin strokes are paler than they are."""

_EVEN = 9.0
"""ΔE of spread along a side of an arrow's rear half, at most."""

_WHOLE = 0.6
"""Share of a shaft that has its ink, at least: dashes have, and links of a chain have not."""

_WHOLE_BARE = 0.78
"""The same without a head."""


class _Arrow(NamedTuple):
    """A shaft from its tail to its tip, how far its head reaches to the sides, and what speaks for it."""

    shaft: Stroke
    half: float
    has_head: bool
    at_words: bool


def arrows(colours: Array, strokes: Sequence[Stroke], words: Sequence[Quad]) -> tuple[Label, ...]:
    """Arrows and leaders among strokes; `colours` is the picture in Lab, `words` are the quads of what is printed.

    Sure are those whose rear half lies on one colour, and that begin at words and have their ink, or are long
    and have a head. Drawings have such lines too: what is less sure is one only where it has the ink of a sure one, and
    begins at words at which no sure one does.
    """
    longest = max(colours.shape[:2])
    inks = [_ink(colours, quad) for quad in words]
    sure: list[_Arrow] = []
    likely: list[_Arrow] = []
    for one in strokes:
        if not max(_SHORTEST, 5 * one.width) <= one.length <= _LONGEST * longest or _is_at_edge(one, colours.shape):
            continue
        arrow = _arrow(colours, to_its_ends(colours, one), words)
        if not _is_whole(colours, arrow, longest) or not ends_freely(colours, arrow.shaft, words):
            continue
        alone = arrow.has_head and arrow.shaft.length >= _LONG * longest
        near = [ink for quad, ink in zip(words, inks, strict=True) if _is_near(quad, arrow.shaft.start)]
        speaks = alone or (arrow.at_words and _has_ink(arrow, near, _WORDS_INK))
        if speaks and _begins_on_plain(colours, arrow.shaft, words):
            sure.append(arrow)
        elif arrow.at_words:
            likely.append(arrow)
    known = [np.asarray(arrow.shaft.colour) for arrow in sure]
    likely = [arrow for arrow in likely if _has_ink(arrow, known, _INK)]
    return tuple(_label(arrow) for arrow in (*sure, *_first_at_words(sure, likely, words, inks)))


def _is_whole(colours: Array, arrow: _Arrow, longest: int) -> bool:
    """Whether a shaft is inked along its length, and no longer than one of its kind."""
    if arrow.has_head:
        return inked(colours, arrow.shaft) >= _WHOLE
    return arrow.shaft.length <= _LONGEST_BARE * longest and inked(colours, arrow.shaft) >= _WHOLE_BARE


def _first_at_words(
    sure: Sequence[_Arrow], likely: Sequence[_Arrow], words: Sequence[Quad], inks: Sequence[Array]
) -> list[_Arrow]:
    """Of likely arrows those at whose words none begins yet; what has more of the words' ink comes first."""

    def apart(arrow: _Arrow) -> float:
        near = [ink for quad, ink in zip(words, inks, strict=True) if _is_near(quad, arrow.shaft.start)]
        return min(float(np.linalg.norm(ink - np.asarray(arrow.shaft.colour))) for ink in near)

    pointing = list(sure)
    for arrow in sorted(likely, key=lambda one: (apart(one), one.shaft)):
        own = [quad for quad in words if _is_near(quad, arrow.shaft.start)]
        if not any(_is_near(quad, other.shaft.start) for quad in own for other in pointing):
            pointing.append(arrow)
    return pointing[len(sure) :]


def _arrow(colours: Array, shaft: Stroke, words: Sequence[Quad]) -> _Arrow:
    mark, at_end = _head(colours, shaft)
    if not at_end:
        shaft = _turned(shaft)
    at_words = _begins_at(shaft, words, mark is not None)
    if mark is None and not at_words and _begins_at(_turned(shaft), words, False):
        shaft, at_words = _turned(shaft), True
    return _Arrow(shaft, mark.half if mark else 4 * shaft.width, mark is not None, at_words)


def _label(arrow: _Arrow) -> Label:
    shaft = arrow.shaft
    half = arrow.half + max(3.0, shaft.width)
    return Label("arrow", around(np.asarray(shaft.start), np.asarray(shaft.end), half, max(4.0, 2 * shaft.width)))


def _is_near(quad: Quad, point: tuple[float, float]) -> bool:
    return distance(quad, point) <= 1.1 * height_of(quad) + 4


def _has_ink(arrow: _Arrow, inks: Sequence[Array], most: float) -> bool:
    return any(np.linalg.norm(ink - np.asarray(arrow.shaft.colour)) < most for ink in inks)


def _turned(shaft: Stroke) -> Stroke:
    return shaft._replace(start=shaft.end, end=shaft.start)


def _begins_at(shaft: Stroke, words: Sequence[Quad], has_head: bool) -> bool:
    """Whether a stroke begins at words; where it has no head, it must point away from them, and at no others."""
    for quad in words:
        high = height_of(quad)
        if not _is_near(quad, shaft.start) or (not has_head and distance(quad, shaft.start) > 0.5 * high + 4):
            continue
        if distance(quad, tuple(shaft.start + 0.7 * high * shaft.along)) == 0:
            # What runs along below words is a seam or a brim: an arrow leaves them at once.
            continue
        if has_head:
            return True
        outwards = np.subtract(shaft.start, middle(quad)) @ shaft.along > 0
        far = shaft.length >= 1.5 * high and distance(quad, shaft.end) >= 0.35 * shaft.length
        if outwards and far and not any(distance(other, shaft.end) <= 4 for other in words):
            return True
    return False


def _ink(colours: Array, quad: Quad) -> Array:
    """The ink of words: what differs most from what most of their quad has, in Lab."""
    inside = np.zeros(colours.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.round(np.asarray(quad)).astype(np.int32), (1,))
    seen = colours[inside > 0]
    if len(seen) < 8:
        return np.full(3, np.inf)
    away = np.linalg.norm(seen - np.median(seen, axis=0), axis=1)
    return np.asarray(np.median(seen[away >= np.quantile(away, 0.92)], axis=0))


def _is_at_edge(one: Stroke, shape: tuple[int, ...]) -> bool:
    """Whether a stroke ends at the edge of the sheet, as frames and the corners of a turned scan do."""
    room = 0.008 * max(shape[:2])
    ends = np.array([one.start, one.end])
    return bool((ends < room).any() or (ends > np.array([shape[1], shape[0]]) - 1 - room).any())


def _head(colours: Array, shaft: Stroke) -> tuple[Mark | None, bool]:
    """The head of an arrow, and whether it is at the stroke's end; None where neither end or each has one."""
    marks = [(mark, at_end) for at_end in (True, False) if (mark := mark_at(colours, shaft, at_end)) is not None]
    if len(marks) != 1:
        return None, True
    mark, at_end = marks[0]
    # A round thing on a string is wider than a head, and none of it lies behind the tip.
    if mark.half > 6 * shaft.width + 4 or mark.back < 0.4 * mark.half:
        return None, True
    return (mark, at_end) if _is_bare_behind(colours, shaft, mark, at_end) else (None, True)


def _is_bare_behind(colours: Array, shaft: Stroke, mark: Mark, at_end: bool) -> bool:
    """Whether little ink is beside the shaft behind its head: hatching and fur have some all along."""
    tip = np.asarray(shaft.end if at_end else shaft.start)
    back = -shaft.along if at_end else shaft.along
    behind = np.arange(mark.back + 2, max(mark.back + 4, 0.75 * shaft.length))
    ink = sum(int(beside(colours, shaft, tip, back, behind, sign).any(axis=1).sum()) for sign in (1.0, -1.0))
    return ink <= 0.3 * len(behind)


def _begins_on_plain(colours: Array, shaft: Stroke, words: Sequence[Quad]) -> bool:
    """Whether one colour lies along each side of an arrow's rear half and behind its tail, but for words: it begins on
    bare ground, not in a drawing."""
    way = shaft.along
    normal = np.array([-way[1], way[0]])
    room = shaft.width + 3
    start = np.asarray(shaft.start)
    places = start + np.arange(0.12, 0.5, 0.02)[:, None] * shaft.length * way
    angles = np.linspace(0, np.pi / 2, 7)[:, None]
    behind = np.concatenate([far * (np.sin(angles) * normal - np.cos(angles) * way) for far in (room, room + 3)])
    high, wide = colours.shape[:2]
    for sign in (1.0, -1.0):
        tail = start + behind - (0 if sign > 0 else 2 * (behind @ normal)[:, None] * normal)
        bare = [point for point in tail if not any(distance(quad, tuple(point)) == 0 for quad in words)]
        points = np.round(np.concatenate([places + sign * room * normal, *([bare] if bare else [])])).astype(int)
        seen = colours[np.clip(points[:, 1], 0, high - 1), np.clip(points[:, 0], 0, wide - 1)]
        if float(np.quantile(np.linalg.norm(seen - np.median(seen, axis=0), axis=1), 0.75)) > _EVEN:
            return False
    return True
