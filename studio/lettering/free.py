"""Words beside the figures: a caption along an edge, a speech bubble where little is, sized to their words."""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering import layout
from studio.lettering.paper import BUBBLE_ROOM, CAPTION_ROOM
from studio.lettering.quads import Array, as_tuple, lengths
from studio.lettering.records import Look, Placement, Setting

CAPTION_EM = 0.048
BUBBLE_EM = 0.046
"""The ems of captions and bubbles over the picture's shorter side, where there is room."""

WIDEST_BUBBLE = 0.46
"""Of the picture's width."""

_MOST_LINES = 3
_SMALL = 96
_AIR = 0.6
"""Room within a bubble around its words, in ems."""


def caption(shape: tuple[int, ...], text: str, look: Look, *, top: bool = False) -> Setting:
    """A text on a bar over the whole width, along the bottom or the top edge of a picture of `shape` (H, W, …).

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    high, wide = shape[:2]
    room = CAPTION_ROOM[0] * wide * 0.97
    em = CAPTION_EM * min(high, wide)
    choices = layout.blocks(text, look.case, look.font)[:_MOST_LINES]
    block = next((one for one in choices if one.width * em <= room), choices[-1])
    em = min(em, room / block.width, 0.4 * high / block.height)
    tall = min((block.height + 0.1) * em / CAPTION_ROOM[1], 0.6 * high)
    # A pixel's centre has whole coordinates, so the picture begins at −½; the bar's line shows on one side of it.
    first, last = (-0.5, tall - 0.5) if top else (high - tall - 0.5, high - 0.5)
    quad = np.array([[-0.5, first], [wide - 0.5, first], [wide - 0.5, last], [-0.5, last]])
    return Setting(text, Placement("edge", as_tuple(quad)), "caption")


def bubble(
    rgb: Array,
    text: str,
    look: Look,
    speaker: Placement | None = None,
    *,
    tail: tuple[float, float] | None = None,
    at: tuple[float, float] | None = None,
    avoid: tuple[Placement, ...] = (),
) -> Setting:
    """A text in a speech bubble on a picture (H, W, 3) uint8 RGB.

    The tail goes to `tail`, or to where the mouth of `speaker` should be, whose chest or shirt is given. The bubble's
    middle is `at`, or where the picture is calm, near the tail's end and clear of `speaker` and of what is to `avoid`:
    others, whose heads are left free too, and captions and bubbles.
    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    high, wide = rgb.shape[:2]
    size = _bubble_size(text, look, wide, high)
    people = ((speaker,) if speaker is not None else ()) + tuple(avoid)
    short = 0.0
    if tail is None and speaker is not None and speaker.method != "centre":
        tail, short = _mouth(speaker), 0.45 * lengths(np.array(speaker.quad))[0]
    if at is None:
        at = _calm(rgb, size, people, tail)
    end = None if tail is None else _short_of(tail, at, short)
    return Setting(text, bubble_at((high, wide), text, look, at), "bubble", end)


def bubble_at(shape: tuple[int, ...], text: str, look: Look, at: tuple[float, float]) -> Placement:
    """The place of a bubble for a text, its middle `at`, on a picture of `shape` (H, W, …).

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    x, y = (side / 2 for side in _bubble_size(text, look, shape[1], shape[0]))
    return Placement("space", as_tuple(np.array([[-x, -y], [x, -y], [x, y], [-x, y]]) + np.array(at)))


def _bubble_size(text: str, look: Look, wide: int, high: int) -> tuple[float, float]:
    """Width and height in px of a bubble for a text: the block that makes it look most like a bubble, 1.7 wide."""
    em = BUBBLE_EM * min(wide, high)
    choices = layout.blocks(text, look.case, look.font)
    block = min(choices, key=lambda one: abs(np.log((one.width + 2 * _AIR) / (one.height + 2 * _AIR) / 1.7)))
    across, down = (block.width + _AIR) / BUBBLE_ROOM, (block.height + _AIR) / BUBBLE_ROOM
    em = min(em, WIDEST_BUBBLE * wide / across, 0.4 * high / down)
    return across * em, down * em


def _mouth(speaker: Placement) -> tuple[float, float]:
    """Where the mouth should be of somebody whose chest lies at a place: above it by its own height or so."""
    quad = np.array(speaker.quad)
    width, height = lengths(quad)
    up = (quad[0] + quad[1] - quad[2] - quad[3]) / 2
    up = up / max(float(np.hypot(*up)), 1e-6)
    x, y = quad.mean(0) + up * (height / 2 + 0.5 * width)
    return float(x), float(y)


def _short_of(tail: tuple[float, float], middle: tuple[float, float], short: float) -> tuple[float, float]:
    """A point `short` px before the tail's end, but at most half-way, so that it does not poke the face."""
    x, y = middle[0] - tail[0], middle[1] - tail[1]
    share = min(short / max(float(np.hypot(x, y)), 1e-6), 0.5)
    return round(tail[0] + share * x, 2), round(tail[1] + share * y, 2)


def _calm(
    rgb: Array, size: tuple[float, float], people: tuple[Placement, ...], tail: tuple[float, float] | None
) -> tuple[float, float]:
    """The middle of a box of `size` px where the picture has few edges, near the tail's end and clear of people."""
    high, wide = rgb.shape[:2]
    scale = _SMALL / max(high, wide)
    shape = (max(8, round(wide * scale)), max(8, round(high * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, shape, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    busy = np.minimum(np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1)), 160) / 160
    for one in people:
        quad = np.array(one.quad) * (shape[0] / wide, shape[1] / high)
        cv2.fillConvexPoly(busy, np.round(quad).astype(np.int32), 3.0)
        if one.method not in ("edge", "space", "sign"):
            _cover(busy, quad)
    box = (min(shape[0] - 2, max(2, round(size[0] * scale))), min(shape[1] - 2, max(2, round(size[1] * scale))))
    mean = cv2.boxFilter(busy, -1, box, borderType=cv2.BORDER_REPLICATE)
    ys, xs = np.mgrid[box[1] // 2 + 1 : shape[1] - box[1] // 2, box[0] // 2 + 1 : shape[0] - box[0] // 2]
    if not xs.size:
        return (wide - 1) / 2, (high - 1) / 2
    cost = 2.2 * mean[ys, xs] + 0.4 * ys / shape[1]
    if tail is not None:
        away = np.hypot(xs - tail[0] * shape[0] / wide, ys - tail[1] * shape[1] / high) / _SMALL
        near = 0.62 * np.hypot(*box) / _SMALL
        below = np.maximum(ys - tail[1] * shape[1] / high, 0) / _SMALL
        cost = cost + 0.9 * np.abs(away - near) + 2.0 * (away < 0.55 * near) + 2.5 * below
        cost += 2.0 * _crossed(people, xs, ys, tail, shape, (wide, high))
    best = int(np.argmin(cost))
    return float((xs.ravel()[best] + 0.5) * wide / shape[0]), float((ys.ravel()[best] + 0.5) * high / shape[1])


def _crossed(
    people: tuple[Placement, ...],
    xs: Array,
    ys: Array,
    tail: tuple[float, float],
    shape: tuple[int, int],
    whole: tuple[int, int],
) -> Array:
    """The share of each tail, from the middles xs, ys to its end, that would lie over the words of `people`."""
    words = np.zeros((shape[1], shape[0]), np.float32)
    grow = np.array([shape[0] / whole[0], shape[1] / whole[1]])
    for one in people:
        cv2.fillConvexPoly(words, np.round(np.array(one.quad) * grow).astype(np.int32), 1.0)
    x, y = np.array(tail) * grow
    total = np.zeros(xs.shape)
    for share in np.linspace(0.1, 0.95, 8):
        at_x, at_y = (np.rint(a + share * (b - a)).astype(int) for a, b in ((xs, x), (ys, y)))
        total += words[np.clip(at_y, 0, shape[1] - 1), np.clip(at_x, 0, shape[0] - 1)]
    return total / 8


def _cover(busy: Array, quad: Array) -> None:
    """Make a person's place costly: the body around the chest, and the head above it."""
    width, height = lengths(quad)
    up = (quad[0] + quad[1] - quad[2] - quad[3]) / 2
    up = up / max(float(np.hypot(*up)), 1e-6)
    middle = quad.mean(0)
    head = middle + up * (height / 2 + 0.85 * width)
    for centre, reach, weight in ((middle, 0.95 * width, 1.0), (head, 0.95 * width, 2.5)):
        mask = np.zeros(busy.shape, np.uint8)
        cv2.circle(mask, (round(float(centre[0])), round(float(centre[1]))), max(1, round(float(reach))), 1, -1)
        np.maximum(busy, mask * np.float32(weight), out=busy)
