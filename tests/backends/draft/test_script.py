"""What is read from a scene's words, and whom it is said of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.draft.reading.script import MOODS, POSES, READ_AT_MOST, Part, Who, read

BOTH = [Who("Milo", "raccoon"), Who("James", "person")]


def parts(scene: str) -> tuple[Part, ...]:
    return read(scene, BOTH).parts


def test_words_are_said_of_the_one_named_before_them() -> None:
    milo, james = parts("James asleep on the exercise bike while Milo celebrates")
    assert (james.pose, james.mood) == ("bike", "asleep")
    assert (milo.pose, milo.mood) == ("celebrate", "joyful")


def test_words_before_the_first_name_are_said_of_it() -> None:
    milo, james = parts("Asleep, James snores. Milo is typing.")
    assert james.mood == "asleep"
    assert milo == Part("type", "", ())


@pytest.mark.parametrize(
    "scene",
    ["Milo and James celebrate", "Milo, James celebrating", "both cheer", "a raccoon and a man dance", "dancing"],
)
def test_words_may_be_said_of_all(scene: str) -> None:
    assert [part.pose for part in parts(scene)] == ["celebrate", "celebrate"]


@pytest.mark.parametrize(
    ("scene", "hour"),
    [
        ("Milo debugging at 2 AM", "night"),
        ("lunch at 12:30 pm", "day"),
        ("it is 6am", "dawn"),
        ("7 p.m. already", "dusk"),
        ("midnight", "night"),
        ("a sunny day", "day"),
        ("at sunrise", "dawn"),
        ("14 AM or so", ""),
        ("the nightingale", ""),
        ("", ""),
    ],
)
def test_the_hour(scene: str, hour: str) -> None:
    assert read(scene, []).hour == hour


@pytest.mark.parametrize("word", ["type", "types", "typed", "typing", "debugged", "debugging", "TYPING", "hacks"])
def test_words_match_in_their_forms(word: str) -> None:
    assert parts(f"Milo {word}")[0].pose == "type"


@pytest.mark.parametrize(
    "word", ["prototype", "stereotypes", "bikeshed", "Jamestown", "teapot", "unplanned", "capable"]
)
def test_words_do_not_match_inside_others(word: str) -> None:
    assert parts(f"Milo {word}")[0] == Part()


def test_items_and_sights() -> None:
    script = read("Milo drinks coffee and James is on the phone while the rack is burning and it rains", BOTH)
    assert script.parts[0].items == ("mug",)
    assert script.parts[1].items == ("phone",)
    assert script.sights == {"fire", "rain"}


def test_a_long_scene_is_read_to_its_bound() -> None:
    assert parts(" " * READ_AT_MOST + "Milo dances")[0] == Part()


@given(st.text(max_size=200), st.lists(st.tuples(st.text(max_size=10), st.text(max_size=10)), max_size=4))
def test_any_text_is_read(scene: str, figures: list[tuple[str, str]]) -> None:
    script = read(scene, [Who(*figure) for figure in figures])
    assert len(script.parts) == len(figures)
    for part in script.parts:
        assert part.pose in (*POSES, "")
        assert part.mood in (*MOODS, "")
