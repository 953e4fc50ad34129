"""Whatever is typed is a query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import NotInLibrary
from library.names import SLUG_LENGTH, clean, slug
from library.query import match
from library.store import Library
from tests.library.making import facts, png

SYNTAX = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "^",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        ":",
        "-",
        "+",
        "{",
        "}",
        ",",
        "scene",
        "milo",
        "\0",
        " ",
    ]
)
WORDS = ("Milo", "raccoon", "débogue", "2", "AM", "it's", "north-wall", "猫", "rack")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("library"))
    library.save_picture(png(), facts(" ".join(WORDS)))
    yield library
    library.close()


@given(st.one_of(st.text(max_size=60), st.lists(SYNTAX, max_size=12).map("".join), st.lists(SYNTAX).map(" ".join)))
def test_no_text_raises(filled: Library, query: str) -> None:
    assert filled.page(query).total in (0, 1)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.integers(1, 9))
def test_words_of_a_picture_and_their_beginnings_find_it(filled: Library, words: list[str], cut: int) -> None:
    query = " ".join([*words[:-1], words[-1][:cut]])
    assert filled.page(query).total == 1


def test_very_long_queries_are_cut(filled: Library) -> None:
    assert filled.page("milo " * 5000).total == 1
    assert filled.page("m" * 100_000).total == 0
    assert match(" \t\n") == ""


def test_limits_and_places_out_of_range_are_empty_pages(filled: Library) -> None:
    assert filled.page(before=0).pictures == ()
    assert filled.page(before=2**70).total == 1
    assert len(filled.page(limit=0).pictures) == 1
    with pytest.raises(NotInLibrary):
        filled.picture(2**70)


@given(st.text(max_size=300))
def test_a_slug_is_a_safe_short_ascii_name(text: str) -> None:
    made = slug(text, "picture")
    assert 1 <= len(made) <= SLUG_LENGTH
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made[0] != "-"
    assert made[-1] != "-"


@given(st.text())
def test_clean_text_has_no_control_characters_and_is_clean_at_once(text: str) -> None:
    made = clean(text)
    assert clean(made) == made
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in made)
    made.encode()
