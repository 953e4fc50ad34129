"""Lines of words as masks, drawn at one of a few sizes, so that the same words need not be drawn for each picture."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw

from studio.lettering.geometry.quads import Array
from studio.lettering.records import Case
from studio.lettering.setting import fonts, layout

LARGEST = 4096
"""Pixels of a mask's longer side."""

_STEPS = 4
"""Sizes to each doubling."""


class Masks(NamedTuple):
    """The ink (h, w) uint8, the halo as large, None where there is none, and the px an em they are drawn at."""

    ink: Array
    halo: Array | None
    em: float


def drawn(block: layout.Block, wanted: float, case: Case, font: str, halo: float) -> Masks:
    """A block at `wanted` px an em or a little more, but no larger than LARGEST. `halo`: how far it reaches, in ems."""
    step = 2.0 ** (math.ceil(_STEPS * math.log2(max(wanted, 4.0))) / _STEPS)
    return _drawn(block, min(step, LARGEST / max(block.width, block.height)), case, font, halo)


# A few of the usual size; a picture's preview asks for the same words again and again while only their place changes.
@lru_cache(maxsize=12)
def _drawn(block: layout.Block, em: float, case: Case, font: str, halo: float) -> Masks:
    around = max(1, round(halo * em))
    clear = around * 2 + 2 if halo else 2
    wide, high = (int(np.ceil(v * em)) + 2 * clear for v in (block.width, block.height))
    canvas = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(canvas)
    for number, line in enumerate(block.lines):
        baseline = clear + (block.ascent + number * block.pitch) * em
        left = (wide - block.widths[number] * em) / 2
        for piece, size in fonts.runs(line, case):
            face = fonts.face(font, em * size)
            pen.text((left, baseline), piece, font=face, fill=255, anchor="ls")
            left += face.getlength(piece)
    ink = np.array(canvas)
    if not halo:
        return Masks(ink, None, em)
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * around + 1, 2 * around + 1))
    return Masks(ink, cv2.GaussianBlur(cv2.dilate(ink, round_brush), (0, 0), around / 3), em)
