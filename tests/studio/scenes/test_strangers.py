"""Names in scenes that nobody of the cast has: how many are found, and how many are taken for names and are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast.members import Character
from studio.cast.name_words import known
from studio.scenes import stock
from studio.scenes.names import strangers
from tests.studio.scenes.strangers_scenes import HELD_BACK, TRIED, Scenes

STOCK = stock.load(Path("/nonexistent"))


def found(text: str) -> set[str]:
    return {name.casefold() for name in strangers.find(text, STOCK.cast, STOCK.words)}


def counted(scenes: Scenes) -> tuple[int, int, int]:
    """Names that are found, names that are missed, and what is no name and was taken for one."""
    pairs = [(found(text), {name.casefold() for name in names}) for text, names in scenes]
    hits = sum(len(got & wanted) for got, wanted in pairs)
    return hits, sum(len(wanted - got) for got, wanted in pairs), sum(len(got - wanted) for got, wanted in pairs)


def test_how_much_is_found_and_how_much_is_a_false_alarm() -> None:
    hits, missed, wrong = counted(TRIED)
    assert (missed, wrong) <= (0, 2), (hits, missed, wrong)
    hits, missed, wrong = counted(HELD_BACK)
    assert missed <= 0.1 * (hits + missed), (hits, missed, wrong)
    assert wrong <= 0.02 * len(HELD_BACK), (hits, missed, wrong)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cindy and Bob argue", ("Cindy", "Bob")),
        ("Milo and Cindy", ("Cindy",)),
        ("cindy and bob argue", ("Cindy", "Bob")),
        ("MILO AND CINDY ARGUE", ("Cindy",)),
        ("Cindy Miller waves. Cindy laughs.", ("Cindy Miller",)),
        ("Zorblax and Milo argue", ("Zorblax",)),
        ("Milo and Kubernetes", ()),
        ("Milo debugs Kubernetes, Linux and a GPU on Monday in Paris", ()),
    ],
)
def test_names_are_told_as_they_stand(text: str, names: tuple[str, ...]) -> None:
    assert strangers.find(text, STOCK.cast, STOCK.words) == names


def test_who_is_in_the_cast_is_no_stranger() -> None:
    cindy = Character("Cindy", "a woman", aliases=("the ski instructor",))
    assert strangers.find("Cindy and Bob argue", (*STOCK.cast, cindy), STOCK.words) == ("Bob",)


def test_words_of_the_stock_are_no_names() -> None:
    plate = stock.Plate("beppo", "a workshop", keywords=("Tanja",))
    own = known(stock.names_of_things((plate,), (), ()))
    assert strangers.find("Milo and Beppo, and Milo and Tanja", STOCK.cast, STOCK.words) == ("Beppo", "Tanja")
    assert strangers.find("Milo and Beppo, and Milo and Tanja", STOCK.cast, own) == ()


@given(st.text(alphabet=st.sampled_from("Cindy Bo,.&'’-\"“”\nand1É"), max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for name in strangers.find(text, STOCK.cast, STOCK.words):
        assert name.casefold() in text.casefold()
