"""A brush: a picture painted anew with strokes, from broad ones to fine ones, that follow what they paint.

After A. Hertzmann, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes", SIGGRAPH 1998: each layer paints
only where what is there is still far from the picture. Strokes are straight here, and lie along the edges.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.draft.canvas import Pixels

_LAYERS = ((1 / 46, 0.0, 3.4), (1 / 92, 13.0, 3.0), (1 / 180, 15.0, 2.6), (1 / 330, 17.0, 2.2))
"""Of each layer: how wide a stroke is, over the picture's mean side; from what mean error on a stroke is set; how long
it is, over its width."""
_LEAST = 2.0
"""Pixels that a stroke is wide, at least."""
_INK_LEFT = 0.5
"""How much of the outlines is left."""
_SEEN = 0.24
"""How much of what is painted is seen through the strokes: eyes and mouths stay readable."""
_MOST_SEEN, _FINE = 0.52, 800
"""The same in small pictures, at most; and the mean side in pixels from which strokes are fine enough for a face."""


def brushed(picture: Pixels, seed: int) -> Pixels:
    """The picture (height, width, 3) as it would be with a brush: the same size, and the same for the same `seed`,
    which is 0 to 2³² − 1."""
    # Its stream is frozen: numpy's newer generators may give others with another version.
    chance = np.random.RandomState(seed)
    side = math.sqrt(picture.shape[0] * picture.shape[1])
    model = _softened(picture, side)
    turns = _directions(model, side)
    canvas = _blurred(model, side / 60)
    for share, error, long in _LAYERS:
        wide = share * side
        if wide >= _LEAST:
            _layer(canvas, _blurred(model, wide / 3), turns, chance, (wide, wide * long, error))
    seen = min(_MOST_SEEN, max(_SEEN, _SEEN * _FINE / side))
    canvas = np.asarray(cv2.addWeighted(canvas, 1 - seen, model, seen, 0), dtype=np.uint8)
    return _lit(_varied(canvas, chance), side)


def _blurred(picture: Pixels, sigma: float) -> Pixels:
    """The picture blurred; on a small copy where so little is left that this is not seen."""
    step = max(1, int(sigma / 2))
    rows, columns = picture.shape[:2]
    if step > 1:
        small = (max(1, columns // step), max(1, rows // step))
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma / step)
    if step > 1:
        soft = cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft, dtype=np.uint8)


def _softened(picture: Pixels, side: float) -> Pixels:
    """The picture with its outlines half painted over, as by a brush that is no pen."""
    wide = max(3, round(side / 110) | 1)
    closed = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide)))
    return np.asarray(cv2.addWeighted(picture, _INK_LEFT, closed, 1 - _INK_LEFT, 0), dtype=np.uint8)


def _directions(model: Pixels, side: float) -> NDArray[np.float64]:
    """The way along the edges at each place of a small copy, (h, w) in radians: the structure tensor's minor axis."""
    rows, columns = model.shape[:2]
    step = max(1, round(side / 160))
    small = cv2.resize(model, (max(2, columns // step), max(2, rows // step)), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, yy, xy = (cv2.GaussianBlur(part, (0, 0), 3.0) for part in (gx * gx, gy * gy, gx * gy))
    return np.asarray(0.5 * np.arctan2(2 * xy, xx - yy) + math.pi / 2, dtype=np.float64)


def _layer(
    canvas: Pixels,
    model: Pixels,
    turns: NDArray[np.float64],
    chance: np.random.RandomState,
    stroke: tuple[float, float, float],
) -> None:
    """Strokes as (width, length, least error) where the canvas is not yet like the model, in no order."""
    wide, long, least = stroke
    rows, columns = model.shape[:2]
    across, down = max(1, round(columns / (wide * 0.9))), max(1, round(rows / (wide * 0.9)))
    far = cv2.resize(cv2.absdiff(canvas, model), (across, down), interpolation=cv2.INTER_AREA).mean(axis=2)
    cells = chance.permutation(np.flatnonzero(far >= least))
    many = len(cells)
    px = (cells % across + chance.uniform(size=many)) * columns / across
    py = (cells // across + chance.uniform(size=many)) * rows / down
    ix, iy = np.minimum(px.astype(int), columns - 1), np.minimum(py.astype(int), rows - 1)
    high, broad = turns.shape
    turn = turns[iy * high // rows, ix * broad // columns] + chance.uniform(-0.35, 0.35, many)
    half = long / 2 * chance.uniform(0.6, 1.2, many)
    reach = np.stack([np.cos(turn) * half, np.sin(turn) * half], axis=1)
    middle = np.stack([px, py], axis=1)
    starts, ends = (np.rint(points * 16).astype(int).tolist() for points in (middle - reach, middle + reach))
    shade, warmth = chance.uniform(-11, 11, many), chance.uniform(-6, 6, many)
    tones = model[iy, ix] + np.stack([shade + warmth, shade, shade - warmth], axis=1)
    thick = max(1, round(wide))
    for start, end, tone in zip(starts, ends, tones.tolist(), strict=True):
        cv2.line(canvas, start, end, tone, thick, cv2.LINE_AA, 4)


def _varied(canvas: Pixels, chance: np.random.RandomState) -> Pixels:
    """Rich and muted: broad washes of warm and cool, a little less colour, lights that are warm."""
    rows, columns = canvas.shape[:2]
    warm = np.array([1.0, 0.25, -0.9])
    spots = 128 + chance.uniform(-8, 8, (9, 9, 1)) * warm
    wash = cv2.resize(spots.round().astype(np.uint8), (columns, rows), interpolation=cv2.INTER_CUBIC)
    grey = cv2.cvtColor(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    muted = cv2.addWeighted(canvas, 0.88, grey, 0.12, 3)
    values = np.arange(256.0)[None, :, None]
    light = np.clip(values + (values - 96) * 0.06 * warm, 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.addWeighted(cv2.LUT(muted, light), 1.0, wash, 1.0, -128), dtype=np.uint8)


def _lit(canvas: Pixels, side: float) -> Pixels:
    """The paint lies thick: light from the upper left on the edges of the strokes."""
    grey = cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY)
    step = max(1, round(side / 700))
    shifted = np.roll(grey, (step, step), axis=(0, 1))
    relief = cv2.addWeighted(grey, 0.5, shifted, -0.5, 128)
    lit = cv2.addWeighted(canvas, 1.0, cv2.cvtColor(relief, cv2.COLOR_GRAY2RGB), 0.5, -64)
    return np.asarray(lit, dtype=np.uint8)
