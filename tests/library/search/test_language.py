"""Whatever is typed is a query, or an error that points into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import NotInLibrary, QueryWrong
from library.names import SLUG_LENGTH, clean, slug
from library.search.language import MOST_TERMS
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
def test_no_text_raises_anything_else(filled: Library, query: str) -> None:
    wrong: list[QueryWrong] = []
    try:
        assert filled.page(query).total in (0, 1)
    except QueryWrong as error:
        wrong.append(error)
    assert all(0 <= error.position <= len(query) and error.reason and error.remedy for error in wrong)


@pytest.mark.parametrize(
    ("query", "position", "reason"),
    [
        ("milo cast:", 10, "Nothing follows “cast:”"),
        ("milo (rack", 5, "This bracket is not closed"),
        ("(rack))", 6, "This bracket closes none"),
        ('milo "rack', 5, "This quote is not closed"),
        ('cast:"mi', 5, "This quote is not closed"),
        ("milo or", 7, "Nothing follows “or”"),
        ("or milo", 0, "Nothing stands before “or”"),
        ("milo ()", 6, "These brackets are empty"),
        ("milo -", -1, ""),
        ("(milo -)", -1, ""),
        ("milo -or 2", 6, "Nothing follows the minus sign"),
        ("milo who:me", 5, "There is no field “who”"),
        ("is:good", 3, "Nothing is “good”"),
        ("rating:6", 7, "“6” is more than 5"),
        ("rating:>=9", 7, "“>=9” is more than 5"),
        ("rating:>5", 7, "No “rating:” is >5"),
        ("rating:<0", 7, "No “rating:” is <0"),
        ("milo rating:4..2", 12, "“4..2” goes from more to less"),
        ("seed:x", 5, "“x” is no number for “seed:”"),
        ("steps:", 6, "Nothing follows “steps:”"),
        ("steps:many", 6, "“many” is no number for “steps:”"),
        ("steps:-4", 6, "“-4” is no number for “steps:”"),
        ("-steps:8..4", 7, "“8..4” goes from more to less"),
        ("steps:<0", 6, "No “steps:” is <0"),
        ("steps:9223372036854775808", 6, "“9223372036854775808” is more than 9,223,372,036,854,775,807"),
        ("milo drift:-1", 11, "“-1” is no number for “drift:”"),
        ("drift:milo<much", 6, "“milo<much” is no number for “drift:”"),
        ("drift:<0", 6, "No drift is <0"),
        ("drift:0.3..0.1", 6, "“0.3..0.1” goes from more to less"),
        ("drift:milo<0.1..0.3", 6, "“milo<0.1..0.3” is both a bound and a span"),
        ("trouble:none", 8, "“none” is nothing that goes wrong in pictures"),
        ("cost:much", 5, "“much” is no amount for “cost:”"),
        ("milo cost:-1", 10, "“-1” is no amount for “cost:”"),
        ("cost:<0", 5, "No cost is <0"),
        ("cost:0.3..0.1", 5, "“0.3..0.1” goes from more to less"),
        ("cost:<0.1..0.3", 5, "“<0.1..0.3” is both a bound and a span"),
        ("drift:>1e999", 6, "No drift is >1e999"),
        ("size:0x4", 5, "No side of a picture is 0"),
        ("before:2026-02-31", 7, "“2026-02-31” is no day of the calendar"),
        ("after:noon", 6, "“noon” is no date"),
        ("milo saved:none", 11, "No search is saved as “none”"),
        ("(a -b or c d) (e -f or g h) (i -j or k seed:1) (l or m seed:1) (n or o seed:2) (p or q seed:3)"
         " (r or seed:4) (r or seed:5) (r or seed:6)", 0, "This search has too many alternatives at once"),
        ("(" * 60 + "x" + ")" * 60, 41, "More than 40 brackets inside each other"),
        ("-" * 3000 + "x", 41, "More than 40 brackets inside each other"),
    ],
)  # fmt: skip
def test_errors_point_at_the_character(filled: Library, query: str, position: int, reason: str) -> None:
    if position < 0:
        assert filled.page(query).total == 1
        return
    with pytest.raises(QueryWrong) as caught:
        filled.page(query)
    assert (caught.value.position, caught.value.reason) == (position, reason)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.integers(1, 9))
def test_words_of_a_picture_and_their_beginnings_find_it(filled: Library, words: list[str], cut: int) -> None:
    query = " ".join([*words[:-1], words[-1][:cut]])
    assert filled.page(query).total == 1


@pytest.mark.parametrize(
    "query", ["Milo, James & a raccoon...", "2:30", "north-wall", "- Milo -", "it's", "Milo\tAM", "“Milo raccoon”"]
)
def test_ordinary_sentences_are_queries(filled: Library, query: str) -> None:
    filled.page(query)
    assert filled.page("“Milo raccoon”").total == 1


def test_very_long_queries_are_refused_or_find_nothing(filled: Library) -> None:
    assert filled.page("milo " * MOST_TERMS).total == 1
    with pytest.raises(QueryWrong) as caught:
        filled.page("milo " * 5000)
    assert caught.value.position == 5 * MOST_TERMS
    assert filled.page("m" * 100_000).total == 0
    assert filled.page(" \t\n").total == 1


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
