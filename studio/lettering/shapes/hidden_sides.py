"""A side of a panel that is hidden: an arm's edge lies where it should be, and has no piping.

The piping of the two sides beside it is followed to where it was last seen, also behind what stands in front; there the
panel ends. Where both of its corners are hidden this is less than the panel, though nearer to it than the arm is.
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, turns_right
from studio.lettering.shapes.edges import Side

_OTHER_HUE = 0.35
"""The distance of two colours, each over its brightest channel, from which they are two."""

_FAR = 1.6
"""How far piping is followed, over the length of the side across it, or along it if that is longer."""

_LEAST_RUN = 4
"""Px of piping in a row, beside its width, that are no speck."""

_GAP = 0.7
"""How long what stands in front is at most, over what was seen of the side before it."""

_BEYOND = 7
"""Px behind the end of piping that are cloth, if it is this panel's."""

_LANES = (0.3, 0.5, 0.7)
"""Where in the piping's width it is looked at."""


def hidden_side(sides: list[Side | None]) -> int | None:
    """The number of the one side of four that has no piping though the three others have the same."""
    piped = [n for n, side in enumerate(sides) if side is not None and side.piping > 0]
    if len(sides) != 4 or len(piped) < 3:
        return None
    hues = {n: _hue(side.band) for n, side in enumerate(sides) if side is not None and n in piped}
    usual = np.median(list(hues.values()), 0)
    odd = [n for n in range(4) if n not in hues or float(np.linalg.norm(hues[n] - usual)) > _OTHER_HUE]
    return odd[0] if len(odd) == 1 else None


def uncovered(rgb: Array, gains: Array | None, corners: Array, sides: list[Side | None], hidden: int) -> Array:
    """The corners (4, 2) of a panel in a picture (H, W, 3) uint8 with its hidden side, between corners `hidden` and the
    next, where the piping beside it ends. `gains` (3,) bring the picture to white light."""
    piped = [side for n, side in enumerate(sides) if side is not None and n != hidden]
    band = np.median([side.band for side in piped], 0)
    width = float(np.median([side.piping for side in piped]))
    corners = np.roll(corners, -hidden, 0)
    # From the opposite side's two ends to the hidden one's, along the sides beside it.
    starts, ends = corners[[3, 2]], corners[[0, 1]]
    base = starts[1] - starts[0]
    across = float(np.hypot(*base))
    along = (ends - starts) / np.maximum(np.linalg.norm(ends - starts, axis=1, keepdims=True), 1e-6)
    inward = np.array([base, -base]) / max(across, 1e-6)
    up = np.array([-base[1], base[0]]) / max(across, 1e-6)
    rises = along @ up
    if across < 2 or min(abs(rises)) < 0.3:
        return np.roll(corners, hidden, 0)
    far = _FAR * max(across, float(np.linalg.norm(ends - starts, axis=1).max()))
    seen = [_seen_to(rgb, gains, starts[n], along[n], inward[n] * width, band, far) for n in (0, 1)]
    heights = [abs(length * rise) for length, rise in zip(seen, rises, strict=True)]
    high = max(heights)
    moved = corners.copy()
    moved[[0, 1]] = starts + along * (high / np.abs(rises))[:, None]
    return np.roll(moved if high > 2 and turns_right(moved) else corners, hidden, 0)


def _seen_to(
    rgb: Array, gains: Array | None, start: Array, along: Array, inward: Array, band: Array, far: float
) -> float:
    """How far from `start` piping of the colour `band` is last seen along a side, in px; `inward` is its width."""
    steps = np.arange(0, far, 1.0)
    points = start + steps[None, :, None] * along + np.array(_LANES)[:, None, None] * inward
    x, y = (points[..., n].astype(np.float32) for n in (0, 1))
    seen = cv2.remap(rgb, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.float32)
    seen = seen if gains is None else np.minimum(seen * gains.astype(np.float32), 255)
    alike = (np.linalg.norm(_hue(seen) - _hue(band), axis=2) < _OTHER_HUE) & (seen.max(2) > 0.45 * band.max())
    # What crosses the side is as long there as it is wide: the piping of another panel, say.
    least = int(_LEAST_RUN + 2.5 * np.hypot(*inward))
    runs = np.convolve(alike.any(0), np.ones(least), "valid") >= least
    ends = np.flatnonzero(runs & ~np.append(runs[1:], False)) + least
    begins = np.flatnonzero(runs & ~np.insert(runs[:-1], 0, False))
    # Behind the piping of another panel is that panel.
    white = (seen.min(2) > 0.72 * seen.max(2)).all(0) & (seen.min((0, 2)) > 0.6 * band.max())
    last = 0
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if last and (begin - last > _GAP * last or white[end : end + _BEYOND].any()):
            break
        last = end
    return float(last)


def _hue(colours: Array) -> Array:
    """Colours (…, 3) over their brightest channel."""
    return np.asarray(colours / np.maximum(colours.max(-1, keepdims=True), 1))
