"""Tests for token counts; the numbers are those of CLIP's and T5's own tokenizers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.captions.tokens import CLIP_LIMIT, clip_tokens, counted, seen_by_clip, t5_tokens, unseen
from studio.datasets.captions.triggers import has_trigger, is_common, is_inside


@pytest.mark.parametrize(
    ("caption", "clip", "t5"),
    [
        ("", 2, 1),
        ("a nua_figurine_style chibi figurine of a man", 14, 18),
        ("IT'S 2 AM in Zürich, ½ past… 中文 😀", 19, 18),
        (
            "a nua_figurine_style chibi figurine of a man with glasses and beard wearing a backpack and casual outfit,"
            " stylized proportions, pastel earth tones, flat illustration style, circular grass base",
            40,
            48,
        ),
    ],
)
def test_tokens_are_counted_as_the_encoders_do(caption: str, clip: int, t5: int) -> None:
    assert clip_tokens(caption) == clip
    assert t5_tokens(caption) == pytest.approx(t5, rel=0.4)


def test_what_clip_does_not_see_is_told_from_the_word_that_is_cut() -> None:
    caption = "word " * 74 + "figurine nua_nua last word"
    assert seen_by_clip(caption).lost == "nua_nua last word"
    assert unseen(caption) == "CLIP 84 of 77: “nua_nua last word” is not seen by it, T5 alone reads it"
    assert not unseen("word " * 75)
    assert counted("a man").startswith("CLIP 4 of 77, T5 about ")


@given(st.text(max_size=300))
def test_any_text_is_counted_and_what_is_lost_is_its_end(text: str) -> None:
    seen = seen_by_clip(text)
    assert seen.tokens >= 2
    assert bool(seen.lost) == (seen.tokens > CLIP_LIMIT)
    assert t5_tokens(text) >= 1


def test_a_trigger_is_common_where_all_its_words_are() -> None:
    assert all(map(is_common, ("style", "blue cat", "red_hair", "Amanda")))
    assert not any(map(is_common, ("nua_figurine_style", "sks", "ohwx", "m1lo", "milo_rcn", "")))


def test_a_trigger_inside_a_word_is_none() -> None:
    assert has_trigger("a Nua, figurine", "nua")
    assert is_inside("a Manual", "nua")
    assert not is_inside("nua and a manual", "nua")
    assert not has_trigger("nua_style", "nua")
