"""Figures of a picture, each cut out and with the frame that it is looked at in: where its head is, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.records import Placement
from studio.lettering.seeing.faces import Face
from studio.lettering.seeing.views import Views, views_of
from studio.pictures.drift.colour import Array, lab_of
from studio.pictures.drift.cutting import masks
from studio.pictures.drift.cutting.choosing import Known, Spot, assigned, spots
from studio.pictures.drift.palette import EMPTY, Palette

_LEAST_HEAD = 6.0
"""Px of the copy for a head's radius; of a smaller figure nothing can be told."""

_COMMON, _ALIKE, _RARE = 0.05, 9.0, 0.4
"""The share of a palette from which a colour in it is known of somebody, how near to it (Lab) pixels have it, and how
much of what is beside the figure may have it too, over the share of the palette that has."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a copy (h, w, 3) uint8 RGB of its picture, each pixel `step` px of it: which pixels are its (h, w)
    bool, its head's middle (x, y) and `radius` (the largest circle in it), and `up` (2,), the way from chest to head.

    `chest` (4, 2) is where words would stand on it, and `torso` half as wide as it is there; None where nobody knows.
    """

    rgb: Array
    mask: Array
    step: float
    head: Array
    radius: float
    up: Array
    chest: Array | None
    torso: float | None

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in px of the picture."""
        x, y, wide, high = cv2.boundingRect(self.mask.astype(np.uint8))
        return tuple(round(edge * self.step) for edge in (x, y, x + wide, y + high))  # type: ignore[return-value]


def figures_in(
    pixels: Array,
    known: Sequence[Known] = (Known(),),
    names: Sequence[str] = ("",),
    places: Sequence[tuple[str, Placement]] = (),
) -> list[Figure | None]:
    """The figures of members in a picture (H, W, 3 or 4) uint8 RGB(A), in the order of `names`; None of who is not
    found. `known` are their colours as far as anybody knows, `places` where the recipe says that chests are, each (who,
    chest)."""
    rgb = np.ascontiguousarray(pixels[..., :3])
    views = views_of(rgb)
    standing = _standing(pixels, views)
    found = spots(views, places)
    if standing is not None:
        found = _inside(found, standing, views) or tuple(
            Spot(_topmost(part, views), EMPTY) for part in masks.pieces(standing)
        )
    chosen = assigned(found, known, names)
    parts = _parts(standing, chosen, views)
    return [
        None
        if spot is None
        else figure_at(views, spot, colours, [one for one in chosen if one and one is not spot], part)
        for spot, colours, part in zip(chosen, known, parts, strict=True)
    ]


def _standing(pixels: Array, views: Views) -> Array | None:
    """What is known to be figures in the largest copy (h, w) bool, by alpha or by plain ground."""
    if pixels.shape[2] == 4:
        size = views.small.shape[1::-1]
        seen = masks.by_alpha(cv2.resize(pixels[..., 3], size, interpolation=cv2.INTER_AREA))
        if seen is not None:
            return seen
    return masks.by_plain_ground(views.small)


def _inside(found: Sequence[Spot], standing: Array, views: Views) -> tuple[Spot, ...]:
    """The spots whose face is on what stands there, and in the upper part of it."""
    parts = masks.pieces(standing)
    grow = float(views.grow[0])

    def fits(face: Face) -> bool:
        x, y, r = face.x / grow, face.y / grow, max(face.radius / grow, 1.0)
        around = np.s_[max(int(y - r), 0) : int(y + r) + 1, max(int(x - r), 0) : int(x + r) + 1]
        part = next((part for part in parts if part[around].mean() > 0.7), None) if y >= 0 and x >= 0 else None
        if part is None:
            return False
        rows = np.flatnonzero(part.any(1))
        return bool(y < rows[0] + 0.45 * len(rows))

    return tuple(spot for spot in found if spot.chest is not None or fits(spot.face))


def _topmost(part: Array, views: Views) -> Face:
    """A face in the upper part of a figure (h, w) bool of the largest copy in which none is seen: from behind, say."""
    rows = np.flatnonzero(part.any(1))
    top, tall = int(rows[0]), len(rows)
    upper = part[top : top + max(tall // 3, 1)]
    radius = max(0.35 * float(np.median(upper.sum(1))), 1.0)
    x = float(np.median(np.nonzero(upper)[1]))
    grow = float(views.grow[0])
    return Face((x + 0.5) * grow, (top + min(1.3 * radius, tall / 3)) * grow, radius * grow, 0.0)


def _parts(standing: Array | None, chosen: Sequence[Spot | None], views: Views) -> list[Array | None]:
    """Which part of what stands on plain ground is whose; all of it where only one is looked for."""
    if standing is None or sum(spot is not None for spot in chosen) < 2:
        return [standing] * len(chosen)
    parts = masks.pieces(standing)
    given: list[Array | None] = []
    for spot in chosen:
        if spot is None:
            given.append(None)
            continue
        x, y = (int(v) for v in (spot.face.x / views.grow[0], spot.face.y / views.grow[1]))
        given.append(next((part for part in parts if part[y, x]), None))
    # Those who touch are one part: GrabCut has to tell them from each other.
    return [part if sum(part is one for one in given) == 1 else None for part in given]


def figure_at(
    views: Views, spot: Spot, known: Known, others: Sequence[Spot] = (), standing: Array | None = None
) -> Figure | None:
    """The figure at a spot, where the other spots are others'; None where it is too small or none is seen."""
    copy, step = views.small, float(views.grow[0])
    mask = standing if standing is not None else _cut(views, spot, known, others)
    if mask is None or mask.sum() < 64:
        return None
    mask = masks.filled(mask)
    face = np.array([spot.face.x, spot.face.y]) / step
    chest = None if spot.chest is None else (spot.chest + 0.5) / step - 0.5
    return _framed(copy, mask, step, face, spot.face.radius / step, chest)


def _framed(copy: Array, mask: Array, step: float, face: Array, radius: float, chest: Array | None) -> Figure | None:
    # One pixel of border, so that a figure that is cut by the picture's side ends there.
    above = np.pad(mask if chest is None else mask & _above(mask.shape, chest), 1).astype(np.uint8)
    head, large = _head(cv2.distanceTransform(above, cv2.DIST_L2, 5)[1:-1, 1:-1], face, radius)
    if large < _LEAST_HEAD:
        return None
    up, torso = np.array([0.0, -1.0]), None
    if chest is not None:
        up = head - chest.mean(0)
        up = up / max(float(np.hypot(*up)), 1e-6)
        side = float(np.hypot(*(chest[1] - chest[0])))
        torso = side / 2
    return Figure(copy, mask, step, head, large, up, chest, torso)


def _above(shape: tuple[int, ...], chest: Array) -> Array:
    """What (h, w) bool is above the upper side of a chest (4, 2): the head, and arms that are raised."""
    rows, columns = np.indices(shape)
    left, right = chest[0], chest[1]
    along = (right - left) / max(float(np.hypot(*(right - left))), 1e-6)
    return np.asarray((columns - left[0]) * along[1] - (rows - left[1]) * along[0] > 0)


def _head(deep: Array, face: Array, radius: float) -> tuple[Array, float]:
    """The middle (x, y) and the radius of the head: of the large circles in a figure the one that a face is on, or is
    nearest to. `deep` (h, w) is how far each pixel is from the figure's edge."""
    near = 1.6 * radius
    top, low = (int(np.clip(face[1] + way * near, 0, deep.shape[0] - 1)) for way in (-1, 1))
    left, right = (int(np.clip(face[0] + way * near, 0, deep.shape[1] - 1)) for way in (-1, 1))
    window = deep[top : low + 1, left : right + 1]
    rows, columns = np.nonzero((window >= cv2.dilate(window, np.ones((5, 5), np.uint8))) & (window > 0.45 * radius))
    if not len(rows):
        return face, float(window.max()) if window.size else 0.0
    middles, large = np.stack([columns + left, rows + top], 1).astype(float), window[rows, columns]
    off = np.hypot(*(middles - face).T) / np.maximum(large, 1)
    # A circle that is larger than a face and its hair is a body's, or a tail's.
    fits = np.exp(-(off**2) - 0.5 * (np.log(large / (1.15 * radius)) / 0.6) ** 2) * np.sqrt(large / large.max())
    best = int(fits.argmax())
    return middles[best], float(large[best])


def _cut(views: Views, spot: Spot, known: Known, others: Sequence[Spot]) -> Array | None:
    """The figure (h, w) bool in the largest copy, by GrabCut on a smaller one."""
    high, wide = views.small.shape[:2]
    scale = masks.SIDE / max(high, wide)
    shape = max(1, round(wide * scale)), max(1, round(high * scale))
    small = cv2.resize(views.about(masks.SIDE), shape, interpolation=cv2.INTER_AREA)
    share = scale / float(views.grow[0])
    guess = _guess(spot, share, shape, lab_of(small), known)
    for other in others:
        guess[_sure(other, share, shape) > 0] = cv2.GC_BGD
    cut = masks.by_grab_cut(cv2.cvtColor(small, cv2.COLOR_RGB2Lab), guess)
    _, labels = cv2.connectedComponents(cut.astype(np.uint8), connectivity=4)
    kept = np.unique(labels[(_sure(spot, share, shape) > 0) & cut])
    if not len(kept):
        return None
    own = np.isin(labels, kept).astype(np.float32)
    return np.asarray(cv2.resize(own, (wide, high), interpolation=cv2.INTER_LINEAR) >= 0.5)


def _guess(spot: Spot, share: float, shape: tuple[int, int], lab: Array, known: Known) -> Array:
    """What is surely, likely and surely not of a figure, in a copy (h, w, 3) Lab of `shape` (width, height)."""
    wide, high = shape
    x, y, radius = spot.face.x * share, spot.face.y * share, max(spot.face.radius * share, 2.0)
    chest, across, _ = _chest(spot, share)
    head, torso = np.zeros((high, wide), np.uint8), np.zeros((high, wide), np.uint8)
    cv2.ellipse(head, _whole(x, y - 0.3 * radius), _whole(1.5 * radius, 1.8 * radius), 0, 0, 360, 1, -1)
    low, far = (chest + np.array(way) * across for way in ((-1.1, -0.6), (1.1, 2.2)))
    cv2.rectangle(torso, _whole(*low), _whole(*far), 1, -1)
    guess = np.where((head | torso) > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    beside = cv2.dilate(head | torso, np.ones((5, 5), np.uint8)) == 0
    for part, palette in ((head, known.head), (torso, known.torso)):
        guess[(part > 0) & _alike(lab, palette, beside)] = cv2.GC_FGD
    guess[:, np.abs(np.arange(wide) - x) > max(4.2 * radius, 3 * across)] = cv2.GC_BGD
    guess[: max(1, int(y - 4 * radius))] = guess[:, :1] = guess[:, -1:] = cv2.GC_BGD
    guess[_sure(spot, share, shape) > 0] = cv2.GC_FGD
    return guess


def _alike(lab: Array, palette: Palette, beside: Array) -> Array:
    """Which pixels (h, w) bool have a colour that makes up much of a palette, and much less of what is `beside` the
    figure."""
    alike = np.zeros(lab.shape[:2], bool)
    for colour in palette.colours[palette.weights >= _COMMON]:
        near = np.linalg.norm(lab - colour, axis=2) <= _ALIKE
        share = palette.weights[np.linalg.norm(palette.colours - colour, axis=1) <= _ALIKE].sum()
        if near[beside].mean() < _RARE * share:
            alike |= near
    return alike


def _chest(spot: Spot, share: float) -> tuple[Array, float, Array | None]:
    """The middle (x, y) of a chest, how wide it is, and its corners where they are known, in px of a copy."""
    face = spot.face
    if spot.chest is None:
        radius = max(face.radius * share, 2.0)
        return np.array([face.x * share, face.y * share + 2.3 * radius]), 1.7 * radius, None
    quad = spot.chest * share
    return quad.mean(0), float(np.hypot(*(quad[1] - quad[0]))), quad


def _sure(spot: Spot, share: float, shape: tuple[int, int]) -> Array:
    """What is surely somebody's: most of the face, and the chest. (h, w) uint8."""
    sure = np.zeros(shape[::-1], np.uint8)
    face = spot.face
    x, y, radius = face.x * share, face.y * share, max(face.radius * share, 2.0)
    cv2.ellipse(sure, _whole(x, y), _whole(0.7 * radius, 0.8 * radius), 0, 0, 360, 1, -1)
    middle, across, quad = _chest(spot, share)
    if quad is None:
        low, far = (middle + np.array(way) * across for way in ((-0.45, -0.3), (0.45, 0.6)))
        cv2.rectangle(sure, _whole(*low), _whole(*far), 1, -1)
    else:
        cv2.fillPoly(sure, [np.rint(quad).astype(np.int32)], 1)
    return sure


def _whole(x: float, y: float) -> tuple[int, int]:
    return round(x), round(y)
