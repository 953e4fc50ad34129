"""The saying is on the right shirt, whoever stands where."""

from __future__ import annotations

import random

import numpy as np
import pytest

from backends.base import DrawRequest
from backends.draft.painter import chests, paint
from studio.lettering.geometry.quads import Array, overlap
from studio.lettering.places.placement import places_for
from studio.lettering.places.recipe_places import Told
from studio.lettering.records import Placement
from studio.scenes.recipe import CastMember
from tests.studio.lettering.drafts_of_several import drawn, told_of
from tests.studio.lettering.figures import CAST


def on_chest(request: DrawRequest, name: str, place: Placement) -> bool:
    quad = next(one.quad for one in chests(request) if one.who == name)
    return overlap(np.array(quad), np.array(place.quad)) > 0.4


@pytest.mark.parametrize("seed", range(12))
def test_a_saying_follows_who_looks_like_its_wearer(seed: int) -> None:
    chance = random.Random(seed)
    asked = chance.sample(CAST, 2 + seed % 3)
    shown = chance.sample(asked, len(asked))
    request = drawn(shown, seed, (1024, 512))
    told = told_of(asked)
    places = places_for(paint(request), told.sayings, told=told)
    assert [on_chest(request, figure.name, place) for figure, place in zip(asked, places, strict=True)] == [True] * len(
        asked
    )


def test_words_of_the_persons_own_go_from_left_to_right() -> None:
    request = drawn([CAST[1], CAST[0]], 3)
    told = told_of([CAST[0], CAST[1]])
    picture = paint(request)
    (first, second) = places_for(picture, ("one", "two"), told=told)
    assert on_chest(request, "James", first)
    assert on_chest(request, "Milo", second)
    assert places_for(picture, told.sayings, told=told) == (second, first)


def test_of_whom_nothing_is_known_the_order_tells() -> None:
    request = drawn([CAST[1], CAST[0]], 3)
    members = tuple(CastMember(name, "person", "somebody", "", lettered=True) for name in ("Ann", "Bea"))
    places = places_for(paint(request), ("one", "two"), told=Told((), 2, members, ("one", "two")))
    assert middle(places[0]) < middle(places[1])


def test_who_has_no_figure_comes_last() -> None:
    """Three were asked for, and the model drew two of them, on the other sides."""
    request = drawn([CAST[2], CAST[0]], 4)
    told = told_of([CAST[0], CAST[1], CAST[2]])
    milo, james, ada = places_for(paint(request), told.sayings, told=told)
    assert on_chest(request, "Milo", milo)
    assert on_chest(request, "Ada", ada)
    assert not james.worn


def test_where_the_engine_told_whose_a_place_is_no_looks_are_asked() -> None:
    from studio.scenes.recipe import ChestPlace

    request = drawn([CAST[1], CAST[0]], 3)
    told = told_of([CAST[0], CAST[1]])
    places = tuple(ChestPlace(one.who, one.kind, one.quad) for one in chests(request))
    grey: Array = paint(request)
    placed = places_for(grey, told.sayings, told=Told(places, 2, told.cast, told.sayings))
    assert [place.quad for place in placed] == [places[1].quad, places[0].quad]


def middle(place: Placement) -> float:
    return float(np.mean([x for x, _ in place.quad]))
