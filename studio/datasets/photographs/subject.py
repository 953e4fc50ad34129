"""Where the subject of a picture is: by networks where there are such, by what is cut out, by what stands out."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import cv2
import numpy as np

from studio.datasets.photographs import networks
from studio.datasets.photographs.networks import NO_MODELS, Found, Models
from studio.datasets.photographs.saliency import box_of, saliency
from studio.datasets.records import Box
from studio.lettering.seeing.faces import LEAST, Face, faces_in, likeliest
from studio.lettering.seeing.views import Views, views_of
from studio.pictures.drift.colour import Array, lab_of
from studio.pictures.drift.cutting import masks
from studio.pictures.drift.cutting.choosing import Known, Spot, around
from studio.pictures.drift.cutting.figures import figure_at
from studio.pictures.drift.palette import EMPTY

How = Literal["person", "face", "figure", "drawn face", "saliency"]
"""What tells of a subject: a pose model, a face model, a plain ground or transparency around it, what looks like a
drawn face, or that it stands out."""

_AT_EDGE = 0.012
"""The share of a side within which something counts as cut off there."""

_BESIDE, _SAME = 0.08, 4.0
"""How much of the lower border must be beside a subject to tell by, and ΔE (1976) up to which its colours are the same
below the subject."""

_LEAKED = 0.8
"""Of the picture's area, the share from which what is cut out around a face is not all of somebody."""

_FACES = 6
_SURE_FACE = 2.0
"""How much more of a face than the least that is taken for one there must be for it to tell of a subject."""


class Subject(NamedTuple):
    """All that is seen of a subject, and its face where one is known, px of the picture, both inside it.

    `is_whole`: it is not cut off by the picture's lower edge, or both feet are seen.
    """

    box: Box
    how: How
    face: Box | None = None
    is_whole: bool = True


def find_subject(pixels: Array, models: Models = NO_MODELS) -> Subject | None:
    """The subject of a picture (H, W, 3 or 4) uint8 RGB(A), turned upright; None where nothing stands out in it.

    Of several people it is the one who is large and in the middle. Raises FaceModelUnusable, PoseModelUnusable.
    """
    rgb = np.ascontiguousarray(pixels[..., :3])
    views = views_of(rgb)
    faces = _in_copy(networks.faces(rgb, models.face), views) if models.face else ()
    face = main_of(faces, views.small.shape)
    if models.pose and (people := _in_copy(networks.people(rgb, models.pose), views)):
        person = main_of(people, views.small.shape)
        assert person is not None
        own = next((one for one in faces if _inside(one, person)), None)
        return _subject(person.edges, "person", views, own, person.stands)
    standing = _standing(pixels, views)
    if standing is not None and (cut := _part(standing, face)) is not None:
        return _subject(cut, "figure", views, face)
    if face is not None:
        return _subject(_around_face(face, views), "face", views, face)
    return _drawn(views) or _outstanding(views)


def _in_copy(found: tuple[Found, ...], views: Views) -> tuple[Found, ...]:
    """What is found in the picture, in px of the largest copy."""
    grow_x, grow_y = views.grow.tolist()

    def smaller(one: Found) -> Found:
        left, top, right, low = one.edges
        return one._replace(edges=(left / grow_x, top / grow_y, right / grow_x, low / grow_y))

    return tuple(smaller(one) for one in found)


def main_of(found: tuple[Found, ...], shape: tuple[int, ...]) -> Found | None:
    """Who is the largest and the nearest to the middle."""
    high, wide = shape[:2]

    def worth(one: Found) -> float:
        left, top, right, low = one.edges
        aside, down = (left + right) / 2 / wide - 0.5, (top + low) / 2 / high - 0.45
        return one.confidence * math.sqrt((right - left) * (low - top)) * math.exp(-2 * (aside**2 + 0.5 * down**2))

    return max(found, key=worth, default=None)


def _inside(one: Found, other: Found) -> bool:
    x, y = (one.edges[0] + one.edges[2]) / 2, (one.edges[1] + one.edges[3]) / 2
    left, top, right, low = other.edges
    return left <= x <= right and top <= y <= low


def _subject(
    edges: tuple[float, float, float, float], how: How, views: Views, face: Found | None, stands: bool = False
) -> Subject:
    """A subject by its edges in px of the largest copy."""
    high = views.small.shape[0]
    if face is not None:
        one, other = np.array(edges), np.array(face.edges)
        edges = (*np.minimum(one[:2], other[:2]).tolist(), *np.maximum(one[2:], other[2:]).tolist())
    is_whole = stands or edges[3] < (1 - _AT_EDGE) * high or _is_clear_below(views.small, edges, face)
    return Subject(_box(edges, views), how, None if face is None else _box(face.edges, views), is_whole)


def _is_clear_below(rgb: Array, edges: tuple[float, float, float, float], face: Found | None) -> bool:
    """Whether at the lower border of a copy (h, w, 3) uint8 RGB nothing stands where somebody would be cut off: colours
    there are those beside it. What is cut out often goes on to the border in a shadow, or on the floor."""
    high, wide = rgb.shape[:2]
    left, _, right, _ = edges if face is None else face.edges
    middle, half = (left + right) / 2, (0.3 if face is None else 0.9) * (right - left)
    columns = np.arange(wide)
    own, beside = np.abs(columns - middle) <= half, np.abs(columns - middle) > 2 * half
    if own.sum() < 3 or beside.sum() < _BESIDE * wide:
        return False
    row = cv2.GaussianBlur(lab_of(rgb[-max(2, high // 40) :]), (0, 0), 1).mean(0)
    off = np.linalg.norm(row[own][:, None] - row[beside][None], axis=2)
    return bool(np.quantile(np.quantile(off, 0.1, axis=1), 0.75) <= _SAME)


def _box(edges: tuple[float, float, float, float], views: Views) -> Box:
    """The box of edges in the largest copy, in whole px of the picture and inside it."""
    high, wide = views.rgb.shape[:2]
    grow_x, grow_y = views.grow.tolist()
    left = min(max(int(edges[0] * grow_x), 0), wide - 1)
    top = min(max(int(edges[1] * grow_y), 0), high - 1)
    right = min(max(math.ceil(edges[2] * grow_x), left + 1), wide)
    low = min(max(math.ceil(edges[3] * grow_y), top + 1), high)
    return Box(left, top, right - left, low - top)


def _standing(pixels: Array, views: Views) -> Array | None:
    if pixels.shape[2] == 4:
        size = views.small.shape[1::-1]
        seen = masks.by_alpha(cv2.resize(np.ascontiguousarray(pixels[..., 3]), size, interpolation=cv2.INTER_AREA))
        if seen is not None:
            return seen
    return masks.by_plain_ground(views.small) if min(views.small.shape[:2]) >= 16 else None


def _part(standing: Array, face: Found | None) -> tuple[float, float, float, float] | None:
    """The edges of what stands on plain ground: of the part with the face in it, or the largest; with all others that
    are not much smaller, for those may be held by it."""
    parts = masks.pieces(standing, 0.05)
    if not parts:
        return None
    if face is not None:
        x, y = int((face.edges[0] + face.edges[2]) / 2), int((face.edges[1] + face.edges[3]) / 2)
        parts = [part for part in parts if part[min(y, part.shape[0] - 1), min(x, part.shape[1] - 1)]] or parts
    whole = np.any(parts, axis=0).astype(np.uint8)
    left, top, wide, high = cv2.boundingRect(whole)
    return float(left), float(top), float(left + wide), float(top + high)


def _around_face(face: Found, views: Views) -> tuple[float, float, float, float]:
    """Head, shoulders and what goes with them: what is cut out around a face, as far as a body may reach."""
    left, top, right, low = face.edges
    wide, tall = right - left, low - top
    high, broad = views.small.shape[:2]
    head = np.array([left - 0.35 * wide, top - 0.5 * tall, right + 0.35 * wide, low + 0.9 * tall])
    reach = np.array([left - 2.6 * wide, top - 1.6 * tall, right + 2.6 * wide, low + 7.5 * tall])
    grow = float(views.grow[0])
    spot = Face((left + right) / 2 * grow, (top + low) / 2 * grow, 0.5 * tall * grow)
    cut = figure_at(views, Spot(spot, EMPTY), Known(head=around(views, spot)))
    edges = head
    if cut is not None:
        x, y, across, down = cv2.boundingRect(cut.mask.astype(np.uint8))
        own = np.array([x, y, x + across, y + down], float)
        own = np.concatenate([np.maximum(own[:2], reach[:2]), np.minimum(own[2:], reach[2:])])
        if across * down > _LEAKED * high * broad and own[1] < top - 1.2 * tall:
            # What is behind went with it.
            own = np.array([left - 0.9 * wide, top - 0.8 * tall, right + 0.9 * wide, low + 3.2 * tall])
        edges = np.concatenate([np.minimum(head[:2], own[:2]), np.maximum(head[2:], own[2:])])
    edges = np.clip(edges, 0, [broad, high, broad, high])
    return tuple(edges.tolist())


def _drawn(views: Views) -> Subject | None:
    """Somebody who is drawn, where one face looks much more like a face than what is taken for none."""
    if min(views.rgb.shape[:2]) < 32:
        return None
    salient = saliency(views.small)
    likely = likeliest(faces_in(views), views, _FACES, bodies=True)
    best = max(likely, key=lambda face: face.score * (0.15 + _outstands(salient, face, views)), default=None)
    if best is None or best.score < _SURE_FACE * LEAST:
        return None
    grow = float(views.grow[0])
    x, y, r = best.x / grow, best.y / grow, best.radius / grow
    face = Found((x - r, y - r, x + r, y + r), best.score)
    return _subject(_around_face(face, views), "drawn face", views, face)


def _outstands(salient: Array, face: Face, views: Views) -> float:
    """How much a face and what is below it stand out, 0 to 1."""
    times = salient.shape[1] / views.rgb.shape[1]
    x, y, r = face.x * times, face.y * times, face.radius * times
    part = salient[max(int(y - r), 0) : int(y + 3 * r) + 1, max(int(x - r), 0) : int(x + r) + 1]
    return float(part.mean()) if part.size else 0.0


def _outstanding(views: Views) -> Subject | None:
    edges = box_of(saliency(views.small))
    if edges is None:
        return None
    high, wide = views.small.shape[:2]
    left, top, right, low = edges
    return _subject((left * wide, top * high, right * wide, low * high), "saliency", views, None)
