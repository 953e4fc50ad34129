"""Tests for the pattern of captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.captions.pattern import USUAL, caption_of, checked, description_of, mistakes, pattern_of, tidy
from studio.datasets.records import Dataset, DatasetWrong

STORY = "a {trigger} chibi figurine of {description}, flat illustration style, circular grass base"
TRIGGER = "nua_figurine_style"

words = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn"), exclude_characters="{}"), max_size=60)


def test_the_caption_of_the_story_is_made_of_its_pattern_and_taken_apart_again() -> None:
    caption = caption_of(STORY, TRIGGER, "a man with glasses and beard")
    assert caption == (
        "a nua_figurine_style chibi figurine of a man with glasses and beard, flat illustration style,"
        " circular grass base"
    )
    assert description_of(STORY, TRIGGER, caption) == "a man with glasses and beard"
    assert description_of(STORY, TRIGGER, caption.upper().replace(" ", "  ") + ".") == "A MAN WITH GLASSES AND BEARD"
    assert description_of(STORY, TRIGGER, "a man with glasses and beard") is None


@given(
    st.sampled_from((STORY, *USUAL.values(), "{description}", "{description} by {trigger}.")),
    words | words.map("back view{}".format),
)
def test_a_description_comes_back_out_of_its_caption(pattern: str, description: str) -> None:
    caption = caption_of(pattern, TRIGGER, description)
    assert caption == " ".join(caption.split())
    assert description_of(pattern, TRIGGER, caption) == tidy(description)


@pytest.mark.parametrize(
    ("pattern", "caption"),
    [
        (STORY, "a nua chibi figurine, flat illustration style, circular grass base"),
        ("{trigger}, {description}", "nua"),
        ("{description}, in the style of {trigger}", "in the style of nua"),
    ],
)
def test_without_a_description_nothing_leads_to_one(pattern: str, caption: str) -> None:
    assert caption_of(pattern, "nua", " ,") == caption
    assert description_of(pattern, "nua", caption) == ""


def test_a_caption_that_says_only_how_one_is_seen_is_english() -> None:
    caption = "a nua chibi figurine, back view, flat illustration style, circular grass base"
    assert caption_of(STORY, "nua", "back view") == caption
    assert description_of(STORY, "nua", caption) == "back view"
    assert caption_of("{trigger}, {description}", "nua", "back view") == "nua, back view"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "no {description}"),
        ("{trigger}, {descripton}", "did you mean {description}?"),
        ("{trigger} {description} {description}", "more than once"),
        ("{trigger} {description", "a brace stands alone"),
        ("a figurine of {description}", "no {trigger}"),
        ("{trigger}\n{description}", "line ends"),
        ("{trigger} {description}" + "x" * 1000, "may have 1000"),
    ],
)
def test_mistakes_in_a_pattern_are_told(pattern: str, said: str) -> None:
    assert any(said in one for one in mistakes(pattern, "nua"))
    with pytest.raises(DatasetWrong) as wrong:
        checked(pattern, "nua")
    assert said in wrong.value.notice.reason


def test_a_dataset_without_a_pattern_has_the_usual_one_of_its_kind() -> None:
    assert not any(mistakes(pattern, "nua") for pattern in (STORY, *USUAL.values(), "nua, {description}"))
    assert pattern_of(Dataset("d", kind="style")) == USUAL["style"]
    assert pattern_of(Dataset("d", pattern=STORY)) == STORY


def test_without_a_trigger_word_a_caption_begins_with_its_description() -> None:
    caption = caption_of("{trigger}, {description}", "", "a man with glasses")
    assert caption == "a man with glasses"
    assert description_of("{trigger}, {description}", "", caption) == "a man with glasses"
