"""The sides of a panel to a part of a pixel, and what runs along them: piping, then cloth.

Each side is looked at in profiles across it. The white ends where a profile is half-way from the panel's white to what
follows. What follows is piping where, along the side, its colour is off the straight blend from white to the cloth
further out; the panel then ends where the profile is half-way from piping to cloth. Lines are fitted to these crossings
with weights that fall for those far off (Tukey's biweight), so that fingers in front do not pull them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.quads import Array, corners_of

ROWS = 48
STEPS = 72
_APART = 30.0
"""How far (Euclidean RGB) piping is from every blend of white and cloth."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the white's end and the panel's end as lines (3,), and what lies along them.

    `residual` is the fit's error in px, `held` the share of profiles that agree with it. `white`, `band` (what follows
    it) and `cloth` are RGB; `cloth_spread` is how much the cloth varies; `piping` is its width in px, 0 for none.
    """

    inner: Array
    outer: Array
    residual: float
    held: float
    white: Array
    band: Array
    cloth: Array
    cloth_spread: float
    piping: float


def refined(rgb: Array, quad: Array, cut: tuple[bool, bool, bool, bool], reach: float) -> list[Side | None]:
    """The four sides of a quad (4, 2) that is true to about `reach` px; None for a side on the picture's edge or in no
    state to be fitted. The picture is (H, W, 3) uint8."""
    return [None if cut[n] else _side(rgb, quad[n], quad[(n + 1) % 4], reach) for n in range(4)]


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


def _side(rgb: Array, start: Array, end: Array, reach: float) -> Side | None:
    length = float(np.hypot(*(end - start)))
    along = (end - start) / max(length, 1e-9)
    out = np.array([along[1], -along[0]])
    widest = 0.05 * length + 2
    offsets = np.linspace(-2.5 * reach - 2, 2.5 * reach + widest + 4, STEPS)
    step = float(offsets[1] - offsets[0])
    shares = np.linspace(0.08, 0.92, ROWS)
    bases = start + shares[:, None] * (end - start)
    points = bases[:, None, :] + offsets[None, :, None] * out
    profiles = _sampled(rgb, points)
    inside = _within(rgb, points)
    white = profiles[:, : max(3, int((1.5 * reach) / step))].mean(1)
    usual = np.median(white, 0)
    away = np.linalg.norm(profiles - white[:, None], axis=2)
    usable = (np.linalg.norm(white - usual, axis=1) < 70) & inside.all(1)
    if usable.sum() < ROWS // 4:
        return None
    inner = _ends(away, usable)
    if inner is None:
        return None
    fit = _fit(offsets[0] + inner * step, shares * length, usable & np.isfinite(inner))
    if fit is None:
        return None
    offset, slope, residual, held, agree = fit
    centre = offset + slope * shares * length
    inner_line = _line(start, along, out, offset, slope)
    band, cloth, spread, piping, outer = _banded(profiles, offsets, centre, white, widest, agree)
    outer_line = inner_line
    if piping > 0:
        again = _fit(outer, shares * length, agree & np.isfinite(outer))
        if again is None or again[3] < 0.3:
            piping = 0.0
        else:
            outer_line = _line(start, along, out, again[0], again[1])
            residual = max(residual, again[2])
    return Side(inner_line, outer_line, residual, held, usual, band, cloth, spread, piping)


def _sampled(rgb: Array, points: Array) -> Array:
    """The picture's colours (…, 3) float32 at points (rows, steps, 2), bilinear."""
    flat = points.astype(np.float32)
    high, wide = rgb.shape[:2]
    x0, y0 = np.clip(np.floor(flat.min((0, 1))) - 1, 0, (wide - 1, high - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(flat.max((0, 1))) + 2, 1, (wide, high)).astype(int)
    region = rgb[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    across, down = np.asarray(flat[..., 0] - x0, np.float32), np.asarray(flat[..., 1] - y0, np.float32)
    got = cv2.remap(region, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(got, np.float32)


def _within(rgb: Array, points: Array) -> Array:
    high, wide = rgb.shape[:2]
    x, y = points[:, : STEPS // 2, 0], points[:, : STEPS // 2, 1]
    return np.asarray((x >= 0) & (x <= wide - 1) & (y >= 0) & (y <= high - 1))


def _ends(away: Array, usable: Array) -> Array | None:
    """Where each profile (rows, steps) is half-way out of the white, in steps; NaN where it never is."""
    typical = np.median(away[usable], 0)
    first = int(np.argmax(typical > 45))
    if typical[first] <= 45:
        return None
    # The level that follows the white at once: the first place where the climb is over.
    climb = typical[first : first + 14]
    still = np.flatnonzero(np.diff(climb) < 0.04 * climb.max())
    level = float(climb[still[0]] if len(still) else climb[-1])
    return _crossings(away, level / 2)


def _crossings(values: Array, level: float) -> Array:
    """Where each row first rises over a level, in steps and parts of them; NaN where it does not."""
    over = values >= level
    at = np.argmax(over, 1)
    rows = np.arange(len(values))
    before = values[rows, np.maximum(at - 1, 0)]
    rise = np.maximum(values[rows, at] - before, 1e-6)
    exact = at - 1 + (level - before) / rise
    return np.where(over.any(1) & (at > 0), exact, np.nan)


def _fit(values: Array, along: Array, usable: Array) -> tuple[float, float, float, float, Array] | None:
    """values ≈ offset + slope · along, robustly: offset, slope, residual (px), share of rows that agree, which do."""
    if usable.sum() < len(values) // 4:
        return None
    x, y = along[usable], values[usable]
    offset, slope = _start(x, y)
    for width in (6.0, 3.0, 2.0, 2.0):
        off = y - offset - slope * x
        scale = max(float(np.median(np.abs(off))) * 1.5, 0.25) * width
        weight = np.clip(1 - (off / scale) ** 2, 0, 1) ** 2
        total = weight.sum()
        if total < 4:
            return None
        mx, my = (weight * x).sum() / total, (weight * y).sum() / total
        spread = (weight * (x - mx) ** 2).sum()
        slope = float((weight * (x - mx) * (y - my)).sum() / max(spread, 1e-9))
        offset = float(my - slope * mx)
    with np.errstate(invalid="ignore"):
        off = np.abs(values - offset - slope * along)
        agree = usable & (off < 1.5)
    if agree.sum() < len(values) // 5:
        return None
    return offset, slope, float(np.sqrt((off[agree] ** 2).mean())), float(agree.mean()), agree


def _start(x: Array, y: Array) -> tuple[float, float]:
    """A line that most points agree on: the median of slopes between points half the side apart, then of offsets."""
    half = len(x) // 2
    slope = float(np.median((y[half:] - y[: len(y) - half]) / np.maximum(x[half:] - x[: len(x) - half], 1e-6)))
    slope = float(np.clip(slope, -0.15, 0.15))
    return float(np.median(y - slope * x)), slope


def _line(start: Array, along: Array, out: Array, offset: float, slope: float) -> Array:
    """The line (3,) through start + s·along + (offset + slope·s)·out, outside positive."""
    normal = out - slope * along
    normal = normal / np.hypot(*normal)
    return np.array([normal[0], normal[1], -float(normal @ (start + offset * out))])


def _banded(
    profiles: Array, offsets: Array, centre: Array, white: Array, widest: float, agree: Array
) -> tuple[Array, Array, float, float, Array]:
    """What follows the white: its colour, the cloth's colour and spread, the piping's width (0: none) and end."""
    step = float(offsets[1] - offsets[0])
    first = (centre - offsets[0]) / step
    count = int((widest + 3) / step)
    at = first[:, None] + np.arange(count)[None, :]
    low = np.clip(at.astype(int), 0, STEPS - 2)
    part = np.clip(at - low, 0, 1)[..., None]
    rows = np.arange(len(profiles))[:, None]
    after = profiles[rows, low] * (1 - part) + profiles[rows, low + 1] * part
    tail = max(2, int(2.5 / step))
    cloth_rows = np.median(after[:, -tail:], axis=1)
    cloth = np.median(cloth_rows[agree], 0)
    spread = float(np.median(np.linalg.norm(cloth_rows[agree] - cloth, axis=1)))
    blend = cloth_rows - white
    share = np.clip(
        ((after - white[:, None]) * blend[:, None]).sum(2) / np.maximum((blend**2).sum(1), 1)[:, None], 0, 1
    )
    off = np.linalg.norm(after - white[:, None] - share[..., None] * blend[:, None], axis=2)
    typical = np.median(off[agree], 0)
    peak = int(np.argmax(typical[: max(1, count - tail)]))
    nothing = np.full(len(profiles), np.nan)
    if typical[peak] < _APART:
        near = after[:, min(count - 1, max(1, int(1.5 / step)))]
        return np.median(near[agree], 0), cloth, spread, 0.0, nothing
    band = np.median(after[agree, peak], 0)
    # From the piping's middle outwards: how far each profile has gone from piping to its own cloth.
    gone = after[:, peak:] - band
    way = cloth_rows - band
    progress = (gone * way[:, None]).sum(2) / np.maximum((way**2).sum(1), 1)[:, None]
    outer = centre + (peak + _crossings(np.column_stack([np.zeros(len(progress)), progress]), 0.5) - 1) * step
    with np.errstate(invalid="ignore"):
        width = float(np.nanmedian((outer - centre)[agree])) if np.isfinite((outer - centre)[agree]).any() else 0.0
    return band, cloth, spread, max(width, 0.0), outer
