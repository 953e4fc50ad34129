"""What is offered while a search is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.store import Library
from tests.library.making import facts, png


def test_what_may_stand_at_the_cursor(library: Library) -> None:
    for number in range(3):
        library.save_picture(png(number), facts("x" * (number + 1)), key=f"k/{number}")
    library.searches.save("to letter", "is:pick")

    def offered(text: str, cursor: int | None = None) -> list[str]:
        return [one.text for one in library.searches.completions(text, len(text) if cursor is None else cursor)]

    assert "cast:" in offered("")
    assert offered("milo ca") == ["cast:"]
    assert offered("cast:") == ["James", "Milo"]
    assert offered("-cast:mi") == ["Milo"]
    assert offered('plate:"nor') == ['"north wall"']
    assert offered("plate:wa") == ['"north wall"']
    assert offered("saved:to") == ['"to letter"']
    assert offered("is:p milo", 4) == ["pick"]
    assert "steps:" in offered("milo -st")
    assert offered("steps:2") == ["20", "28"]
    assert all(library.page(f"steps:{value}").total in (0, 3) for value in offered("steps:"))
    assert library.searches.completions("a cast:Mi b", 9)[0] == library.searches.completions("a cast:Mi b", 9)[0]
    made = library.searches.completions("a cast:Mi b", 9)[0]
    assert (made.start, made.end) == (7, 9)


@pytest.mark.parametrize("name", ["say “hi” now", 'five" wide', "„so“", "plain", "it's"])
@pytest.mark.parametrize("field", ["tag", "album", "saved"])
def test_what_is_offered_finds_what_has_that_name(library: Library, field: str, name: str) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.save_picture(png(2), facts(), key="b")
    if field == "tag":
        library.annotations.tag([picture.id], add=[name])
    elif field == "album":
        library.annotations.album([picture.id], add=[name])
    else:
        library.annotations.rate_many([picture.id], 5)
        library.searches.save(name, "rating:5")
    (offered,) = library.searches.completions(f"{field}:", len(field) + 1)
    assert [one.id for one in library.page(f"{field}:{offered.text}").pictures] == [picture.id]


@given(st.text(max_size=30), st.integers(-3, 40))
def test_completion_never_fails(text: str, cursor: int) -> None:
    from contextlib import closing

    from library.index.database import connect
    from library.search.completion import completions

    with closing(connect(Path(":memory:"))) as connection:
        connection.executescript(
            "create table facet (field, value, pictures); create table tag (name, pictures);"
            "create table album (name, pictures); create table saved_search (name);"
            "create table negative (id, text, pictures); create virtual table negative_fts using fts5 (text);"
            "create table reference (id, member, name, pictures); create table drift_member (name);"
            "create virtual table reference_fts using fts5 (member, name)"
        )
        for one in completions(connection, text, cursor):
            assert 0 <= one.start <= one.end <= len(text)
