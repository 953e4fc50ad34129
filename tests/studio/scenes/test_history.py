"""Scenes of before: which there are, and which some letters find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import NotInLibrary
from library.records import JobRecord, PastScene, PictureFacts
from library.store import Library
from studio.errors import StudioError
from studio.scenes.history import ENOUGH, LISTED, History, past_recipe
from studio.scenes.recipe import Recipe, to_json
from tests.library.making import png

SCENES = st.lists(st.text("miloJAMES é☕", min_size=1, max_size=20), max_size=40, unique=True)


def past(*scenes: str) -> History:
    return History(PastScene(scene, float(-number), picture_id=number) for number, scene in enumerate(scenes))


def texts(found: tuple[PastScene, ...]) -> list[str]:
    return [one.scene for one in found]


def recipe(scene: str, seed: int = 1) -> Recipe:
    return Recipe(
        scene=scene,
        prompt=scene,
        plate="north",
        style="flat cartoon",
        seed=seed,
        width=64,
        height=64,
        steps=4,
        guidance=1.0,
        engine="draft",
        engine_kind="draft",
        family="schnell",
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def keep(library: Library, scene: str, seed: int = 1) -> int:
    facts = PictureFacts(scene=scene, prompt=scene, seed=seed, recipe=to_json(recipe(scene, seed)))
    return library.save_picture(png(), facts).id


def job(library: Library, scene: str, state: str, created: float) -> None:
    text = to_json(recipe(scene))
    library.jobs.put(
        [JobRecord(id=scene, client_id="", engine="draft", state=state, recipe=text, created=created, changed=created)]
    )


def test_each_scene_comes_once_the_newest_first_with_what_drew_it_last(library: Library) -> None:
    keep(library, "Milo naps")
    keep(library, "James waves")
    newest = keep(library, "Milo naps", seed=2)
    job(library, "never drawn", "failed", created=4e9)
    job(library, "Milo at the rack", "done", created=5e9)
    found = library.searches.past_scenes()
    assert texts(found) == ["never drawn", "Milo naps", "James waves"]
    assert found[1].picture_id == newest
    assert past_recipe(library, found[1]).seed == 2
    assert past_recipe(library, found[0]).scene == "never drawn"
    assert texts(library.searches.past_scenes(2)) == ["never drawn", "Milo naps"]
    with pytest.raises(NotInLibrary):
        past_recipe(library, PastScene("gone", 0, picture_id=99))


def test_what_was_drawn_elsewhere_is_no_scene_of_before(library: Library) -> None:
    library.save_picture(png(), PictureFacts(scene="a cat", prompt="a cat"))
    assert library.searches.past_scenes() == ()


def test_a_job_whose_recipe_cannot_be_read_is_left_out(library: Library) -> None:
    library.jobs.put([JobRecord(id="a", client_id="", engine="", state="failed", recipe="{", created=1.0, changed=1.0)])
    assert library.searches.past_scenes() == ()


def test_parts_of_words_in_any_order_and_case() -> None:
    history = past("Milo naps at the rack", "James waves", "MILO waves")
    assert texts(history.matching("wav milo")) == ["MILO waves"]
    assert texts(history.matching("")) == ["Milo naps at the rack", "James waves", "MILO waves"]


def test_letters_that_stand_apart_come_after_words_and_the_closest_first() -> None:
    history = past("Mildly odd", "mxixlo", "Milo naps", "nothing of it")
    assert texts(history.matching("milo")) == ["Milo naps", "mxixlo", "Mildly odd"]
    assert texts(history.matching("mlo")) == ["Milo naps", "mxixlo", "Mildly odd"]
    # The first letter stands there before, too.
    assert texts(past("Milo celebrates at the rack").matching("mlo rck")) == ["Milo celebrates at the rack"]


def test_a_letter_that_is_held_down_is_looked_for_at_once() -> None:
    # With several ways to stand apart this took until the end of the world.
    assert texts(past("Milo " + "1" * 400, "1.1.1. [^-]").matching("1" * 200 + "x")) == []
    assert texts(past("Milo " + "1" * 400, "1.1.1. [^-]").matching("111.[]")) == ["1.1.1. [^-]"]


@given(st.text("abc ", max_size=14), st.text("abc", min_size=1, max_size=6))
def test_letters_stand_three_characters_apart_at_most(scene: str, word: str) -> None:
    found = bool(past(scene).matching(word))
    assert found == (re.search(".{0,3}".join(word), scene) is not None)


def test_no_more_are_listed_than_a_person_reads() -> None:
    history = past(*(f"Milo {number}" for number in range(LISTED * 2)))
    assert len(history.matching("milo")) == len(history.matching("")) == LISTED


@given(SCENES, st.text("miloes ", max_size=6))
def test_what_has_the_words_is_found_first_in_its_order(scenes: list[str], typed: str) -> None:
    found = texts(past(*scenes).matching(typed))
    whole = [one for one in scenes if all(word in one.casefold() for word in typed.casefold().split())]
    assert found[: len(whole)] == whole
    assert len(set(found)) == len(found)
    assert len(whole) < ENOUGH or found == whole


def test_a_recipe_that_cannot_be_read_is_told(library: Library) -> None:
    facts = PictureFacts(scene="odd", prompt="odd", recipe="{}")
    number = library.save_picture(png(), facts).id
    with pytest.raises(StudioError):
        past_recipe(library, msgspec.structs.replace(library.searches.past_scenes()[0], picture_id=number))
