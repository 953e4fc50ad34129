"""White chest panels, as quadrilaterals to a part of a pixel, with a confidence.

A white region with four straight sides is a panel where piping of one bright colour runs around it, or where it lies on
a torso: cloth of one kind on its sides, wider than the panel and no wider than a body, with a head above.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering import blobs, edges, torso
from studio.lettering.edges import Side
from studio.lettering.quads import Array, area, as_tuple, lengths, ordered, overlap
from studio.lettering.records import Placement
from studio.lettering.stretches import Shape, shape_of

WORKING = 512
"""The longer side, in px, of the small picture that regions are looked for in."""

LEAST = 0.5
"""The confidence from which a quadrilateral is called a panel."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quadrilateral (4, 2) that may be a panel, and how sure that is, 0 to 1."""

    quad: Array
    confidence: float
    why: tuple = ()


def find_panels(rgb: Array) -> tuple[Placement, ...]:
    """The panels of a picture (H, W, 3) uint8 RGB, surest first; none overlap. Quads are the outer edge of the piping,
    or the edge of the white where there is none."""
    return tuple(
        Placement("panel", as_tuple(one.quad), round(one.confidence, 3))
        for one in bright_quads(rgb)
        if one.confidence >= LEAST
    )


def bright_quads(rgb: Array) -> list[Found]:
    """All white quadrilaterals, surest first, panels or not."""
    high, wide = rgb.shape[:2]
    if min(high, wide) < 24:
        return []
    scale = min(1.0, WORKING / max(high, wide))
    shape = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(rgb, shape, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    found: list[Found] = []
    for region in blobs.regions(blobs.whiteness(small)):
        fitted = shape_of(region.stretches, region.size, shape[1], shape[0])
        if fitted is None:
            continue
        one = _judged(rgb, small, fitted, (wide / shape[0], high / shape[1]))
        if one is not None:
            found.append(one)
    found.sort(key=lambda one: -one.confidence)
    kept: list[Found] = []
    for one in found:
        if all(overlap(one.quad, other.quad) < 0.2 for other in kept):
            kept.append(one)
    return kept


def _judged(rgb: Array, small: Array, fitted: Shape, grow: tuple[float, float]) -> Found | None:
    quad = (fitted.quad + 0.5) * grow - 0.5
    reach = max(2.0, 2 * max(grow))
    sides = edges.refined(rgb, quad, fitted.cut, reach)
    whole = [side for side in sides if side is not None]
    if len(whole) < 4 - max(sum(fitted.cut), 0) or len(whole) < 2:
        return None
    piped = _piped(whole)
    corners = edges.joined(sides, quad, piped > 0)
    if corners is None:
        return None
    corners = ordered(corners)
    width, height = lengths(corners)
    if not (0.6 < area(corners) / max(area(quad), 1) < 1.6) or not 0.25 < height / max(width, 1e-6) < 2.5:
        return None
    neat = _neat(whole, fitted)
    body = torso.around(small, (corners + 0.5) / grow - 0.5)
    confidence = neat * (
        0.55 + 0.45 * body.evidence
        if piped >= 1
        else 0.9 * body.evidence * _regular(corners, whole, fitted, max(rgb.shape))
    )
    return Found(
        corners,
        float(np.clip(confidence, 0, 1)),
        (
            round(neat, 2),
            piped,
            body,
            round(float(np.mean([x.held for x in whole])), 2),
            round(float(np.mean([x.residual for x in whole])), 2),
            round(fitted.filled, 2),
        ),
    )


def _neat(sides: list[Side], fitted: Shape) -> float:
    """How much like a flat rectangle the outline is, 0 to 1."""
    held = float(np.mean([side.held for side in sides]))
    residual = float(np.mean([side.residual for side in sides]))
    full = min(fitted.filled, 1.0)
    return float(np.clip(held / 0.6, 0, 1) * np.clip(2 - residual, 0, 1) * np.clip((full - 0.4) / 0.3, 0, 1))


def _regular(quad: Array, sides: list[Side], fitted: Shape, longest: int) -> float:
    """How much a quad without piping is like a panel by its shape alone, 0 to 1: not odd, not thin, not tiny, not blurred."""
    edges_along = np.roll(quad, -1, 0) - quad
    long = np.hypot(*edges_along.T)
    turns = np.sum(edges_along * np.roll(edges_along, -1, 0), 1) / np.maximum(long * np.roll(long, -1), 1e-9)
    square = np.clip((0.55 - np.abs(turns).max()) / 0.15, 0, 1)
    width, height = lengths(quad)
    ratios = max(long[0] / long[2], long[2] / long[0], long[1] / long[3], long[3] / long[1])
    even = np.clip((1.75 - ratios) / 0.25, 0, 1)
    aspect = np.clip((width / height - 0.6) / 0.2, 0, 1) * np.clip((3.6 - width / height) / 0.6, 0, 1)
    large = np.clip((width / longest - 0.035) / 0.02, 0, 1)
    tight = np.clip((1.13 - fitted.filled) / 0.06, 0, 1)
    residual = float(np.mean([side.residual for side in sides]))
    return float(square * even * aspect * large * tight * np.clip((0.9 - residual) / 0.4, 0, 1))


def _piped(sides: list[Side]) -> int:
    """1 where bright piping of one colour runs along the sides, −1 where there is none; 0 has no bright colour."""
    banded = [side for side in sides if side.piping > 0]
    if len(banded) < max(2, len(sides) - 1):
        return -1
    bands = np.array([side.band for side in banded])
    middle = np.median(bands, 0)
    near = (
        np.linalg.norm(bands / np.maximum(bands.max(1, keepdims=True), 1) - middle / max(middle.max(), 1), axis=1)
        < 0.35
    )
    widths = np.array([side.piping for side in banded])
    even = np.abs(widths - np.median(widths)) < 0.5 * np.median(widths) + 1.5
    if int((near & even).sum()) < max(2, len(sides) - 1):
        return -1
    brightest, chroma = float(middle.max()), float(middle.max() - middle.min())
    white = float(np.mean([side.white.max() for side in sides]))
    return 1 if chroma >= 0.42 * brightest and brightest >= 0.5 * white else 0
