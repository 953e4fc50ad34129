"""White chest panels, as quadrilaterals to a part of a pixel, with a confidence.

A white region with four straight sides is a panel where piping of one bright colour runs around it, or where it lies on
a torso: cloth of one kind on its sides, wider than the panel and no wider than a body, with a head above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.lettering.geometry.quads import Array, as_tuple, lengths, overlap
from studio.lettering.records import Placement
from studio.lettering.seeing import torso
from studio.lettering.seeing.ground import highest
from studio.lettering.seeing.light import gains_of, in_white_light
from studio.lettering.seeing.views import Views, views_of
from studio.lettering.shapes import edges, regions
from studio.lettering.shapes.curved_panels import bent
from studio.lettering.shapes.cut_panels import completed
from studio.lettering.shapes.outlines import PIPED, Outlined, outlined, same_piping
from studio.lettering.shapes.straight_sides import Shape, shape_of

LEAST = 0.4
"""The confidence from which a quadrilateral is called a panel."""

SURE = 0.6
"""The confidence from which nothing better is looked for."""

_RINGED = 0.25

_ALIKE = 0.06
"""What it adds to a panel's confidence that another has its piping, though none of them is sure."""

_HINTED = 0.05
"""How surely piping is seen, at least, where it is counted at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """An outline that may be a panel's, and how sure that is, 0 to 1."""

    outline: Outlined
    confidence: float

    @property
    def quad(self) -> Array:
        """Its corners (4, 2) px."""
        return self.outline.quad


def find_panels(rgb: Array) -> tuple[Placement, ...]:
    """The panels of a picture (H, W, 3) uint8 RGB, as `panels_in` finds them."""
    return panels_in(views_of(rgb))


def panels_in(views: Views, enough: int | None = None) -> tuple[Placement, ...]:
    """The panels of a picture, surest first; none overlap. Quads are the outer edge of the piping, or the edge of the
    white where there is none; they reach out of the picture where its edge cuts a panel. With `enough`, what has no
    colour around it is only looked at where fewer panels than that have."""
    found = sorted(_found(views, enough), key=lambda one: -one.confidence)
    kept: list[Found] = []
    for one in found:
        if one.confidence >= LEAST and all(overlap(one.quad, other.quad) < 0.2 for other in kept):
            kept.append(one)
    return tuple(Placement("panel", as_tuple(_whole(views, one.quad)), round(one.confidence, 3)) for one in kept)


def _whole(views: Views, quad: Array) -> Array:
    """A quad with what the picture's edge cuts off it."""
    high, wide = views.rgb.shape[:2]
    return completed(quad, wide, high, 1.5 + float(views.grow.max()))


def _found(views: Views, enough: int | None) -> list[Found]:
    """White quadrilaterals, each with the confidence that it is a panel."""
    if min(views.rgb.shape[:2]) < 24:
        return []
    gains = gains_of(views.copies[min(2, len(views.copies) - 1)])
    views = in_white_light(views, gains)
    white = regions.whiteness(views.small)
    shapes = _shapes(white)
    if enough is None:
        return _together(_looked_at(views, gains, shapes + _harder(white, shapes), []))
    rings = _rings(views.small, shapes)
    order = sorted(range(len(shapes)), key=lambda n: -rings[n])
    ringed = sum(ring >= _RINGED for ring in rings)
    found: list[Found] = []
    for part in (order[: min(enough, ringed)], order[min(enough, ringed) : ringed], order[ringed:]):
        found = _looked_at(views, gains, [shapes[n] for n in part], found)
        least = SURE if part == order[: min(enough, ringed)] else LEAST
        together = _together(found)
        if sum(one.confidence >= least for one in together) >= enough:
            return together
    return _together(_looked_at(views, gains, _harder(white, shapes), found))


def _shapes(white: Array, levels: tuple[int, ...] = regions.LEVELS) -> list[Shape]:
    """The quadrilaterals of a small picture's whiteness (h, w)."""
    found = regions.regions(white, levels)
    seen = [(one, shape_of(one.stretches, one.size, *white.shape)) for one in found]
    return [bent(fitted, one.outline) for one, fitted in seen if fitted is not None]


def _harder(white: Array, known: list[Shape]) -> list[Shape]:
    """Quadrilaterals that are only seen without the white stripes that run into them, or at a level between the usual
    ones: on a shirt that is nearly as light."""
    near = 0.01 * max(white.shape)
    return [
        one
        for one in _shapes(regions.without_stripes(white), regions.BETWEEN)
        if all(float(np.abs(one.quad - other.quad).max()) > near for other in known)
    ]


def _looked_at(views: Views, gains: Array | None, shapes: list[Shape], before: list[Found]) -> list[Found]:
    """Shapes of the small picture, refined in the whole one and judged; `gains` bring that to white light. What is
    around a panel is not looked at where its piping is that of one that is sure, such as one of those found `before`.
    """
    rgb, grow = views.rgb, views.grow
    quads = [(fitted.quad + 0.5) * grow - 0.5 for fitted in shapes]
    bulges = [fitted.bulges * float(grow.mean()) for fitted in shapes]
    sides = edges.refined(rgb, quads, max(2.0, 2 * float(grow.max())), gains, bulges)
    found = list(before)
    for fitted, quad, four in zip(shapes, quads, sides, strict=True):
        one = outlined(rgb, gains, fitted, quad, four)
        if one is not None:
            sure = next(
                (other for other in found if other.confidence >= SURE and same_piping(one, other.outline)), None
            )
            found.append(_judged(views, one) if sure is None else Found(one, _beside(one, sure.confidence)))
    return found


def _rings(small: Array, shapes: list[Shape]) -> list[float]:
    """How much each shape seems to have a bright colour around it, at a first look: from 0 to 1, a mean over sides."""
    if not shapes:
        return []
    quads = np.array([fitted.quad for fitted in shapes])
    ends = np.roll(quads, -1, 1)
    along = (ends - quads) / np.maximum(np.linalg.norm(ends - quads, axis=2, keepdims=True), 1e-6)
    out = np.stack([along[..., 1], -along[..., 0]], -1)
    shares = np.linspace(0.15, 0.85, 9)[None, None, :, None, None]
    steps = np.array([1.0, 2.0, 3.0])[None, None, None, :, None]
    points = quads[:, :, None, None] + shares * (ends - quads)[:, :, None, None] + steps * out[:, :, None, None]
    high, wide = small.shape[:2]
    x, y = (np.clip(np.rint(points[..., n]), 0, limit - 1).astype(int) for n, limit in ((0, wide), (1, high)))
    seen = small[y, x].astype(np.float32)
    top = highest(seen)
    chroma = (top + highest(-seen)) / np.maximum(top, 60)
    # A dark line around a sheet may have a hue as well; piping is bright.
    bright = np.clip((top - 80) / 60, 0, 1)
    shine = (np.clip(chroma / 0.6, 0, 1) * bright).max(3)
    sides = np.sort(shine, 2)[:, :, shine.shape[2] // 2]  # many times as fast as NumPy's median
    return [float(ring) for ring in sides.mean(1)]


def _judged(views: Views, one: Outlined) -> Found:
    """How sure it is that an outline is a panel's: with piping mostly by itself, else by what is around it."""
    is_piped = one.piping >= _HINTED
    likely = one.neat if is_piped else 0.9 * one.neat * _regular(one, max(views.rgb.shape[:2]))
    if likely < 0.1:
        return Found(one, 0.0)
    body = torso.around(views, _whole(views, one.quad)).evidence
    return Found(one, float(likely * (0.37 * one.piping + 0.63 * body if is_piped else body**1.5)))


def _together(found: list[Found]) -> list[Found]:
    """Those that are worn in one picture have the same piping: what has a sure panel's is one too, whatever is around.

    Two that are alike speak for each other where neither is sure.
    """
    piped = [one for one in found if one.outline.piping >= PIPED]
    together = []
    for one in found:
        likes = [other for other in piped if other is not one and same_piping(one.outline, other.outline)]
        best = max((other.confidence for other in likes), default=0.0)
        sure = one.confidence
        if best >= LEAST:
            sure = max(sure, _beside(one.outline, best))
        elif likes and sure < LEAST:
            sure += _ALIKE * one.outline.piping
        together.append(Found(one.outline, sure))
    return together


def _beside(one: Outlined, sure: float) -> float:
    """How sure it is that an outline is a panel's that has the piping of one that is so sure: hardly less."""
    return min(one.neat * (0.55 + 0.35 * one.piping), sure - 0.01)


def _regular(one: Outlined, longest: int) -> float:
    """How much a quad without piping is like a panel by its shape, 0 to 1: not odd, thin, tiny or blurred."""
    sides = np.roll(one.quad, -1, 0) - one.quad
    long = np.hypot(*sides.T)
    turns = np.sum(sides * np.roll(sides, -1, 0), 1) / np.maximum(long * np.roll(long, -1), 1e-9)
    square = np.clip((0.55 - np.abs(turns).max()) / 0.15, 0, 1)
    width, height = lengths(one.quad)
    ratios = max(long[0] / long[2], long[2] / long[0], long[1] / long[3], long[3] / long[1])
    even = np.clip((1.75 - ratios) / 0.25, 0, 1)
    # What the picture's edge leaves of a panel is as wide as a panel, or as high.
    top, right, bottom, left = one.fitted.cut
    narrow, flat = (width / height - 0.6) / 0.2, (3.6 - width / height) / 0.6
    aspect = (1.0 if left or right else np.clip(narrow, 0, 1)) * (1.0 if top or bottom else np.clip(flat, 0, 1))
    large = np.clip((width / longest - 0.035) / 0.02, 0, 1)
    tight = np.clip((1.13 - one.fitted.filled) / 0.06, 0, 1)
    residual = float(np.mean([side.residual for side in one.sides]))
    return float(square * even * aspect * large * tight * _rolled(one) * np.clip((0.9 - residual) / 0.4, 0, 1))


def _rolled(one: Outlined) -> float:
    """How much the bulges of four sides are those of a sheet around a body, 0 to 1: opposite sides go the same way."""
    bulges = [side.bulge for side in one.sides]
    if len(bulges) < 4:
        # Of a side that is not seen nothing is known.
        bulges = [*map(abs, bulges), 0.0, 0.0][:4]
    off = max(abs(bulges[0] + bulges[2]), abs(bulges[1] + bulges[3])) / (sum(lengths(one.quad)) / 2)
    return float(np.clip((0.035 - off) / 0.015, 0, 1))
