"""The sides of panels to a part of a pixel, and what runs along them: piping, then cloth.

Each side is looked at in profiles across it. The white ends where a profile is half-way from the panel's white to what
follows. What follows is piping where, along the side, its colour is off the straight blend from white to the cloth
further out; the panel then ends where the profile is half-way from piping to cloth. Lines are fitted to these crossings
with weights that fall for those far off (Tukey's biweight), so that fingers in front do not pull them.

All sides of all quads are worked on at once; the first axis of arrays is the side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.lettering.geometry.quads import Array, corners_of
from studio.lettering.shapes.side_profiles import ROWS, SHARES, STEPS, Rulers, bulged, inside, rulers_on, sampled

_APART = 30.0
"""How far (Euclidean RGB) piping is from every blend of white and cloth."""

_WHOLE = 0.85
"""The share of the profiles that agree on the white's end that piping's end has, at least."""

_LEAST_CONTRAST = 45.0
_FOLLOWING = 33
"""Samples of a profile that follow the white."""

_BULGE = 4 * SHARES * (1 - SHARES)
"""How far a bent side is outside the line between its corners at each profile, over how far its middle is."""

_LEAST_BULGE, _MOST_BULGE = 1.0, 0.12
"""How far a bent side bulges at least, in px, and at most, over its length."""

_TAIL = 4
"""Samples at the far end of a profile that are the cloth."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the white's end and the panel's end as lines (3,), and what lies along them.

    `residual` is the fit's error in px, `held` the share of profiles that agree with it. `white` and `band` (what
    follows the white) are RGB; `piping` is the band's width in px, 0 where it is no more than a blend into the cloth.
    `bulge` is how far its middle is outside the line between its ends, in px.
    """

    inner: Array
    outer: Array
    residual: float
    held: float
    white: Array
    band: Array
    piping: float
    bulge: float


def refined(
    rgb: Array, quads: list[Array], reach: float, gains: Array | None = None, bulges: list[Array] | None = None
) -> list[list[Side | None]]:
    """The four sides of each quad (4, 2) that is true to about `reach` px, in a picture (H, W, 3) uint8.

    `bulges` (4,) of each quad is how far its sides, as parabolas, reach outside the lines between its corners. Of sides
    that are bent, lines are those between their corners. `gains` (3,) bring the picture to white light. None stands for
    a side that cannot be fitted: it lies on the picture's edge, or is covered, or ends in nothing.
    """
    if not quads:
        return []
    corners = np.array(quads)
    bent = np.zeros(4 * len(quads)) if bulges is None else np.concatenate(bulges)
    rulers = rulers_on(corners.reshape(-1, 2), np.roll(corners, -1, 1).reshape(-1, 2), reach, bent)
    profiles = sampled(rgb, rulers, rulers.offsets[:, None], gains)
    within_picture = inside(rgb, rulers)
    within = max(3, int(STEPS * 0.16))
    white = profiles[:, :, :within].mean(2)
    usual = _masked_median(white, np.ones(white.shape[:2], bool))
    usable = (_length(white - usual[:, None]) < 65) & within_picture
    inner = _ends(_length(profiles - white[:, :, None]), usable)
    inner = rulers.offsets[:, :1] + inner * rulers.step[:, None]
    seen = usable & np.isfinite(inner)
    fit = _fitted(inner, rulers.distances, seen)
    more = _bulges(inner, rulers, seen, fit)
    if more.any():
        rulers, inner, bent = bulged(rulers, more), inner - more[:, None] * _BULGE, bent + more
        fit = _fitted(inner, rulers.distances, seen)
    centre = fit.offset[:, None] + fit.slope[:, None] * rulers.distances
    after = sampled(rgb, rulers, centre[..., None] + rulers.step[:, None, None] * np.arange(_FOLLOWING), gains)
    band, piping, outer = _banded(after, rulers, centre, white, fit.agree)
    again = _fitted(outer, rulers.distances, fit.agree & np.isfinite(outer))
    # Where a band ends all along the side is piping's end; what ends here and there is a pattern.
    piped = (piping > 0) & (again.held >= np.maximum(0.25, _WHOLE * fit.held))
    sides: list[Side | None] = []
    for n in range(len(usual)):
        if fit.held[n] < 0.2:
            sides.append(None)
            continue
        line = _line(rulers, n, fit.offset[n], fit.slope[n])
        end = _line(rulers, n, again.offset[n], again.slope[n]) if piped[n] else line
        residual = max(fit.residual[n], again.residual[n]) if piped[n] else fit.residual[n]
        width = float(piping[n]) if piped[n] else 0.0
        sides.append(Side(line, end, float(residual), float(fit.held[n]), usual[n], band[n], width, float(bent[n])))
    return [sides[n : n + 4] for n in range(0, len(sides), 4)]


def joined(sides: list[Side | None], quad: Array, outer: bool) -> Array | None:
    """The corners (4, 2) of the fitted sides; a side that was not fitted stays where the quad has it."""
    lines = []
    for n, side in enumerate(sides):
        if side is None:
            one, other = quad[n], quad[(n + 1) % 4]
            normal = np.array([other[1] - one[1], one[0] - other[0]]) / max(np.hypot(*(other - one)), 1e-9)
            lines.append(np.array([normal[0], normal[1], -float(normal @ one)]))
        else:
            lines.append(side.outer if outer else side.inner)
    return corners_of(np.array(lines))


def _masked_median(values: Array, usable: Array) -> Array:
    """The median over axis 1 of values (n, rows, …) where usable (n, rows); 0 where nothing is usable."""
    count = usable.sum(1)
    if (count == usable.shape[1]).all():
        half = values.shape[1] // 2
        ranked = np.sort(values, axis=1)
        return np.asarray((ranked[:, half - 1 + values.shape[1] % 2] + ranked[:, half]) / 2)
    shape = (*usable.shape, *[1] * (values.ndim - 2))
    ranked = np.sort(np.where(usable.reshape(shape), values, np.inf), axis=1)
    sides = np.arange(len(values))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    middle = (ranked[sides, low] + ranked[sides, high]) / 2
    return np.where((count > 0).reshape(-1, *[1] * (values.ndim - 2)), middle, 0.0)


def _median_of_few(values: Array) -> Array:
    """The median over axis 2 of three or four values (n, rows, 3 or 4, 3)."""
    between = values.sum(2) - values.max(2) - values.min(2)
    return np.asarray(between / (values.shape[2] - 2))


def _dot(one: Array, other: Array) -> Array:
    """The scalar product over the last axis, of colours."""
    return np.asarray(one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1] + one[..., 2] * other[..., 2])


def _length(colours: Array) -> Array:
    return np.asarray(np.sqrt(_dot(colours, colours)))


def _ends(away: Array, usable: Array) -> Array:
    """Where each profile (n, rows, steps) is half-way out of the white, in steps; NaN where it never is."""
    typical = _masked_median(away, usable)
    first = np.argmax(typical > _LEAST_CONTRAST, 1)
    levels = np.full(len(away), np.inf)
    for n, at in enumerate(first):
        if typical[n, at] > _LEAST_CONTRAST:
            # The level that follows the white at once: the first place where the climb is over.
            climb = typical[n, at : at + 14]
            still = np.flatnonzero(np.diff(climb) < 0.04 * climb.max())
            levels[n] = float(climb[still[0]] if len(still) else climb[-1]) / 2
    return _crossings(away, levels)


def _crossings(values: Array, levels: Array) -> Array:
    """Where each row of values (n, rows, steps) first rises over its level (n,), in steps; NaN where it does not."""
    over = values >= levels[:, None, None]
    at = np.argmax(over, 2)
    before = np.take_along_axis(values, np.maximum(at - 1, 0)[..., None], 2)[..., 0]
    here = np.take_along_axis(values, at[..., None], 2)[..., 0]
    rises = (at > 0) & np.take_along_axis(over, at[..., None], 2)[..., 0]
    with np.errstate(invalid="ignore"):
        exact = at - 1 + (levels[:, None] - before) / np.maximum(here - before, 1e-6)
    return np.where(rises, exact, np.nan)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Lines values ≈ offset + slope · along, for each side: arrays (n,); `agree` (n, rows): which rows are on them."""

    offset: Array
    slope: Array
    residual: Array
    held: Array
    agree: Array


def _fitted(values: Array, along: Array, usable: Array) -> _Fit:
    """A robust line through values (n, rows) at distances along (n, rows), of those rows that are usable."""
    half = ROWS // 2
    y = np.where(usable, values, 0.0)
    rise = (values[:, half:] - values[:, :half]) / np.maximum(along[:, half:] - along[:, :half], 1e-6)
    slope = np.clip(_masked_median(rise, usable[:, half:] & usable[:, :half]), -0.15, 0.15)
    offset = _masked_median(values - slope[:, None] * along, usable)
    for width in (6.0, 3.0, 2.0):
        off = np.abs(y - offset[:, None] - slope[:, None] * along)
        scale = np.maximum(_masked_median(off, usable) * 1.5, 0.25) * width
        weight = np.clip(1 - (off / scale[:, None]) ** 2, 0, 1) ** 2 * usable
        total = np.maximum(weight.sum(1), 1e-6)
        mx, my = (weight * along).sum(1) / total, (weight * y).sum(1) / total
        dx = along - mx[:, None]
        slope = (weight * dx * (y - my[:, None])).sum(1) / np.maximum((weight * dx**2).sum(1), 1e-6)
        offset = my - slope * mx
    off = np.abs(y - offset[:, None] - slope[:, None] * along)
    agree = usable & (off < 1.5)
    count = np.maximum(agree.sum(1), 1)
    residual = np.sqrt((off**2 * agree).sum(1) / count)
    return _Fit(offset, slope, residual, agree.mean(1), agree)


def _bulges(values: Array, rulers: Rulers, usable: Array, fit: _Fit) -> Array:
    """How far, in px outwards, the middle of each side (n,) is outside its line; 0 where it is straight, or where a
    parabola follows the crossings (n, ROWS) hardly better than the line does. Corners, which may be round, are left
    out."""
    used = usable & (np.abs(SHARES - 0.5) < 0.37)
    off = np.where(used, values - fit.offset[:, None] - fit.slope[:, None] * rulers.distances, 0.0)
    reach = np.maximum(4 * _masked_median(np.abs(off), used), 4.0)[:, None]
    weight = np.clip(1 - (off / reach) ** 2, 0, 1) ** 2 * used
    total = np.maximum(weight.sum(1), 1e-6)
    arch = _BULGE - ((weight * _BULGE).sum(1) / total)[:, None]
    off -= ((weight * off).sum(1) / total)[:, None]
    bulge = (weight * arch * off).sum(1) / np.maximum((weight * arch**2).sum(1), 1e-6)
    before, left = (weight * off**2).sum(1), (weight * (off - bulge[:, None] * arch) ** 2).sum(1)
    is_bent = (np.abs(bulge) >= _LEAST_BULGE) & (np.abs(bulge) <= _MOST_BULGE * rulers.lengths)
    is_bent &= (left < 0.35 * before) & (weight.sum(1) > 0.6 * (np.abs(SHARES - 0.5) < 0.37).sum())
    return np.where(is_bent, bulge, 0.0)


def _line(rulers: Rulers, n: int, offset: float, slope: float) -> Array:
    """The line (3,) of side n through start + s · along + (offset + slope · s) · out, outside positive."""
    normal = rulers.out[n] - slope * rulers.along[n]
    normal = normal / np.hypot(*normal)
    return np.array([normal[0], normal[1], -float(normal @ (rulers.starts[n] + offset * rulers.out[n]))])


def _banded(after: Array, rulers: Rulers, centre: Array, white: Array, agree: Array) -> tuple[Array, Array, Array]:
    """What follows the white in profiles (n, ROWS, _FOLLOWING, 3) that begin where it ends: its colour (n, 3), its
    width (n,) or 0 where it is a blend, and its end (n, ROWS)."""
    step, count = rulers.step[:, None], _FOLLOWING
    cloth = _median_of_few(after[:, :, -_TAIL:])
    blend = cloth - white
    share = _dot(after - white[:, :, None], blend[:, :, None]) / np.maximum(_dot(blend, blend), 1)[..., None]
    nearest = np.clip(share, 0, 1)[..., None] * blend[:, :, None]
    off = _masked_median(_length(after - white[:, :, None] - nearest), agree)
    # Piping is the first thing that stands out, and no wider than a twentieth of the side; a pattern may follow it.
    far = np.arange(count - 1) <= ((0.05 * rulers.lengths + 3) / rulers.step)[:, None]
    least = np.maximum(0.6 * np.where(far, off[:, :-1], 0).max(1, keepdims=True), _APART)
    tops = (off[:, :-1] >= least) & (off[:, 1:] <= off[:, :-1]) & far
    banded = tops.any(1)
    peak = np.where(banded, np.argmax(tops, 1), np.clip((1.5 / rulers.step).astype(int), 1, count - 1))
    sides = np.arange(len(after))
    band = _masked_median(after[sides, :, peak], agree)
    # The cloth is what follows where the piping's colour is left behind, not a stripe further out.
    left = _masked_median(_length(after - band[:, None, None]), agree)
    left = np.where(np.arange(count) > peak[:, None], left, 0)
    reach = np.arange(count) <= ((0.05 * rulers.lengths + 6) / rulers.step)[:, None]
    end = np.argmax(left >= 0.5 * np.where(reach, left, 0).max(1, keepdims=True), 1)
    beyond = np.clip(end + np.ceil(2 / rulers.step).astype(int), 0, count - 3)
    cloth = _median_of_few(np.stack([after[sides, :, beyond + n] for n in range(3)], axis=2))
    # From the piping's middle outwards: how far each profile has gone from piping to its own cloth.
    way = cloth - band[:, None]
    gone = _dot(after - band[:, None, None], way[:, :, None]) / np.maximum(_dot(way, way), 1)[..., None]
    gone = np.where(np.arange(count) <= peak[:, None, None], 0.0, gone)
    outer = centre + _crossings(gone, np.full(len(gone), 0.5)) * step
    width = _masked_median(outer - centre, agree & np.isfinite(outer))
    return band, np.where(banded, np.maximum(width, 0), 0.0), outer
