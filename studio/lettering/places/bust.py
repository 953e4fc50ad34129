"""The chest below a face, for shirts whose cloth is not told from what is around it: jackets, aprons, scarves."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, as_tuple
from studio.lettering.records import Placement
from studio.lettering.seeing import faces
from studio.lettering.seeing.faces import Face
from studio.lettering.seeing.views import Views

CONFIDENCE = 0.25
"""It is a guess about a guess."""

_LEAST = 0.17
"""The score that a face has at least, its body counted."""

_LARGE, _CRISP = 0.19, 22.0
"""A face whose radius is more than this share of the picture's shorter side has lines: its pixels differ so much from
what is around each, in L of Lab (8 bits), in the mean."""

_STANDS = 0.4
"""How much the chest below another face differs from the picture's sides at least, 0 to 1."""

_SHARES = (0.11, 0.26)
_WIDE, _HIGH, _DOWN = (2.2, 1.05), (1.25, 0.62), (2.3, 1.22)
"""A chest's size and how far below the face its middle is, in radii of the face: of somebody whose face has the first
share of the picture's shorter side for its radius, and of a large head on a small body, or one that is near."""

_LOWER, _ASIDE = (-0.3, -0.15, 0.0, 0.15, 0.3, 0.45), (-0.16, 0.0, 0.16)
"""Where it is looked for about there, in its heights and widths."""

_SKIN = 14.0
"""The distance in Lab (8 bits) from the face's colour within which a place is likely to be neck or hair."""
_SMALL, _FINE = 256, 24
"""The longer side of the copy that chests are looked for in, and the radius at which faces are looked at, in px."""


def chests_in(views: Views, most: int) -> tuple[Placement, ...]:
    """Up to `most` chests below what looks like faces, the surest first."""
    high, wide = views.rgb.shape[:2]
    outstanding = faces.standing_out(views)
    small = cv2.cvtColor(views.about(_SMALL), cv2.COLOR_RGB2Lab).astype(np.float32)
    found = []
    for face in faces.likeliest(faces.faces_in(views), views, most, bodies=True):
        if face.score < _LEAST or (box := _flattest(small, outstanding, face, (wide, high))) is None:
            continue
        if face.radius > _LARGE * min(high, wide):
            is_sure = _crispness(views, face) >= _CRISP
        else:
            is_sure = float(_part(outstanding, box, (wide, high)).mean()) >= _STANDS
        if is_sure:
            found.append(Placement("shirt", as_tuple(_quad(box)), CONFIDENCE))
    return tuple(found)


def _flattest(small: Array, outstanding: Array, face: Face, size: tuple[int, int]) -> Array | None:
    """The box (left, top, right, bottom) in px below a face that is most of one colour, neither that of the face nor
    that of the picture's sides; None where there is no room."""
    best, least = None, np.inf
    cheeks = np.array([face.x, face.y + 0.3 * face.radius] * 2) + np.array([-0.5, -0.3, 0.5, 0.3]) * face.radius
    skin = np.median(_part(small, np.maximum(cheeks, 0), size), (0, 1))
    share = face.radius / min(size)
    across, tall, usual = (float(np.interp(share, _SHARES, one)) * face.radius for one in (_WIDE, _HIGH, _DOWN))
    for lower, aside in itertools.product(_LOWER, _ASIDE):
        x, y = face.x + aside * across, face.y + usual + lower * tall
        box = np.array([x - across / 2, y - tall / 2, x + across / 2, y + tall / 2])
        if box.min() < 0 or box[2] > size[0] or box[3] > size[1]:
            continue
        part = _part(small, box, size)
        uneven = float(part.std((0, 1)).sum()) / 60
        like_skin = float(np.exp(-0.5 * np.sum(((np.median(part, (0, 1)) - skin) / _SKIN) ** 2)))
        behind = 1 - float(_part(outstanding, box, size).mean())
        cost = uneven + 0.6 * like_skin + behind + 0.5 * abs(lower) + 0.9 * abs(aside)
        if cost < least:
            best, least = box, cost
    return best


def _crispness(views: Views, face: Face) -> float:
    """How much the pixels of a face differ from what is around each, in L of Lab (8 bits), at one size for all."""
    copy = views.about(_FINE / face.radius * max(views.rgb.shape[:2]))
    scale = _FINE / face.radius * views.rgb.shape[1] / copy.shape[1]
    light = cv2.cvtColor(cv2.resize(copy, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2Lab)[
        ..., 0
    ].astype(np.float32)
    away = np.abs(light - cv2.GaussianBlur(light, (0, 0), 2.5))
    x, y = (int(v * _FINE / face.radius) for v in (face.x, face.y))
    reach = _FINE * 2 // 3
    return float(away[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach].mean())


def _part(plane: Array, box: Array, size: tuple[int, int]) -> Array:
    """The part of a plane (h, w, …) over a whole picture of `size` px that a box of the picture covers."""
    high, wide = plane.shape[:2]
    left, right = (int(v * wide / size[0]) for v in (box[0], box[2]))
    top, bottom = (int(v * high / size[1]) for v in (box[1], box[3]))
    return plane[top : max(bottom, top + 1), left : max(right, left + 1)]


def _quad(box: Array) -> Array:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
