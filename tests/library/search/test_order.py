"""Pages in an order of drift, against a plain sort of plain records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from math import inf

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from library.errors import OrderUnknown
from library.index import drift_rows
from library.index.database import connect, transaction
from library.records import Measured
from library.search import pages as query_room
from library.search.language import parse
from library.search.ordering import ranked as ranked_room
from library.search.ordering.order import HIGHEST, Order
from library.search.ordering.ranked import ranked_ids, ranked_page
from library.store import Library
from tests.library.making import facts, png
from tests.library.search.invented import NOW, Row, Shelf, insert, invent
from tests.library.search.plain_filter import expected

QUERIES = (
    "",
    "milo",
    "-racing",
    "cast:james or rating:5",
    "drift:cat",
    "seed:42",
    "nothing",
    "is:pick milo",
    "rating:3",
)
ORDERS = st.one_of(
    st.builds(Order, st.sampled_from(("", "Milo", "james", "orange cat")), st.booleans(), st.just("drift")),
    st.builds(Order, st.just(""), st.booleans(), st.just("cost")),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("library")
    Library.open(folder).close()
    made = random.Random(11)
    rows = [invent(number, made) for number in range(1, 301)]
    path = folder / ".studio" / "index.sqlite"
    with closing(connect(path)) as connection, transaction(connection):
        for row in rows:
            insert(connection, row)
    return Shelf(path, rows)


@pytest.fixture(params=["asked one by one", "sorted", "by a mask"], autouse=True, scope="module")
def plan(request: pytest.FixtureRequest) -> Iterator[None]:
    """All ways in which the order is gone through."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(query_room, "COUNT_SECONDS", 60.0)
        patched.setattr(ranked_room, "COUNT_SECONDS", 60.0)
        patched.setattr(ranked_room, "_FIRST_CHUNK", 8)
        patched.setattr(ranked_room, "_LEAST_CHUNK", 3)
        patched.setattr(ranked_room, "_WINDOW", 100)
        if request.param != "asked one by one":
            for name in ("MOST_ASKED", "_MOST_ASKED_FOR_WORDS"):
                patched.setattr(ranked_room, name, 0)
        if request.param == "by a mask":
            patched.setattr(ranked_room, "_MOST_SORTED", 0)
        yield


def drift_in(order: Order, row: Row) -> float | None:
    """The drift of a row by which it stands in an order, or its cost."""
    if order.by == "cost":
        return row.cost
    measured = {name.lower(): drift for name, drift in row.drift.items() if drift is not None}
    return measured.get(order.member.lower()) if order.member else max(measured.values(), default=None)


def sorted_ids(shelf: Shelf, query: str, order: Order, trashed: bool) -> list[int]:
    found = set(expected(shelf.rows, parse(query, NOW), trashed, False))
    known = [(drift_in(order, row), row.id) for row in shelf.rows if row.id in found]
    ranked = sorted((drift, identity) for drift, identity in known if drift is not None)
    return [identity for _, identity in (ranked[::-1] if order.is_farthest_first else ranked)]


@given(st.sampled_from(QUERIES), ORDERS, st.booleans(), st.sampled_from((1, 7, 60)), st.floats(0, 1))
@settings(max_examples=60)
def test_pages_are_those_of_a_plain_sort(
    shelf: Shelf, query: str, order: Order, trashed: bool, limit: int, place: float
) -> None:
    wanted = sorted_ids(shelf, query, order, trashed)
    drifts = {row.id: drift_in(order, row) or 0.0 for row in shelf.rows}
    ranks = {identity: order.rank(drifts[identity], identity) for identity in wanted}
    with closing(connect(shelf.path)) as connection:
        search = partial(ranked_page, connection, query, order, limit=limit, trashed=trashed, now=NOW)
        found: list[int] = []
        page = search(before=None, after=None)
        while True:
            assert (page.total, page.at_least) == (len(wanted), False)
            assert [ranks[row["id"]] for row in page.rows] == page.places
            found += [row["id"] for row in page.rows]
            if page.before is None:
                break
            page = search(before=page.before, after=None)
        assert found == wanted
        up = search(before=None, after=0)
        assert [row["id"] for row in up.rows] == wanted[-limit:]
        assert (up.after is None) == (len(wanted) <= limit)
        if wanted:
            middle = wanted[int(place * (len(wanted) - 1))]
            at = wanted.index(middle)
            above = search(before=None, after=ranks[middle])
            assert [row["id"] for row in above.rows] == wanted[max(0, at - limit) : at]
            between = ranked_ids(connection, query, order, ranks[wanted[0]], ranks[middle], trashed, 1000)
            assert between == wanted[: at + 1]


def test_pages_that_have_no_time_meet_without_gap(shelf: Shelf) -> None:
    order = Order("milo")
    with closing(connect(shelf.path)) as connection:
        found: list[int] = []
        before: int | None = None
        while True:
            page = ranked_page(connection, "-racing", order, before, None, 5, False, 1e-9, now=NOW)
            found += [row["id"] for row in page.rows]
            before = page.before
            if before is None:
                break
        assert found == sorted_ids(shelf, "-racing", order, False)


@given(ORDERS, st.floats(0, 1e300), st.floats(0, 1e300), st.integers(1, 2**62), st.integers(1, 2**62))
@example(Order(), 0.0, 0.0, 1, 2)
@example(Order("", True), 0.0, 5e-324, 2, 1)
def test_ranks_are_in_the_order(order: Order, drift: float, other: float, one: int, two: int) -> None:
    assume((drift, one) != (other, two))
    first, second = order.rank(drift, one), order.rank(other, two)
    assert (first > second) is (((drift, one) > (other, two)) is order.is_farthest_first)
    assert order.place(first) == (drift, one)
    assert 1 <= first <= HIGHEST


def test_a_member_is_named_by_a_word_if_no_other_has_it(shelf: Shelf) -> None:
    with closing(connect(shelf.path)) as connection:
        cat, whole = (ranked_page(connection, "", Order(name), None, None, 9, False) for name in ("cat", "orange cat"))
        assert cat.places == whole.places
        for name in ("nobody", "m j"):
            with pytest.raises(OrderUnknown):
                ranked_page(connection, "", Order(name), None, None, 9, False)


def test_accents_of_a_name_need_not_be_written_and_tell_two_apart(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k{number}").id for number in range(2)]
    library.drift.put(ids[0], [Measured("Zoë", 0.5)])
    assert library.ids("drift:zoe", limit=9) == library.ids("drift:ZOË", limit=9) == (ids[0],)
    assert library.page(order=Order("zoe")).pictures[0].id == ids[0]
    library.drift.put(ids[1], [Measured("Zoe", 0.1)])
    assert library.page(order=Order("zoe", True)).pictures[0].id == ids[1]
    assert library.page(order=Order("zoë", True)).pictures[0].id == ids[0]


def test_what_is_measured_anew_takes_its_new_place(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k{number}").id for number in range(4)]

    def seen(order: Order) -> list[tuple[int, float | None]]:
        return [(one.id, one.drift) for one in library.page(order=order).pictures]

    for identity, drift in zip(ids, (0.5, 0.1, 0.9, 0.3), strict=True):
        library.drift.put(identity, [Measured("Milo", drift, '{"a": 1}', against="x")])
    assert seen(Order("Milo")) == [(ids[1], 0.1), (ids[3], 0.3), (ids[0], 0.5), (ids[2], 0.9)]
    library.drift.put(ids[1], [Measured("James", 0.7), Measured("Milo", 0.4)])
    assert [one for one, _ in seen(Order("Milo", True))] == [ids[2], ids[0], ids[1], ids[3]]
    assert seen(Order("", True))[:2] == [(ids[2], 0.9), (ids[1], 0.7)]
    library.drift.put(ids[2], [Measured("Milo", None, reason="Nobody is there")])
    assert [one for one, _ in seen(Order())] == [ids[3], ids[0], ids[1]]
    assert library.drift.of(ids[2]) == (Measured("Milo", None, reason="Nobody is there"),)
    assert library.drift.waiting("milo", "x") == (ids[2], ids[1])
    assert library.drift.waiting("milo", "y", since=ids[1], limit=1) == (ids[3],)
    assert library.drift.waiting("mil", "x") == library.drift.waiting("...", "x") == ()
    library.trash.put([ids[3]])
    assert [one for one, _ in seen(Order())] == [ids[0], ids[1]]
    library.drift.put(10**6, [Measured("Milo", 0.1)])
    assert [one.drift for one in library.pictures(ids, Order("Milo"))] == [0.3, None, 0.4, 0.5]
    library.upkeep.rebuild()
    assert library.drift.of(ids[0]) == (Measured("Milo", 0.5, '{"a": 1}', against="x"),)


def test_ties_and_ends_are_kept_apart(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k{number}").id for number in range(5)]
    with closing(connect(library.folder / ".studio" / "index.sqlite")) as connection, transaction(connection):
        for identity in ids:
            drift_rows.put(connection, identity, [Measured("Milo", 0.0)])
    page = library.page(limit=2, order=Order("Milo"))
    rest = library.page(limit=9, before=page.before, order=Order("Milo"), patience=inf)
    assert [one.id for one in (*page.pictures, *rest.pictures)] == ids
    assert rest.before is None
