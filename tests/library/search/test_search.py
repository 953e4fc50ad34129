"""What searches find, against a plain filter over plain records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from library.errors import QueryWrong
from library.index.database import connect, transaction
from library.search import bitmap_filter as sieve_room
from library.search import conditions as conditions_room
from library.search import pages as query_room
from library.search.fields import drift as drift_room
from library.search.fields import texts as texts_room
from library.search.language import parse, written
from library.search.pages import found_ids, page_rows
from library.store import Library
from tests.library.search.invented import NOW, Shelf, insert, invent
from tests.library.search.plain_filter import expected


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("library")
    Library.open(folder).close()
    made = random.Random(7)
    rows = [invent(number, made) for number in range(1, 301)]
    path = folder / ".studio" / "index.sqlite"
    with closing(connect(path)) as connection, transaction(connection):
        for row in rows:
            insert(connection, row)
        for name, query in (("mine", "milo or rating:>=4"), ("twice", "saved:mine -is:pick")):
            connection.execute("insert into saved_search values (?, ?, 0)", (name, query))
    return Shelf(path, rows)


@pytest.fixture(params=["a small library", "a large one"], autouse=True, scope="module")
def plan(request: pytest.FixtureRequest) -> Iterator[None]:
    """All ways in which a search can be led, which a large library chooses by counts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(query_room, "COUNT_SECONDS", 60.0)
        if request.param == "a large one":
            patched.setattr(query_room, "_FIRST_WINDOW", 16)
            for name, value in (("_MOST_ASKED", 20), ("_DEAR", 2), ("_CHUNK", 4), ("_SPLIT", 8)):
                patched.setattr(sieve_room, name, value)
            patched.setattr(conditions_room, "_MOST_FILES", 20)
            for room, name in ((texts_room, "_MOST_LISTED"), (drift_room, "_MOST_LISTED")):
                patched.setattr(room, name, 20)
        yield


TERMS = (
    *("milo", "rac", "north-wall", '"north wall"', '"rac"', "zebra", "desk", "...", "cast:milo", 'cast:"mil"'),
    *("saying:mug", "plate:north", "style:coffee", "engine:draft", "model:flux1-dev", "lora:neon", "seed:42"),
    *("steps:20", "steps:=4", "steps:>28", "steps:>=8", "steps:<8", "steps:<=0", "steps:4..8", "steps:29..30"),
    *("steps:0", "steps:21", "steps:>=0", "steps:9223372036854775807", "steps:<99999999999999999999"),
    *("seed:>=43", "seed:0..42", "seed:9223372036854775808", "seed:>=9223372036854775808", "size:1024x1024"),
    *("size:16:9", "size:>=1024", "size:<700", "rating:5", "rating:>=4", "rating:0", "rating:<1", "is:pick"),
    *(
        "is:reject",
        "is:lettered",
        "is:misread",
        "is:misplaced",
        "is:draft",
        "is:unread",
        "tag:robot",
        'tag:"robot"',
        "tag:arm",
        'tag:"robot arm"',
    ),
    *("album:best", 'album:"best of"', "album:none", "before:2026-06", "after:2026-06-15", "after:30d"),
    *("label:red", 'label:"RED"', "label:t", 'label:"to do"', 'label:"to"', "label:TÖ", "label:none"),
    *(
        "from:milo",
        "from:milo.png",
        'from:"milo.png"',
        "from:back",
        'from:"back view"',
        "from:17",
        "from:42",
        'from:"42"',
    ),
    *("from:3F9AC2", "from:3f9ac", "from:3f9ac31", "from:none", "drift:<0.5", "drift:milo<=0.5", "drift:milo"),
    *("trouble:double", "trouble:Missing", "-trouble:any", "trouble:any trouble:swapped"),
    *("cost:>0.1", "cost:<=0.05", "cost:0.05", "cost:0.03", "cost:$0.034", "cost:0.01..0.1", "cost:none", "cost:>=2"),
    *("drift:james>0.9", "drift:cat:0.3..0.6", 'drift:"orange cat"', 'drift:"cat"', "drift:>=1", "drift:0.5"),
    *("before:2020", "saved:mine", "saved:twice", "file:1", 'file:"2.PNG"', "file:folder", "file:%"),
)
QUERIES = st.recursive(
    st.sampled_from(TERMS),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(" ".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: "(" + " or ".join(some) + ")"),
        parts.map(lambda part: f"-({part})"),
    ),
    max_leaves=5,
)


@given(QUERIES, st.booleans(), st.booleans(), st.sampled_from((23, 60)))
@settings(max_examples=60)
def test_pages_are_those_of_a_plain_filter(shelf: Shelf, query: str, trashed: bool, stacked: bool, limit: int) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse(query, NOW), trashed, stacked)
    found: list[int] = []
    before: int | None = None
    with closing(connect(path)) as connection:
        while True:
            try:
                page = page_rows(connection, query, before, limit, trashed, stacked, now=NOW)
            except QueryWrong:
                # Only where the brackets multiply too far.
                assume(False)
            assert page.total == len(wanted)
            assert not page.at_least
            found += [row["id"] for row in page.rows]
            before = page.before
            if before is None:
                break
            assert len(page.rows) == limit
    assert found == wanted


@given(QUERIES, st.booleans(), st.booleans(), st.sampled_from((1, 23, 60)), st.integers(0, 301))
@settings(max_examples=60)
def test_pages_go_both_ways(shelf: Shelf, query: str, trashed: bool, stacked: bool, limit: int, place: int) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse(query, NOW), trashed, stacked)
    with closing(connect(path)) as connection:
        search = partial(page_rows, connection, query, limit=limit, trashed=trashed, stacked=stacked, now=NOW)
        try:
            first, up, down = search(before=None), search(before=None, after=place), search(before=place)
        except QueryWrong:
            assume(False)
        newer, older = [one for one in wanted if one > place], [one for one in wanted if one < place]
        shown = [row["id"] for row in up.rows]
        assert shown == newer[-limit:]
        assert up.after == (shown[0] if len(newer) > limit else None)
        assert (up.before is None) == (len(newer) == len(wanted))
        assert up.before is None or [one for one in wanted if one < up.before] == wanted[len(newer) :]
        assert [row["id"] for row in down.rows] == older[:limit]
        assert (down.after is None) == (len(older) == len(wanted))
        assert down.after is None or [one for one in wanted if one > down.after] == wanted[: len(wanted) - len(older)]
        assert (first.after, up.total) == (None, len(wanted))


def test_pages_upwards_meet_without_gap(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    for patience in (inf, 1e-9):
        found: list[int] = []
        after: int | None = 0
        with closing(connect(path)) as connection:
            while after is not None:
                page = page_rows(connection, "milo -is:pick", None, 7, False, True, patience, NOW, after)
                found = [row["id"] for row in page.rows] + found
                after = page.after
        assert found == expected(rows, parse("milo -is:pick", NOW), False, True)


def test_ids_between_two(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    wanted = expected(rows, parse("milo", NOW), False, False)
    with closing(connect(path)) as connection:
        search = partial(found_ids, connection, "milo", trashed=False, stacked=False)
        assert search(newest=None, oldest=None, limit=1000) == wanted
        assert search(newest=wanted[2], oldest=wanted[5], limit=1000) == wanted[2:6]
        assert search(newest=wanted[5], oldest=wanted[2], limit=1000) == []
        assert search(newest=2**70, oldest=-5, limit=3) == wanted[:3]


@pytest.mark.parametrize("query", TERMS)
def test_each_term_alone_and_its_contrary(shelf: Shelf, query: str) -> None:
    path, rows = shelf.path, shelf.rows
    with closing(connect(path)) as connection:
        for text in (query, f"-{query}", f"milo {query}", f"is:draft {query}", f"zebra or {query}"):
            for trashed in (False, True):
                wanted = expected(rows, parse(text, NOW), trashed, False)
                page = page_rows(connection, text, None, 1000, trashed, now=NOW)
                assert [row["id"] for row in page.rows] == wanted, text


@given(QUERIES)
def test_what_is_written_is_read_again(query: str) -> None:
    tree = parse(query, NOW)
    assert parse(written(tree), NOW) == parse(written(parse(written(tree), NOW)), NOW)


def test_a_search_without_patience_goes_on_where_it_stopped(shelf: Shelf) -> None:
    path, rows = shelf.path, shelf.rows
    found: list[int] = []
    before: int | None = None
    with closing(connect(path)) as connection:
        for _ in range(100):
            page = page_rows(connection, "milo rating:5", before, 3, False, patience=1e-9, now=NOW)
            found += [row["id"] for row in page.rows]
            before = page.before
            if before is None:
                break
    assert found == expected(rows, parse("milo rating:5", NOW), False, False)
