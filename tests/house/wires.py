"""The lines of the arrows through the gaps between rows: straight down where they can, else over a track of their own.

A gap holds the ends of all nets that cross it. Each has one foot below (its lane through the next row, or the top of
the box that it points into) and one or more ends above (its lane, or the bottom of a box). Ends that do not stand above
the foot go along the net's track. No two nets share a track where they overlap, nor a place to go up or down.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.house.grid import Link

APART = 11.0
"""Pixels between two lines that go down side by side."""
TRACK = 9.0
"""Pixels between two tracks."""
INSET = 16.0
"""How far from the corners of a box its arrows stay."""


class End(NamedTuple):
    """Where a net may come out of the row above: anywhere from `left` to `right`."""

    left: float
    right: float
    links: tuple[Link, ...]


class Crossing(NamedTuple):
    """A net in one gap: its ends above, and where its foot may stand below."""

    key: str
    ends: tuple[End, ...]
    left: float
    right: float


class Wire(NamedTuple):
    """One end of a net led to its foot: down at `start`, along a track (−1: none is needed), and down at `foot`."""

    key: str
    start: float
    foot: float
    track: int
    links: tuple[Link, ...]


def wires_in(crossings: list[Crossing]) -> list[Wire]:
    """All lines of a gap."""
    taken: list[float] = [end.left for crossing in crossings for end in crossing.ends if end.left == end.right]
    feet = []
    for crossing in sorted(crossings, key=lambda crossing: (crossing.right - crossing.left, crossing.key)):
        foot = _foot(crossing, taken)
        taken.append(foot)
        feet.append((crossing, foot))
    starts = []
    for crossing, foot in feet:
        for end in sorted(crossing.ends, key=lambda end: (abs(foot - _clamped(foot, end)), end.left)):
            start = _clamped(foot, end)
            if start != foot and end.left != end.right:
                start = _free(start, end.left, end.right, taken)
                taken.append(start)
            starts.append(Wire(crossing.key, start, foot, -1, end.links))
    return _tracked(starts)


def tracks_of(wires: Iterable[Wire]) -> int:
    """How many tracks they use."""
    return 1 + max((wire.track for wire in wires), default=-1)


def _foot(crossing: Crossing, taken: list[float]) -> float:
    """Below most of the imports where they can fall straight, else on the side from which the net comes."""
    if crossing.left == crossing.right:
        return crossing.left
    heaviest = max(crossing.ends, key=lambda end: (_shared(crossing, end), sum(link.imports for link in end.links)))
    left, right = max(crossing.left, heaviest.left), min(crossing.right, heaviest.right)
    if left <= right:
        return _free((left + right) / 2, left, right, taken)
    wished = crossing.left if heaviest.right < crossing.left else crossing.right
    return _free(wished, crossing.left, crossing.right, taken)


def _shared(crossing: Crossing, end: End) -> bool:
    return max(crossing.left, end.left) <= min(crossing.right, end.right)


def _clamped(x: float, end: End) -> float:
    return min(max(x, end.left), end.right)


def _free(wished: float, left: float, right: float, taken: list[float]) -> float:
    """The place nearest to the wished one, from left to right, that keeps apart from what is taken, where there is."""
    steps = int((right - left) / APART) + 1
    offsets = (sign * step * APART for step in range(steps + 1) for sign in (1, -1))
    for offset in offsets:
        x = wished + offset
        if left <= x <= right and all(abs(x - other) >= APART - 0.01 for other in taken):
            return x
    return wished


def _tracked(wires: list[Wire]) -> list[Wire]:
    """The wires, those that go sideways with the track of their net."""
    spans: dict[str, tuple[float, float]] = {}
    for wire in wires:
        if wire.start != wire.foot:
            low, high = spans.get(wire.key, (wire.foot, wire.foot))
            spans[wire.key] = min(low, wire.start), max(high, wire.start)
    tracks: list[list[tuple[float, float]]] = []
    track_of: dict[str, int] = {}
    for key in sorted(spans, key=lambda key: (spans[key][1] - spans[key][0], key)):
        low, high = spans[key]
        free = (at for at, used in enumerate(tracks) if all(high + APART < a or b + APART < low for a, b in used))
        track_of[key] = next(free, len(tracks))
        if track_of[key] == len(tracks):
            tracks.append([])
        tracks[track_of[key]].append(spans[key])
    return [wire._replace(track=track_of[wire.key] if wire.start != wire.foot else -1) for wire in wires]
