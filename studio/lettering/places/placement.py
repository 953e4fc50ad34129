"""Where the words go: told by the recipe → panel → shirt → pose → centre, each placement saying which one it was."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from studio.lettering.geometry.quads import Array, lengths, overlap
from studio.lettering.places import bust, panel, shirt
from studio.lettering.places.recipe_places import NOTHING, Told, believed
from studio.lettering.records import LetteringRecord, Look, NothingToSet, Placement, Setting
from studio.lettering.seeing import pose
from studio.lettering.seeing.views import Views, views_of
from studio.lettering.setting.ink import set_words
from studio.lettering.wearers.likenesses import likenesses
from studio.lettering.wearers.matching import is_clear, who_is_who
from studio.lettering.wearers.palettes import palette_of

USUAL = Look()

_ASIDE, _BELOW = 0.75, 1.7
"""How far apart two places on one body are at most, over the width of the wider one."""

_FACES = 3
"""Chests below faces that are offered where no number is asked for."""


def find_placements(
    rgb: Array, count: int = 1, *, pose_model: Path | None = None, told: Told = NOTHING
) -> tuple[Placement, ...]:
    """`count` placements for a picture (H, W, 3) uint8 RGB, one for each text: left to right, and last those for which
    there is nobody.

    What the recipe has `told` comes before all, as long as the picture shows it. Then the surest panels, with a pose
    model those that people wear. What panels do not take goes to the shirts of those without a panel, then to people
    by pose. What is left there is nobody for: it goes to those who have words already, and is `shared`, and the last of
    it to boxes in the middle of the picture, one below the other. Raises PoseModelUnusable.
    """
    if count < 1:
        raise NothingToSet("There is nothing to set", "no text was given", "Give at least one text")
    taken: list[Placement] = []
    second: list[Placement] = []
    people = count if told.people is None else told.people
    for more in _steps(rgb, pose_model, count, told):
        for one in more:
            if len(taken) < count and _clear(one, taken):
                is_anew = one.method == "panel" or (len(taken) < people and not _on_one_body(one, taken))
                (taken if is_anew else second).append(one)
        if len(taken) == count:
            break
    for one in second:
        if len(taken) < count and _clear(one, taken):
            taken.append(msgspec.structs.replace(one, shared=True))
    taken += _centres(rgb, count - len(taken), taken)
    return tuple(sorted(taken, key=lambda one: (not one.worn, float(np.mean([x for x, _ in one.quad])))))


def places_for(
    rgb: Array, texts: Sequence[str], *, pose_model: Path | None = None, told: Told = NOTHING
) -> tuple[Placement, ...]:
    """A place for each text, as `find_placements` finds them; of a recipe's own sayings each is on who is to wear it.

    Who that is, the engine tells that drew them; else the looks of the figures do, where they tell it clearly, for
    models may draw somebody on another side than was asked. Raises PoseModelUnusable.
    """
    places = find_placements(rgb, len(texts), pose_model=pose_model, told=told)
    wearers = [place for place, member in enumerate(told.cast) if member.lettered][: len(texts)]
    if tuple(texts) != told.sayings or len(told.cast) < 2 or not wearers:
        return places
    known = {one.who: place for one in told.places for place in places if place.quad == one.quad}
    if all(told.cast[number].name in known for number in wearers):
        return _shared_among([known[told.cast[number].name] for number in wearers], places)
    figures = [place for place in places if place.worn]
    asked = wearers
    if len(wearers) < len(told.cast) and any(place.method != "panel" for place in figures):
        # A shirt may be that of somebody who wears no words: only together can they be told apart.
        asked = list(range(len(told.cast)))
        everybody = find_placements(rgb, len(asked), pose_model=pose_model, told=told)
        figures = [place for place in everybody if place.worn]
    figures = figures[: len(asked)]
    quads = [np.array(place.quad) for place in figures]
    alike = likenesses(rgb, quads, [palette_of(told.cast[number]) for number in asked])
    who = who_is_who(alike)
    if who == tuple(range(len(figures))) and (asked is wearers or not is_clear(alike, who)):
        return places
    worn = {asked[member]: place for member, place in zip(who, figures, strict=True)}
    return _shared_among([worn.get(number) for number in wearers], places)


def _shared_among(worn: Sequence[Placement | None], places: Sequence[Placement]) -> tuple[Placement, ...]:
    """The places of those who wear something, in their order; who has none takes what is left of `places`."""
    free = iter([place for place in places if place not in worn])
    given = [place or next(free) for place in worn]
    return (*given, *itertools.islice(free, len(places) - len(given)))


def candidates(rgb: Array, *, pose_model: Path | None = None, told: Told = NOTHING) -> tuple[Placement, ...]:
    """Every place that could be pointed at, best first, the picture's middle last. Raises PoseModelUnusable."""
    kept: list[Placement] = []
    for more in _steps(rgb, pose_model, None, told):
        kept += [one for one in more if _clear(one, kept)]
    return tuple(kept + _centres(rgb, 1, []))


def letter(
    rgb: Array,
    texts: Sequence[str],
    look: Look = USUAL,
    *,
    pose_model: Path | None = None,
    told: Told = NOTHING,
) -> tuple[Array, LetteringRecord]:
    """Find places for the texts, left to right or by who wears them, and set them: the lettered picture and its record.

    Raises NothingToSet, GlyphsMissing, FontUnknown, InkUnknown, PoseModelUnusable.
    """
    places = places_for(rgb, texts, pose_model=pose_model, told=told)
    record = LetteringRecord(
        settings=tuple(Setting(text, place) for text, place in zip(texts, places, strict=True)), look=look
    )
    return set_words(rgb, record), record


def _steps(rgb: Array, pose_model: Path | None, enough: int | None, told: Told) -> Iterator[tuple[Placement, ...]]:
    """Places, the best kind first; none is looked for where the engine knows of all who are there.

    The network of a pose model is only asked where panels leave something open: there are more of them than texts, or
    fewer.
    """
    known = believed(rgb, told)
    yield known
    if known and enough is not None:
        return
    views = views_of(rgb)
    panels = panel.panels_in(views, enough if pose_model is None else None)
    if pose_model is None:
        yield panels
        yield from _clothed(views, enough)
        return
    if enough is not None and len(panels) == enough:
        yield panels
        return
    people = pose.find_people(rgb, pose_model)
    worn, loose = _shared_out(panels, people)
    yield worn + loose
    without = [person for person in people if not any(_on(one, person) for one in worn)]
    shirts, others = _shared_out(shirt.shirts_in(views), without)
    yield shirts
    yield pose.chests_of([person for person in without if not any(_on(one, person) for one in shirts)])
    yield others


def _clothed(views: Views, enough: int | None) -> Iterator[tuple[Placement, ...]]:
    """Shirts by their cloth, then chests below faces, then cloth that may be anybody's or nobody's."""
    shirts = shirt.shirts_in(views, enough)
    yield tuple(one for one in shirts if one.confidence > bust.CONFIDENCE)
    yield bust.chests_in(views, enough or _FACES)
    yield tuple(one for one in shirts if one.confidence <= bust.CONFIDENCE)


def _shared_out(
    places: tuple[Placement, ...], people: Sequence[pose.Person]
) -> tuple[tuple[Placement, ...], tuple[Placement, ...]]:
    """Those places that are some person's, one for each; and the others. The surest come first in both."""
    worn: list[Placement] = []
    free = list(people)
    for place in places:
        owner = next((person for person in free if _on(place, person)), None)
        if owner is not None:
            free.remove(owner)
            worn.append(place)
    return tuple(worn), tuple(place for place in places if place not in worn)


def _on(place: Placement, person: pose.Person) -> bool:
    """Whether a place's middle lies on a person: nearer to the chest than the chest is large, or in the box."""
    x, y = np.mean(place.quad, axis=0)
    quad = pose.chest(person)
    if quad is not None:
        return bool(np.hypot(*(quad.mean(0) - (x, y))) <= 0.75 * max(np.ptp(quad, 0)))
    left, top, right, bottom = person.box
    return bool(left <= x <= right and top <= y <= bottom)


def _clear(one: Placement, others: list[Placement]) -> bool:
    """Whether a place shares little with those already taken."""
    return all(overlap(np.array(one.quad), np.array(other.quad)) < 0.1 for other in others)


def _on_one_body(one: Placement, others: list[Placement]) -> bool:
    """Whether a place is on the body of somebody who has another: close below it, or above it."""
    quad = np.array(one.quad)
    for other in others:
        corners = np.array(other.quad)
        across, down = np.abs(quad.mean(0) - corners.mean(0))
        width = max(lengths(quad)[0], lengths(corners)[0])
        if across < _ASIDE * width and down < _BELOW * width:
            return True
    return False


def _centres(rgb: Array, count: int, taken: list[Placement]) -> list[Placement]:
    """Boxes across the middle of the picture, one below the other, clear of what is taken as far as there is room."""
    if not count:
        return []
    wide, high = (max(float(side), 16.0) for side in (rgb.shape[1], rgb.shape[0]))
    if count == 1:
        bands = [(0.45, 0.7), (0.72, 0.95), (0.05, 0.28), (0.29, 0.44)]
    else:
        tall = 0.9 / (count + 3 * len(taken))
        bands = [(0.05 + tall * n, 0.05 + tall * (n + 0.95)) for n in range(count + 3 * len(taken))]
        bands.sort(key=lambda band: abs(band[0] + band[1] - 1.15))
    boxes = [
        Placement(
            "centre",
            ((0.3 * wide, top * high), (0.7 * wide, top * high), (0.7 * wide, low * high), (0.3 * wide, low * high)),
            0.05,
        )
        for top, low in bands
    ]
    free = [box for box in boxes if _clear(box, taken)]
    return (free + [box for box in boxes if box not in free])[:count]
