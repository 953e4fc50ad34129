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
    from numpy.typing import NDArray

    from library.formats.pictures import Pixels

    Mask = NDArray[np.bool_]

LONGEST_TURNED = 32766
"""Px of a side: OpenCV turns no longer ones (SHRT_MAX in `cv2.remap`)."""
_UNLIKE_GROUND = 24
"""Of 255, in any channel: what differs more from the ground's colour is drawn."""
_AROUND = 0.6
"""Of an edge's length: what is less than half as long as that is a thing that touches the edge, and no ground."""
_SMOOTHED = 0.05
"""Of it: what is smoothed away, or noise would become stripes."""
_LOOKED_AT = 256
"""Px of an edge at which its ground is looked for."""


def applied(pixels: Pixels, steps: Sequence[Step]) -> Pixels:
    """What the steps make of a source: pixels (H, W, 3) uint8 RGB. Raises DatasetWrong."""
    for step in steps:
        pixels = done(pixels, step)
    return np.ascontiguousarray(pixels)


class SharedSteps:
    """The pictures of one source: what several of them begin with is done once, as a sheet is turned for all figures.

    `every` has the steps of each picture that will be asked for, once. The source's pixels are let go of with the last.
    """

    def __init__(self, pixels: Pixels, every: Sequence[tuple[Step, ...]]) -> None:
        self._every = list(every)
        self._kept: dict[tuple[Step, ...], Pixels] = {(): pixels}

    def applied(self, steps: tuple[Step, ...]) -> Pixels:
        """What the steps make of the source, as `applied` does. Raises DatasetWrong."""
        begun = max((kept for kept in self._kept if steps[: len(kept)] == kept), key=len)
        pixels = self._kept[begun]
        self._every.remove(steps)
        if not self._every:
            self._kept.clear()
        for number in range(len(begun), len(steps)):
            pixels = done(pixels, steps[number])
            prefix = steps[: number + 1]
            if any(one[: len(prefix)] == prefix for one in self._every):
                self._kept[prefix] = pixels
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
    ground = _ground(cut, foreign)
    cut[_of_others(cut, ground, foreign)] = ground
    return cut


def _of_others(pixels: Pixels, ground: Pixels, foreign: Mask) -> Mask:
    """What is drawn and lies mostly in others' boxes; a limb of one's own that reaches into them stays."""
    drawn = (np.abs(pixels.astype(np.int16) - ground.astype(np.int16)).max(axis=2) > _UNLIKE_GROUND).astype(np.uint8)
    count, labels = cv2.connectedComponents(drawn, connectivity=8)
    all_of, of_others = (np.bincount(labels[where].ravel(), minlength=count) for where in (drawn > 0, foreign))
    is_theirs = of_others * 2 > np.maximum(all_of, 1)
    is_theirs[0] = False
    # The rim of what is drawn is half ground, and would stay as an outline.
    rim = cv2.dilate(is_theirs[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    own = (drawn > 0) & ~is_theirs[labels]
    return np.asarray(rim & ~own)


def _ground(pixels: Pixels, foreign: Mask) -> Pixels:
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
    few = min(len(line), _LOOKED_AT)
    small = np.asarray(cv2.resize(line[None], (few, 1), interpolation=cv2.INTER_AREA))[0].astype(np.int16)
    unlike = np.abs(small - _middles(small, int(few * _AROUND) // 2)).max(axis=1) > _UNLIKE_GROUND
    # The rim of a thing is half ground.
    unlike = np.asarray(cv2.dilate(unlike[None].astype(np.uint8), np.ones((1, 5), np.uint8)))[0] > 0
    if not unlike.all():
        places = np.arange(few)
        for channel in range(3):
            small[unlike, channel] = np.interp(places[unlike], places[~unlike], small[~unlike, channel])
    ground = _middles(small, int(few * _SMOOTHED) // 2).clip(0, 255).astype(np.uint8)
    whole: Pixels = np.asarray(cv2.resize(ground[None], (len(line), 1), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(whole[0])


def _middles(line: NDArray[np.int16], around: int) -> NDArray[np.float64]:
    """The middle values (N, 3) of all that is at most so far away in a line (N, 3), which goes on at its ends."""
    padded = np.pad(line, ((around, around), (0, 0)), mode="reflect", reflect_type="odd")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1, axis=0)
    return np.asarray(np.median(windows, axis=-1))
