"""Signs, screens, boards: what is even under a point and has straight sides, as a quadrilateral to a part of a pixel.

What has four sides may be of any brightness. Of what somebody stands in front of, fewer sides are seen; it is taken for
a sign where it is brighter than most of the picture: a wall is not.
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.free_boxes import boxes
from studio.lettering.geometry.quads import Array, area, as_tuple, ordered, through, to_plane
from studio.lettering.records import Placement, PlaceUnusable
from studio.lettering.seeing.ground import highest
from studio.lettering.shapes import edges
from studio.lettering.shapes.boards import Board, board_of

WORKING = 512
"""The longer side, in px, of the small picture that the region is grown in."""

SPREADS = (8, 14, 26, 42, 62)
"""How far a channel of the region may be from the colour under the point."""

LEAST, MOST = 0.002, 0.9
"""Shares of the picture that a region may cover."""

_LEAST_COVERED = 0.008
"""Share of the picture that a sign has at least that is partly covered."""

_MOST_DARK = 0.3
"""Share of the picture that a sign may cover that is not bright."""

_BRIGHT, _BRIGHTEST, _BRIGHTER = 130, 225, 1.4
"""The brightest channel of what is bright, what is bright in any picture, and in others how many times it is that of
half of the picture."""

_COVERED = 0.85
"""Somebody stands in front of a sign whose region fills less of it."""

_CELLS = (30, 40)
"""Rows and columns of the grid on which the free part of such a sign is looked for."""

_AROUND = 9
"""How far from a point, in px of the small picture, the usual colour around it is looked for."""

_CONTRAST = 14.0
"""How much a sign differs (largest channel) from what is around its sides, at least."""


def quad_at(rgb: Array, x: float, y: float) -> Placement:
    """The four-sided region of one colour under a point of a picture (H, W, 3) uint8 RGB; x and y are in px.

    Raises PlaceUnusable where there is no sign.
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
    best, region = _best(soft, at)
    quad = _refined(rgb, (best.quad + 0.5) * grow - 0.5, best, 2 * float(grow.max()))
    if best.filled < _COVERED:
        quad = _free_part(region, (quad + 0.5) / grow - 0.5)
        quad = (quad + 0.5) * grow - 0.5
    return Placement("sign", as_tuple(quad), round(best.neatness, 3))


def _best(small: Array, at: tuple[int, int]) -> tuple[Board, Array]:
    """The neatest quad under a point, and its region (h, w) uint8, what is drawn on it included.

    Where the point lies on a mark, what most of its surroundings are is tried too. Raises PlaceUnusable.
    """
    top = highest(small)
    bright = max(_BRIGHT, min(_BRIGHTER * float(np.median(top)), _BRIGHTEST))
    for start in (at, _usual(small, at)):
        light = bool(top[start[1], start[0]] >= bright)
        found = [grown for spread in SPREADS if (grown := _grown(small, start, spread, light)) is not None]
        if found:
            return max(found, key=lambda one: one[0].neatness)
    raise _none()


def _usual(small: Array, at: tuple[int, int]) -> tuple[int, int]:
    """The nearest pixel to a point that is of the colour which is most common around it."""
    x, y = at
    left, top = max(x - _AROUND, 0), max(y - _AROUND, 0)
    part = small[top : y + _AROUND + 1, left : x + _AROUND + 1]
    bins = (part // 16).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    common = bins == np.bincount(bins.ravel()).argmax()
    rows, columns = np.nonzero(common)
    nearest = int(np.argmin((rows + top - y) ** 2 + (columns + left - x) ** 2))
    return left + int(columns[nearest]), top + int(rows[nearest])


def _free_part(region: Array, quad: Array) -> Array:
    """The largest part of a quad (4, 2) that nothing stands in front of, as a quad with the same sides' directions."""
    rows, columns = _CELLS
    seen = cv2.warpPerspective(region * np.uint8(255), to_plane(quad, columns, rows), (columns, rows))
    found = boxes(seen >= 250) if (seen >= 250).any() else boxes(np.ones((rows, columns), bool))
    wide, high = found.widths / columns, (found.bottoms - found.tops + 1) / rows
    # Words are wider than high.
    best = int(np.argmax(np.minimum(wide, 3 * high) * np.minimum(high, 1.2 * wide)))
    left, top = float(found.lefts[best]), float(found.tops[best])
    right, bottom = left + float(found.widths[best]), float(found.bottoms[best]) + 1
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return through(np.linalg.inv(to_plane(quad, columns, rows)), box)


def _grown(small: Array, at: tuple[int, int], spread: int, bright: bool) -> tuple[Board, Array] | None:
    """The quad of what is of the point's colour and hangs together with it, and that (h, w) uint8, without holes."""
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
    board = board_of(outline, high, wide)
    if board is None or not _is_sign(board, small, bright):
        return None
    whole = cv2.fillPoly(np.zeros((high, wide), np.uint8), [outline], 1)
    return board, np.asarray(whole)


def _is_sign(board: Board, small: Array, bright: bool) -> bool:
    """Whether a quad is neat, and ends in something else; what is partly covered has to be bright."""
    share = area(board.quad) / (small.shape[0] * small.shape[1])
    whole = board.seen == 4 and board.filled >= 0.88 and min(side.support for side in board.sides) >= 0.55
    if not whole and not (bright and share >= _LEAST_COVERED and board.support >= 0.6 and 0.33 <= board.filled <= 1.1):
        return False
    if not bright and share > _MOST_DARK:
        return False
    return all(_contrast(small, board.quad, n) >= _CONTRAST for n in range(4) if board.sides[n].seen)


def _contrast(small: Array, quad: Array, n: int) -> float:
    """How much the colours beyond side n of a quad differ from those within it, on the mean along it."""
    start, end = quad[n], quad[(n + 1) % 4]
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    out = np.array([along[1], -along[0]])
    spots = start + np.linspace(0.1, 0.9, 24)[:, None] * (end - start)
    inner, outer = (_colours(small, spots + way * out) for way in (-4.0, 4.0))
    return float(np.median(np.abs(inner - outer).max(1)))


def _colours(small: Array, spots: Array) -> Array:
    """The colours (n, 3) float64 at spots (n, 2), which are kept in the picture."""
    at = np.clip(spots.round().astype(int), 0, np.array(small.shape[1::-1]) - 1)
    return np.asarray(small[at[:, 1], at[:, 0]].astype(np.float64))


def _refined(rgb: Array, quad: Array, board: Board, reach: float) -> Array:
    """The quad with those of its sides that are seen where the colour ends; as it was where that gives no quad."""
    sides = edges.refined(rgb, [quad], max(2.0, reach))[0]
    kept = [side if own.seen and not own.cut else None for own, side in zip(board.sides, sides, strict=True)]
    corners = edges.joined(kept, quad, False)
    if corners is None or not 0.8 < area(corners) / max(area(quad), 1.0) < 1.25:
        return ordered(quad)
    return ordered(corners)


def _none() -> PlaceUnusable:
    reason = "what is under the point is not one even surface with straight sides"
    remedy = "Point at another part of it, or place the words by hand on the Lettering screen"
    return PlaceUnusable("There is no sign there", reason, remedy)
