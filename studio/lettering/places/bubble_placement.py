"""Who speaks in a picture, where a bubble for them goes, and where its tail ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, lengths
from studio.lettering.records import Placement
from studio.lettering.seeing import faces, pose
from studio.lettering.seeing.faces import Face
from studio.lettering.seeing.head_outline import Head, head_of
from studio.lettering.seeing.views import Views
from studio.lettering.setting.paper import ROUND

Point = tuple[float, float]

MARGIN = 0.022
"""What stays clear between a bubble and the picture's edge, over the picture's shorter side."""

_SMALL = 96
_BYSTANDERS = 2
_SURE = 0.6
"""Somebody who does not speak is seen from this share of the surest face's score."""

_GAP, _LEAST_GAP, _MOST_GAP = 0.4, 0.1, 0.35
"""Where a tail stops before a head: a share of the way from the bubble, but so many heads at least and at most."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The heads of those who speak, left to right, and of others whom bubbles leave free."""

    speakers: tuple[Head, ...]
    others: tuple[Head, ...] = ()


def crowd_of(views: Views, chests: Sequence[Placement], model: Path | None = None) -> Crowd:
    """Who speaks: one for each of `chests`; where a chest is only the picture's middle, who looks most like somebody.

    There may be fewer than asked for, or nobody at all. Raises PoseModelUnusable.
    """
    known = [] if model is None else [faces.of_person(one) for one in pose.find_people(views.rgb, model)]
    found = (*(face for face in known if face is not None), *faces.faces_in(views))
    worn = [(faces.above(found, chest), chest) for chest in chests if chest.method != "centre"]
    # A shirt without a face above it may be a thing; faces elsewhere are surer.
    speaking = [face for face, chest in worn if face.score or chest.method != "shirt"]
    usual = faces.likeliest(found, views, len(chests) + _BYSTANDERS, bodies=True)
    strangers = [face for face in usual if all(_apart(face, other) for other in speaking)]
    missing = len(chests) - len(speaking)
    speaking += [face for face in strangers[:missing] if face.score >= faces.LEAST]
    speaking += [face for face, _ in worn if face not in speaking][: len(chests) - len(speaking)]
    if not speaking and chests and (figure := faces.figure_in(views)) is not None:
        speaking.append(figure)
    least = max(_SURE * max((face.score for face in usual), default=0.0), faces.LEAST)
    others = [face for face in strangers[missing:] if face.score >= least][:_BYSTANDERS]
    speaking.sort(key=lambda face: face.x)
    return Crowd(tuple(head_of(views, face) for face in speaking), tuple(head_of(views, face) for face in others))


def _apart(one: Face, other: Face) -> bool:
    return bool(np.hypot(one.x - other.x, one.y - other.y) > 1.5 * max(one.radius, other.radius))


def tail_end(middle: Point, size: tuple[float, float], head: Head) -> Point:
    """Where the tail of a bubble of `size` (width, height) px about a middle ends: on the way to the mouth, before
    the head."""
    way = np.array(head.face.mouth) - middle
    shares = np.linspace(0, 1, 241)
    points = np.array(middle) + shares[:, None] * way
    off = np.abs(points - middle) / (np.array(size) / 2)
    start = int(np.count_nonzero((off**ROUND).sum(1) <= 1))
    on = np.flatnonzero(head.on(points[start:]))
    end = start + (int(on[0]) if len(on) else len(shares) - 1 - start)
    whole = float(np.hypot(*way))
    free = (end - start) / 240 * whole
    gap = min(max(_GAP * free, _LEAST_GAP * head.size), _MOST_GAP * head.size, 0.5 * free)
    # A bubble on the head itself has a short tail, so that it is seen who speaks.
    reach = max(free - gap, 0.1 * min(size))
    share = min(start / 240 + reach / max(whole, 1e-6), 1.0)
    x, y = np.array(middle) + share * way
    return round(float(x), 2), round(float(y), 2)


def middle_for(
    views: Views, size: tuple[float, float], avoid: Sequence[Placement], crowd: Crowd, speaker: Head | None, end: Point
) -> Point:
    """The middle of a bubble of `size` px in the emptiest place near a head, or near the point where its tail ends.

    It covers no head where that can be, and little of what is to `avoid`: chests with words, bars, other bubbles.
    """
    high, wide = views.rgb.shape[:2]
    scale = _SMALL / max(high, wide)
    rows, columns = max(8, round(high * scale)), max(8, round(wide * scale))
    heads = [*crowd.speakers, *crowd.others]
    crowns = np.zeros((rows, columns), np.float32)
    for head in heads:
        np.maximum(crowns, head.over((rows, columns), scale), out=crowns)
    words = _words((rows, columns), scale, avoid)
    busy = _busy(views, (rows, columns))
    for head in heads:
        _cover_body(busy, head, scale)
    np.maximum(busy, 3.0 * words, out=busy)
    across, down = (
        min(max(round(side * scale), 2), whole - 2) for side, whole in zip(size, (columns, rows), strict=True)
    )
    xs, ys = _middles((rows, columns), size, scale, MARGIN * min(high, wide))
    cost = 2.2 * _mean(busy, across, down)[ys, xs] + 0.4 * ys / rows
    covered = _mean(crowns, across, down)[ys, xs]
    cost += 8 * covered + 1.5 * (covered > 0.002)
    away = _distance(crowns if speaker is None else speaker.over((rows, columns), scale), across, down, (xs, ys))
    if speaker is None:
        x, y = end[0] * scale, end[1] * scale
        away = np.maximum(np.hypot(xs - x, ys - y) - 0.5 * np.hypot(across, down), 0)
    wanted = 0.1 * min(rows, columns)
    cost += 1.8 * np.maximum(away - wanted, 0) / _SMALL + 0.9 * np.maximum(wanted - away, 0) / wanted
    cost += 2.5 * np.maximum(ys - end[1] * scale, 0) / _SMALL
    others = words.copy()
    for head in heads:
        if head is not speaker:
            np.maximum(others, head.over((rows, columns), scale), out=others)
    cost += 2.0 * _crossed(others, xs, ys, (end[0] * scale, end[1] * scale))
    best = int(np.argmin(cost))
    return _inside(((xs.ravel()[best] + 0.5) / scale, (ys.ravel()[best] + 0.5) / scale), size, (wide, high))


def _inside(middle: Point, size: tuple[float, float], whole: tuple[int, int]) -> Point:
    """The middle moved so that a bubble of `size` lies in a picture of (width, height) px with its margin."""
    keep = MARGIN * min(whole)
    x, y = (
        min(max(at, side / 2 + keep - 0.5), most - side / 2 - keep - 0.5) if side + 2 * keep < most else (most - 1) / 2
        for at, side, most in zip(middle, size, whole, strict=True)
    )
    return x, y


def _middles(shape: tuple[int, int], size: tuple[float, float], scale: float, keep: float) -> tuple[Array, Array]:
    """Columns and rows (n, m) of a grid where the middle of a bubble may lie."""
    spans = []
    for side, whole in zip(size, shape[::-1], strict=True):
        half = (side / 2 + keep) * scale
        first = min(int(np.ceil(half)), whole // 2)
        spans.append(np.arange(first, max(whole - first, first + 1)))
    xs, ys = np.meshgrid(*spans)
    return xs, ys


def _busy(views: Views, shape: tuple[int, int]) -> Array:
    """How much is to be seen in each cell (h, w) float32: edges, and what stands out from the picture's sides."""
    small = cv2.resize(views.about(max(shape)), shape[::-1], interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    edges = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    outstanding = cv2.resize(faces.standing_out(views), shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.minimum(edges, 160) / 160 + 0.5 * outstanding)


def _words(shape: tuple[int, int], scale: float, places: Sequence[Placement]) -> Array:
    """Cells (h, w) float32 that words, bars and bubbles take: 1, else 0."""
    taken = np.zeros(shape, np.float32)
    for place in places:
        quad = np.array(place.quad) * scale
        cv2.fillConvexPoly(taken, np.round(quad).astype(np.int32), 1.0)
        if place.method == "space":
            # Two bubbles do not touch.
            width, _ = lengths(quad)
            cv2.polylines(taken, [np.round(quad).astype(np.int32)], True, 1.0, max(1, round(0.15 * width)))
    return taken


def _cover_body(busy: Array, head: Head, scale: float) -> None:
    """Make costly what is below a head: the body."""
    face = head.face
    left, right = (round((face.x + way * 1.5 * face.radius) * scale) for way in (-1, 1))
    top = max(round(face.y * scale), 0)
    body = busy[top : max(round((face.y + 6 * face.radius) * scale), top), max(left, 0) : max(right, 0)]
    np.maximum(body, 0.9, out=body)


def _mean(values: Array, across: int, down: int) -> Array:
    """The mean of values (h, w) over a box about each cell."""
    return np.asarray(cv2.boxFilter(values, -1, (across, down), borderType=cv2.BORDER_REPLICATE))


def _distance(head: Array, across: int, down: int, at: tuple[Array, Array]) -> Array:
    """How far a box of cells about each of some cells is from a head (h, w)."""
    near = cv2.dilate((head > 0).astype(np.uint8), np.ones((down, across), np.uint8))
    return np.asarray(cv2.distanceTransform(1 - near, cv2.DIST_L2, 3)[at[1], at[0]])


def _crossed(taken: Array, xs: Array, ys: Array, end: Point) -> Array:
    """The share of each tail, from the middles xs, ys to its end, that would lie over what is taken (h, w)."""
    total = np.zeros(xs.shape)
    rows, columns = taken.shape
    for share in np.linspace(0.1, 0.95, 8):
        x, y = (np.rint(a + share * (b - a)).astype(int) for a, b in ((xs, end[0]), (ys, end[1])))
        total += taken[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)]
    return total / 8
