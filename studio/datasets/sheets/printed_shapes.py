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


class Part(NamedTuple):
    """A connected part of ink; `number` is that of its pixels, `colour` what most of its middle shows."""

    number: int
    x: int
    y: int
    width: int
    height: int
    area: int
    colour: Array
    thickness: float
    """Twice the greatest distance of a pixel of it to what it is not."""


def parts_in(ink: Array, lab: Array) -> tuple[list[Part], Array]:
    """The connected parts of `ink` (H, W) bool, and their numbers, (H, W) int32."""
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    depth = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 3)
    found = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        place = np.s_[y : y + height, x : x + width]
        own = numbers[place] == number
        deep = depth[place] * own
        core = deep >= 0.6 * deep.max()
        found.append(
            Part(number, x, y, width, height, area, np.median(lab[place][core], axis=0), 2.0 * float(deep.max()))
        )
    return found, np.asarray(numbers)


def printed_parts(parts: list[Part], lab: Array, numbers: Array) -> set[int]:
    """The numbers of the parts that are printed."""
    longer = max(lab.shape[:2])
    small = [part for part in parts if part.height <= _TALLEST * longer and part.area >= 4]
    return _letters(small, longer) | _swatches(small, lab, numbers) | _rulers(parts, longer)


def _letters(parts: list[Part], longer: int) -> set[int]:
    """Parts that stand in rows as letters do: as high as each other, close, of one ink."""
    inked = [part for part in parts if part.thickness <= max(4.0, 0.45 * part.height) or part.height < 8]
    inked.sort(key=lambda part: part.x)
    leader = {part.number: part.number for part in inked}

    def lead(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for place, one in enumerate(inked):
        for other in inked[place + 1 :]:
            if other.x - (one.x + one.width) > max(one.height, other.height):
                if other.x - one.x > 0.5 * longer:
                    break
                continue
            if _in_one_row(one, other):
                leader[lead(other.number)] = lead(one.number)
    rows: dict[int, list[Part]] = {}
    for part in inked:
        rows.setdefault(lead(part.number), []).append(part)
    found: set[int] = set()
    for row in rows.values():
        left, right = min(part.x for part in row), max(part.x + part.width for part in row)
        tall = float(np.median([part.height for part in row]))
        # Of words whose letters touch each other one long low part is left.
        if (len(row) >= 3 and right - left >= 1.4 * tall) or (right - left >= 2.2 * tall and len(row) >= 2):
            found |= {part.number for part in row}
        elif len(row) == 1 and row[0].width >= 2.2 * row[0].height and row[0].height <= 0.04 * longer:
            found.add(row[0].number)
    return found


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
    found: set[int] = set()
    for one in plain:
        for other in plain:
            if one.number == other.number:
                continue
            side = max(one.width, other.width)
            same = abs(one.width - other.width) <= max(2, 0.12 * side) and abs(one.height - other.height) <= max(
                2, 0.12 * side
            )
            dx, dy = abs(one.x - other.x), abs(one.y - other.y)
            if same and min(dx, dy) <= max(2, 0.12 * side) and max(dx, dy) <= 3.5 * side:
                found |= {one.number, other.number}
    return found


def _is_patch(part: Part, lab: Array, numbers: Array) -> bool:
    if not (0.85 <= part.width / part.height <= 1.18 and part.width >= 6):
        return False
    if part.area < 0.72 * part.width * part.height:
        return False
    own = numbers[part.y : part.y + part.height, part.x : part.x + part.width] == part.number
    inner = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=max(1, part.width // 10)) > 0
    shown = lab[part.y : part.y + part.height, part.x : part.x + part.width][inner]
    return bool(len(shown)) and float(np.percentile(np.linalg.norm(shown - part.colour, axis=1), 90)) < 6.0


def _rulers(parts: list[Part], longer: int) -> set[int]:
    """Long thin parts that are little more than a line: rulers with their ticks, arrows that touch nothing."""
    found = set()
    for part in parts:
        long = max(part.width, part.height)
        if part.thickness <= max(4.0, 0.012 * longer) and long >= 5 * part.thickness:
            box = part.width * part.height
            straight = part.area <= 3.2 * part.thickness * float(np.hypot(part.width, part.height))
            if straight and (part.area < 0.35 * box or min(part.width, part.height) <= 3 * part.thickness):
                found.add(part.number)
    return found
