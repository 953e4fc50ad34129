"""Rulers: a long straight stroke with a tick across it at both of its ends, and often more between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label
from studio.datasets.sheets.labels.lines.ends import inked, mark_at, to_its_ends
from studio.datasets.sheets.labels.lines.strokes import Stroke
from studio.datasets.sheets.labels.quads import around

Array: TypeAlias = npt.NDArray[Any]

_SHORTEST = 0.05
"""Share of the sheet's longer side that a ruler has, at least."""

_INK = 24.0
"""ΔE between a ruler and its ticks, at most."""


def rulers(
    colours: Array, strokes: Sequence[Stroke], every: Sequence[Stroke], longest: float
) -> tuple[tuple[Label, ...], tuple[Stroke, ...]]:
    """Rulers among strokes, and the strokes that are none; the picture is in Lab, its longer side `longest` px.

    Ticks are sought among `every` stroke, as words may lie over them.
    """
    found: list[Label] = []
    used: set[Stroke] = set()
    for one in strokes:
        if one in used or one.length < _SHORTEST * longest:
            continue
        near = [other for other in every if other is not one and other not in used and _is_tick(one, other)]
        ticks = _alike(one, near)
        whole = _to_its_ticks(colours, to_its_ends(colours, one), ticks)
        half = _half(colours, whole, ticks)
        if half is not None:
            room = max(3.0, one.width)
            found.append(Label("ruler", around(np.asarray(whole.start), np.asarray(whole.end), half + room, room + 2)))
            used.update((one, *ticks))
    return tuple(found), tuple(one for one in strokes if one not in used)


def _alike(one: Stroke, ticks: list[Stroke]) -> list[Stroke]:
    """The ticks that reach as far to either side as most do: the seams at a hem lie now above it and now below."""
    normal = np.array([-one.along[1], one.along[0]])
    offsets = [float((np.add(tick.start, tick.end) / 2 - one.start) @ normal) for tick in ticks]
    usual = float(np.median(offsets)) if offsets else 0.0
    return [
        tick
        for tick, off in zip(ticks, offsets, strict=True)
        if abs(off - usual) <= max(3.0, one.width, 0.2 * tick.length)
    ]


def _to_its_ticks(colours: Array, whole: Stroke, ticks: Sequence[Stroke]) -> Stroke:
    """The stroke without what lies beyond its last tick and is mostly bare: letters in one line with it are none of
    it."""
    places = sorted(_place(whole, tick) for tick in ticks)
    if len(places) < 2 or places[-1] - places[0] < 0.3 * whole.length:
        return whole
    room = max(6.0, 3 * whole.width)
    first, last = (_point(whole, place) for place in (places[0], places[-1]))
    if places[0] > room and inked(colours, whole._replace(end=first)) < 0.5:
        whole = whole._replace(start=first)
    beyond = whole._replace(start=last)
    return whole._replace(end=last) if beyond.length > room and inked(colours, beyond) < 0.5 else whole


def _point(one: Stroke, place: float) -> tuple[float, float]:
    x, y = (np.asarray(one.start) + place * one.along).tolist()
    return (x, y)


def _place(one: Stroke, tick: Stroke) -> float:
    """How far along a stroke the middle of a tick is."""
    return float((np.add(tick.start, tick.end) / 2 - one.start) @ one.along)


def _half(colours: Array, whole: Stroke, ticks: Sequence[Stroke]) -> float | None:
    """How far ticks reach to a side of a ruler; None where there is none at one of its ends."""
    reaches = [tick.length / 2 for tick in ticks]
    marks: list[float] = []
    places = [_place(whole, tick) for tick in ticks]
    for at_end in (False, True):
        end = whole.length if at_end else 0.0
        if any(abs(place - end) <= max(6.0, 3 * whole.width) for place in places):
            continue
        mark = mark_at(colours, whole, at_end)
        if mark is None or mark.back > 2 * whole.width + 3 or mark.half > 0.1 * whole.length + 4:
            return None
        reaches.append(mark.half)
        marks.append(mark.half)
    # The ends of a hem are its corners: ticks are alike.
    return max(reaches) if not marks or max(marks) <= 1.6 * min(marks) + 2 else None


def _is_tick(one: Stroke, other: Stroke) -> bool:
    """Whether another stroke is short, across this one, and of its ink."""
    if not 2 * one.width <= other.length <= min(0.35 * one.length, 30 * one.width + 8):
        return False
    if abs(float(one.along @ other.along)) > 0.2 or other.width > 2.5 * one.width + 1:
        return False
    if float(np.linalg.norm(np.subtract(one.colour, other.colour))) > _INK:
        return False
    normal = np.array([-one.along[1], one.along[0]])
    ends = np.array([other.start, other.end]) - one.start
    sides = np.sort(ends @ normal)
    room = max(3.0, 1.5 * one.width)
    place = float((ends @ one.along).mean())
    return bool(sides[0] <= room and sides[1] >= -room and -2 * room <= place <= one.length + 2 * room)
