"""The colours of swatches become those of a member's parts."""

import pytest

from studio.datasets.making.palette import Swatch, part_of, parts_of, together
from studio.datasets.sheets.labels.palette import Shade

OWN = {"coat": "#101010", "Fur": "#202020", "eyes": "#303030"}


def test_one_colour_on_two_sheets_is_one_swatch_of_both() -> None:
    seen = [(Shade("#2f6b4f", "coat"), "a.png"), (Shade("#316d51", "coat"), "b.png"), (Shade("#2f6b4f"), "b.png")]
    assert together(seen) == (
        Swatch(Shade("#2f6b4f", "coat"), ("a.png", "b.png")),
        Swatch(Shade("#2f6b4f"), ("b.png",)),
    )


def test_the_same_words_with_another_colour_stay_two() -> None:
    seen = [(Shade("#2f6b4f", "coat"), "a.png"), (Shade("#3a6b4f", "coat"), "a.png"), (Shade("#2f604f", "coat"), "a")]
    assert len(together(seen)) == 3


@pytest.mark.parametrize(
    ("words", "part"),
    [("coat", "coat"), ("fur", "Fur"), ("main coat", "coat"), ("coat fur", "coat fur"), ("scarf", "scarf"), ("", "")],
)
def test_words_name_a_part_that_has_a_colour_or_a_new_one(words: str, part: str) -> None:
    assert part_of(words, OWN) == part


def test_a_part_has_the_colour_that_most_sheets_show_and_else_the_first() -> None:
    once, twice = Swatch(Shade("#111111", "coat"), ("a",)), Swatch(Shade("#222222", "coat"), ("a", "b"))
    other = Swatch(Shade("#333333", "the coat"), ("a",))
    assert parts_of([once, twice, other], OWN) == ("", "coat", "")
    assert parts_of([once, other], OWN) == ("coat", "")
    assert parts_of([Swatch(Shade("#444444"), ("a",))], OWN) == ("",)
