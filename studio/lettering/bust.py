"""The chest below a face, for shirts whose cloth is not told from what is around it: jackets, aprons, scarves."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from studio.lettering import faces
from studio.lettering.faces import Face
from studio.lettering.quads import Array, as_tuple
from studio.lettering.records import Placement
from studio.lettering.views import Views

CONFIDENCE = 0.25
"""It is a guess about a guess."""

_LEAST, _LARGEST = 0.23, 0.19
"""The score that a face has at least, and its radius at most, over the picture's shorter side."""

_STANDS = 0.4
"""How much a chest differs from the picture's sides at least, 0 to 1."""

_WIDE, _HIGH = 2.2, 1.25
_DOWN, _ASIDE = (1.9, 2.1, 2.3, 2.5, 2.7, 2.9), (-0.35, 0.0, 0.35)
"""A chest's size and where its middle may be, in radii of the face."""

_USUAL = 2.3

_SKIN = 14.0
"""The distance in Lab (8 bits) from the face's colour within which a place is likely to be neck or hair."""
_SMALL = 256


def chests_in(views: Views, most: int) -> tuple[Placement, ...]:
    """Up to `most` chests below what looks like faces, the surest first."""
    high, wide = views.rgb.shape[:2]
    usual = faces.likeliest(faces.faces_in(views), views, most)
    sure = [face for face in usual if face.score >= _LEAST and face.radius <= _LARGEST * min(high, wide)]
    if not sure:
        return ()
    outstanding = faces.standing_out(views)
    small = cv2.cvtColor(views.about(_SMALL), cv2.COLOR_RGB2Lab).astype(np.float32)
    boxes = [box for face in sure if (box := _flattest(small, outstanding, face, (wide, high))) is not None]
    return tuple(
        Placement("shirt", as_tuple(_quad(box)), CONFIDENCE)
        for box in boxes
        if float(_part(outstanding, box, (wide, high)).mean()) >= _STANDS
    )


def _flattest(small: Array, outstanding: Array, face: Face, size: tuple[int, int]) -> Array | None:
    """The box (left, top, right, bottom) in px below a face that is most of one colour, neither that of the face nor
    that of the picture's sides; None where there is no room."""
    best, least = None, np.inf
    cheeks = np.array([face.x, face.y + 0.3 * face.radius] * 2) + np.array([-0.5, -0.3, 0.5, 0.3]) * face.radius
    skin = np.median(_part(small, np.maximum(cheeks, 0), size), (0, 1))
    for down, aside in itertools.product(_DOWN, _ASIDE):
        x, y = face.x + aside * face.radius, face.y + down * face.radius
        box = np.array([x - _WIDE * face.radius / 2, y - _HIGH * face.radius / 2] * 2)
        box[2:] += (_WIDE * face.radius, _HIGH * face.radius)
        if box.min() < 0 or box[2] > size[0] or box[3] > size[1]:
            continue
        part = _part(small, box, size)
        uneven = float(part.std((0, 1)).sum()) / 60
        like_skin = float(np.exp(-0.5 * np.sum(((np.median(part, (0, 1)) - skin) / _SKIN) ** 2)))
        behind = 1 - float(_part(outstanding, box, size).mean())
        cost = uneven + 0.6 * like_skin + behind + 0.4 * abs(down - _USUAL) + 0.4 * abs(aside)
        if cost < least:
            best, least = box, cost
    return best


def _part(plane: Array, box: Array, size: tuple[int, int]) -> Array:
    """The part of a plane (h, w, …) over a whole picture of `size` px that a box of the picture covers."""
    high, wide = plane.shape[:2]
    left, right = (int(v * wide / size[0]) for v in (box[0], box[2]))
    top, bottom = (int(v * high / size[1]) for v in (box[1], box[3]))
    return plane[top : max(bottom, top + 1), left : max(right, left + 1)]


def _quad(box: Array) -> Array:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
