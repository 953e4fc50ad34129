"""A person's own keys: which can be used, and what is said of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from screens.keymap import KeyLine, check, lines_of, shown_key, split_keys, usable_key


class Thing(Widget):
    BINDINGS = [Binding("f5,ctrl+j", "draw", "Draw", id="thing.draw"), Binding("x", "none", "No id")]


class Child(Thing):
    BINDINGS = [Binding("c", "cancel", "Cancel", tooltip="Cancel it all", id="thing.cancel")]


def line(name: str, *keys: str) -> KeyLine:
    return KeyLine(name, keys, "act", "Act", App)


EVERYWHERE = (line("studio.help", "f1", "question_mark"), line("studio.quit", "ctrl+q"))
ROOMS = ([line("one.draw", "f5"), line("one.roll", "r")], [line("two.open", "enter"), line("two.rate", "r")])


def test_lines_follow_the_bases_and_take_only_what_has_an_id() -> None:
    assert {line.id: line.keys for line in lines_of(Child)} == {
        "thing.draw": ("f5", "ctrl+j"),
        "thing.cancel": ("c",),
    }
    assert lines_of(Child, {"thing.draw": "f6"})[-1].keys == ("f6",)
    assert {line.description for line in lines_of(Child)} == {"Draw", "Cancel it all"}


@pytest.mark.parametrize("key", ["a", "A", "?", "question_mark", "f12", "ctrl+r", "shift+tab", "space", "enter", "é"])
def test_keys_that_can_be_pressed(key: str) -> None:
    assert usable_key(*split_keys(key))


@pytest.mark.parametrize("key", ["crtl+r", "f99", "bananas", "ctrl+", "ctrl"])
def test_keys_that_cannot(key: str) -> None:
    usable, notices = check({"one.draw": key}, EVERYWHERE, ROOMS)
    assert usable == {}
    assert "one.draw" in notices[0].reason


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    usable, notices = check({"one.drow": "x"}, EVERYWHERE, ROOMS)
    assert usable == {}
    assert notices[0].remedy == "Did you mean 'one.draw'?"


def test_a_key_that_is_taken_in_the_same_room_or_everywhere_is_refused() -> None:
    usable, notices = check({"one.draw": "r", "two.open": "?"}, EVERYWHERE, ROOMS)
    assert usable == {}
    assert [notice.reason.rpartition(" of ")[2] for notice in notices] == ["one.roll", "studio.help"]


def test_a_key_may_be_the_same_in_another_room_and_keys_may_be_swapped() -> None:
    wanted = {"one.draw": "r", "one.roll": "f5", "two.open": "o, f5"}
    assert check(wanted, EVERYWHERE, ROOMS) == ({"one.draw": "r", "one.roll": "f5", "two.open": "o,f5"}, ())


@given(st.dictionaries(st.sampled_from(["one.draw", "two.open", "x"]), st.text(max_size=12), max_size=3))
def test_whatever_stands_there_is_used_or_told(wanted: dict[str, str]) -> None:
    usable, notices = check(wanted, EVERYWHERE, ROOMS)
    assert len(usable) + len(notices) == len(wanted)


def test_keys_read_as_people_write_them() -> None:
    shown = [shown_key(key) for key in ("f5", "ctrl+r", "question_mark", "shift+tab")]
    assert shown == ["F5", "^r", "?", "shift+tab"]
