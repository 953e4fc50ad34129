"""Frames of pictures: the words in them, at any width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from screens.widgets.pictures.board import ROUND, Look, sides


@given(st.text("ab漢★", max_size=30), st.text("ab漢★", max_size=30), st.integers(2, 40))
def test_a_frame_is_as_wide_as_its_picture_and_keeps_the_beginning_of_its_words(
    above: str, below: str, width: int
) -> None:
    look = Look(ROUND, Style(), ((above, Style()),), ((below, Style()),))
    top, side, bottom = sides(look, width)
    assert (top.cell_length, side.cell_length, bottom.cell_length) == (width, 1, width)
    for strip, words in ((top, above), (bottom, below)):
        assert cell_len(strip.text) == width
        if words and width > 9:
            assert words[:1] in strip.text


def test_what_is_too_long_is_cut_and_not_left_out() -> None:
    look = Look(ROUND, Style(), (("●  ▤ 12  draft", Style()),))
    assert sides(look, 19)[0].text == "╭─ ●  ▤ 12  draf ─╮"
    assert sides(look, 20)[0].text == "╭─ ●  ▤ 12  draft ─╮"
