"""Tests for what is wrong with captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast.members import Character
from studio.datasets.captions.alike import SHARE, alike
from studio.datasets.captions.pattern import caption_of
from studio.datasets.captions.places import place_of
from studio.datasets.captions.warnings import Looked, warnings
from studio.datasets.records import Dataset, Picture

MILO = Character(
    "Milo", "a raccoon with bright amber eyes and a ringed tail", aliases=("the boss",), features=("glasses",)
)


def kinds(*captions: str, trigger: str = "m1lo", kind: str = "character", **more: object) -> dict[str, tuple[str, ...]]:
    """The kinds of warnings that captions of p0, p1 … give, and of which pictures."""
    dataset = Dataset("d", kind=kind, trigger=trigger, pictures=tuple(Picture(f"p{n}") for n in range(len(captions))))  # type: ignore[arg-type]
    looked = Looked(dataset, {f"p{n}": text for n, text in enumerate(captions)}, **more)  # type: ignore[arg-type]
    return {one.kind: one.pictures for one in warnings(looked)}


GOOD = (
    "m1lo, sitting on a couch",
    "m1lo, running in the street at night",
    "m1lo, seen from behind, on a plain ground",
    "m1lo, reading a book in the garden",
)


def test_good_captions_give_no_warning() -> None:
    assert not kinds(*GOOD, member=MILO)


def test_captions_of_a_style_in_one_pattern_give_no_warning() -> None:
    pattern = "a {trigger} chibi figurine of {description}, pastel earth tones, flat illustration style, grass base"
    who = ("a man with glasses and beard", "a boy on a skateboard", "a grandmother knitting", "a chef with a pan")
    captions = {f"p{number}": caption_of(pattern, "nua_style", one) for number, one in enumerate(who)}
    pictures = tuple(map(Picture, captions))
    dataset = Dataset("d", kind="style", trigger="nua_style", pattern=pattern, pictures=pictures)
    assert not warnings(Looked(dataset, captions, MILO))


@pytest.mark.parametrize(
    ("captions", "kind", "pictures"),
    [
        (("m1lo, a hat", " "), "no caption", ("p1",)),
        (("a hat", "a coat"), "no trigger", ("p0", "p1")),
        (("a hat", "m1lo, a coat"), "trigger missing", ("p0",)),
        (("m1loes, a hat", "m1lo"), "trigger inside", ("p0",)),
        (("[trigger], a hat", "m1lo"), "placeholder", ("p0",)),
        (("m1lo, {description}", "m1lo"), "placeholder", ("p0",)),
        (("m1lo, **a hat**", "m1lo, (a hat:1.2)", "m1lo, a\u202ehat", "m1lo <b>"), "marks", ("p0", "p1", "p2", "p3")),
        (("m1lo, a hat\nin snow", "m1lo"), "lines", ("p0",)),
        (("m1lo, a hat", "M1LO,  a hat"), "same", ("p0", "p1")),
        (("m1lo, a hat", "m1lo, a hat", "m1lo, a coat"), "same", ("p0", "p1")),
        (("m1lo, a man in a hat", "m1lo, in a hat, a man", "m1lo, a coat"), "alike", ("p0", "p1")),
        (("m1lo, " + "word " * 80, "m1lo"), "too long", ("p0",)),
        (("m1lo, Milo's hat", "m1lo"), "name", ("p0",)),
        (("m1lo, The Boss", "m1lo"), "name", ("p0",)),
        (("m1lo, amber eyes", "m1lo, glasses", "m1lo, blue eyes"), "traits", ("p0", "p1")),
        (("m1lo, a hat", "m1lo, a coat", "m1lo, a mug", "m1lo, a pen"), "no place", ()),
        (tuple(f"m1lo, {what}, white background" for what in "abcd"), "one place", ("p0", "p1", "p2", "p3")),
    ],
)
def test_a_fault_is_told_with_its_pictures(captions: tuple[str, ...], kind: str, pictures: tuple[str, ...]) -> None:
    assert kinds(*captions, member=MILO)[kind] == pictures


def test_a_trigger_that_is_none_or_a_word_is_told() -> None:
    assert kinds("a hat", trigger="") == {"no trigger": ()}
    assert kinds("cat, a hat", trigger="cat") == {"trigger common": ()}


def test_a_style_may_say_who_and_what_is_drawn() -> None:
    assert not kinds("nuax, Milo with amber eyes", trigger="nuax", kind="style", member=MILO)


def test_files_that_are_no_plain_utf8_are_told() -> None:
    dataset = Dataset("d", trigger="m1lo", pictures=(Picture("p0"), Picture("p1"), Picture("p2")))
    files = {"p0": b"m1lo, caf\xe9", "p1": b"\xef\xbb\xbfm1lo", "p2": b"m1lo, a hat\r\n"}
    told = [one.pictures for one in warnings(Looked(dataset, {}, None, files)) if one.kind == "encoding"]
    assert told == [("p0",), ("p1", "p2")]


def test_pictures_that_are_aside_are_passed_over_and_drafts_are_told() -> None:
    pictures = (Picture("p0", aside="blurred"), Picture("p1", drafted="qwen3-vl"))
    (told,) = warnings(Looked(Dataset("d", trigger="m1lo", pictures=pictures), {"p1": "m1lo, a hat"}))
    assert (told.kind, told.pictures) == ("draft", ("p1",))
    assert "qwen3-vl" in told.text


@pytest.mark.parametrize(
    ("caption", "place"),
    [
        ("a man sitting at his desk", "at his desk"),
        ("x, standing in front of a red brick wall", "in front of a red brick wall"),
        ("a cat, white background", "white background"),
        ("m1lo, background: north wall of a lab, racks", "racks"),
        ("a man with a hat", ""),
    ],
)
def test_the_place_of_a_caption_is_found(caption: str, place: str) -> None:
    assert place_of(caption) == place


@given(st.lists(st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=12), max_size=12))
def test_captions_that_are_alike_are_found_as_by_comparing_all(captions: list[list[str]]) -> None:
    bags = [frozenset(words) for words in captions]
    left, expected = list(range(len(bags))), []
    while left:
        first, *left = left
        group = [other for other in left if len(bags[first] & bags[other]) >= SHARE * len(bags[first] | bags[other])]
        left = [other for other in left if other not in group]
        if group:
            expected.append((str(first), *map(str, group)))
    assert alike({str(number): " ".join(words) for number, words in enumerate(captions)}) == tuple(expected)


@pytest.mark.parametrize("unit", ["a", "a-", "(", "in a ", "_", "<lora:", "😀"])
def test_captions_of_any_length_are_looked_at_in_time(unit: str) -> None:
    kinds(unit * (60_000 // len(unit)), member=MILO)
