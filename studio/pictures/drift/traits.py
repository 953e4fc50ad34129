"""What is seen of a figure, once: all that it is compared by, and nothing of its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.pictures.drift import head, line
from studio.pictures.drift.colour import Array, lab_of
from studio.pictures.drift.cutting.figures import Figure
from studio.pictures.drift.embedding import extra
from studio.pictures.drift.palette import Palette, counted, reduced, together

BANDS = ("hair", "face", "chest", "waist", "legs", "feet")
"""The bands of a figure, from its top."""

_EDGES = np.array([-99.0, -0.35, 1.0, 2.1, 3.3, 4.6, 99.0])
"""Where they begin and end, in radii of the head below its middle."""

_WIDE = np.array([9.0, 9.0, 1.5, 1.5, 2.2, 2.4])
"""How far from the figure's middle line, in radii, a band is looked at: beside it are arms, tails and hair."""

_GRID = (56, 40)
_SPAN = (-2.6, 8.6, -4.0, 4.0)
"""Rows and columns of a silhouette, and what it spans: up, down, left, right of the head's middle, in its radii."""

_BESIDE, _EVERY, _FEWEST = (1.35, 2.6), 3, 4
"""Where, in radii aside, nobody's legs are; every so many px of that are looked at, and no side that has fewer."""

_ALIKE, _MUCH, _ITS = 10.0, 0.25, 0.04
"""How near in Lab colours are that are one; the share of a row at either side that goes on in a colour of a desk, a
couch or the floor; and the share of what is above the waist that has a colour of the figure's own."""

_FINE = 26.0
"""Px of the head's radius in the copy that colours and shading are taken from."""

_EDGE = 7.0
"""A step of this much in Lab from pixel to pixel is an edge: its colours are mixtures."""

_PAPER = (80.0, 14.0)
"""The least lightness and the most chroma of a panel."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a figure (`box`, px of the picture) is compared by.

    `whole` and `bands` are its palettes; `seen` how much of each band is in the picture, 0 to 1. `silhouette` (rows,
    columns) is 1 where it is, 0 where not, −1 where the picture ends. `outline` and `drawn` are its head's. `large` is
    the head's radius over half the chest's width where the recipe tells it, `tall` how high the head is over that, and
    `broad` its radius over the torso's as it is seen; `portrait` is what is over a chest that the recipe tells of.
    `look` (1280,) is how a network sees it as a whole; None where that is not installed.
    """

    box: tuple[int, int, int, int]
    whole: Palette
    bands: tuple[Palette, ...]
    seen: tuple[float, ...]
    silhouette: Array
    outline: Array
    drawn: Array
    large: float | None
    tall: float | None
    broad: float | None
    lines: line.Line | None
    shading: line.Shading
    white: Array
    portrait: head.Portrait | None = None
    look: Array | None = None

    @property
    def zones(self) -> tuple[Palette, Palette, Palette]:
        """The palettes of the head, the torso and the legs."""
        first, second, third = (together(list(self.bands[at : at + 2])) for at in (0, 2, 4))
        return first, second, third


def traits_of(rgb: Array, figure: Figure, is_lettered: bool = False) -> Traits:
    """The traits of a figure of a picture (H, W, 3) uint8 RGB. White on the chest of who is lettered is a panel."""
    copy, mask, middle, radius = _at_size(figure)
    lab = lab_of(copy)
    bands = _bands(mask.shape, middle, radius, figure.up)
    core = mask & ~_edges(lab, mask)
    if is_lettered:
        core &= ~(((bands == 2) | (bands == 3)) & _white_as_paper(lab))
    palettes = [counted(lab[core & (bands == n)]) for n in range(len(BANDS))]
    lower = core & (bands > 2)
    legs = lower & ~_goes_on(lab, lower, middle, radius, reduced(together(palettes[:3])))
    left = [1.0] * 3
    for n in range(3, len(BANDS)):
        left.append(float((legs & (bands == n)).sum() / max(int((lower & (bands == n)).sum()), 1)))
        palettes[n] = counted(lab[legs & (bands == n)])
    whole_head = figure.head * figure.step
    return Traits(
        box=figure.box,
        whole=counted(lab[core]),
        bands=tuple(palettes),
        seen=tuple(seen * share for seen, share in zip(_seen(figure, palettes), left, strict=True)),
        silhouette=_silhouette(figure),
        outline=head.outline(figure.mask, figure.head, figure.radius, figure.up),
        drawn=head.gradients(head.crop(copy, middle, radius, figure.up)),
        large=None if figure.torso is None else figure.radius / figure.torso,
        tall=_tall(figure),
        broad=_broad(figure),
        lines=_lines(rgb, figure, whole_head),
        shading=line.shading(lab, mask),
        white=_white(lab[mask & (bands >= 0) & (bands <= 1)]),
        portrait=_portrait(figure),
        look=_look(figure),
    )


def _goes_on(lab: Array, part: Array, middle: Array, radius: float, own: Palette) -> Array:
    """Which pixels (h, w) bool of a part (h, w) of a figure in a copy (h, w, 3) Lab go on at both sides of where legs
    are, in the same row, in a colour that is not among its `own`: desks and couches are cut out with who is at them."""
    goes_on = np.zeros(part.shape, bool)
    aside = np.arange(part.shape[1]) - middle[0]
    near, far = (bound * radius for bound in _BESIDE)
    sides = [np.flatnonzero((way * aside > near) & (way * aside < far))[::_EVERY] for way in (-1, 1)]
    sides = [side for side in sides if len(side) >= _FEWEST]
    rows, columns = np.nonzero(part)
    if not sides or not len(rows):
        return goes_on
    colours = lab[rows, columns]
    like = np.ones(len(rows), bool)
    for side in sides:
        off = ((lab[:, side][rows] - colours[:, None]) ** 2).sum(2)
        like &= (off <= _ALIKE**2).mean(1) >= _MUCH
    its = own.colours[own.weights >= _ITS]
    if len(its):
        like &= (((colours[:, None] - its[None]) ** 2).sum(2) > _ALIKE**2).all(1)
    goes_on[rows[like], columns[like]] = True
    return goes_on


def _look(figure: Figure) -> Array | None:
    if not extra.installed():
        return None
    # Nothing of the network is loaded where its weights are not there.
    from studio.pictures.drift.embedding.looking import look_of

    return look_of(figure)


def _white(lab: Array) -> Array:
    """The brightest that is seen of a head (n, 3) Lab: the white of eyes, a light in them, teeth."""
    if not len(lab):
        return np.array([100.0, 0.0, 0.0])
    bright = lab[lab[:, 0] >= np.quantile(lab[:, 0], 0.98)]
    return np.asarray(bright.mean(0))


def _at_size(figure: Figure) -> tuple[Array, Array, Array, float]:
    """The figure's part of its copy and what is beside its legs, brought to _FINE, with its mask, its head's middle and
    radius there."""
    x, y, wide, high = cv2.boundingRect(figure.mask.astype(np.uint8))
    reach = _BESIDE[1] * figure.radius
    right = min(max(x + wide, math.ceil(figure.head[0] + reach)), figure.mask.shape[1])
    x = max(min(x, int(figure.head[0] - reach)), 0)
    wide = right - x
    scale = min(1.0, _FINE / figure.radius)
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    part = np.s_[y : y + high, x : x + wide]
    copy = cv2.resize(figure.rgb[part], size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(figure.mask[part].astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    return np.asarray(copy), np.asarray(mask), (figure.head - (x, y)) * scale, figure.radius * scale


def _white_as_paper(lab: Array) -> Array:
    """Which pixels (h, w) bool are white in any light, and what is drawn on a panel with them."""
    white = (lab[..., 0] > _PAPER[0]) & (np.hypot(lab[..., 1], lab[..., 2]) < _PAPER[1])
    return np.asarray(cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0)


def _edges(lab: Array, mask: Array) -> Array:
    """Which pixels (h, w) bool are edges, or at the figure's: there, colours are mixtures of two."""
    kernel = np.ones((3, 3), np.uint8)
    off = (cv2.dilate(lab, kernel) - cv2.erode(lab, kernel)).max(2)
    inner = cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0
    return np.asarray((off > 2 * _EDGE) | ~inner)


def _bands(shape: tuple[int, ...], middle: Array, radius: float, up: Array) -> Array:
    """Which band each pixel (h, w) is in, −1 beside them."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    x, y = (columns - middle[0]) / radius, (rows - middle[1]) / radius
    down, aside = -(x * up[0] + y * up[1]), np.abs(x * up[1] - y * up[0])
    band = np.clip(np.searchsorted(_EDGES, down, side="right") - 1, 0, len(BANDS) - 1)
    return np.where(aside <= _WIDE[band], band, -1)


def _seen(figure: Figure, palettes: list[Palette]) -> tuple[float, ...]:
    """How much of each band is in the picture and in the figure."""
    high = figure.mask.shape[0]
    ends = figure.head[1] + np.clip(_EDGES, -1.6, 6.0) * figure.radius
    parts = []
    for n, palette in enumerate(palettes):
        top, low = max(ends[n], 0.0), min(ends[n + 1], float(high))
        share = max(0.0, low - top) / max(ends[n + 1] - ends[n], 1e-6)
        parts.append(0.0 if palette.empty else float(share))
    return tuple(parts)


def _silhouette(figure: Figure) -> Array:
    rows, columns = _GRID
    up, down, left, right = _SPAN
    across = (left + (np.arange(columns) + 0.5) * (right - left) / columns) * figure.radius + figure.head[0]
    along = (up + (np.arange(rows) + 0.5) * (down - up) / rows) * figure.radius + figure.head[1]
    matrix_x, matrix_y = np.meshgrid(across.astype(np.float32), along.astype(np.float32))
    found = cv2.remap(figure.mask.astype(np.float32), matrix_x, matrix_y, cv2.INTER_LINEAR, borderValue=-1.0)
    return np.where(found < -0.25, -1, np.where(found >= 0.5, 1, 0)).astype(np.int8)


def _portrait(figure: Figure) -> head.Portrait | None:
    if figure.chest is None:
        return None
    return head.portrait(figure.rgb, figure.chest, figure.head, figure.radius, figure.up)


def _tall(figure: Figure) -> float | None:
    """How far the top of the head is above the upper side of the chest, over half the chest's width."""
    if figure.chest is None or figure.torso is None:
        return None
    middle, across = (figure.chest[0] + figure.chest[1]) / 2, np.array([-figure.up[1], figure.up[0]])
    asides = np.linspace(-0.3, 0.3, 7) * figure.torso
    steps = np.arange(0, 6 * figure.torso)
    points = middle + across * asides[:, None, None] + figure.up * steps[None, :, None]
    at = np.rint(points).astype(int)
    inside = ((at >= 0) & (at < np.array(figure.mask.shape[::-1]))).all(2)
    at = np.where(inside[..., None], at, 0)
    on = figure.mask[at[..., 1], at[..., 0]] & inside
    tops = [float(steps[line].max()) for line in on if line.any()]
    return float(np.median(tops)) / figure.torso if tops else None


def _broad(figure: Figure) -> float | None:
    """The head's radius over that of the largest circle in the torso; None where no torso is seen."""
    deep = cv2.distanceTransform(np.pad(figure.mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    x, y = figure.head - 2.1 * figure.radius * figure.up
    reach = 0.8 * figure.radius
    top, low = int(max(y - reach, 0)), int(max(y + reach, 0))
    left, right = int(max(x - reach, 0)), int(max(x + reach, 0))
    window = deep[top : low + 1, left : right + 1]
    wide = float(window.max()) if window.size else 0.0
    return figure.radius / wide if wide > 0.2 * figure.radius else None


def _lines(rgb: Array, figure: Figure, middle: Array) -> line.Line | None:
    radius = figure.radius * figure.step
    if radius < 20:
        return None
    side = 144
    crop = head.crop(rgb, middle, radius, figure.up, side, 1.5)
    shown = head.crop(
        figure.mask.astype(np.uint8)[..., None].repeat(3, 2), figure.head, figure.radius, figure.up, side, 1.5
    )
    return line.lines(crop, shown[..., 0] > 0, side / 3)
