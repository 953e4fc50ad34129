"""White quadrilaterals with what is known of their outline: how neat it is, and whether piping runs along it."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from studio.lettering.geometry.quads import Array, area, lengths, ordered, overlap
from studio.lettering.shapes import edges
from studio.lettering.shapes.edges import Side
from studio.lettering.shapes.hidden_sides import hidden_side, uncovered
from studio.lettering.shapes.straight_sides import Shape

PIPED = 0.3
"""How surely piping is seen, at least, where it says that two panels belong together."""


_SAME_HUE = 0.25
"""The distance of two colours, each over its brightest channel, that is between the piping of two at most."""


class Band(NamedTuple):
    """A band of one colour, over its brightest channel, and of one width, over the quadrilateral's width and height."""

    hue: tuple[float, float, float]
    width: float


@dataclass(frozen=True, slots=True)
class Outlined:
    """A white quadrilateral with what is known of its outline; `piping` and `neat` are 0 to 1. `band` is what
    runs along its sides, where anything does."""

    quad: Array
    sides: list[Side]
    fitted: Shape
    piping: float
    neat: float
    band: Band | None


def outlined(rgb: Array, gains: Array | None, fitted: Shape, quad: Array, sides: list[Side | None]) -> Outlined | None:
    """A quad with its fitted sides, or None where it is no quadrilateral after all."""
    sides = [None if cut else side for cut, side in zip(fitted.cut, sides, strict=True)]
    whole = [side for side in sides if side is not None]
    if len(whole) < 2:
        return None
    banded, piped = _piping(whole)
    covered = hidden_side(sides) if piped >= PIPED and not any(fitted.cut) else None
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
    return Outlined(corners, whole, fitted, piped, _neat(whole, fitted), _band(whole, corners) if banded else None)


def same_piping(one: Outlined, other: Outlined) -> bool:
    """Whether two panels, in two places, have piping of one colour and about one width, and are about as large."""
    if min(one.piping, other.piping) < PIPED or one.band is None or other.band is None:
        return False
    if math.dist(one.band.hue, other.band.hue) > _SAME_HUE:
        return False
    small, large = sorted(sum(lengths(which.quad)) for which in (one, other))
    slim, broad = sorted((one.band.width, other.band.width))
    return large < 2.5 * small and broad < 2.5 * slim + 0.01 and overlap(one.quad, other.quad) == 0


def _band(sides: list[Side], quad: Array) -> Band:
    piped = [side for side in sides if side.piping]
    red, green, blue = (statistics.median(float(side.band[n]) for side in piped) for n in range(3))
    top = max(red, green, blue, 1.0)
    width = statistics.median(side.piping for side in piped)
    return Band((red / top, green / top, blue / top), width / max(sum(lengths(quad)), 1e-6))


def _neat(sides: list[Side], fitted: Shape) -> float:
    """How much like a flat rectangle the outline is, 0 to 1."""
    held = float(np.mean([side.held for side in sides]))
    residual = float(np.mean([side.residual for side in sides]))
    full = min(fitted.filled, 1.0)
    return float(np.clip(held / 0.6, 0, 1) * np.clip(2 - residual, 0, 1) * np.clip((full - 0.4) / 0.3, 0, 1))


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
