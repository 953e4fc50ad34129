"""What went wrong in a picture of several is seen; what is right is left alone."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from backends.draft.painter import paint
from studio.lettering.places.placement import find_placements
from studio.lettering.records import LetteringRecord, Placement, Setting, to_json
from studio.pictures.troubles import Trouble, troubles, warning_of
from studio.scenes.recipe import Recipe
from tests.studio.lettering.drafts_of_several import drawn, lettered, recipe_of, told_of
from tests.studio.lettering.figures import CAST

MILO, JAMES, ADA = CAST[:3]


def recipe(*asked: str) -> Recipe:
    return recipe_of([next(figure for figure in CAST if figure.name == name) for name in asked])


def test_a_picture_of_all_who_were_asked_for_has_no_trouble() -> None:
    assert troubles(paint(drawn([MILO, JAMES], 3)), recipe("Milo", "James")) == ()
    assert troubles(paint(drawn([JAMES, MILO], 3)), recipe("Milo", "James")) == ()
    assert troubles(paint(drawn([JAMES, MILO, ADA], 4, (1024, 512))), recipe("Milo", "James", "Ada")) == ()


def test_who_is_there_twice_is_seen_and_who_is_missing_for_it() -> None:
    twin = msgspec.structs.replace(MILO, name="Milo again")
    found = troubles(paint(drawn([MILO, twin], 3)), recipe("Milo", "James"))
    assert {(one.kind, one.who) for one in found} == {("alike", ("Milo",)), ("missing", ("James",))}
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)


@pytest.mark.parametrize("left_out", ["Milo", "James", "Ada"])
def test_who_is_missing_is_named(left_out: str) -> None:
    shown = [figure for figure in (MILO, JAMES, ADA) if figure.name != left_out]
    (found,) = troubles(paint(drawn(shown, 3)), recipe("Milo", "James", "Ada"))
    assert (found.kind, found.who, found.words) == ("missing", (left_out,), f"{left_out} is not there")


def test_sayings_on_each_others_shirts_are_seen() -> None:
    picture, asked = paint(drawn([JAMES, MILO], 3)), recipe("Milo", "James")
    from_left = LetteringRecord(settings=tuple(map(Setting, asked.sayings, find_placements(picture, 2))))
    found = troubles(picture, asked, to_json(from_left))
    assert {(one.kind, one.who) for one in found} == {("swapped", ("Milo", "James")), ("swapped", ("James", "Milo"))}
    assert "James wears it" in " ".join(one.words for one in found)
    assert troubles(picture, asked, lettered(picture, [MILO, JAMES])) == ()


def test_a_saying_that_nobody_wears_tells_of_who_is_missing() -> None:
    picture, asked = np.full((256, 256, 3), 90, np.uint8), recipe("Milo", "James")
    nowhere = Placement("centre", ((80, 100), (180, 100), (180, 150), (80, 150)))
    found = troubles(picture, asked, LetteringRecord(settings=(Setting(asked.sayings[1], nowhere),)))
    assert [(one.kind, one.who) for one in found] == [("missing", ("James",))]
    assert troubles(picture, asked, "no record") == ()


def test_of_one_alone_nothing_is_told() -> None:
    assert troubles(paint(drawn([JAMES], 3)), recipe("Milo")) == ()


def test_what_the_engine_told_is_believed() -> None:
    from backends.draft.painter import chests
    from studio.scenes.recipe import ChestPlace

    request = drawn([MILO, JAMES], 3)
    places = tuple(ChestPlace(one.who, one.kind, one.quad) for one in chests(request))
    assert troubles(paint(request), msgspec.structs.replace(recipe("Milo", "Ada"), places=places)) == ()


def test_a_warning_says_the_surest_first() -> None:
    assert warning_of(()) is None
    warning = warning_of(
        (Trouble("alike", ("A",), "A is there twice", 0.9), Trouble("missing", ("B",), "B is gone", 0.5))
    )
    assert warning is not None
    assert (warning.title, warning.reason, warning.warning) == ("A is there twice", "B is gone", True)
    assert told_of([MILO, JAMES]).people == 2
