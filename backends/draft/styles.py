"""What a style makes of a draft: brush strokes for painterly ones, a small figure on a grass base for figurines.

A style is known by the words of its name; others stay as the painter paints: flat colours in bold outlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

import cv2
import numpy as np

from backends.draft.brush import brushed
from backends.draft.canvas import Canvas, Pen, Pixels, Shape, oval, ribbon, smooth
from backends.draft.palette import Colour, darker, lighter

_PAINTERLY = re.compile(r"painterly|painting|painted|\boil\b|brush|gouache|impasto|storybook", re.IGNORECASE)
_FIGURINE = re.compile(r"figurine|chibi|miniature|\btoy", re.IGNORECASE)
_EARTH = (236, 220, 196)
_GRASS: Colour = (134, 160, 92)


def is_painterly(style: str) -> bool:
    """Whether a style of this name is painted with a brush."""
    return _PAINTERLY.search(style) is not None


def is_figurine(style: str) -> bool:
    """Whether a style of this name shows figurines."""
    return _FIGURINE.search(style) is not None


def head(style: str) -> float:
    """How large heads are, over those of other styles."""
    return 1.26 if is_figurine(style) else 1.0


def whole(style: str) -> bool:
    """Whether figures are always seen from head to foot."""
    return is_figurine(style)


def behind(style: str, canvas: Canvas) -> None:
    """What becomes of the room when it is painted and lit: behind a figurine it is pale and out of focus."""
    if is_figurine(style):
        rows, columns = canvas.pixels.shape[:2]
        small = cv2.resize(canvas.pixels, (max(1, columns // 24), max(1, rows // 24)), interpolation=cv2.INTER_AREA)
        soft = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC)
        pale = np.full_like(canvas.pixels, _EARTH)
        cv2.addWeighted(soft, 0.45, pale, 0.55, 0, canvas.pixels)


def below(style: str, pen: Pen, spots: Sequence[tuple[float, float, float]]) -> None:
    """What figures stand on, given as (x, y, scale) in room units: figurines share a round base with grass."""
    if not is_figurine(style) or not spots:
        return
    left = min(x - 36 * scale for x, _, scale in spots)
    right = max(x + 36 * scale for x, _, scale in spots)
    y, unit = max(y for _, y, _ in spots) - 1, max(scale for _, _, scale in spots)
    middle, wide, tall = (left + right) / 2, (right - left) / 2, 8.4 * unit
    pen.tint(oval(middle, y + 5.5 * unit, wide * 1.05, tall * 1.05), (90, 70, 60), 0.3)
    pen.inked(oval(middle, y + 3.4 * unit, wide, tall), (150, 112, 78), 0.95 * unit)
    pen.inked(oval(middle, y, wide, tall), _GRASS, 0.95 * unit)
    pen.fill(oval(middle, y - 0.4 * unit, wide * 0.9, tall * 0.8), lighter(_GRASS, 0.14))
    for k in range(26):
        share = (k + 0.5) / 26 * 2 - 1
        down = (1 - share * share) ** 0.5 * tall * (0.94 if k % 2 else -0.86)
        blade = smooth([(0, 1), (0.5, -1.6), (1.8 if k % 3 else -1.8, -3.6)], False, 4)
        tone = darker(_GRASS, 0.24) if k % 2 else lighter(_GRASS, 0.3)
        pen.at(middle + share * wide * 0.97, y + down, scale=unit).fill(ribbon(blade, 1.3, 0.4), tone)


def finished(style: str, picture: Pixels, seed: int, kept: Callable[[], Sequence[Shape]]) -> Pixels:
    """The picture (height, width, 3) in its style; what `kept` names, in its pixels, stays as it is."""
    if is_painterly(style):
        styled = brushed(picture, Random(f"{seed}:brush").getrandbits(32))
    elif is_figurine(style):
        styled = _pastel(picture)
    else:
        return picture
    mask = np.zeros(picture.shape[:2], dtype=np.uint8)
    for shape in kept():
        grown = shape.mean(0) + (shape - shape.mean(0)) * 1.04
        cv2.fillPoly(mask, [np.rint(grown * 16).astype(np.int32)], (255,), cv2.LINE_8, 4)
    cv2.copyTo(picture, mask, styled)
    return styled


def _pastel(picture: Pixels) -> Pixels:
    """Earthy pastels: everything a little lighter, and warmer."""
    earth = np.full_like(picture, _EARTH)
    return np.asarray(cv2.addWeighted(picture, 0.86, earth, 0.14, 0), dtype=np.uint8)
