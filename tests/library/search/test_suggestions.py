"""What a search that finds nothing could have been."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.index.database import connect
from library.search.suggestions import MOST, Suggestion, suggestions
from library.store import Library
from tests.library.making import facts, png


@pytest.fixture
def asked(library: Library) -> Callable[[str], list[tuple[str, int]]]:
    """What is suggested for a search in a library of four pictures: searches with what they find."""
    for number, scene in enumerate(
        ["Milo debugging at the rack", "Milo asleep", "James at the whiteboard", "James and Milo at the rack"]
    ):
        picture = library.save_picture(png(number), facts(scene), key=f"k/{number}")
        library.annotations.tag([picture.id], add=["night shift" if number % 2 else "blog"])
        library.annotations.rate_many([picture.id], number + 1)

    def ask(query: str) -> list[tuple[str, int]]:
        found = library.searches.suggestions(query, lambda other: library.page(other, limit=1).total)
        return [(one.query, one.found) for one in found]

    return ask


Asked = Callable[[str], list[tuple[str, int]]]


def test_a_word_that_is_nearly_known(asked: Asked) -> None:
    assert asked("whiteboad")[0] == ("whiteboard", 1)
    assert asked("Mlio debuging") == [("Milo debugging", 1)]


def test_a_value_that_is_nearly_known(asked: Asked) -> None:
    assert asked("tag:blgo") == [("tag:blog", 2)]
    assert asked('tag:"nigth shift" rating:>=4') == [('tag:"night shift" rating:>=4', 1)]


def test_without_a_part_of_it_the_nearest_first(asked: Asked) -> None:
    assert asked("asleep rating:5") == [("asleep", 1)]
    assert asked("rack rating:1 -debugging") == [("rack -debugging", 1), ("rack rating:1", 1)]


def test_a_corrected_word_without_another_part(asked: Asked) -> None:
    assert ("whiteboard", 1) in asked("whiteboad rating:1")


def test_each_part_alone_where_nothing_else_helps(asked: Asked) -> None:
    assert asked("asleep whiteboard rating:5") == [("asleep", 1), ("whiteboard", 1)]


def test_brackets_and_either_are_left_whole(asked: Asked) -> None:
    for query, _ in asked("(asleep or whiteboad) rating:5"):
        assert query.count("(") == query.count(")")


def test_nothing_is_near_to_what_nobody_knows(asked: Asked) -> None:
    assert asked("zzzzzzzzz") == []
    assert asked("") == []


@given(st.text(max_size=60))
def test_whatever_is_searched_for_each_suggestion_finds_something(query: str) -> None:
    with closing(connect(Path(":memory:"))) as connection:
        connection.executescript(
            "create table facet (field, value, pictures); create table tag (name, pictures);"
            "create table album (name, pictures); create table saved_search (name);"
            "create table picture (id, scene, prompt, tags); insert into facet values ('cast', 'Milo', 3);"
            "insert into picture values (1, 'asleep or not', 'a raccoon (asleep)', 'or')"
        )
        found = suggestions(connection, query, len)
    assert len(found) <= MOST
    assert all(one == Suggestion(one.query, len(one.query)) and one.found for one in found)
