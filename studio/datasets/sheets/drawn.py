"""What is drawn on a sheet: its ink, filled, without rules, plates, banners and what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box, Quad
from studio.datasets.sheets import grounds
from studio.datasets.sheets.banners import banners_in, bars_in
from studio.datasets.sheets.frames import with_frames
from studio.datasets.sheets.printed.emblems import emblems_in
from studio.datasets.sheets.printed.framed import framed_words_in
from studio.datasets.sheets.printed.measures import rulers_in
from studio.datasets.sheets.printed.palettes import without_palettes
from studio.datasets.sheets.printed.plates import with_what_goes_on, without_plates
from studio.datasets.sheets.printed.protrusions import (
    annotations_in,
    bodies_of,
    inked_of,
    letters_at,
    without_annotations,
)
from studio.datasets.sheets.printed.shapes import Row, inkiest, printed_in
from studio.datasets.sheets.rules import Rules, rules_in

Array = NDArray[Any]

_SPECK: Final = 0.003
"""Of the longer side: what is no longer than this is dust."""
_INKED: Final = 0.2
"""How much of a pixel the ink of an arrow covers at least, to be its edge."""
_ON_AXIS: Final = 0.2
"""Of the middle of a line's place, that is inked at least where the line is there."""
_BEHIND: Final = 0.0065
"""Of the longer side: how thick the line of a ruler is at most, behind which what is drawn goes on."""
_BESIDE: Final = 0.15
"""Of a ruler's length, along which something lies at its free side at most."""
_LETTERS: Final = 92
"""The percentile of what stands out in a place with words, from which it is their ink."""
_LEAST_PANEL: Final = 24
"""Pixels of the lesser side of a panel."""


class Drawn(NamedTuple):
    """`mask` (H, W) bool: the figures, filled, and nothing else; with the rules and banners of the sheet."""

    mask: Array
    rules: Rules
    banners: tuple[Box, ...]


class Places(NamedTuple):
    """Where others found what is printed on a sheet."""

    arrows: Sequence[Quad] = ()
    rulers: Sequence[Quad] = ()
    swatches: Sequence[Quad] = ()
    words: Sequence[Quad] = ()


def drawn_on(pixels: Array, places: Places) -> Drawn:
    """What is drawn on a straight sheet, (H, W, 3) uint8 RGB, on which others found what is printed in those places."""
    lab = grounds.lab_of(pixels)
    banners = banners_in(lab)
    outside = np.zeros(lab.shape[:2], bool)
    for box in banners:
        outside[box.y : box.y + box.height] = True
    ground = grounds.ground_of(lab, outside)
    off = grounds.off_ground(ground, lab)
    ink, clear = grounds.ink_on(ground, off)
    for bar in bars_in(_filled(ink & ~outside)):
        banners = _with_bar(banners, bar)
        outside[bar.y : bar.y + bar.height] = True
    framed = framed_words_in(_filled(ink & ~outside), lab)
    if panels := _panels(ink & ~outside & ~framed, lab):
        ground = grounds.with_colours(ground, lab, panels)
        off = grounds.off_ground(ground, lab)
        ink, clear = grounds.ink_on(ground, off)
    ink = (ink | grounds.faint_on(ground, off)) & ~outside & ~framed
    rules = with_frames(rules_in(ink), ink)
    ink &= ~rules.marked
    ink &= ~rulers_in(ink)
    # What rules enclosed is seen now; a figure's soft shadow may reach its words.
    ink &= ~(framed_words_in(_filled(ink), lab) | framed_words_in(_filled(ink & clear), lab))
    below = grounds.surface_of(ground, *ink.shape) + ground.offsets[0]
    around_figures = _filled(ink)
    for quad in places.rulers:
        if _stands_free(quad, around_figures):
            ink = _without_ruler(ink, _line_at(quad, ink, lab, below))
    clear &= ink
    filled = with_what_goes_on(_filled(ink), places.words)
    solid = bodies_of(filled)
    printed = printed_in(clear, _filled(clear), filled, solid, lab, below)
    # What is printed over a figure stays: the figure goes on below it.
    own = printed.mask | letters_at(filled, lab, printed.rows)
    around = cv2.dilate(own.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    given = _covered(ink.shape, (*places.words, *places.swatches, *places.rulers))
    for quad in places.arrows:
        given |= _line_at(quad, filled & ~solid, lab, below)
    filled &= ~((own | around & ~clear | given) & ~solid | emblems_in(clear, filled, printed.rows, lab))
    marks = annotations_in(filled, lab, below, (*printed.rows, *_rows_at(places.words, lab, below)))
    mask = without_annotations(filled, marks, inked_of(lab, below, filled, marks.inks))
    mask = without_plates(mask, lab, places.words)
    mask = without_palettes(mask, lab, _covered(ink.shape, places.swatches))
    return Drawn(_without_dust(mask), rules, banners)


def _with_bar(banners: tuple[Box, ...], bar: Box) -> tuple[Box, ...]:
    """The banners, the top one first, with a bar in place of the lesser one at its end of the sheet."""
    return tuple(sorted([*(box for box in banners if (box.y == 0) != (bar.y == 0)), bar], key=lambda box: box.y))


def _rows_at(words: Sequence[Quad], lab: Array, below: Array) -> list[Row]:
    """The rows of letters, level or a little askew, in the places of words."""
    found = []
    for quad in words:
        xs, ys = np.rint(np.asarray(quad, float)).astype(int).T
        top, bottom, left, right = max(0, ys.min()), max(0, ys.max()), max(0, xs.min()), max(0, xs.max())
        shown = lab[top:bottom, left:right].reshape(-1, 3)
        if len(shown):
            away = np.linalg.norm(shown - below[top:bottom, left:right].reshape(-1, 3), axis=1)
            ink = np.median(shown[away >= np.percentile(away, _LETTERS)], axis=0)
            found.append(Row(int(left), int(top), int(right - left), int(bottom - top), ink))
    return found


def _covered(shape: tuple[int, ...], quads: Sequence[Quad]) -> Array:
    mask = np.zeros(shape, np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [np.rint(np.clip(quad, -30_000, 30_000)).astype(np.int32)], (1,))
    return cv2.dilate(mask, np.ones((7, 7), np.uint8)) > 0


def _stands_free(quad: Quad, filled: Array) -> bool:
    """Whether next to nothing is drawn beside a line in a quad, on one of its sides: a hem or a belt has legs below."""
    a, b, c, d = np.asarray(quad, float)
    sides = ((a, b, d), (d, c, a)) if np.hypot(*(b - a)) >= np.hypot(*(d - a)) else ((a, d, b), (b, c, a))
    for start, end, other in sides:
        out = 2 * (start - other) / max(1.0, float(np.hypot(*(start - other))))
        steps = np.linspace(0, 1, max(8, round(float(np.hypot(*(end - start))))))[:, None]
        x, y = np.rint(start + out + (end - start) * steps).astype(int).T
        beside = filled[y.clip(0, filled.shape[0] - 1), x.clip(0, filled.shape[1] - 1)]
        if beside.mean() <= _BESIDE:
            return True
    return False


def _without_ruler(ink: Array, ruler: Array) -> Array:
    """`ink` (H, W) bool without the pixels of a ruler, but where it lies over what goes on at both of its sides."""
    left = (ink & ~ruler).astype(np.uint8)
    reach = max(5, round(_BEHIND * max(ink.shape)))
    behind = np.zeros_like(ink)
    for size in ((1, reach), (reach, 1)):
        behind |= cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones(size, np.uint8)) > 0
    return np.asarray(ink & (behind | ~ruler))


def _line_at(quad: Quad, drawn: Array, lab: Array, below: Array) -> Array:
    """(H, W) bool: what of `drawn` is the line in a quad, by its ink and because it hangs together with its axis.

    An arm or a tail that it crosses has another ink; an outline beside it touches it nowhere.
    """
    at = _covered(drawn.shape, (quad,)) & drawn
    a, b, c, d = np.asarray(quad, float)
    ends = ((a + d) / 2, (b + c) / 2) if np.hypot(*(b - a)) >= np.hypot(*(d - a)) else ((a + b) / 2, (c + d) / 2)
    axis = np.zeros(drawn.shape, np.uint8)
    start, end = (np.rint(np.clip(point, -30_000, 30_000)).astype(int).tolist() for point in ends)
    cv2.line(axis, start, end, 1, 3)
    line = (axis > 0) & at
    # Where it is gone already, what else lies there is none of it.
    if line.sum() <= _ON_AXIS * axis.sum():
        return np.zeros_like(drawn)
    inked = inked_of(lab, below, at, [inkiest(lab[line], below[line])]) > _INKED
    own = at & (cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    count, numbers = cv2.connectedComponents(own.astype(np.uint8))
    on_axis = np.bincount(numbers[line], minlength=count) > 0
    on_axis[0] = False
    return np.asarray(on_axis[numbers])


def _without_dust(drawn: Array) -> Array:
    """What is drawn, without what is so small that it is nothing."""
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    speck = max(2.0, _SPECK * max(drawn.shape))
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > speck
    large[0] = False
    return np.asarray(large[numbers])


def _panels(ink: Array, lab: Array) -> list[Array]:
    """The masks of upright rectangles that are ground of another colour: large filled ones, and plates below words."""
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    found = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if _is_plate(lab[y : y + height, x : x + width], numbers[y : y + height, x : x + width] == number):
            found.append(numbers == number)
        elif min(width, height) >= _LEAST_PANEL and area > 0.02 * ink.size and area > 0.5 * width * height:
            own = numbers[y : y + height, x : x + width] == number
            edge = max(2, round(0.03 * min(width, height)))
            inner = own[edge:-edge, edge:-edge]
            sides = (own[edge, edge:-edge], own[-edge, edge:-edge], own[edge:-edge, edge], own[edge:-edge, -edge])
            if inner.size and min(side[len(side) // 10 : -len(side) // 10].mean() for side in sides) > 0.95:
                found.append(numbers == number)
    return found


def _is_plate(lab: Array, own: Array) -> bool:
    """Whether a part is a flat rectangle with words on it: `lab` (h, w, 3) and its `own` pixels (h, w)."""
    height, width = own.shape
    if height < 10 or width < 1.2 * height or own.mean() < 0.975:
        return False
    # Words with a light rim have no corners.
    if min(own[:4, :4].mean(), own[:4, -4:].mean(), own[-4:, :4].mean(), own[-4:, -4:].mean()) < 0.35:
        return False
    edge = 1 + max(1, height // 12)
    rim = np.zeros_like(own)
    rim[1:-1, 1:-1] = True
    rim[edge:-edge, edge:-edge] = False
    like = np.linalg.norm(lab - np.median(lab[rim], axis=0), axis=2) < 6
    return bool(like[rim].mean() > 0.85 and 0.4 < like.mean() < 0.93)


def _filled(ink: Array) -> Array:
    """The ink with what it encloses."""
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(closed)
    cv2.drawContours(filled, outlines, -1, 1, -1)
    return filled > 0
