"""Signs, screens, boards: the bright thing under a point, as a quadrilateral to a part of a pixel."""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering import edges
from studio.lettering.quads import Array, area, as_tuple, ordered
from studio.lettering.records import Placement, PlaceUnusable
from studio.lettering.stretches import Shape, shape_of, stretches_of

WORKING = 512
"""The longer side, in px, of the small picture that the region is grown in."""

SPREADS = (14, 26, 42, 62)
"""How far a channel of the region may be from the colour under the point."""

LEAST, MOST = 0.0012, 0.9
"""Shares of the picture that a region may cover."""


def quad_at(rgb: Array, x: float, y: float) -> Placement:
    """The four-sided region of one colour under a point of a picture (H, W, 3) uint8 RGB; x and y are in px.

    Raises PlaceUnusable where the region has no four straight sides.
    """
    high, wide = rgb.shape[:2]
    if not (0 <= x < wide and 0 <= y < high):
        raise PlaceUnusable("There is no sign there", "the point lies outside the picture", "Point into the picture")
    scale = min(1.0, WORKING / max(high, wide))
    shape = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(rgb, shape, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    soft = cv2.medianBlur(np.ascontiguousarray(small), 3)
    grow = np.array([wide / shape[0], high / shape[1]])
    at = (min(int(x / grow[0]), shape[0] - 1), min(int(y / grow[1]), shape[1] - 1))
    found = [fitted for spread in SPREADS if (fitted := _grown(soft, at, spread)) is not None]
    if not found:
        raise _none()
    best = max(found, key=_neatness)
    quad = _refined(rgb, (best.quad + 0.5) * grow - 0.5, best, 2 * float(grow.max()))
    return Placement("sign", as_tuple(quad), round(_neatness(best) / 2, 3))


def _neatness(fitted: Shape) -> float:
    """How well a quad fits its region, 0 to 2."""
    return float(fitted.support.mean() + min(fitted.filled, 2 - fitted.filled))


def _is_sign(fitted: Shape) -> bool:
    """Whether a quad is filled by its region, followed by its outline, and not only the picture's own edges."""
    return 0.8 <= fitted.filled <= 1.15 and float(fitted.support.mean()) >= 0.6 and sum(fitted.cut) <= 2


def _grown(small: Array, at: tuple[int, int], spread: int) -> Shape | None:
    """The quad of what is of the point's colour and hangs together with it."""
    high, wide = small.shape[:2]
    mask = np.zeros((high + 2, wide + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    cv2.floodFill(small.copy(), mask, at, (0, 0, 0), (spread,) * 3, (spread,) * 3, flags)
    # Words and marks on a sign, and specks, are of the sign.
    region = cv2.morphologyEx(mask[1:-1, 1:-1], cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)[:, 0]
    size = float(cv2.contourArea(outline))
    if len(outline) < 24 or not LEAST * high * wide <= size <= MOST * high * wide:
        return None
    fitted = shape_of(stretches_of(outline), size, high, wide)
    return fitted if fitted is not None and _is_sign(fitted) else None


def _refined(rgb: Array, quad: Array, fitted: Shape, reach: float) -> Array:
    """The quad with its sides where the colour ends; as it was where that gives no sensible quad.

    Raises PlaceUnusable where sides are no edges at all.
    """
    sides = edges.refined(rgb, [quad], max(2.0, reach))[0]
    kept = [None if cut else side for cut, side in zip(fitted.cut, sides, strict=True)]
    if sum(side is not None for side in kept) < 2:
        raise _none()
    corners = edges.joined(kept, quad, False)
    if corners is None or not 0.8 < area(corners) / max(area(quad), 1.0) < 1.25:
        return ordered(quad)
    return ordered(corners)


def _none() -> PlaceUnusable:
    reason = "what is under the point has no four straight sides"
    return PlaceUnusable("There is no sign there", reason, "Point at another part of it")
