"""Captions that tell pictures from their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from library.records import Picture
from screens.gallery.model.shelf import Search, Shelf, Window
from screens.gallery.model.words.telling_apart import (
    BLOCK,
    Captions,
    Neighbours,
    shared_beginnings,
    shortened_from,
    told_apart,
)
from tests.screens.gallery.model.pictures import picture

LINES = st.text("ab c猫", max_size=20).map(lambda text: " ".join(text.split()))
WORDS = st.text("ab c猫", max_size=12)
FACTS = st.fixed_dictionaries(
    {
        "scene": st.sampled_from(["Milo", "Milo in the rack", "Milo in the rack at night", "a 猫"]) | WORDS,
        "saying": st.sampled_from(["", "RTFM", "It works on my machine", "It works on my other machine"]),
        "style": st.sampled_from(["flat", "ink"]),
        "engine": st.sampled_from(["draft", "rack"]),
        "seed": st.none() | st.integers(0, 3) | st.integers(0, 2**63),
        "guidance": st.none() | st.sampled_from([2.5, 3.0]),
    }
)


def known(number: int, **facts: object) -> Picture:
    plain = picture(number)
    return msgspec.structs.replace(plain, facts=msgspec.structs.replace(plain.facts, **facts))


def captions(room: int, *facts: dict[str, object]) -> list[str]:
    pictures = [known(900 - number, **{"scene": "Milo sleeps", **one}) for number, one in enumerate(facts)]
    near = Neighbours(pictures)
    return [near.caption(one, room) for one in pictures]


def test_other_scenes_are_told_by_their_scenes() -> None:
    assert captions(20, {}, {"scene": "James runs"}) == ["Milo sleeps", "James runs"]


def test_pictures_of_one_scene_are_told_by_what_differs_first() -> None:
    sayings: list[dict[str, object]] = [{"saying": "RTFM", "seed": 1}, {"saying": "PEBKAC", "seed": 2}]
    assert captions(20, *sayings) == ["RTFM", "PEBKAC"]
    assert captions(20, {"seed": 1, "saying": "RTFM"}, {"seed": 2, "saying": "RTFM"}) == ["seed 1", "seed 2"]
    assert captions(20, {"seed": 1, "style": "ink"}, {"seed": 1, "style": "flat"}) == ["ink", "flat"]
    assert captions(20, {"seed": 1, "engine": "rack"}, {"seed": 1, "engine": "draft"}) == ["rack", "draft"]
    assert captions(20, {"seed": 1, "plate": "desk"}, {"seed": 1, "plate": "couch"}) == ["desk", "couch"]


def test_what_only_several_things_tell_is_told_by_them_together() -> None:
    grid: list[dict[str, object]] = [{"guidance": scale, "seed": seed} for scale in (2.5, 3.0) for seed in (1, 2)]
    assert captions(25, *grid)[:2] == ["guidance 2.5 · seed 1", "guidance 2.5 · seed 2"]
    assert captions(9, *grid) == ["2.5 · 1", "2.5 · 2", "3 · 1", "3 · 2"]


def test_the_scene_stands_behind_where_other_scenes_are_near() -> None:
    takes: list[dict[str, object]] = [{"seed": 1}, {"seed": 2}, {"scene": "James runs"}]
    assert captions(40, *takes) == ["seed 1 · Milo sleeps", "seed 2 · Milo sleeps", "James runs"]
    assert captions(18, *takes)[0] == "seed 1 · Milo sle…"
    assert captions(16, *takes)[0] == "seed 1"


def test_pictures_of_which_all_is_the_same_are_told_by_their_numbers() -> None:
    assert captions(10, {"seed": 1}, {"seed": 1}) == ["900", "899"]


def test_a_long_beginning_that_others_have_too_gives_way_to_what_differs() -> None:
    scenes: list[dict[str, object]] = [
        {"scene": f"Milo debugging at {hour} AM in the server room of the north wing"} for hour in (2, 3)
    ]
    assert captions(20, *scenes) == ["…2 AM in the server…", "…3 AM in the server…"]
    assert captions(40, *scenes)[0] == "Milo debugging at 2 AM in the server ro…"
    longer: list[dict[str, object]] = [{"scene": f"Milo in the rack{more}"} for more in ("", " with James and a cable")]
    assert captions(16, *longer) == ["Milo in the rack", "…with James and…"]
    assert captions(9, {"scene": "Milo counts to 14"}, {"scene": "Milo counts to 13"}) == ["Milo…o 14", "Milo…o 13"]


@given(st.lists(LINES, min_size=2, max_size=6, unique=True), st.integers(0, 24))
def test_what_is_shortened_fits_and_shows_where_it_differs_from_the_likest(texts: list[str], room: int) -> None:
    shared = shared_beginnings(texts)
    for text in texts:
        made = shortened_from(text, shared[text], room)
        assert cell_len(made) <= room
        likest = max(_shared(one, text) for one in texts if one != text)
        assert shared[text] == likest
        if room >= 4 and made != text and 0 < likest < len(text):
            assert text[likest:].lstrip()[0] in made.rpartition("…")[2] or made.endswith("…")


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@given(st.lists(FACTS, min_size=1, max_size=20), st.integers(0, 40), st.data())
def test_all_that_are_seen_have_captions_of_their_own(
    facts: list[dict[str, object]], room: int, data: st.DataObject
) -> None:
    pictures = [known(9_000_000 - number, **one) for number, one in enumerate(facts)]
    near = Neighbours(pictures)
    rooms = [max(0, room - data.draw(st.sampled_from([0, 0, 2]))) for _ in pictures]
    made = told_apart([near.caption(one, room) for one, room in zip(pictures, rooms, strict=True)], pictures, rooms)
    for caption, its_room in zip(made, rooms, strict=True):
        assert cell_len(caption) <= its_room
    if min(rooms) >= 7:
        assert len(set(made)) == len(made)


@given(st.integers(0, 150), st.integers(0, 60))
def test_captions_stay_the_same_while_the_shelf_grows_at_its_end(count: int, more: int) -> None:
    shelf = Shelf()
    pictures = [known(1000 - number, scene=f"scene {number % 9}", seed=number) for number in range(count + more)]

    def told(pictures: Sequence[Picture]) -> list[str]:
        shelf.begin(Window(Search(), tuple(pictures), None, None, len(pictures)))
        return [book.of(index, 20) for index in range(len(pictures))]

    book = Captions(shelf)
    first, second = told(pictures[:count]), told(pictures)
    kept = max(0, (count // BLOCK - 1) * BLOCK)
    assert first[:kept] == second[:kept]
    assert second == told(pictures)
    assert second == [Captions(shelf).of(index, 20) for index in range(count + more)]
