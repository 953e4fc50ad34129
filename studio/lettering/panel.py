"""White chest panels, as quadrilaterals to a part of a pixel, with a confidence.

A white region with four straight sides is a panel where piping of one bright colour runs around it, or where it lies on
a torso: cloth of one kind on its sides, wider than the panel and no wider than a body, with a head above.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import numpy as np

from studio.lettering import blobs, edges, torso
from studio.lettering.bends import bent
from studio.lettering.beyond import completed
from studio.lettering.edges import Side
from studio.lettering.ground import highest
from studio.lettering.hidden import hidden_side, uncovered
from studio.lettering.light import gains_of, in_white_light
from studio.lettering.quads import Array, area, as_tuple, lengths, ordered, overlap
from studio.lettering.records import Placement
from studio.lettering.stretches import Shape, shape_of
from studio.lettering.views import Views, views_of

LEAST = 0.4
"""The confidence from which a quadrilateral is called a panel."""


SURE = 0.6
"""The confidence from which nothing better is looked for."""

_RINGED = 0.25

_HINTED = 0.05
"""How surely piping is seen, at least, where it is counted at all."""

_PIPED = 0.3
"""How surely piping is seen, at least, where it says that two panels belong together."""


@dataclass(frozen=True, slots=True)
class _Outlined:
    """A white quadrilateral with what is known of its outline; `piping` and `neat` are 0 to 1."""

    quad: Array
    sides: list[Side]
    fitted: Shape
    piping: float
    neat: float


@dataclass(frozen=True, slots=True)
class Found:
    """An outline that may be a panel's, and how sure that is, 0 to 1."""

    outline: _Outlined
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
    white = blobs.whiteness(views.small)
    shapes = _shapes(white)
    if enough is None:
        return _together(_looked_at(views, gains, shapes + _harder(white, shapes)))
    rings = _rings(views.small, shapes)
    order = sorted(range(len(shapes)), key=lambda n: -rings[n])
    ringed = sum(ring >= _RINGED for ring in rings)
    found: list[Found] = []
    for part in (order[: min(enough, ringed)], order[min(enough, ringed) : ringed], order[ringed:]):
        found = _together(found + _looked_at(views, gains, [shapes[n] for n in part]))
        least = SURE if part == order[: min(enough, ringed)] else LEAST
        if sum(one.confidence >= least for one in found) >= enough:
            return found
    return _together(found + _looked_at(views, gains, _harder(white, shapes)))


def _shapes(white: Array, levels: tuple[int, ...] = blobs.LEVELS) -> list[Shape]:
    """The quadrilaterals of a small picture's whiteness (h, w)."""
    found = blobs.regions(white, levels)
    seen = [(one, shape_of(one.stretches, one.size, *white.shape)) for one in found]
    return [bent(fitted, one.outline) for one, fitted in seen if fitted is not None]


def _harder(white: Array, known: list[Shape]) -> list[Shape]:
    """Quadrilaterals that are only seen without the white stripes that run into them, or at a level between the usual
    ones: on a shirt that is nearly as light."""
    near = 0.01 * max(white.shape)
    return [
        one
        for one in _shapes(blobs.without_stripes(white), blobs.BETWEEN)
        if all(float(np.abs(one.quad - other.quad).max()) > near for other in known)
    ]


def _looked_at(views: Views, gains: Array | None, shapes: list[Shape]) -> list[Found]:
    """Shapes of the small picture, refined in the whole one and judged; `gains` bring that to white light."""
    rgb, grow = views.rgb, views.grow
    quads = [(fitted.quad + 0.5) * grow - 0.5 for fitted in shapes]
    bulges = [fitted.bulges * float(grow.mean()) for fitted in shapes]
    sides = edges.refined(rgb, quads, max(2.0, 2 * float(grow.max())), gains, bulges)
    outlines = [_outlined(views.rgb, gains, *one) for one in zip(shapes, quads, sides, strict=True)]
    return [_judged(views, one) for one in outlines if one is not None]


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


def _outlined(
    rgb: Array, gains: Array | None, fitted: Shape, quad: Array, sides: list[Side | None]
) -> _Outlined | None:
    """A quad with its fitted sides, or None where it is no quadrilateral after all."""
    sides = [None if cut else side for cut, side in zip(fitted.cut, sides, strict=True)]
    whole = [side for side in sides if side is not None]
    if len(whole) < 2:
        return None
    banded, piped = _piping(whole)
    covered = hidden_side(sides) if piped >= _PIPED and not any(fitted.cut) else None
    if len(whole) < 4 - sum(fitted.cut) - (covered is not None):
        return None
    if len(whole) < 4 and covered is not None:
        piped = min(piped, 0.5)
    corners = edges.joined(sides, quad, banded)
    if corners is None:
        return None
    if not 0.6 < area(corners) / max(area(quad), 1) < 1.6:
        return None
    if covered is not None:
        corners = uncovered(rgb, gains, corners, sides, covered)
    corners = ordered(corners)
    width, height = lengths(corners)
    # What the picture's edge leaves of a panel may be narrow.
    least, most = (0.14, 4.5) if any(fitted.cut) else (0.25, 2.5)
    if not least < height / max(width, 1e-6) < most:
        return None
    return _Outlined(corners, whole, fitted, piped, _neat(whole, fitted))


def _judged(views: Views, one: _Outlined) -> Found:
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
    piped = [one for one in found if one.outline.piping >= _PIPED]
    together = []
    for one in found:
        likes = [other for other in piped if other is not one and _same_piping(one.outline, other.outline)]
        best = max((other.confidence for other in likes), default=0.0)
        sure = one.confidence
        if best >= LEAST:
            sure = max(sure, one.outline.neat * (0.55 + 0.35 * one.outline.piping))
        elif likes and sure < LEAST:
            sure += 0.06 * one.outline.piping
        together.append(Found(one.outline, sure))
    return together


def _same_piping(one: _Outlined, other: _Outlined) -> bool:
    """Whether two panels, in two places, have piping of one colour and about one width, and are about as large."""
    if min(one.piping, other.piping) < _PIPED or overlap(one.quad, other.quad) > 0:
        return False
    bands = np.array([np.median([side.band for side in which.sides if side.piping], 0) for which in (one, other)])
    hues = bands / np.maximum(bands.max(1, keepdims=True), 1)
    if float(np.linalg.norm(hues[0] - hues[1])) > 0.25:
        return False
    sizes = [sum(lengths(which.quad)) for which in (one, other)]
    widths = [statistics.median([side.piping for side in which.sides if side.piping]) for which in (one, other)]
    slim, broad = sorted(width / size for width, size in zip(widths, sizes, strict=True))
    return max(sizes) < 2.5 * min(sizes) and broad < 2.5 * slim + 0.01


def _neat(sides: list[Side], fitted: Shape) -> float:
    """How much like a flat rectangle the outline is, 0 to 1."""
    held = float(np.mean([side.held for side in sides]))
    residual = float(np.mean([side.residual for side in sides]))
    full = min(fitted.filled, 1.0)
    return float(np.clip(held / 0.6, 0, 1) * np.clip(2 - residual, 0, 1) * np.clip((full - 0.4) / 0.3, 0, 1))


def _regular(one: _Outlined, longest: int) -> float:
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


def _rolled(one: _Outlined) -> float:
    """How much the bulges of four sides are those of a sheet around a body, 0 to 1: opposite sides go the same way."""
    bulges = [side.bulge for side in one.sides]
    if len(bulges) < 4:
        # Of a side that is not seen nothing is known.
        bulges = [*map(abs, bulges), 0.0, 0.0][:4]
    off = max(abs(bulges[0] + bulges[2]), abs(bulges[1] + bulges[3])) / (sum(lengths(one.quad)) / 2)
    return float(np.clip((0.035 - off) / 0.015, 0, 1))


def _piping(sides: list[Side]) -> tuple[bool, float]:
    """Whether one band runs along the sides, of one colour and width; and how surely it is piping, of a bright colour
    on all sides, 0 to 1."""
    banded = [side for side in sides if side.piping > 0]
    least = max(2, len(sides) - 1)
    if len(banded) < least:
        return False, 0.0
    bands = np.array([side.band for side in banded])
    middle = np.median(bands, 0)
    hues = bands / np.maximum(bands.max(1, keepdims=True), 1) - middle / max(middle.max(), 1)
    apart = np.linalg.norm(hues, axis=1)
    widths = np.array([side.piping for side in banded])
    usual = statistics.median(widths.tolist())
    even = np.abs(widths - usual) < 0.5 * usual + 2
    if int(((apart < 0.35) & even).sum()) < least:
        return False, 0.0
    brightest, chroma = float(middle.max()), float(middle.max() - middle.min())
    white = float(np.mean([side.white.max() for side in sides]))
    if chroma < 0.42 * brightest or brightest < 0.5 * white:
        return True, 0.0
    residual = float(np.mean([side.residual for side in sides]))
    alike = np.clip((0.2 - float(np.mean(apart))) / 0.12, 0, 1) * np.clip((0.85 - residual) / 0.45, 0, 1)
    # The frames of sheets and boards are seldom bright.
    alike *= np.clip((brightest / white - 0.48) / 0.12, 0, 1)
    return True, max(float(alike) * (2 * len(banded) / len(sides) - 1), 0.01)
