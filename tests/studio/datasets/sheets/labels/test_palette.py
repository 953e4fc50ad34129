"""Swatches and the words at them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.records import Label
from studio.datasets.sheets.labels.palette import Shade, palette
from studio.datasets.sheets.labels.quads import upright

COLOURS = ("#2f6b4f", "#8a8178", "#f0b23c")
PARTS = ("coat", "fur", "eyes")


def swatch(colour: str, x: float, y: float, side: float = 40) -> Label:
    return Label("swatch", upright(x, y, side, side), colour=colour)


def words(text: str, x: float, y: float, width: float = 60, height: float = 16) -> Label:
    return Label("text", upright(x, y, width, height), text)


def column(dx: float, dy: float, texts: tuple[str, ...] = PARTS) -> list[Label]:
    """Three swatches, one below the other, and words at each, so far from its corner."""
    patches = [swatch(colour, 500, 100 + 90 * row) for row, colour in enumerate(COLOURS)]
    return [*patches, *(words(text, 500 + dx, 100 + 90 * row + dy) for row, text in enumerate(texts))]


@pytest.mark.parametrize(
    ("dx", "dy"),
    [(50, 12), (-70, 12), (-10, 44), (-10, -20), (0, 12)],
    ids=["right", "left", "below", "above", "on it"],
)
def test_words_at_any_side_name_their_swatch(dx: float, dy: float) -> None:
    assert palette(column(dx, dy)) == tuple(map(Shade, COLOURS, PARTS))


def test_words_between_two_swatches_are_said_at_the_side_where_all_have_some() -> None:
    # 30 px below one and 4 px above the next: nearer to the next, and yet all are below.
    assert palette(column(-10, 70)) == tuple(map(Shade, COLOURS, PARTS))


def test_a_row_of_swatches_has_its_words_below() -> None:
    row = [swatch(colour, 100 + 80 * n, 50) for n, colour in enumerate(COLOURS)]
    texts = [words(text, 90 + 80 * n, 96) for n, text in enumerate(PARTS)]
    assert palette([*row, *texts]) == tuple(map(Shade, COLOURS, PARTS))


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("COAT", "coat"),
        ("Main coat: #2F6B4F", "main coat"),
        ("#2f6b4f", ""),
        ("2F6B4F", ""),
        ("PALETTE", ""),
        ("Colors", ""),
        ("BACK", ""),
        ("angry", ""),
        ("1", ""),
        ("A", ""),
        ("髪", "髪"),
        ("l'écharpe", "l'écharpe"),
        ("dark_fur", "dark fur"),
    ],
)
def test_only_words_that_can_name_a_part_are_taken(printed: str, said: str) -> None:
    assert palette(column(50, 12, (printed, "fur", "eyes")))[0] == Shade("#2f6b4f", said)


def test_words_far_away_and_words_at_few_of_them_name_nothing() -> None:
    assert palette([swatch("#2f6b4f", 0, 0), words("coat", 400, 12)]) == (Shade("#2f6b4f"),)
    assert palette([*column(50, 12)[:3], words("Milo", 550, 112)]) == tuple(map(Shade, COLOURS))


def test_words_between_two_swatches_are_of_one() -> None:
    close = [swatch("#2f6b4f", 0, 0), swatch("#8a8178", 0, 44), swatch("#f0b23c", 0, 200)]
    said = [shade.words for shade in palette([*close, words("coat", 50, 36), words("fur", 50, 212)])]
    assert said == ["", "coat", "fur"]


def test_the_same_swatch_twice_is_one_and_what_is_no_swatch_is_none() -> None:
    twice = [swatch("#2f6b4f", 0, 0), swatch("#2f6b4f", 0, 90), Label("arrow", upright(300, 300, 90, 9))]
    assert palette(twice) == (Shade("#2f6b4f"),)
    assert palette([]) == palette([words("coat", 0, 0)]) == ()


@given(
    st.lists(
        st.one_of(
            st.builds(swatch, st.sampled_from(COLOURS), st.floats(0, 300), st.floats(0, 300), st.floats(0, 60)),
            st.builds(words, st.text(max_size=50), st.floats(0, 300), st.floats(0, 300)),
        ),
        max_size=9,
    )
)
def test_no_words_are_said_of_two_swatches_and_no_colour_is_invented(labels: list[Label]) -> None:
    found = palette(labels)
    said = [shade.words for shade in found if shade.words]
    assert len(said) <= sum(label.kind == "text" for label in labels)
    assert {shade.colour for shade in found} == {label.colour for label in labels if label.kind == "swatch"}
    assert all(len(shade.words) <= 40 and shade.words.isprintable() for shade in found)
