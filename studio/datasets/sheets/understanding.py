"""A design sheet understood: how far it lies askew, its banners, its figures, and what of that is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.records import Box, Figure, Label, Quad, Sheet
from studio.datasets.sheets.drawn import Places, drawn_on
from studio.datasets.sheets.figures import Found, figures_in
from studio.datasets.sheets.grid import Grid, grid_of
from studio.datasets.sheets.straightening import straightened, turn_of

Array = NDArray[Any]

_SIDE: Final = 1600
"""Pixels of the longer side that are looked at."""
_LEAST_SIDE: Final = 24
"""Pixels, at that size, below which nothing can be told."""
_UNLIKELY: Final = 0.9
"""The energy of a grid from which its rows and columns are a guess."""
_MUCH, _LITTLE = 1.75, 0.45
"""How much wider or higher than the others a figure is that may be two; how much of both, that may be a part of one."""


def understand(pixels: Array, words: Sequence[Label] | None = None) -> Sheet:
    """The figures and banners of a sheet, (H, W, 3) uint8 RGB of any size and content; its labels are left to others.

    `words` are labels that others found on it, of any kind, with quads of the sheet as it was given; without any, what
    is printed is told by its shape alone. Boxes are of the sheet turned by `degrees` about its middle, no larger.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE / max(height, width, 1))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if min(*size, height, width) < _LEAST_SIDE:
        return Sheet(width, height, doubts=("no figure was found: the picture is too small",))
    small = pixels if scale == 1 else np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    degrees = turn_of(small)
    ratio = (width / size[0], height / size[1])
    at: dict[str, list[Quad]] = {"arrow": [], "ruler": [], "swatch": [], "words": []}
    for label in words or ():
        at[label.kind if label.kind in at else "words"].append(_straight(label.quad, degrees, size, ratio))
    places = Places(at["arrow"], at["ruler"], at["swatch"], at["words"])
    drawn = drawn_on(straightened(small, degrees), places)
    grid = grid_of(drawn.mask, drawn.rules)
    found = figures_in(drawn.mask, grid)
    figures = tuple(Figure(_whole(one.box, ratio, width, height)) for one in found)
    banners = tuple(_whole(box, ratio, width, height) for box in drawn.banners)
    return Sheet(width, height, degrees, banners, figures, doubts=tuple(_doubts(found, grid)))


def _whole(box: Box, ratio: tuple[float, float], width: int, height: int) -> Box:
    """A box of the small picture as one of the whole one."""
    left, top = round(box.x * ratio[0]), round(box.y * ratio[1])
    right, bottom = round((box.x + box.width) * ratio[0]), round((box.y + box.height) * ratio[1])
    return Box(left, top, min(right, width) - left, min(bottom, height) - top)


def _straight(quad: Quad, degrees: float, size: tuple[int, int], ratio: tuple[float, float]) -> Quad:
    """A quad of the whole picture as one of the small picture, turned."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = (np.asarray(size) - 1) / 2
    a, b, c, d = ((float(x), float(y)) for x, y in (np.asarray(quad) / ratio - middle) @ turn.T + middle)
    return (a, b, c, d)


def _doubts(found: Sequence[Found], grid: Grid) -> list[str]:
    """What a person should look at. Figures are counted from 1, row by row."""
    if not found:
        return ["no figure was found"]
    doubts = []
    cells = (len(grid.xs) - 1) * (len(grid.ys) - 1)
    count = len(found)
    if count < cells:
        figures = "1 figure was found" if count == 1 else f"{count} figures were found"
        doubts.append(f"{figures} on a sheet with room for {cells}")
    if cells > 1 and grid.energy > _UNLIKELY:
        doubts.append("the rows and columns are not sure")
    if off := [number for number, one in enumerate(found, 1) if one.cut_off]:
        doubts.append(f"figures that touch each other were cut apart: {_listed(off)}")
    if count > 2:
        widths, heights = (np.asarray([size[axis] for one in found for size in [one.box[2:]]]) for axis in (0, 1))
        wide, high = widths / np.median(widths), heights / np.median(heights)
        two = [n for n in range(count) if max(wide[n], high[n]) > _MUCH]
        part = [n for n in range(count) if max(wide[n], high[n]) < _LITTLE]
        if two:
            doubts.append(f"two figures may be one: {_listed([n + 1 for n in two])}")
        if part:
            doubts.append(f"a part of a figure may be missing: {_listed([n + 1 for n in part])}")
    return doubts


def _listed(numbers: Sequence[int]) -> str:
    return ("figure " if len(numbers) == 1 else "figures ") + ", ".join(map(str, numbers))
