"""What is drawn in quads is taken out of a picture, and what stands behind it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from studio.datasets.records import Quad

if TYPE_CHECKING:
    from library.formats.pictures import Pixels


def erased(pixels: Pixels, quads: Sequence[Quad]) -> Pixels:
    """The picture (H, W, 3) uint8 RGB without what is drawn in the quads; outside of them every pixel is as it was."""
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [np.round(np.array(quad)).astype(np.int32)], [255])
    return np.asarray(cv2.inpaint(pixels, mask, 3, cv2.INPAINT_TELEA), np.uint8)
