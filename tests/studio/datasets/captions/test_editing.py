"""Tests for edits over many captions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.captions import editing
from studio.datasets.captions.editing import Change
from studio.datasets.records import DatasetWrong

texts = st.text(st.sampled_from("ab c,. Aé"), max_size=20)


def done(edit: editing.Edit, caption: str) -> str:
    return edit("figurine_01", caption)


@given(texts, texts.filter(str.strip), texts, st.booleans())
def test_what_is_replaced_is_gone_and_nothing_is_an_expression(text: str, find: str, by: str, case: bool) -> None:
    after = done(editing.replace(find, by, match_case=case), text)
    expected, count = re.subn(re.escape(find), lambda _: by, text, flags=0 if case else re.IGNORECASE)
    assert after == (" ".join(expected.split()) if count else text)


def test_expressions_know_groups_and_words_are_whole() -> None:
    assert done(editing.replace(r"(\w+) hat", r"\1 cap", regex=True), "a red hat") == "a red cap"
    assert done(editing.replace(r"(?P<c>red|blue)", r"\g<c>dish", regex=True), "blue") == "bluedish"
    assert done(editing.replace("tok", r"\1", whole_words=True), "tok in Tokyo") == r"\1 in Tokyo"
    assert done(editing.replace("a|b", "x", regex=True, whole_words=True), "ab a b") == "ab x x"


@pytest.mark.parametrize(
    ("find", "by"), [("(a", "b"), ("a", r"\2"), ("a)(b", "x"), ("a", r"\g<no>"), ("a{99999999999}", "")]
)
def test_an_expression_that_is_none_is_told(find: str, by: str) -> None:
    with pytest.raises(DatasetWrong, match="regular expression"):
        editing.replace(find, by, regex=True)
    with pytest.raises(DatasetWrong, match="nothing to look for"):
        editing.replace("", by)


def test_a_pattern_is_put_around_what_was_written_in_another_or_in_none() -> None:
    edit = editing.repatterned("{trigger}, {description}", "a {trigger} figurine of {description}, flat style", "nua")
    assert done(edit, "nua, a man") == "a nua figurine of a man, flat style"
    assert done(edit, "a man, nua") == "a nua figurine of a man, flat style"
    assert done(edit, "A nua figurine of a man, flat style") == "A nua figurine of a man, flat style"
    assert done(edit, "") == "a nua figurine, flat style"


def test_changes_say_before_and_after_and_leave_out_what_stays() -> None:
    captions = {"a": "nua, a tok man", "b": "nua"}
    found = editing.changes(captions, ("a", "b", "c"), editing.retriggered("tok", "red"))
    assert found == (Change("a", "nua, a tok man", "nua, a red man"),)
    assert editing.after(captions, found) == {"a": "nua, a red man", "b": "nua"}
    fill = editing.only_empty(editing.described("{trigger}, {description}", "nua", {"a": "x", "c": "a cat", "d": " "}))
    assert editing.changes(captions, ("a", "b", "c", "d"), fill) == (Change("c", "", "nua, a cat"),)
    assert editing.after(captions, [Change("b", "nua", "")]) == {"a": "nua, a tok man"}
