"""What is arranged on a picture, with no screen: changes, back and forth, what is looked at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from screens.lettering.arrangement import GRIPS, Arrangement
from screens.lettering.layout import Arranged
from screens.lettering.placement import PlacementKeys
from studio.lettering.geometry import shaping
from studio.lettering.records import LetteringRecord
from tests.screens.lettering.places import PLACES
from tests.screens.parts import Studio, Worked

EASEL = cast(Any, SimpleNamespace(picture=SimpleNamespace(width=1000, height=500)))


def begun() -> tuple[Arrangement, list[bool]]:
    """An arrangement of a picture that has been read, and what it told of changes."""
    told: list[bool] = []
    arrangement = Arrangement(1, told.append)
    arrangement.begin(EASEL, Arranged.begin(PLACES, LetteringRecord()))
    return arrangement, told


def now(arrangement: Arrangement) -> Arranged:
    assert arrangement.now is not None
    return arrangement.now


def keys_of(arrangement: Arrangement) -> PlacementKeys:
    studio = Studio()
    return PlacementKeys(arrangement, studio, Worked(), studio)


def test_nothing_is_done_before_the_picture_is_read() -> None:
    arrangement = Arrangement(1, lambda is_new: None)
    arrangement.action_case()
    arrangement.undo()
    keys_of(arrangement).action_move(1, 0)
    assert arrangement.now is None
    assert not arrangement.ready.is_set()


def test_typing_is_taken_back_as_one_and_done_again() -> None:
    arrangement, told = begun()
    for typed in ("r", "rm"):
        arrangement.change(now(arrangement).with_text(typed), "typing")
    arrangement.action_ink()
    assert told == [True] * 3
    arrangement.undo()
    assert (now(arrangement).ink, now(arrangement).current.text) == ("auto", "rm")
    arrangement.undo()
    assert now(arrangement).current.text == ""
    arrangement.redo()
    assert now(arrangement).current.text == "rm"


def test_what_changes_is_seen_though_the_picture_was_shown_as_it_was_before() -> None:
    arrangement, told = begun()
    shown = []
    for step in (arrangement.action_before, lambda: arrangement.change(now(arrangement)), arrangement.action_font):
        step()
        shown.append(arrangement.shown)
    assert (shown, told) == (["before", "before", "outline"], [False, False, True])
    arrangement.action_outline()
    assert arrangement.shown == "words"


def test_arrows_move_the_place_and_pull_the_corner_that_is_gripped() -> None:
    arrangement, _ = begun()
    keys = keys_of(arrangement)
    before = now(arrangement).place
    keys.action_move(1, 0)
    moved = now(arrangement).place
    assert shaping.middle(moved)[0] > shaping.middle(before)[0]
    keys.action_grip()
    assert arrangement.grip == GRIPS[1]
    keys.action_move(0, 1)
    assert now(arrangement).place != moved
    arrangement.undo()
    assert now(arrangement).place == moved
    arrangement.undo()
    assert now(arrangement).place == before


def test_a_kind_that_comes_late_is_not_for_another_text() -> None:
    arrangement, _ = begun()
    before = now(arrangement)
    arrangement.change(before.with_text("other words"))
    assert arrangement.as_it_stood(before) is now(arrangement), "its words may be others"
    arrangement.change(now(arrangement).to_next_text())
    assert arrangement.as_it_stood(before) is None


def test_tab_goes_to_the_next_place() -> None:
    arrangement, _ = begun()
    before = now(arrangement).place
    keys_of(arrangement).action_place(1)
    assert now(arrangement).place != before
    keys_of(arrangement).action_place(-1)
    assert now(arrangement).place == before
