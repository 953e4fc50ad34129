"""Pixels after a picture's steps. The same source and steps give the same bytes, in every process and on every day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from studio.datasets.records import Cut, DatasetWrong, Erase, Square, Step, Turn
from studio.datasets.steps.erasing import erased
from studio.datasets.steps.geometry import box_within, crop_of, placed, quarters_of

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

LONGEST_TURNED = 32766
"""Px of a side: OpenCV turns no longer ones (SHRT_MAX in `cv2.remap`)."""
_AROUND = 0.25
"""Of an edge's length: what is less than half as long as that is a thing that touches the edge, and no ground."""


def applied(pixels: Pixels, steps: Sequence[Step]) -> Pixels:
    """What the steps make of a source: pixels (H, W, 3) uint8 RGB. Raises DatasetWrong."""
    for step in steps:
        pixels = done(pixels, step)
    return np.ascontiguousarray(pixels)


def done(pixels: Pixels, step: Step) -> Pixels:
    """What one step makes of pixels. Raises DatasetWrong."""
    match step:
        case Turn():
            return _turned(pixels, step.degrees)
        case Erase():
            return erased(pixels, step.quads) if step.quads else pixels
        case Cut():
            return _cut(pixels, step)
        case Square():
            return _squared(pixels, step)


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    quarters, rest = quarters_of(degrees)
    if quarters:
        pixels = np.ascontiguousarray(np.rot90(pixels, -quarters))
    if not rest:
        return pixels
    height, width = pixels.shape[:2]
    if max(width, height) > LONGEST_TURNED:
        raise DatasetWrong("The picture is too long to be turned", f"{width} × {height} px", "Make it smaller first")
    # cv2 counts by the middles of pixels, and angles the other way round.
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -rest, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )  # fmt: skip
    return np.asarray(turned, np.uint8)


def _cut(pixels: Pixels, step: Cut) -> Pixels:
    height, width = pixels.shape[:2]
    box = box_within(step.box, width, height)
    cut = pixels[box.y : box.y + box.height, box.x : box.x + box.width].copy()
    if not step.others:
        return cut
    foreign = np.zeros(cut.shape[:2], bool)
    for other in step.others:
        left, top = max(0, other.x - box.x), max(0, other.y - box.y)
        foreign[top : max(0, other.y + other.height - box.y), left : max(0, other.x + other.width - box.x)] = True
    cut[foreign] = _ground(cut, foreign)
    return cut


def _ground(pixels: Pixels, foreign: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Pixels:
    """The colour of the ground: the middle one of what stands at the edges, and belongs to nobody else."""
    edge = np.ones(foreign.shape, bool)
    edge[1:-1, 1:-1] = False
    own = pixels[edge & ~foreign]
    return np.asarray(np.median(own if len(own) else pixels[edge], axis=0), np.uint8)


def _squared(pixels: Pixels, step: Square) -> Pixels:
    height, width = pixels.shape[:2]
    crop = crop_of(step, width, height)
    kept = pixels[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    there = placed(crop.width, crop.height, step.side)
    if (there.width, there.height) != (crop.width, crop.height):
        # Lanczos rings and shimmers where many pixels become one.
        is_smaller = there.width < crop.width
        how = cv2.INTER_AREA if is_smaller else cv2.INTER_LANCZOS4
        kept = np.asarray(cv2.resize(kept, (there.width, there.height), interpolation=how), np.uint8)
    if (there.width, there.height) == (step.side, step.side):
        return kept
    around = (
        there.top, step.side - there.height - there.top, there.left, step.side - there.width - there.left,
    )  # fmt: skip
    if step.ground != "edges":
        colour = [int(step.ground[at : at + 2], 16) for at in (1, 3, 5)]
        return np.asarray(cv2.copyMakeBorder(kept, *around, cv2.BORDER_CONSTANT, value=colour), np.uint8)
    return _continued(kept, around)


def _continued(pixels: Pixels, around: tuple[int, int, int, int]) -> Pixels:
    """The pixels with what stands at their edges going on so far above, below, to the left and to the right.

    Things that touch an edge are no ground, and do not go on.
    """
    above, below, left, right = around
    made = np.asarray(cv2.copyMakeBorder(pixels, *around, cv2.BORDER_REPLICATE), np.uint8)
    if above:
        made[:above, left : left + pixels.shape[1]] = _without_things(pixels[0])
    if below:
        made[-below:, left : left + pixels.shape[1]] = _without_things(pixels[-1])
    if left:
        made[above : above + pixels.shape[0], :left] = _without_things(pixels[:, 0])[:, None]
    if right:
        made[above : above + pixels.shape[0], -right:] = _without_things(pixels[:, -1])[:, None]
    return made


def _without_things(line: Pixels) -> Pixels:
    """A line of pixels (N, 3) as it would be without what is shorter than the ground around it."""
    around = max(1, int(len(line) * _AROUND)) // 2
    padded = np.pad(line, ((around, around), (0, 0)), mode="reflect" if len(line) > around else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1, axis=0)
    return np.asarray(np.median(windows, axis=-1), np.uint8)
