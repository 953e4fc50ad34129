"""Parts of ink that are printed and not drawn, by their shape alone: rows of letters, swatches, rulers, plates."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_TALLEST: Final = 0.09
"""Of a letter, of the sheet's longer side."""
_SAME_INK: Final = 16.0
"""How far the colours of letters of a row are from each other at most, in L*a*b*."""

_LOW: Final = 0.03
"""Of the longer side: the height of words that run together so that no letter is seen."""
_ROUGH: Final = 7.0
"""How much the lightness of words varies whose letters run together."""

_THROUGH: Final = 0.9
"""Of a line with ticks or a head, over how much of its length it is seen to be straight."""


class Part(NamedTuple):
    """A connected part of ink; `number` is that of its pixels, `colour` that of what stands out most of it."""

    number: int
    x: int
    y: int
    width: int
    height: int
    area: int
    colour: Array
    thickness: float
    """Twice the greatest distance of a pixel of it to what it is not."""

    @property
    def place(self) -> tuple[slice, slice]:
        return np.s_[self.y : self.y + self.height, self.x : self.x + self.width]


class Row(NamedTuple):
    """A row of letters: its box, and its ink."""

    x: int
    y: int
    width: int
    height: int
    colour: Array

    @property
    def place(self) -> tuple[slice, slice]:
        return np.s_[self.y : self.y + self.height, self.x : self.x + self.width]


class Printed(NamedTuple):
    """`mask` (H, W) bool: the pixels of what is printed by itself; `rows` of letters among it."""

    mask: Array
    rows: tuple[Row, ...]


def printed_in(ink: Array, patches: Array, filled: Array, solid: Array, lab: Array, below: Array) -> Printed:
    """What is printed of `ink` (H, W) bool, which stands out clearly; `patches` is the same with what it encloses.

    `filled` is all ink, faint ink among it, with what it encloses; `solid` the bodies of figures in it. `lab`
    (H, W, 3) are the pixels in L*a*b*, `below` the ground.
    """
    longer = max(ink.shape)
    parts, numbers = _parts(ink, lab, below)
    # Eyes and buttons stand in rows as letters do.
    inside = np.bincount(numbers.ravel(), weights=solid.ravel(), minlength=len(parts) + 1)
    outer = [part for part in parts if inside[part.number] <= 0.5 * part.area]
    small = [part for part in outer if part.height <= _TALLEST * longer and part.area >= 4]
    _, owners = cv2.connectedComponents(filled.astype(np.uint8))
    drawn = np.bincount(owners[solid], minlength=int(owners.max()) + 1) > 0
    free = {part.number for part in small if not drawn[owners[part.place][numbers[part.place] == part.number]].any()}
    letters, rows = _letters(small, free, longer, lab, numbers)
    whole, places = _parts(patches, lab, below)
    swatches = _swatches([part for part in whole if part.height <= _TALLEST * longer], lab, places)
    alone, owners = _parts(filled & ~drawn[owners], lab, below)
    rulers = _rulers(alone, longer, owners) | _swatches(
        [part for part in alone if part.height <= _TALLEST * longer], lab, owners
    )
    rows += [
        Row(part.x, part.y, part.width, part.height, part.colour)
        for part in alone
        if part.number in rulers and part.width >= 2 * part.height and part.height <= _LOW * longer
    ]
    mask = np.isin(numbers, list(letters)) | np.isin(places, list(swatches)) | np.isin(owners, list(rulers))
    return Printed(mask, tuple(rows))


def _parts(ink: Array, lab: Array, below: Array) -> tuple[list[Part], Array]:
    """The connected parts of `ink` (H, W) bool, and their numbers, (H, W) int32."""
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    depth = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3)
    found = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        place = np.s_[y : y + height, x : x + width]
        own = numbers[place] == number
        thickness = 2.0 * float(depth[place][own].max())
        colour = inkiest(lab[place][own], below[place][own])
        found.append(Part(number, x, y, width, height, area, colour, thickness))
    return found, np.asarray(numbers)


def inkiest(shown: Array, below: Array) -> Array:
    """The ink of a thin thing: of its pixels those that stand out most, for its edges are blends with the ground."""
    away = np.linalg.norm(shown - below, axis=1)
    return np.asarray(np.median(shown[away >= np.percentile(away, 75)], axis=0))


def _letters(parts: list[Part], free: set[int], longer: int, lab: Array, numbers: Array) -> tuple[set[int], list[Row]]:
    """Parts that stand in rows as letters do: as high as each other, close, of one ink."""
    inked = [part for part in parts if part.thickness <= max(4.0, 0.45 * part.height) or part.height < 8]
    inked.sort(key=lambda part: part.x)
    leader = {part.number: part.number for part in inked}

    def lead(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    widest = max((part.width for part in inked), default=0)
    for place, one in enumerate(inked):
        for other in inked[place + 1 :]:
            if other.x - one.x > widest + 2 * _TALLEST * longer:
                break
            if _in_one_row(one, other):
                leader[lead(other.number)] = lead(one.number)
    groups: dict[int, list[Part]] = {}
    for part in inked:
        groups.setdefault(lead(part.number), []).append(part)
    found: set[int] = set()
    rows = []
    for group in groups.values():
        # Arms of sticks and pieces of outlines touch a figure all of them; of words that do so, more is asked.
        heights = [part.height for part in group]
        alike = len(group) >= 4 and min(heights) > 0.5 * max(heights)
        if (alike or any(part.number in free for part in group)) and _is_row(group, longer, lab, numbers):
            found |= {part.number for part in group}
            left, top = min(part.x for part in group), min(part.y for part in group)
            right, bottom = max(part.x + part.width for part in group), max(part.y + part.height for part in group)
            rows.append(Row(left, top, right - left, bottom - top, np.median([part.colour for part in group], axis=0)))
    return found, rows


def _is_row(group: list[Part], longer: int, lab: Array, numbers: Array) -> bool:
    wide = max(part.x + part.width for part in group) - min(part.x for part in group)
    tall = float(np.median([part.height for part in group]))
    if len(group) == 1:
        # Of words whose letters touch each other one long low part is left; a shadow is as low, and smooth.
        part = group[0]
        light, own = lab[part.place][..., 0], numbers[part.place] == part.number
        return wide >= 2.2 * tall and tall <= 0.04 * longer and float(light[own].std()) > _ROUGH
    return wide >= (1.4 if len(group) > 2 else 2.2) * tall


def _in_one_row(one: Part, other: Part) -> bool:
    taller, lower = max(one.height, other.height), min(one.height, other.height)
    shared = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    gap = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    alike = lower * 2.4 >= taller or lower * 6 >= taller > lower * 2.4
    return (
        shared >= 0.4 * lower and alike and gap <= 0.75 * taller
        and float(np.linalg.norm(one.colour - other.colour)) <= _SAME_INK
    )  # fmt: skip


def _swatches(parts: list[Part], lab: Array, numbers: Array) -> set[int]:
    """Patches of one colour each, as large as each other, in a row or a column."""
    plain = [part for part in parts if _is_patch(part, lab, numbers)]
    sides = [
        max(one.width, other.width)
        for one in plain for other in plain
        if one.number < other.number and _as_large(one, other) and _beside(one, other)
    ]  # fmt: skip
    # One that has lost its neighbours, to a figure that stands over them, is as large as others of the sheet.
    return {
        part.number
        for part in plain
        if any(abs(max(part.width, part.height) - side) <= max(2, 0.1 * side) for side in sides)
    }


def _as_large(one: Part, other: Part) -> bool:
    side = max(one.width, other.width)
    return max(abs(one.width - other.width), abs(one.height - other.height)) <= max(2, 0.12 * side)


def _beside(one: Part, other: Part) -> bool:
    side = max(one.width, other.width)
    dx, dy = abs(one.x - other.x), abs(one.y - other.y)
    return min(dx, dy) <= max(2, 0.12 * side) and max(dx, dy) <= 3.5 * side


def _is_patch(part: Part, lab: Array, numbers: Array) -> bool:
    if not (0.85 <= part.width / part.height <= 1.18 and part.width >= 6):
        return False
    if part.area < 0.72 * part.width * part.height:
        return False
    own = numbers[part.y : part.y + part.height, part.x : part.x + part.width] == part.number
    inner = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=max(1, part.width // 10)) > 0
    shown = lab[part.y : part.y + part.height, part.x : part.x + part.width][inner]
    if not len(shown):
        return False
    return float(np.percentile(np.linalg.norm(shown - np.median(shown, axis=0), axis=1), 80)) < 8.0


def _rulers(parts: list[Part], longer: int, numbers: Array) -> set[int]:
    """Long thin parts that are little more than a line: rulers with their ticks, arrows that touch nothing."""
    found = set()
    for part in parts:
        long = max(part.width, part.height)
        if part.thickness <= max(4.0, 0.012 * longer) and long >= 5 * part.thickness:
            box = part.width * part.height
            slim = part.area <= 3.2 * part.thickness * float(np.hypot(part.width, part.height))
            narrow = min(part.width, part.height) <= 3 * part.thickness
            if slim and (part.area < 0.35 * box or narrow) and _has_straight_line(part, numbers):
                found.add(part.number)
    return found


def _has_straight_line(part: Part, numbers: Array) -> bool:
    """Whether a line runs straight through a thin part from end to end: through no tail, and no handle."""
    own = numbers[part.place] == part.number
    upright, level = (own.mean(axis=axis).max() for axis in (0, 1))
    if (upright if part.height > part.width else level) >= _THROUGH:
        return True
    ys, xs = np.nonzero(own)
    points = np.stack([xs, ys], axis=1).astype(np.float32)
    vx, vy, cx, cy = (float(value) for value in cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    along = (points[:, 0] - cx) * vx + (points[:, 1] - cy) * vy
    on = np.abs((points[:, 0] - cx) * vy - (points[:, 1] - cy) * vx) <= 1
    steps = ((along - along.min()) / 2).astype(np.int64)
    return bool(len(np.unique(steps[on])) >= _THROUGH * len(np.unique(steps)))
