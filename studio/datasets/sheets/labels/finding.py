"""All labels of a sheet: words, rulers, arrows, swatches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels.lines.arrows import arrows
from studio.datasets.sheets.labels.lines.rulers import rulers
from studio.datasets.sheets.labels.lines.strokes import Stroke, strokes
from studio.datasets.sheets.labels.plates import with_plate
from studio.datasets.sheets.labels.quads import as_tuple_quad, distance, middle
from studio.datasets.sheets.labels.rereading import with_measures, without_lines
from studio.datasets.sheets.labels.rows import rows
from studio.datasets.sheets.labels.swatches import swatches
from studio.datasets.sheets.labels.views import is_hex
from studio.datasets.sheets.labels.words import TILE, Words, words
from studio.lettering.seeing import ocr

Array: TypeAlias = npt.NDArray[Any]

LOOKED_AT = 2000
"""Px of the longer side at which shapes are looked for, at most."""

UNREAD = f"Labels were found by their shape alone, and not read: the OCR engine is not installed. {ocr.REMEDY}"
"""The doubt of a sheet that was understood without an engine."""


def engine() -> ocr.Reader | None:
    """The OCR engine as sheets use it, loaded at the first call, which takes seconds; None where it is missing."""
    return ocr.reader(TILE) if ocr.installed() else None


def found(pixels: Array, reader: ocr.Reader | None) -> tuple[Label, ...]:
    """The labels of a sheet (H, W, 3) uint8 RGB; without a reader words are found by shape, on plain ground alone."""
    scale = min(1.0, LOOKED_AT / max(pixels.shape[:2]))
    small = pixels if scale == 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    colours = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))
    seen = words(pixels, reader) if reader else ()
    texts = _texts(pixels, seen) if reader else tuple(_scaled(label, 1 / scale) for label in rows(colours))
    at = [_scaled(label, scale).quad for label in texts]
    every = strokes(colours)
    lines = [one for one in every if not _is_in(one, at)]
    measures, lines_left = rulers(colours, lines, every, max(small.shape[:2]))
    # Chains, spikes and buttons are read as single signs: no line is an arrow for beginning at one.
    sure = [quad for quad, label in zip(at, texts, strict=True) if not _is_one_sign(label.text)]
    pointing = arrows(colours, lines_left, sure)
    drawn = tuple(_scaled(label, 1 / scale) for label in (*measures, *pointing))
    if reader:
        texts = with_measures(pixels, drawn, without_lines(pixels, seen, texts, drawn, reader), reader)
    patches = _as_printed(swatches(pixels), texts)
    return (*(label for label in texts if not _is_a_shape(label, (*drawn, *patches))), *drawn, *patches)


def _texts(pixels: Array, seen: Sequence[Words]) -> tuple[Label, ...]:
    return tuple(Label("text", with_plate(pixels, one.quad), one.text) for one in seen)


def _scaled(label: Label, by: float) -> Label:
    return msgspec.structs.replace(label, quad=as_tuple_quad(np.asarray(label.quad) * by)) if by != 1 else label


def _is_in(one: Stroke, quads: Sequence[Quad]) -> bool:
    """Whether a stroke is part of letters."""
    return any(distance(quad, one.start) == 0 and distance(quad, one.end) == 0 for quad in quads)


def _is_a_shape(label: Label, shapes: Sequence[Label]) -> bool:
    """Whether what was read is a ruler's ticks, an arrow's head or a swatch: a sign or two, in the midst of one."""
    if sum(letter.isalnum() for letter in label.text) > 2 or not label.text:
        return False
    return any(distance(other.quad, middle(label.quad)) == 0 for other in shapes)


def _is_one_sign(text: str) -> bool:
    return sum(letter.isalnum() for letter in text) == 1


def _as_printed(patches: Sequence[Label], texts: Sequence[Label]) -> tuple[Label, ...]:
    """Swatches in the colours that are printed at them, where those are about what is seen."""
    colours = [label for label in texts if is_hex(label.text)]
    printed = [(middle(label.quad), "#" + label.text.strip("# ").lower()) for label in colours]
    return tuple(_nearest_print(patch, printed) for patch in patches)


def _nearest_print(patch: Label, printed: Sequence[tuple[tuple[float, float], str]]) -> Label:
    side = patch.quad[1][0] - patch.quad[0][0]
    near = sorted((distance(patch.quad, point), colour) for point, colour in printed)
    for gap, colour in near:
        if gap <= 1.5 * side and float(np.abs(np.subtract(_levels(colour), _levels(patch.colour))).max()) <= 16:
            return msgspec.structs.replace(patch, colour=colour)
    return patch


def _levels(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))
