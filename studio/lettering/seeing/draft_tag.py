"""The small dark tag in a bottom corner that says that a picture is a draft (`backends.draft.effects.draft_tag`)."""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array

_LINE, _GROUND = (92, 100, 140), (30, 32, 52)
"""The colours, RGB, of the line along the tag's edge and of what is within it."""

_LIKE = 26
_ASPECTS = (2.0, 3.2)
"""How many times as wide as high the line's box may be."""


def has_tag(rgb: Array) -> bool:
    """Whether a picture (H, W, 3) uint8 RGB is tagged as a draft; of less than 640 px it is hard to see."""
    high, wide = rgb.shape[:2]
    across, down = min(wide // 2, (high + wide) // 8), min(high // 2, (high + wide) // 16)
    return any(_tagged(rgb[high - down :, left : left + across]) for left in (0, wide - across))


def _tagged(corner: Array) -> bool:
    near = cv2.dilate(_like(corner, _LINE), np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for left, top, wide, high, _ in stats[1:].tolist():
        if high >= 0.15 * len(corner) and _ASPECTS[0] < wide / high < _ASPECTS[1]:
            inside = _like(corner[top : top + high, left : left + wide], _GROUND)
            if inside.mean() > 0.4 * 255:
                return True
    return False


def _like(part: Array, colour: tuple[int, int, int]) -> Array:
    """The pixels (h, w) uint8, 0 or 255, that are nearly of a colour."""
    low, far = ([min(max(channel + way, 0), 255) for channel in colour] for way in (-_LIKE, _LIKE))
    return np.asarray(cv2.inRange(part, np.array(low), np.array(far)))
