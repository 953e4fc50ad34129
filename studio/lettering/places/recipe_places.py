"""What the recipe of a picture tells of where words belong: who is there, and where the engine drew their chests.

A picture may have become another one since: places are believed as long as the picture shows what they say.
"""

from __future__ import annotations

import msgspec
import numpy as np

from studio.errors import StudioError
from studio.lettering.geometry.quads import Array, checked, scaled, through, to_plane
from studio.lettering.records import Placement, PlaceUnusable
from studio.scenes.recipe import CastMember, ChestPlace, from_json

_GRID = 12
"""Points along and across a panel that are looked at."""

_LEAST_WHITE, _MOST_CHROMA = 100, 0.3
"""White in any light: the smallest channel at least, and at most so much of the brightest that the smallest lacks."""

_SHOWN, _EDGED = 0.55, 0.5
"""The share of a panel that is white, and of the way around it that is not, at least: hands may be in front."""

_INNER, _EDGES = 0.8, (0.97, 1.0, 1.04)
"""How large the part is that is looked at for white, and where its edge is, over the panel's size."""

METHODS = {"panel": "panel", "chest": "shirt"}
"""What a placement says of a place that an engine told of."""


class Told(msgspec.Struct, frozen=True):
    """`places` are those of all who are in the picture, left to right, none where the engine does not know them;
    `people` is how many there are, None where nobody knows; `cast` are those, left to right, and `sayings` the words of
    those of them who are lettered."""

    places: tuple[ChestPlace, ...] = ()
    people: int | None = None
    cast: tuple[CastMember, ...] = ()
    sayings: tuple[str, ...] = ()


NOTHING = Told()


def told_by(recipe: str, wide: int, high: int) -> Told:
    """What a recipe's JSON tells of its picture, which is `wide` × `high` px now; nothing, of what is no recipe."""
    if not recipe:
        return NOTHING
    try:
        read = from_json(recipe)
    except StudioError:
        return NOTHING
    places = read.places if (read.width, read.height) == (wide, high) else ()
    # The draft painter draws nobody who is not named; who else draws what a scene says is not known.
    people = len(read.cast) if read.cast or read.engine_kind == "draft" else None
    return Told(places, people, read.cast, read.sayings)


def believed(rgb: Array, told: Told) -> tuple[Placement, ...]:
    """The places that were told of, panels first, for a picture (H, W, 3) uint8 RGB; none where it shows other things.

    Either all are true or none is: a picture in which one panel is not where it was drawn is another picture.
    """
    placed = []
    for place in sorted(told.places, key=lambda place: place.kind != "panel"):
        try:
            quad = checked(place.quad)
        except PlaceUnusable:
            return ()
        method = METHODS.get(place.kind)
        if method is None or not _inside(rgb, quad) or (place.kind == "panel" and not _is_panel(rgb, quad)):
            return ()
        placed.append(Placement("panel" if method == "panel" else "shirt", place.quad))
    return tuple(placed)


def _inside(rgb: Array, quad: Array) -> bool:
    """Whether the middle of a quad (4, 2) lies in a picture."""
    return bool(((quad.mean(0) >= 0) & (quad.mean(0) < rgb.shape[1::-1])).all())


def _is_panel(rgb: Array, quad: Array) -> bool:
    """Whether a quad (4, 2) is white for the most part, and ends where it says: in piping, or in cloth."""
    shares = (np.arange(_GRID) + 0.5) / _GRID
    across, down = np.meshgrid(shares, shares)
    if _white(rgb, scaled(quad, _INNER), np.column_stack([across.ravel(), down.ravel()])).mean() < _SHOWN:
        return False
    first, last = np.zeros(_GRID), np.ones(_GRID)
    sides = ((shares, first), (last, shares), (shares, last), (first, shares))
    around = np.concatenate([np.column_stack(side) for side in sides])
    white = np.stack([_white(rgb, scaled(quad, size), around) for size in _EDGES])
    return 1 - float(white.min(0).mean()) >= _EDGED


def _white(rgb: Array, quad: Array, shares: Array) -> Array:
    """Which points of a quad, at shares (n, 2) of its plane, are white: (n,) bool; outside the picture none is."""
    points = through(np.linalg.inv(to_plane(quad, 1.0, 1.0)), shares).round().astype(int)
    inside = ((points >= 0) & (points < rgb.shape[1::-1])).all(1)
    x, y = (np.where(inside, points[:, n], 0) for n in (0, 1))
    seen = rgb[y, x].astype(int)
    low, top = seen.min(1), seen.max(1)
    return np.asarray(inside & (low >= _LEAST_WHITE) & (top - low <= _MOST_CHROMA * top))
