"""How much the figures of a picture look like members of the cast: colours of heads and bodies, weighed by shares.

Each pixel about a chest is either of one of the member's colours, in whatever light, or of something else. A likeness
is the mean logarithm of how much likelier the pixels are with the member there than without (nats; 0 where nothing is
known of the member). Likenesses are comparable within one picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, lengths
from studio.lettering.wearers.palettes import Blend, Palette, lab

_LIGHT, _HUE = 15.0, 7.0
"""How far light and shade, and how far the hour, take a colour from what it is: deviations of L, and of a and b."""

_OWN = 0.65
"""How much of what is about a chest is the figure's, at most."""

_ELSE = np.log(1 / (70.0 * 50.0 * 50.0))
"""The logarithm of how dense colours of anything lie in Lab."""

_SIDE = 24
"""Samples across a head, and across a body."""

_HEAD_WORTH = 1.5
"""What a head tells over what clothes do, which others may wear too."""


def likenesses(rgb: Array, quads: Sequence[Array], palettes: Sequence[Palette]) -> Array:
    """How much the figure of each chest (4, 2) px of a picture (H, W, 3) uint8 RGB looks like each member: (n, m)."""
    found = np.zeros((len(quads), len(palettes)))
    for n, quad in enumerate(quads):
        head, body = lab(_head(rgb, quad)), lab(_body(rgb, quad))
        for m, palette in enumerate(palettes):
            found[n, m] = _HEAD_WORTH * _likeness(head, palette.head) + _likeness(body, palette.body)
    return found


def head_colours(rgb: Array, quad: Array) -> Array:
    """The colours (n, 3) uint8 of the head above a chest (4, 2) px of a picture, strokes and hatching smoothed."""
    across = max(int(lengths(quad)[0] / 14) | 1, 3)
    return _head(np.asarray(cv2.blur(rgb, (across, across))), quad)


def _likeness(pixels: Array, blend: Blend) -> float:
    """The likeness of pixels (n, 3) in Lab to a blend."""
    if not len(pixels) or not len(blend.shares):
        return 0.0
    off = (pixels[:, None] - blend.colours[None]) / (_LIGHT, _HUE, _HUE)
    dense = np.exp(-0.5 * (off**2).sum(2)) @ blend.shares / ((2 * np.pi) ** 1.5 * _LIGHT * _HUE * _HUE)
    unknown = 1 - _OWN * float(blend.shares.sum())
    return float(np.log(unknown + _OWN * dense / np.exp(_ELSE)).mean())


def _head(rgb: Array, quad: Array) -> Array:
    """Pixels (n, 3) of the head above a chest, some of what is beside it among them."""
    middle, along, up, width = _frame(quad)
    centre = middle + up * (lengths(quad)[1] / 2 + 0.8 * width)
    grid = _grid()
    inside = (grid**2).sum(1) <= 1
    return _sampled(rgb, centre + width * (0.58 * grid[inside, :1] * along + 0.62 * grid[inside, 1:] * up))


def _body(rgb: Array, quad: Array) -> Array:
    """Pixels (n, 3) of what is around a chest: cloth, for the most part; what is printed on is left out."""
    middle, along, up, width = _frame(quad)
    half = lengths(quad)[1] / width / 2
    grid = _grid() * (0.75, half + 0.35)
    free = (np.abs(grid[:, 0]) > 0.56) | (np.abs(grid[:, 1]) > half + 0.06)
    return _sampled(rgb, middle + width * (grid[free, :1] * along + (grid[free, 1:] - 0.1) * up))


def _frame(quad: Array) -> tuple[Array, Array, Array, float]:
    """A quad's middle, its directions to the right and up, and how wide it is, in px."""
    along = quad[1] - quad[0] + quad[2] - quad[3]
    along = along / max(float(np.hypot(*along)), 1e-6)
    return quad.mean(0), along, np.array([along[1], -along[0]]), max(float(lengths(quad)[0]), 1.0)


def _grid() -> Array:
    """Points (n, 2) over the square from −1 to 1."""
    steps = (np.arange(_SIDE) + 0.5) / _SIDE * 2 - 1
    x, y = np.meshgrid(steps, steps)
    return np.column_stack([x.ravel(), y.ravel()])


def _sampled(rgb: Array, points: Array) -> Array:
    """The colours (n, 3) of a picture at those points (n, 2) px that lie in it."""
    at = np.rint(points).astype(int)
    at = at[((at >= 0) & (at < rgb.shape[1::-1])).all(1)]
    return np.asarray(rgb[at[:, 1], at[:, 0]])
