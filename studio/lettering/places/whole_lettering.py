"""A whole lettering for a picture, from texts and a manner: printed where words belong, on a bar, in bubbles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.lettering.geometry.quads import Array
from studio.lettering.places import captions
from studio.lettering.places.bubble_placement import crowd_of
from studio.lettering.places.placement import find_placements, places_for
from studio.lettering.places.recipe_places import NOTHING, Told
from studio.lettering.places.sign import quad_at
from studio.lettering.records import Kind, LetteringRecord, Look, Placement, Setting
from studio.lettering.seeing.views import views_of


def arrange(
    rgb: Array,
    texts: Sequence[str],
    look: Look,
    kind: Kind = "print",
    point: tuple[float, float] | None = None,
    pose_model: Path | None = None,
    told: Told = NOTHING,
) -> LetteringRecord:
    """The lettering of a picture (H, W, 3) uint8 RGB with `texts`, left to right.

    `point` (x, y), in px, is for the first text: the sign that it is printed on, or what its bubble's tail goes to.
    `told` is what the picture's recipe says. Captions go along the bottom, then the top, or the other way where the
    bottom is taken. Raises NothingToSet, GlyphsMissing, FontUnknown, PlaceUnusable, PoseModelUnusable.
    """
    settings: list[Setting] = []
    if kind == "caption":
        top = captions.top_is_freer(rgb)
        settings = [captions.caption(rgb.shape, text, look, top=(n % 2 == 1) != top) for n, text in enumerate(texts)]
    elif kind == "bubble":
        settings = _spoken(rgb, texts, look, point, pose_model, told)
    else:
        settings = list(map(Setting, texts, _places(rgb, texts, point, pose_model, told)))
    return LetteringRecord(settings=tuple(settings), look=look)


def _spoken(
    rgb: Array,
    texts: Sequence[str],
    look: Look,
    point: tuple[float, float] | None,
    pose_model: Path | None,
    told: Told,
) -> list[Setting]:
    """Bubbles for those who are seen, left to right; for more texts than there are people, again from the left."""
    chests = find_placements(rgb, len(texts), pose_model=pose_model, told=told)
    crowd = crowd_of(views_of(rgb), chests, pose_model)
    words = tuple(one for one in chests if one.method != "centre")
    settings: list[Setting] = []
    for n, text in enumerate(texts):
        head = crowd.speakers[n % len(crowd.speakers)] if crowd.speakers else None
        taken = words + tuple(one.placement for one in settings)
        tail = point if n == 0 else None
        settings.append(captions.bubble(rgb, text, look, head, tail=tail, avoid=taken, crowd=crowd))
    return settings


def _places(
    rgb: Array, texts: Sequence[str], point: tuple[float, float] | None, pose_model: Path | None, told: Told
) -> tuple[Placement, ...]:
    if point is None:
        return places_for(rgb, texts, pose_model=pose_model, told=told)
    sign, count = quad_at(rgb, *point), len(texts)
    return (sign, *find_placements(rgb, count - 1, pose_model=pose_model, told=told)) if count > 1 else (sign,)
