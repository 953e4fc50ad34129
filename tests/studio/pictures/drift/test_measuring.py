"""Drift of drafts: what is said of a figure that is as it was, of one that is not, and of none."""

from __future__ import annotations

import pickle
from functools import cache

import msgspec
import numpy as np
import pytest

from backends.base import DrawRequest, Figure
from backends.draft.painter import chests, model_sheet, paint
from studio.cast.members import Character
from studio.lettering.records import Placement
from studio.pictures.drift.looking import Seen
from studio.pictures.drift.measuring import KnownMember, known_cast, known_from, measure, measure_seen
from studio.pictures.drift.records import Drift, Unmeasurable, from_json, to_json

CINDY = Figure(
    "Cindy", "person", {"skin": "#f0c8a8", "hair": "#b5482a", "suit": "#3f8a58"}, ("woman", "curly", "jacket")
)
ROLF = Figure("Rolf", "wolf", {"fur": "#7d8798", "suit": "#8a2f3c", "trousers": "#2c3a62"}, ("sweater",))
SCENES = ("stands", "waves hello", "thinks", "drinks coffee", "is surprised")


def drafted(figure: Figure, scene: str = "shrugs", seed: int = 50, plate: str = "south", tint: float = 1.0) -> Seen:
    request = DrawRequest("j", "c", "", seed, 640, 640, scene=f"{figure.name} {scene}", plate=plate, figures=(figure,))
    places = tuple((place.who, Placement("shirt", place.quad)) for place in chests(request))
    return Seen(np.rint(paint(request) * np.array([tint, 0.5 + tint / 2, 1])).astype(np.uint8), places)


def of(figure: Figure) -> Character:
    return Character(figure.name, "somebody", colours=figure.colours)


@cache
def known() -> tuple[KnownMember, KnownMember]:
    shown = [
        (of(figure), [drafted(figure, scene, number, "") for number, scene in enumerate(SCENES)])
        for figure in (CINDY, ROLF)
    ]
    cindy, rolf = known_from(shown)
    assert isinstance(cindy, KnownMember)
    assert isinstance(rolf, KnownMember)
    return cindy, rolf


def measured(picture: Seen, member: int = 0) -> Drift:
    (found,) = measure_seen(picture, [known()[member]])
    assert isinstance(found, Drift)
    return found


@pytest.mark.parametrize(("scene", "plate", "tint"), [("shrugs", "south", 1.0), ("explains", "", 0.75)])
def test_another_pose_another_plate_and_another_light_raise_no_alarm(scene: str, plate: str, tint: float) -> None:
    found = measured(drafted(CINDY, scene, 51, plate, tint))
    assert found.outside == ()
    assert found.value < 0.45
    assert not found.rough


def test_a_colour_that_changed_is_named_with_what_is_there_now() -> None:
    other = msgspec.structs.replace(CINDY, colours={**CINDY.colours, "hair": "#3f6fb0"})
    found = measured(drafted(other, plate=""))
    (colours,) = (part for part in found.outside if part.name == "colours")
    assert colours.words.startswith("hair: #b5482a, here #")
    assert "ΔE" in colours.words


def test_other_clothes_are_named_in_the_bands() -> None:
    other = msgspec.structs.replace(
        CINDY, features=("woman", "curly", "dress"), colours={**CINDY.colours, "suit": "#4a2f9a"}
    )
    bands = next(part for part in measured(drafted(other)).parts if part.name == "bands")
    assert bands.outside
    assert "chest" in bands.words


def test_a_larger_head_is_named_in_the_head() -> None:
    other = msgspec.structs.replace(CINDY, features=(*CINDY.features, "child"))
    head = next(part for part in measured(drafted(other, plate="")).parts if part.name == "head")
    assert head.outside
    assert "times as large" in head.words


def test_another_member_is_farther_than_the_member_itself() -> None:
    assert measured(drafted(ROLF)).value > 0.6 > measured(drafted(CINDY)).value
    assert measured(drafted(ROLF), member=1).value < 0.3


def test_two_in_a_picture_are_measured_each_at_its_own_figure() -> None:
    request = DrawRequest("j", "c", "", 7, 1024, 768, scene="Cindy and Rolf stand", figures=(CINDY, ROLF))
    found = measure_seen(Seen(paint(request)), known())
    assert all(isinstance(one, Drift) and one.value < 0.6 for one in found)
    first, second = (one.box for one in found if isinstance(one, Drift))
    assert first[0] + first[2] < second[0] + second[2]


def test_where_nobody_is_there_is_a_reason_and_no_number() -> None:
    with pytest.raises(Unmeasurable) as raised:
        measure(np.full((300, 400, 3), 200, np.uint8), known()[0])
    assert "no figure" in raised.value.notice.reason


def test_a_member_without_references_cannot_be_measured() -> None:
    (found,) = known_cast([Character("Nobody", "a person")])
    assert isinstance(found, Unmeasurable)
    assert found.notice.remedy == "Give Nobody reference pictures"


def test_of_few_references_what_is_said_is_rough() -> None:
    (alone,) = known_from([(of(CINDY), [Seen(model_sheet(CINDY, 512))])])
    assert isinstance(alone, KnownMember)
    (found,) = measure_seen(drafted(CINDY), [alone])
    assert isinstance(found, Drift)
    assert found.rough


def test_a_reference_of_somebody_else_is_named_as_odd() -> None:
    pictures = [drafted(CINDY, scene, number, "") for number, scene in enumerate(SCENES)]
    shown = [(of(CINDY), [*pictures, drafted(ROLF)]), (of(ROLF), [drafted(ROLF, "waves hello", n) for n in range(4)])]
    (cindy, _) = known_from(shown)
    assert isinstance(cindy, KnownMember)
    assert [file for file, _ in cindy.odd] == ["6"]


def test_what_was_measured_is_kept_as_json_and_members_go_to_other_processes() -> None:
    found = measured(drafted(CINDY))
    assert from_json(to_json(found)) == found
    again = pickle.loads(pickle.dumps(known()[0]))
    assert measure_seen(drafted(CINDY), [again]) == (found,)
