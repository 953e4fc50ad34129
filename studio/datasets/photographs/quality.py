"""What is wrong with a picture by itself: blurred, too small, blocks of JPEG, fringes, words on it, nothing on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import cv2
import numpy as np

from studio.datasets.photographs.jpeg_blocks import blockiness, quantisation
from studio.datasets.photographs.looks import Look
from studio.datasets.records import SIDE, Quad
from studio.pictures.drift.colour import Array, lab_of

Kind = Literal["blurred", "small", "blocks", "fringe", "text", "plain"]

_REACH = 12
"""Px to either side of an edge that its profile is followed."""

_STRONG = 28.0
"""Levels between both sides of an edge that counts."""

_FEWEST, _POINTS = 40, 900
_SHARP = 0.12
"""Of all edges of one direction, the share of the sharpest by which a picture is judged: what is out of focus on
purpose is no fault."""

_BLURRED, _VERY = 3.6, 8.0
"""Px that the sharpest edges are wide where a picture is blurred, and very much so, at the size of training."""

_CONTRAST = 60.0
"""Levels from which a picture without any edge is no fog."""

_BLOCKS, _MANY_BLOCKS = 1.25, 3.0
_STEPS, _LARGE_STEPS = 22.0, 60.0
"""Steps in which a JPEG rounds its waves: 12 at quality 50, 20 at 30, 30 at 20, 60 at 10."""

_COMPRESSED = "it was saved as a strongly compressed JPEG: its blocks show"

_FRINGE, _BROAD_FRINGE = 0.35, 0.8
_FEWEST_OF_RIM, _OFF = 32, 18.0
"""Px of a rim that can be judged, and ΔE (1976) by which it is of another colour than what is inside it."""

_PLAIN = 0.992
_NEAR = 6.0


class Flaw(NamedTuple):
    """One thing that is wrong with a picture: words for a person, and how much it is so, over 0 to 1."""

    kind: Kind
    reason: str
    strength: float


class Measured(NamedTuple):
    """How wide the sharpest edges of a picture are, px, where it has any; and how coarsely it was saved as JPEG."""

    soft: float | None
    coarse: float


def measured(look: Look) -> Measured:
    """The measures of a picture."""
    return Measured(edge_width(look.working), quantisation(look.tiles))


def flaws(
    look: Look, side: int = SIDE, words: Sequence[tuple[str, Quad]] = (), known: Measured | None = None
) -> tuple[Flaw, ...]:
    """What is wrong with a picture that is to be trained at `side` px. `words` are what an OCR engine read on it, with
    where, px of the picture; `known` are its measures, where somebody has them."""
    plain = _plain(look)
    if plain is not None:
        return (plain,)
    known = known or measured(look)
    found = (_small(look, side), _blurred(look, known.soft), _blocks(look, known.coarse), _fringe(look))
    return tuple(one for one in (*found, _text(look, words)) if one is not None)


def _beyond(value: float, limit: float, far: float) -> float:
    """Where a value stands between a limit and what is as bad as it gets: just over 0 to 1."""
    return float(np.clip((value - limit) / (far - limit), 0.01, 1.0))


def _plain(look: Look) -> Flaw | None:
    small = cv2.resize(look.working, (96, 96), interpolation=cv2.INTER_AREA)
    lab = lab_of(np.asarray(small)).reshape(-1, 3)
    share = float((np.linalg.norm(lab - np.median(lab, 0), axis=1) <= _NEAR).mean())
    if share < _PLAIN:
        return None
    return Flaw("plain", "nearly all of it is one colour: there is nothing to learn from", 1.0)


def _small(look: Look, side: int) -> Flaw | None:
    shorter = min(look.width, look.height)
    if shorter >= side:
        return None
    times = side / shorter
    reason = f"{look.width} × {look.height} px is small: it would be enlarged {times:.1f} times to {side}"
    return Flaw("small", reason, _beyond(times, 1.0, 2.0))


def _blurred(look: Look, wide: float | None) -> Flaw | None:
    if wide is None and _contrast(look.working) >= _CONTRAST:
        return Flaw("blurred", "it is blurred: nothing in it has an edge", 1.0)
    if wide is None or wide <= _BLURRED:
        return None
    return Flaw("blurred", f"it is blurred: its sharpest edges are {wide:.0f} px wide", _beyond(wide, _BLURRED, _VERY))


def _contrast(rgb: Array) -> float:
    """Levels between what is dark and what is light in a picture (h, w, 3) uint8 RGB."""
    small = cv2.resize(rgb, (64, 64), interpolation=cv2.INTER_AREA)
    low, far = np.quantile(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0.02, 0.98))
    return float(far - low)


def edge_width(rgb: Array) -> float | None:
    """How many px the sharpest edges of a picture (h, w, 3) uint8 RGB are wide, of the direction in which they are
    widest: that of a shaken camera. A hard edge has 1 to 2. None where there are too few edges.

    An edge is followed along its gradient as far as it rises, and its width is its height over its steepest rise: flat
    fields have no say in it, whatever share of the picture they are (after Marziliano et al., "A no-reference
    perceptual blur metric", 2002).
    """
    grey = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.7)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    slope = cv2.magnitude(across, down)
    rows, columns = _ridges(slope)
    way = np.stack([across[rows, columns], down[rows, columns]]) / np.maximum(slope[rows, columns], 1e-6)
    sector = np.rint(np.arctan2(way[1], way[0]) / (np.pi / 4)).astype(int) % 4
    found = []
    for each in range(4):
        # The steepest of each: of all together, those across a shaken camera's way would be none.
        some = np.flatnonzero(sector == each)[:_POINTS]
        if len(some) >= _FEWEST:
            widths, heights = _widths(grey, rows[some], columns[some], way[:, some])
            strong = heights >= _STRONG
            if strong.sum() >= _FEWEST:
                found.append(float(np.quantile(widths[strong], _SHARP)))
    return max(found, default=None)


def _ridges(slope: Array) -> tuple[Array, Array]:
    """Rows and columns of pixels that are the steepest around them, the steepest ones first."""
    if min(slope.shape) < 2 * 3 + 1:
        return np.zeros(0, int), np.zeros(0, int)
    peaks = (slope >= cv2.dilate(slope, np.ones((3, 3), np.uint8))) & (slope > 1.0)
    peaks[:3] = peaks[-3:] = peaks[:, :3] = peaks[:, -3:] = False
    rows, columns = np.nonzero(peaks)
    order = np.argsort(-slope[rows, columns], kind="stable")
    return rows[order], columns[order]


def _widths(grey: Array, rows: Array, columns: Array, way: Array) -> tuple[Array, Array]:
    """The widths (n,) px of edges through points along their `way` (2, n) uphill, and their heights (n,) in levels."""
    steps = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
    x = (columns[:, None] + way[0][:, None] * steps).astype(np.float32)
    y = (rows[:, None] + way[1][:, None] * steps).astype(np.float32)
    profile = cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    rise = np.diff(profile, axis=1)
    # The edge ends where it stops to rise: at a tenth of its steepest step on either side.
    steepest = rise[:, _REACH - 1 : _REACH + 1].max(1)
    goes = rise > 0.1 * steepest[:, None]
    up = np.logical_and.accumulate(goes[:, _REACH:], axis=1)
    down = np.logical_and.accumulate(goes[:, _REACH - 1 :: -1], axis=1)
    heights = (rise[:, _REACH:] * up).sum(1) + (rise[:, _REACH - 1 :: -1] * down).sum(1)
    return heights / np.maximum(steepest, 1e-3), heights


def _blocks(look: Look, steps: float) -> Flaw | None:
    if steps > _STEPS:
        return Flaw("blocks", _COMPRESSED, _beyond(steps, _STEPS, _LARGE_STEPS))
    shows = blockiness(look.tiles).value
    if steps or shows <= _BLOCKS:
        return None
    return Flaw("blocks", _COMPRESSED, _beyond(shows, _BLOCKS, _MANY_BLOCKS))


def _fringe(look: Look) -> Flaw | None:
    if look.layers is None:
        return None
    value = fringe(look.layers)
    if value <= _FRINGE:
        return None
    reason = "a light rim of its former ground is left around what is cut out"
    return Flaw("fringe", reason, _beyond(value, _FRINGE, _BROAD_FRINGE))


def fringe(layers: Array) -> float:
    """Of the rim of what is cut out in a picture (h, w, 4) uint8 RGBA, the share that is lighter than what is right
    inside it, and in one colour all around: 0 to 1. A darker rim may be an outline, and says nothing."""
    solid = (layers[..., 3] >= 128).astype(np.uint8)
    deep = cv2.distanceTransform(np.pad(solid, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    inner = ((deep > 3.5) & (deep <= 7)).astype(np.float32)
    rim = (deep > 0) & (deep <= 1.5)
    lab = lab_of(layers[..., :3])
    weight = cv2.blur(inner, (15, 15))
    around = cv2.blur(lab * inner[..., None], (15, 15)) / np.maximum(weight, 1e-6)[..., None]
    known = rim & (weight > 0.02)
    if known.sum() < _FEWEST_OF_RIM:
        return 0.0
    off = (lab - around)[known]
    apart = (np.linalg.norm(off, axis=1) > _OFF) & (off[:, 0] > 0)
    own = lab[known][apart]
    if len(own) < _FEWEST_OF_RIM / 2:
        return 0.0
    same = np.linalg.norm(own - np.median(own, 0), axis=1) < _OFF
    return float(apart.mean() * same.mean())


def _text(look: Look, words: Sequence[tuple[str, Quad]]) -> Flaw | None:
    read = [" ".join(text.split()) for text, _ in words if text.strip()]
    if not read:
        return None
    area = sum(_area(quad) for text, quad in words if text.strip()) / max(look.width * look.height, 1)
    said = ", ".join(f"“{text[:24]}”" for text in read[:3])
    more = f" and {len(read) - 3} more" if len(read) > 3 else ""
    return Flaw("text", f"words stand on it: {said}{more}", _beyond(area, 0.0, 0.05))


def _area(quad: Quad) -> float:
    corners = np.array(quad, float)
    x, y = corners[:, 0], corners[:, 1]
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2
