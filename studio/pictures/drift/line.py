"""How a figure is drawn: how thick its lines are and of what colour, and how it is shaded."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from studio.pictures.drift.colour import Array, lab_of

_DARKER = 40
_DARK = 95
_FEWEST = 60


class Line(NamedTuple):
    """Lines: their median width in radii of the head, their colour (3,) Lab, their share of the head."""

    width: float
    colour: Array
    share: float


class Shading(NamedTuple):
    """The share of pixels that are as those beside them, and the mean step, L, between those that are not the edge of
    something."""

    flat: float
    contrast: float


def lines(rgb: Array, mask: Array, radius: float) -> Line | None:
    """The dark thin lines in a crop (h, w, 3) uint8 RGB of a figure (h, w) bool, whose head's radius is so many px;
    None where there are none, or too little is seen."""
    if not mask.any():
        return None
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(0.28 * radius) | 1,) * 2)
    over = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel)
    thin = ((over > _DARKER) & (grey < _DARK) & mask).astype(np.uint8)
    deep = cv2.distanceTransform(np.pad(thin, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    ridge = (deep >= cv2.dilate(deep, np.ones((3, 3), np.uint8))) & (deep > 0.5)
    if ridge.sum() < _FEWEST:
        return None
    core = ridge & (deep >= np.median(deep[ridge]))
    colour = np.median(lab_of(rgb[core]), 0)
    return Line(float(2 * deep[ridge].mean() / radius), colour, float(thin.sum() / mask.sum()))


def shading(lab: Array, mask: Array) -> Shading:
    """How a figure (h, w) bool is shaded in a crop (h, w, 3) Lab."""
    light = lab[..., 0]
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(light, cv2.CV_32F, 0, 1, scale=0.125)
    steps = np.hypot(across, down)[cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
    if not len(steps):
        return Shading(1.0, 0.0)
    soft = steps[steps < 4]
    return Shading(float((steps < 0.6).mean()), float(soft.mean()) if len(soft) else 0.0)
