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
        ("at 14:30", "day"),
        ("a nap", ""),
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


@pytest.mark.parametrize(
    ("scene", "items"),
    [
        ("Milo is on the phone", ("phone",)),
        ("Milo calls the ISP", ("phone",)),
        ("Milo answers the phone", ("phone",)),
        ("Milo looks at his phone", ("screen",)),
        ("Milo is texting on his phone", ("screen",)),
        ("Milo reads the news on his phone", ("screen",)),
        ("Milo with a smartphone", ("screen",)),
        ("Milo reads", ("book",)),
        ("Milo reads a book and the phone rings", ("screen", "book")),
    ],
)
def test_a_telephone_is_at_the_ear_or_looked_at(scene: str, items: tuple[str, ...]) -> None:
    assert parts(scene)[0].items == items


@pytest.mark.parametrize(
    ("scene", "seats"),
    [
        ("Milo sleeps on the couch", ("couch", "")),
        ("Milo and James sit on the old sofa", ("couch", "couch")),
        ("Milo is in the armchair while James is at his desk", ("armchair", "desk")),
        ("Milo cleans the couch", ("", "")),
        ("Milo sits", ("", "")),
    ],
)
def test_who_sits_on_what(scene: str, seats: tuple[str, str]) -> None:
    first, second = parts(scene)
    assert (first.seat, second.seat) == seats


@pytest.mark.parametrize(
    ("scene", "pose"), [("Milo runs", "run"), ("Milo runs in the snow", "run"), ("Milo runs a script", "")]
)
def test_who_runs_and_what_runs(scene: str, pose: str) -> None:
    assert parts(scene)[0].pose == pose


def test_names_are_joined_over_what_somebody_is_to_another() -> None:
    assert [part.seat for part in parts("Milo and his old friend James sit on the couch")] == ["couch", "couch"]


def test_a_couch_that_somebody_sits_on_is_a_sight() -> None:
    assert "couch" in read("James on the couch", BOTH).sights
    assert "couch" not in read("James looks at the couch", BOTH).sights


@pytest.mark.parametrize(
    ("scene", "clock"),
    [("at 2 AM", 120), ("at 11:45 pm", 1425), ("12:30 am", 30), ("at 14:05", 845), ("noon", 720), ("midnight", 0)],
)
def test_what_the_clock_shows(scene: str, clock: int) -> None:
    assert read(scene, []).clock == clock


@pytest.mark.parametrize("scene", ["evening", "a ratio of 16:9", "at 25:10", "at 3 PMs"])
def test_no_clock_is_read_where_none_is_said(scene: str) -> None:
    assert read(scene, []).clock is None


@pytest.mark.parametrize(
    ("scene", "milo", "james"),
    [
        ("old James and Milo wave", set(), {"old"}),
        ("Milo as a child plays while James types", {"child"}, set()),
        ("James, an old man, sits", set(), {"man", "old"}),
        ("Milo is helping an old woman", set(), set()),
        ("an old woman and Milo", set(), set()),
        ("little Milo and James", {"child"}, set()),
        ("Milo (8) runs", {"child"}, set()),
    ],
)
def test_ages_are_said_of_the_name_beside_them(scene: str, milo: set[str], james: set[str]) -> None:
    first, second = parts(scene)
    assert ({*first.traits}, {*second.traits}) == (milo, james)


def test_she_is_the_only_one_who_may_be() -> None:
    man, ada = Who("James", "person", frozenset({"man"})), Who("Ada", "cat")
    assert [part.traits for part in read("James waves and Ada takes her coffee", [man, ada]).parts] == [
        set(),
        {"woman"},
    ]
    assert [part.traits for part in read("Milo and James and her", BOTH).parts] == [set(), set()]
    woman = Who("Cindy", "person", frozenset({"woman"}))
    assert [part.mood for part in read("Cindy types while James sleeps. She is angry.", [woman, man]).parts] == [
        "angry",
        "asleep",
    ]


def test_a_long_scene_is_read_to_its_bound() -> None:
    assert parts(" " * READ_AT_MOST + "Milo dances")[0] == Part()


@given(st.text(max_size=200), st.lists(st.tuples(st.text(max_size=10), st.text(max_size=10)), max_size=4))
def test_any_text_is_read(scene: str, figures: list[tuple[str, str]]) -> None:
    script = read(scene, [Who(*figure) for figure in figures])
    assert len(script.parts) == len(figures)
    for part in script.parts:
        assert part.pose in (*POSES, "")
        assert part.mood in (*MOODS, "")
