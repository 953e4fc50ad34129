"""From a figure to the vector of its whole look."""

from __future__ import annotations

import logging
from functools import cache

import cv2
import numpy as np

from studio.pictures.drift.colour import Array
from studio.pictures.drift.cutting.figures import Figure
from studio.pictures.drift.embedding.extra import weights_file
from studio.pictures.drift.embedding.network import SIDE, Block, features, network_of
from studio.pictures.drift.embedding.weights import WeightsUnreadable, read_weights

_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
"""Of the colours in ImageNet, RGB, 0 to 1, as the network was trained with them."""


def look_of(figure: Figure) -> Array | None:
    """The vector (FEATURES,) float32 of length 1 of a figure. None where the weights cannot be used: the log says why,
    and the doctor."""
    network = loaded()
    if network is None:
        return None
    found = features(network, alone(figure.rgb, figure.mask))
    return np.asarray(found / max(float(np.linalg.norm(found)), 1e-6))


def alone(rgb: Array, mask: Array) -> Array:
    """A figure (h, w, 3) uint8 RGB as the network takes it, (SIDE, SIDE, 3) float32: cropped to its `mask` (h, w) bool,
    in the middle of a square of the mean colour. Else its place, its size and what is behind it would count as much as
    it does itself."""
    x, y, wide, high = cv2.boundingRect(mask.astype(np.uint8))
    part = np.s_[y : y + high, x : x + wide]
    seen = np.where(mask[part][..., None], (rgb[part] / np.float32(255) - _MEAN) / _DEVIATION, np.float32(0))
    side = max(wide, high)
    square = np.zeros((side, side, 3), np.float32)
    top, left = (side - high) // 2, (side - wide) // 2
    square[top : top + high, left : left + wide] = seen
    fine = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(square, (SIDE, SIDE), interpolation=fine))


@cache
def loaded() -> tuple[Block, ...] | None:
    """The network, read once, which takes a tenth of a second."""
    try:
        return network_of(read_weights(weights_file()))
    except WeightsUnreadable as error:
        logging.getLogger(__name__).warning("whole looks are not compared", exc_info=error)
        return None
