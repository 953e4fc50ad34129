"""Tests for the language that says which pictures are meant."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import QueryWrong
from studio.datasets.captions.filters import FIELDS, found
from studio.datasets.records import Dataset, Picture

PICTURES = (
    Picture("one", view="back", outfit="party suit"),
    Picture("two", view="front", aside="blurred"),
    Picture("three", held_out=True, drafted="qwen3-vl"),
    Picture("four", framing="bust", expression="happy"),
)
DATASET = Dataset("d", trigger="nua", pictures=PICTURES)
CAPTIONS = {"one": "nua, Milo in a kitchen", "two": "a kitchen", "three": "nua " + "word " * 80}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "one two three four"),
        ("has:no-caption", "four"),
        ("-has:no-caption", "one two three"),
        ("HAS:caption has:no-trigger", "two"),
        ("has:trigger -kitchen", "three"),
        ("mil", "one"),
        ('"mil"', ""),
        ("itchen", ""),
        ('"in a"', "one"),
        ("milo or is:aside", "one two"),
        ("is:held-out", "three"),
        ("is:long", "three"),
        ("has:draft", "three"),
        ("view:back", "one"),
        ("view:none -has:draft", "four"),
        ("framing:bu expression:happy", "four"),
        ('outfit:"party s"', "one"),
        ("name:t", "two three"),
    ],
)
def test_a_query_finds(query: str, names: str) -> None:
    assert found(query, DATASET, CAPTIONS) == tuple(names.split())


@pytest.mark.parametrize(
    ("query", "said", "place"),
    [
        ("colour:red", "no field", 0),
        ("has:nothing", "knows no", 4),
        ("view:", "Nothing follows", 5),
        ("a -", "", -1),
        ("or b", "beside", 0),
        ("a or", "beside", 2),
        ("a or or b", "beside", 5),
        ('"open', "not closed", 0),
        ("(a)", "no brackets", 0),
    ],
)
def test_mistakes_are_told_with_their_place(query: str, said: str, place: int) -> None:
    if place < 0:
        found(query, DATASET, CAPTIONS)
        return
    with pytest.raises(QueryWrong, match=said) as wrong:
        found(query, DATASET, CAPTIONS)
    assert wrong.value.position == place


@given(st.lists(st.sampled_from(["-", "or", "(", '"', "a", "has:", "has:caption", *FIELDS.values()]), max_size=6))
def test_any_text_finds_or_is_told(parts: list[str]) -> None:
    query = " ".join(parts)
    with contextlib.suppress(QueryWrong):
        assert set(found(query, DATASET, CAPTIONS)) <= {picture.name for picture in PICTURES}
