"""What lies under words that are not printed on the picture: a caption's bar, a speech bubble with its tail.

Shapes are filled at twice the size and made smaller, so that their edges are smooth and the same every time.
"""

from __future__ import annotations

from math import pi

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, checked, scaled
from studio.lettering.records import FORMAT, Look, Setting
from studio.lettering.seeing.ground import Ground
from studio.lettering.setting.contrast import DARK, LIGHT, Colour, luminance, parsed

ROUND = 2.6
"""The exponent of a bubble's outline |x|ⁿ + |y|ⁿ = 1 (Lamé): 2 is an ellipse, more is squarer."""

BUBBLE_ROOM = 2 ** (-1 / ROUND)
"""The largest box of a bubble's own aspect that lies in it, over the bubble."""

CAPTION_ROOM, _FORMER_CAPTION_ROOM = (0.95, 0.76), (0.94, 0.62)
"""The width and height that words take of a caption's bar, now and in records of formats 1 and 2."""

OUTLINE = 0.0035
"""The width of an outline over the picture's longer side; at least a pixel and a half."""

_POINTS = 96
_OVER = 2


def lay(lettered: Array, setting: Setting, look: Look, format: int = FORMAT) -> tuple[Array, Ground]:
    """Draw the paper of a caption or a bubble into `lettered` (H, W, 3); the quad for its words, and their ground.

    `format` is that of the record. Raises InkUnknown, PlaceUnusable.
    """
    quad = checked(setting.placement.quad)
    colour, line = _colours(look)
    width = max(1.5, OUTLINE * max(lettered.shape[:2]))
    if setting.kind == "bubble":
        outlines = [bubble_outline(quad)]
        if setting.tail is not None:
            outlines += tail_outline(quad, np.array(setting.tail), format)
        inner = scaled(quad, BUBBLE_ROOM)
    else:
        outlines, inner = [quad], _within(quad, *(CAPTION_ROOM if format >= 3 else _FORMER_CAPTION_ROOM))
    _fill(lettered, outlines, width, colour, line)
    return inner, _flat_ground(colour)


def bubble_outline(quad: Array) -> Array:
    """The outline (n, 2) of the bubble whose bounding quad is `quad` (4, 2), clockwise."""
    turns = np.linspace(0, 2 * pi, _POINTS, endpoint=False)
    x, y = (np.sign(v) * np.abs(v) ** (2 / ROUND) for v in (np.cos(turns), np.sin(turns)))
    centre = quad.mean(0)
    across, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 4, (quad[2] + quad[3] - quad[0] - quad[1]) / 4
    return np.asarray(centre + x[:, None] * across + y[:, None] * down)


def tail_outline(quad: Array, tip: Array, format: int = FORMAT) -> list[Array]:
    """The outline of the tail from the middle of a bubble to its tip (2,), bent a little; none where that is inside."""
    centre = quad.mean(0)
    body = bubble_outline(quad).astype(np.float32)
    if cv2.pointPolygonTest(body, (float(tip[0]), float(tip[1])), True) > -2:
        return []
    way = tip - centre
    long = float(np.hypot(*way))
    side = np.array([-way[1], way[0]]) / long
    half = 0.17 * min(float(np.hypot(*(quad[3] - quad[0]))), float(np.hypot(*(quad[1] - quad[0]))))
    bend = 0.09 * long * (1 if way[0] >= 0 else -1) * side
    shares = np.linspace(0, 1, 17)[:, None]
    # The tail keeps its width inside the bubble and narrows to the tip.
    narrowing = (1 - shares) ** 0.8
    if format >= 3:
        inside = _inside(quad, way)
        half = min(half, 0.6 * (1 - inside) * long)
        bend = bend * (1 - inside)
        narrowing = np.minimum((1 - shares) / (1 - inside), 1) ** 0.9
    spine = centre + shares * way + 4 * shares * (1 - shares) * bend
    spread = half * narrowing * side
    return [np.vstack([spine + spread, (spine - spread)[::-1]])]


def _inside(quad: Array, way: Array) -> float:
    """The share of a way (2,) from the middle of a bubble that lies within it."""
    across, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 4, (quad[2] + quad[3] - quad[0] - quad[1]) / 4
    parts = np.abs(np.linalg.solve(np.column_stack([across, down]), way))
    return min(float((parts**ROUND).sum() ** (-1 / ROUND)), 0.98)


def _colours(look: Look) -> tuple[Colour, Colour]:
    """The paper's colour, by contrast to the ink, and the outline's."""
    ink = DARK if look.ink == "auto" else parsed(look.ink)
    return (LIGHT, DARK) if luminance(ink) < 0.3 else (DARK, LIGHT)


def _within(quad: Array, across: float, down: float) -> Array:
    """The middle part of a quad: `across` of its width and `down` of its height."""
    x, y = (1 - across) / 2, (1 - down) / 2
    shares = np.array([[x, y], [1 - x, y], [1 - x, 1 - y], [x, 1 - y]])
    top = quad[0] + shares[:, :1] * (quad[1] - quad[0])
    bottom = quad[3] + shares[:, :1] * (quad[2] - quad[3])
    return np.asarray(top + shares[:, 1:] * (bottom - top))


def _flat_ground(colour: Colour) -> Ground:
    grid = np.ones((12, 12), np.float32)
    flat = np.broadcast_to(np.array(colour, np.float32), (12, 12, 3))
    return Ground(np.ones((12, 12), bool), flat.astype(np.uint8), flat, grid, True, True, float(max(colour)))


def _fill(lettered: Array, outlines: list[Array], width: float, colour: Colour, line: Colour) -> None:
    """Fill the union of outlines, with a line of `width` px around it."""
    every = np.vstack(outlines)
    x0, y0 = np.maximum(np.floor(every.min(0) - width - 2), 0).astype(int).tolist()
    x1, y1 = np.minimum(np.ceil(every.max(0) + width + 3), lettered.shape[1::-1]).astype(int).tolist()
    if x1 <= x0 or y1 <= y0:
        return
    mask = np.zeros(((y1 - y0) * _OVER, (x1 - x0) * _OVER), np.uint8)
    for outline in outlines:
        points = ((outline + 0.5 - (x0, y0)) * _OVER - 0.5) * 16
        cv2.fillPoly(mask, [np.round(np.clip(points, -2e8, 2e8)).astype(np.int32)], 255, cv2.LINE_8, 4)
    reach = max(1, round(width * _OVER))
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    target = lettered[y0:y1, x0:x1]
    region = target.astype(np.float32)
    for share, paint in ((cv2.dilate(mask, brush), line), (mask, colour)):
        small = cv2.resize(share, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)[..., None] / np.float32(255)
        region += small * (np.array(paint, np.float32) - region)
    target[:] = (region + 0.5).astype(np.uint8)
