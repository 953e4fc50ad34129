"""Where pixels go in a picture's steps: sizes after them, and the way from the source's places to the result's.

Pixels are counted by their edges: a picture is the rectangle from (0, 0) to (width, height), as boxes are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box, Cut, DatasetWrong, Quad, Square, Step, Turn

Matrix = NDArray[np.float64]
"""3×3, affine."""


class Placed(NamedTuple):
    """A picture laid into a square: its size there in px, and how far from the left and from the top."""

    width: int
    height: int
    left: int
    top: int


def quarters_of(degrees: float) -> tuple[int, float]:
    """A turn as quarter turns clockwise, 0 to 3, which change no pixel, and the rest, -45 to 45 degrees."""
    quarters = round(degrees / 90)
    return quarters % 4, degrees - 90 * quarters


def box_within(box: Box, width: int, height: int) -> Box:
    """The part of a box that lies in a picture of this size. Raises DatasetWrong where there is none."""
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(width, box.x + box.width), min(height, box.y + box.height)
    if right <= left or bottom <= top:
        place = f"{box.width} × {box.height} px at {box.x}, {box.y}"
        raise DatasetWrong("Nothing of the picture is in the box", f"{place} of {width} × {height} px", "Move the box")
    return Box(left, top, right - left, bottom - top)


def crop_of(step: Square, width: int, height: int) -> Box:
    """The part of a picture of this size that a Square keeps. Raises DatasetWrong."""
    if step.how == "pad":
        return Box(0, 0, width, height)
    if step.box is not None:
        return box_within(step.box, width, height)
    side = min(width, height)
    return Box((width - side) // 2, (height - side) // 2, side, side)


def placed(width: int, height: int, side: int) -> Placed:
    """A picture as large as it can be in a square, in its middle."""
    scale = side / max(width, height)
    wide, high = max(1, min(side, round(width * scale))), max(1, min(side, round(height * scale)))
    return Placed(wide, high, (side - wide) // 2, (side - high) // 2)


def size_after(width: int, height: int, steps: Sequence[Step]) -> tuple[int, int]:
    """Width and height after the steps. Raises DatasetWrong."""
    for step in steps:
        match step:
            case Turn():
                if quarters_of(step.degrees)[0] % 2:
                    width, height = height, width
            case Cut():
                _, _, width, height = box_within(step.box, width, height)
            case Square():
                crop_of(step, width, height)
                width = height = step.side
    return width, height


def to_result(width: int, height: int, steps: Sequence[Step]) -> Matrix:
    """The way from a place in a source of this size to that in the result. Raises DatasetWrong."""
    whole = np.eye(3)
    for step in steps:
        whole = _matrix(step, width, height) @ whole
        width, height = size_after(width, height, (step,))
    return whole


def _matrix(step: Step, width: int, height: int) -> Matrix:
    match step:
        case Turn():
            quarters, rest = quarters_of(step.degrees)
            wide, high = (height, width) if quarters % 2 else (width, height)
            turn = _turned(90 * quarters + rest)
            return _moved(wide / 2, high / 2) @ turn @ _moved(-width / 2, -height / 2)
        case Cut():
            box = box_within(step.box, width, height)
            return _moved(-box.x, -box.y)
        case Square():
            crop = crop_of(step, width, height)
            there = placed(crop.width, crop.height, step.side)
            scale = np.diag([there.width / crop.width, there.height / crop.height, 1.0])
            return _moved(there.left, there.top) @ scale @ _moved(-crop.x, -crop.y)
        case _:
            return np.eye(3)


def _moved(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _turned(degrees: float) -> Matrix:
    """Clockwise, where y goes down."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def mapped(matrix: Matrix, quad: Quad) -> Quad:
    """Where the corners of a quad come to; the way back is `numpy.linalg.inv(matrix)`."""
    one, two, three, four = ((matrix @ (x, y, 1.0))[:2].tolist() for x, y in quad)
    return (one[0], one[1]), (two[0], two[1]), (three[0], three[1]), (four[0], four[1])
