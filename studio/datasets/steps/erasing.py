"""What is drawn in quads is taken out of a picture, and what stands behind it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Quad
from studio.datasets.steps.continuing import continued
from studio.datasets.steps.label_pixels import RIM, label_pixels

Array: TypeAlias = npt.NDArray[Any]


def erased(pixels: Array, quads: Sequence[Quad]) -> Array:
    """The picture (H, W, 3) uint8 RGB without what is drawn in the quads; outside of them every pixel is as it was.

    In a quad, what goes on beyond it stays: a figure's colours and outlines, the ground. The rest is the label's, and
    is filled from what is around. The order of quads does not matter; the same picture gives the same bytes.
    """
    inside = [_inside(pixels.shape[:2], quad) for quad in quads]
    every = np.zeros(pixels.shape[:2], bool)
    for one in inside:
        every |= one
    holes = np.zeros_like(every)
    for one in inside:
        window = _window(one)
        if window is not None:
            here = one[window]
            holes[window] |= label_pixels(pixels[window], here, every[window] & ~here)
    return continued(pixels, holes)


def _inside(shape: tuple[int, ...], quad: Quad) -> Array:
    """The pixels of a picture whose middle is in a quad: (H, W) bool."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(np.asarray(quad, np.float64)).astype(np.int32), 1)
    return mask > 0


def _window(inside: Array) -> tuple[slice, slice] | None:
    """The part of the picture that holds what is inside, with some room around it; None where nothing is."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    room = RIM + 4
    return (
        slice(max(0, int(rows[0]) - room), int(rows[-1]) + room + 1),
        slice(max(0, int(columns[0]) - room), int(columns[-1]) + room + 1),
    )
