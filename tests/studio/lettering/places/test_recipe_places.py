"""Places that an engine told of are believed as long as the picture shows them; who is not there gets no words."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.lettering.geometry.quads import Array, as_tuple, overlap
from studio.lettering.places.placement import candidates, find_placements
from studio.lettering.places.recipe_places import NOTHING, Told, believed, told_by
from studio.scenes.recipe import CastMember, ChestPlace, Recipe, from_json, to_json
from tests.studio.lettering.drawing import Scene, drawn

PAIR = [Scene(seed=1), Scene(seed=2, size=0.26, shirt=(236, 234, 228), wall=(60, 64, 80))]


def pair() -> tuple[Array, Told]:
    """Two side by side, with panels that are told of."""
    (left, one), (right, other) = (drawn(scene) for scene in PAIR)
    quads = [as_tuple(one), as_tuple(other + np.array([640, 0]))]
    places = tuple(ChestPlace(who, "panel", quad) for who, quad in zip(("Milo", "James"), quads, strict=True))
    return np.hstack([left, right]), Told(places, 2)


def recipe(told: Told, **changes: object) -> Recipe:
    cast = tuple(CastMember(place.who, "raccoon", "", "", True) for place in told.places)
    made = Recipe(
        scene="two", prompt="", cast=cast, plate="north", style="flat", seed=1, width=1280, height=640, steps=4,
        guidance=1.0, engine="draft", engine_kind="draft", family="kontext", places=told.places,
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def test_what_the_recipe_tells_is_where_the_words_go() -> None:
    picture, told = pair()
    placed = find_placements(picture, 2, told=told)
    assert [(one.method, one.quad) for one in placed] == [("panel", place.quad) for place in told.places]
    assert candidates(picture, told=told)[:2] == placed


def test_a_chest_comes_after_the_panels() -> None:
    picture, told = pair()
    milo, james = told.places
    mixed = Told((msgspec.structs.replace(milo, kind="chest"), james), 2)
    assert [(one.method, one.quad) for one in find_placements(picture, 1, told=mixed)] == [("panel", james.quad)]
    assert [one.method for one in find_placements(picture, 2, told=mixed)] == ["shirt", "panel"]


@pytest.mark.parametrize("told_places", [True, False])
def test_a_text_for_nobody_stands_in_the_middle(told_places: bool) -> None:
    picture, told = pair()
    told = told if told_places else Told(people=2)
    placed = find_placements(picture, 3, told=told)
    assert [one.method for one in placed] == ["panel", "panel", "centre"]
    assert placed[:2] == find_placements(picture, 2, told=told)


@pytest.mark.parametrize("change", ["mirrored", "cropped", "blank", "other"])
def test_a_picture_that_became_another_is_looked_at_instead(change: str) -> None:
    picture, told = pair()
    other = {
        "mirrored": np.ascontiguousarray(picture[:, ::-1]),
        "cropped": picture[150:, 150:],
        "blank": np.full_like(picture, 255),
        "other": np.full_like(picture, (90, 100, 60)),
    }[change]
    assert believed(picture, told)
    assert not believed(other, told)
    assert find_placements(other, 2, told=told) == find_placements(other, 2, told=Told(people=2))


def test_a_hand_in_front_of_a_panel_changes_nothing() -> None:
    picture, quad = drawn(Scene(hand=True, strap=True))
    assert believed(picture, Told((ChestPlace("Milo", "panel", as_tuple(quad)),), 1))


def test_the_quads_are_those_of_the_panels_in_the_picture() -> None:
    picture, told = pair()
    found = find_placements(picture, 2)
    assert all(
        overlap(np.array(one.quad), np.array(place.quad)) > 0.97 for one, place in zip(found, told.places, strict=True)
    )


@given(
    st.lists(st.lists(st.lists(st.floats(allow_nan=True), min_size=0, max_size=3), max_size=5), min_size=1, max_size=3),
    st.sampled_from(["panel", "chest", "tail", ""]),
)
def test_nonsense_is_not_believed_and_stops_nothing(quads: list[list[list[float]]], kind: str) -> None:
    picture = np.full((48, 64, 3), 120, np.uint8)
    places = tuple(ChestPlace("x", kind, tuple(tuple(corner) for corner in quad)) for quad in quads)  # type: ignore[misc]
    assert all(one.method == "shirt" for one in believed(picture, Told(places, 1)))


def test_a_recipe_tells_of_its_own_picture_alone() -> None:
    _, told = pair()
    text = to_json(recipe(told))
    cast = recipe(told).cast
    assert told_by(text, 1280, 640) == Told(told.places, 2, cast)
    assert told_by(text, 640, 320) == Told((), 2, cast)
    assert told_by("", 1, 1) == told_by("no recipe", 1, 1) == NOTHING
    assert told_by(to_json(recipe(Told())), 1280, 640) == Told((), 0)
    by_words = to_json(recipe(Told(), engine_kind="comfyui"))
    assert told_by(by_words, 1280, 640) == NOTHING


def test_a_recipe_without_places_reads_as_it_did_before_there_were_any() -> None:
    _, told = pair()
    plain, placed = to_json(recipe(Told())), to_json(recipe(told))
    assert "places" not in plain
    assert from_json(placed).places == told.places
    assert from_json(placed.replace('"panel"', '"a kind of tomorrow"')).places[0].kind == "a kind of tomorrow"
