"""Where somebody may be in a picture: faces that look like one, and whose each of them may be by its colours."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from studio.lettering.records import Placement
from studio.lettering.seeing.faces import LEAST, Face, above, faces_in, likeliest
from studio.lettering.seeing.views import Views
from studio.pictures.drift.colour import Array, lab_of
from studio.pictures.drift.palette import EMPTY, Palette, counted, earth_movers, reduced

_CANDIDATES = 6
_ALIKE = 16.0
"""The earth mover's distance, ΔE, at which a face's colours speak for it only a third as much."""

_ASTRAY = 0.7
"""How far a face may be from where it should be over its chest, in its radii."""

_SIDE = 160
_AROUND = 1.25
"""How far around a face, in its radii, its colours are looked at."""


class Known(NamedTuple):
    """What is known of a member's colours: the palettes of its head and of its torso."""

    head: Palette = EMPTY
    torso: Palette = EMPTY


class Spot(NamedTuple):
    """Where somebody may be: the face and, where the recipe tells, the chest (4, 2) and whose it is, px of the picture.
    `palette` is what is seen around the face."""

    face: Face
    palette: Palette
    chest: Array | None = None
    who: str = ""


def spots(views: Views, places: Sequence[tuple[str, Placement]] = ()) -> tuple[Spot, ...]:
    """Where somebody may be, the likeliest first: at the places that are told of, each (who, chest), or by faces."""
    found = faces_in(views)
    if places:
        faces = [_over(found, chest) for _, chest in places]
        return tuple(
            Spot(face, around(views, face), np.array(chest.quad), who)
            for face, (who, chest) in zip(faces, places, strict=True)
        )
    likely = likeliest(found, views, _CANDIDATES, bodies=True)
    return tuple(Spot(face, around(views, face)) for face in likely if face.score >= LEAST / 2)


def _over(found: Sequence[Face], chest: Placement) -> Face:
    """The face over a chest: where one should be, if what looks most like one is too far from there to be its."""
    usual, seen = above((), chest), above(found, chest)
    off = math.hypot(seen.x - usual.x, seen.y - usual.y)
    return seen if off <= _ASTRAY * usual.radius else usual


def around(views: Views, face: Face) -> Palette:
    """The colours of a face and what is close around it."""
    copy = views.about(_SIDE)
    scale = copy.shape[1] / views.rgb.shape[1]
    shape = np.zeros(copy.shape[:2], np.uint8)
    middle, reach = (round(face.x * scale), round(face.y * scale)), max(1, round(_AROUND * face.radius * scale))
    cv2.ellipse(shape, middle, (reach, reach), 0, 0, 360, 1, -1)
    return reduced(counted(lab_of(copy[shape > 0])))


def assigned(found: Sequence[Spot], known: Sequence[Known], names: Sequence[str]) -> list[Spot | None]:
    """For each of several members, by the palettes of their heads, whose spot it is: the likeliest of all ways to give
    them out, each to one; None for whom none is left. Who is told of by name is where that says."""
    given: list[Spot | None] = [next((spot for spot in found if spot.who and spot.who == name), None) for name in names]
    open_members = [n for n, spot in enumerate(given) if spot is None]
    left = [spot for spot in found if not any(spot is one for one in given)]
    if not open_members or not left:
        return given
    worth = [[_worth(spot, known[n].head) for spot in left] for n in open_members]
    slots = [*range(len(left)), *([-1] * max(0, len(open_members) - len(left)))]
    best = max(
        itertools.permutations(slots, len(open_members)),
        key=lambda order: sum(worth[row][at] for row, at in enumerate(order) if at >= 0),
    )
    for row, at in enumerate(best):
        given[open_members[row]] = left[at] if at >= 0 else None
    return given


def _worth(spot: Spot, head: Palette) -> float:
    """How likely a spot is the face of whose head has a palette: by its looks alone where no palette is known."""
    looks = math.sqrt(max(spot.face.score, 0.0)) if spot.chest is None else 1.0
    return looks if head.empty else looks * math.exp(-earth_movers(spot.palette, head) / _ALIKE)
