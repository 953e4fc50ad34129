"""Colours step by step: numbers come out as they went in, and steps back lead where one was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backends.base import Figure
from screens.stock.cast.windows.colour_steps import PARTS, Mixed, is_colour, mixed, narrowed, number_of, offered, said

NUMBERS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
MIXED = st.builds(Mixed, st.floats(0, 359.9), st.floats(0, 100), st.floats(0, 100))


@given(NUMBERS)
def test_a_number_is_the_colour_that_it_was(number: str) -> None:
    assert mixed(number).number == number
    assert number_of(number.upper()) == number_of(number[1:]) == number
    assert is_colour(number)


@given(st.text(max_size=8))
def test_anything_else_is_none(typed: str) -> None:
    assert number_of(typed) == "" or is_colour(number_of(typed))


@given(MIXED, st.lists(st.tuples(st.sampled_from(PARTS), st.floats(-500, 500)), max_size=8))
def test_steps_stay_within_colours(colour: Mixed, steps: list[tuple[str, float]]) -> None:
    for part, by in steps:
        colour = colour.stepped(part, by)  # type: ignore[arg-type]
        assert 0 <= colour.hue <= 360
        assert 0 <= colour.saturation <= 100
        assert 0 <= colour.lightness <= 100
        assert is_colour(colour.number)


@given(MIXED, st.floats(-300, 300))
def test_black_and_back_is_the_same_hue(colour: Mixed, turn: float) -> None:
    black = colour.stepped("lightness", -200)
    assert black.number == "#000000"
    assert black.hue == colour.hue
    turned = colour.stepped("hue", turn).stepped("hue", -turn).hue
    assert min(abs(turned - colour.hue), 360 - abs(turned - colour.hue)) < 1e-6


def test_colours_of_the_portrait_come_first_and_names_narrow() -> None:
    every = offered(Figure("x", "raccoon", colours={"fur": "#123456"}))
    assert (every[0].name, every[0].number, every[0].is_part) == ("fur", "#123456", True)
    assert "hair" not in [one.name for one in every]
    assert "fur" not in [one.name for one in offered(Figure("x", "person"))]
    assert [one.name for one in narrowed(every, "nav")] == ["navy"]
    assert narrowed(every, "#12") == every


def test_a_name_says_a_colour_as_a_number_does() -> None:
    every = offered(Figure("x", "raccoon", colours={"fur": "#123456"}))
    navy = next(one.number for one in every if one.name == "navy")
    assert said(every, "navy") == said(every, " Nav ") == navy
    assert said(every, "#ABC") == "#aabbcc"
    assert said(every, "fur") == "#123456"
    assert not said(every, "")
    assert not said(every, "r")
    assert not said(every, "no such colour")
