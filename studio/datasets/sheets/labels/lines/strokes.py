"""Straight strokes laid over a sheet: what arrows, leaders, rulers and the rules between panels are made of.

A stroke is a thin line of one colour with the same behind it on both of its sides. That tells it from a figure's
outline, which parts two colours. Segments are found by OpenCV's LSD (von Gioi et al. 2010), one for each side.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

WIDEST = 10
"""Px of a stroke's width, at most."""

_REACH = WIDEST + 4
_SAMPLES = 16
_INK = 16.0
"""ΔE from which a stroke stands out from what is behind it."""

_SAME = 12.0
"""ΔE up to which both of its sides are the same."""

_AGREED = 0.7
"""Share of the places along a segment that must say so."""

_SHORTEST = 7.0
"""Px of a segment, at least."""


class Stroke(NamedTuple):
    """A straight stroke, from `start` to `end` (x, y) along its middle; `colour` is its ink in Lab.

    `contrast` is how far that is from what is behind it, ΔE.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    colour: tuple[float, float, float]
    contrast: float

    @property
    def length(self) -> float:
        """In px."""
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))

    @property
    def along(self) -> Array:
        """Its direction (2,), of length 1."""
        return np.subtract(self.end, self.start) / max(self.length, 1e-6)


def strokes(colours: Array) -> tuple[Stroke, ...]:
    """The straight strokes of a picture in Lab (H, W, 3) float32, the longest first; those in one line are joined."""
    grey = np.clip(colours[..., 0] * 2.55, 0, 255).astype(np.uint8)
    found: Array | None = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    segments = np.zeros((0, 4), np.float32) if found is None else np.asarray(found, np.float32).reshape(-1, 4)
    long = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]) >= _SHORTEST
    return _joined(_as_strokes(colours, segments[long]))


def _as_strokes(colours: Array, segments: Array) -> list[Stroke]:
    """The segments (n, 4) that are a side of a stroke, moved to its middle."""
    if not len(segments):
        return []
    starts, ends = segments[:, :2], segments[:, 2:]
    along = ends - starts
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    offsets, widths, inks, contrasts = _profiles(_across(colours, starts, along, normal))
    found = []
    for n in np.flatnonzero(widths):
        (ax, ay), (bx, by) = (starts[n] + normal[n] * offsets[n]).tolist(), (ends[n] + normal[n] * offsets[n]).tolist()
        lightness, green_red, blue_yellow = inks[n].tolist()
        ink = (lightness, green_red, blue_yellow)
        found.append(Stroke((ax, ay), (bx, by), float(widths[n]), ink, float(contrasts[n])))
    return found


def _across(colours: Array, starts: Array, along: Array, normal: Array) -> Array:
    """The colours at some places along segments, across each of them: (n, samples, offsets, 3)."""
    shares = np.linspace(0.08, 0.92, _SAMPLES, dtype=np.float32)
    offsets = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
    points = (
        starts[:, None, None]
        + shares[None, :, None, None] * along[:, None, None]
        + offsets[None, None, :, None] * normal[:, None, None]
    ).astype(np.float32)
    flat = points.reshape(-1, len(offsets), 2)
    # OpenCV takes no more than 32767 rows at once.
    parts = [
        cv2.remap(colours, part[..., 0], part[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for part in np.array_split(flat, len(flat) // 30000 + 1)
    ]
    return np.concatenate(parts).reshape(len(starts), _SAMPLES, len(offsets), 3)


def _profiles(seen: Array) -> tuple[Array, Array, Array, Array]:
    """Where across segments (n, samples, offsets, 3) strokes' middles are, their widths, inks (n, 3), contrasts.

    A segment is an edge, at offset 0; a stroke's ink lies to one side of it, and beyond that is what was before. The
    width is 0 where it is none.
    """
    offsets, widths, contrasts = np.zeros((3, len(seen)))
    inks = np.zeros((len(seen), 3))
    for side in (1, -1):
        before = seen[:, :, _REACH - 3 * side]
        for width in range(1, WIDEST + 1):
            after = seen[:, :, _REACH + side * (width + 3)]
            ink = seen[:, :, _REACH + side * (width // 2 + 1)]
            same = np.linalg.norm(before - after, axis=2) < _SAME
            away = np.minimum(np.linalg.norm(ink - before, axis=2), np.linalg.norm(ink - after, axis=2))
            colour = np.median(ink, axis=1)
            even = np.linalg.norm(ink - colour[:, None], axis=2) < 2 * _SAME
            agreed = (same & (away > _INK) & even).mean(axis=1) >= _AGREED
            new = agreed & (widths == 0)
            widths[new], inks[new], contrasts[new] = width, colour[new], np.median(away[new], axis=1)
            offsets[new] = side * (width // 2 + 1)
    for n in np.flatnonzero(widths):
        offsets[n], widths[n] = _measured(seen[n], inks[n], contrasts[n], int(offsets[n]) + _REACH)
    return offsets, widths, inks, contrasts


def _measured(seen: Array, ink: Array, contrast: float, at: int) -> tuple[float, float]:
    """Where the middle of a stroke is across a segment (samples, offsets, 3), and its width at half its contrast.

    `at` is an offset that lies in its ink.
    """
    is_ink = np.median(np.linalg.norm(seen - ink, axis=2), axis=0) < 0.5 * contrast
    first = last = at
    while first > 0 and is_ink[first - 1]:
        first -= 1
    while last < len(is_ink) - 1 and is_ink[last + 1]:
        last += 1
    return (first + last) / 2 - _REACH, float(last - first + 1)


def _joined(found: list[Stroke]) -> tuple[Stroke, ...]:
    """Strokes in one line and of one colour as one, over gaps where something crosses them."""
    left = sorted(found, key=lambda one: (-one.length, one))
    ends = np.array([(*one.start, *one.end) for one in left]).reshape(-1, 2, 2)
    inks = np.array([one.colour for one in left]).reshape(-1, 3)
    free = np.ones(len(left), bool)
    joined: list[Stroke] = []
    for n, one in enumerate(left):
        if not free[n]:
            continue
        free[n] = False
        while len(more := np.flatnonzero(free & _in_line(one, ends, inks))):
            free[more] = False
            for other in more:
                one = _together(one, left[other])
        joined.append(one)
    return tuple(sorted(joined, key=lambda one: (-one.length, one)))


def _in_line(one: Stroke, ends: Array, inks: Array) -> Array:
    """Which strokes, by their ends (n, 2, 2) and inks (n, 3), go on where one of them stops, or lie over it."""
    along, normal = one.along, np.array([-one.along[1], one.along[0]])
    away = ends - np.asarray(one.start)
    beside = np.abs(away @ normal).max(axis=1) <= max(2.5, 0.8 * one.width)
    places = away @ along
    gap = np.maximum(places.min(axis=1) - one.length, -places.max(axis=1))
    near = gap <= max(8.0, 6 * one.width, 0.15 * one.length)
    return np.asarray(beside & near & (np.linalg.norm(inks - np.asarray(one.colour), axis=1) < 22))


def _together(one: Stroke, other: Stroke) -> Stroke:
    ends = np.array([one.start, one.end, other.start, other.end])
    places = (ends - one.start) @ one.along
    low, high = (np.asarray(one.start) + one.along * place for place in (places.min(), places.max()))
    longer = one if one.length >= other.length else other
    return longer._replace(start=(float(low[0]), float(low[1])), end=(float(high[0]), float(high[1])))
