"""The Gallery in the order of drift: the window on it, marks and changes in it, and the key that asks for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.charges import Charge
from library.errors import OrderUnknown
from library.records import Measured, Page, Picture, PictureFacts
from library.search.ordering.order import Order
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.ordering import Ordering
from screens.gallery.keys.other_shelves import OtherShelves
from screens.gallery.model import queries
from screens.gallery.model.captions import rows, shelf_name
from screens.gallery.model.emptiness import Facts, emptiness
from screens.gallery.model.shelf import Search, Shelf, Window
from screens.gallery.model.words.drift_words import order_name
from screens.gallery.shelving.as_left import left_by, search_of
from screens.gallery.shelving.external_changes import ExternalChanges
from screens.gallery.windows.orders import Chosen, OrderKeys
from studio.pictures.drift.records import Drift, Part, to_json
from tests.library.making import png
from tests.screens.conftest import Opened, until
from tests.screens.gallery.going import library_of, to_gallery
from tests.screens.gallery.model.pictures import picture
from tests.screens.gallery.without_app import NotedForm, NotedLine, Table

FAR, NEAR = Order("Milo", is_farthest_first=True), Order("Milo")


def measure(table: Table, *drifts: float | None) -> None:
    """Let Milo be so far off in the pictures 1, 2, …; in one for None it cannot be measured."""
    for identity, drift in enumerate(drifts, 1):
        table.library.drift.put(identity, [Measured("Milo", drift, reason="nobody is there" if drift is None else "")])


async def test_what_is_found_stands_in_the_order_that_is_chosen(table: Table) -> None:
    measure(table, 0.5, 0.1, None, 0.9, 0.3)
    line = NotedLine()
    shelves = OtherShelves(table.context, line)
    ordering = Ordering(table.context, shelves)
    table.calls.gives = Chosen(FAR)
    table.shelf.go(3)
    await table.press(ordering, "O")
    assert (table.ids, table.shelf.cursor) == ([4, 1, 5, 2], 0)
    assert shelf_name(table.shelf.search) == "Farthest from Milo first"
    assert table.shelf.count == "1 of 4"
    table.calls.gives = Chosen(NEAR)
    await table.press(ordering, "O")
    assert table.ids == [2, 5, 1, 4]
    await table.press(shelves, "s")
    assert table.calls.said == ["Each take stands by itself: In an order of drift there are no stacks; O is the order"]
    table.shelf.go(2)
    table.calls.gives = Chosen(None)
    await table.press(ordering, "O")
    assert (table.ids, table.shelf.current and table.shelf.current.id) == ([6, 5, 4, 3, 2, 1], 1)


async def test_a_range_is_one_of_the_order(table: Table) -> None:
    measure(table, 0.5, 0.1, None, 0.9, 0.3)
    marking = Marking(table.context)
    await table.show(Search(order=FAR))
    await table.press(marking, "v")
    table.shelf.go(2)
    assert [table.shelf.sign_of(one) for one in table.shelf.pictures] == ["range", "range", "range", ""]
    await table.press(marking, "v")
    assert table.shelf.marked == {4, 1, 5}
    table.shelf.marks.change(False, (), (4, 1, 5))
    table.shelf.go(1)
    marking.point_at(2, is_range=True)
    await table.calls.done()
    assert table.shelf.marked == {1, 5, 2}


async def test_what_is_measured_anew_goes_to_its_new_place(table: Table) -> None:
    measure(table, 0.5, 0.1, None, 0.9, 0.3)
    await table.show(Search(order=FAR))
    changes = ExternalChanges(table.context)
    changes.look()
    await table.calls.done()
    table.shelf.go(1)
    measure(table, 0.2, 0.1, 0.8, None, 0.3)
    changes.look()
    await table.calls.done()
    assert (table.ids, table.shelf.current and table.shelf.current.id) == ([3, 5, 1, 2], 1)
    assert [one.drift for one in table.shelf.pictures] == [0.8, 0.3, 0.2, 0.1]
    assert table.shelf.count == "3 of 4"


async def test_ways_into_the_order_lead_to_where_a_picture_stands(table: Table) -> None:
    measure(table, 0.5, 0.1, None, 0.9, 0.3)
    search = Search(order=FAR)
    around = queries.around(table.library, search, 5)
    assert ([one.id for one in around.pictures], around.at) == ([4, 1, 5, 2], FAR.rank(0.3, 5))
    table.shelf.begin(around)
    assert table.shelf.cursor == 2
    table.shelf.begin(queries.oldest(table.library, search))
    assert table.shelf.cursor == 3
    assert [one.id for one in queries.around(table.library, search, 3).pictures] == [4, 1, 5, 2]
    match = queries.next_match(table.library, search, FAR.rank(0.9, 4), 1, 4)
    assert (match and match.shown) == 1
    with pytest.raises(OrderUnknown):
        queries.newest(table.library, Search(order=Order("James")))


async def test_what_was_paid_for_is_ordered_by_its_cost(table: Table) -> None:
    dearest, cheapest = Order(is_farthest_first=True, by="cost"), Order(by="cost")
    assert dearest not in await asyncio.to_thread(OrderKeys(None, table.calls, table.library, NotedForm(), id)._read)
    charge = Charge(job="j", request="r", time=1.0, day="2026-11-28", engine="spark", dollars=0.2, how="measured")
    await asyncio.to_thread(table.library.spending.reserve, charge, lambda spent: True)
    offered = await asyncio.to_thread(OrderKeys(None, table.calls, table.library, NotedForm(), id)._read)
    assert [order_name(one) for one in offered if one in (dearest, cheapest)] == ["Dearest first", "Cheapest first"]
    ids = [
        table.library.save_picture(png(40 + number), PictureFacts(scene="paid", cost=cost)).id
        for number, cost in enumerate((0.05, 0.2, 0.05))
    ]
    search = Search(order=dearest)
    table.shelf.begin(queries.newest(table.library, search))
    assert [one.id for one in table.shelf.pictures] == [ids[1], ids[2], ids[0]]
    assert [one.id for one in queries.around(table.library, search, ids[0]).pictures] == [ids[1], ids[2], ids[0]]
    assert queries.standing(table.library, search, 1).shown is None


async def test_the_window_offers_who_was_measured(table: Table) -> None:
    given: list[Chosen | None] = []
    form = NotedForm()
    keys = OrderKeys(None, table.calls, table.library, form, given.append)
    await asyncio.to_thread(measure, table, 0.5)
    keys.look()
    await table.calls.done()
    assert form.rows == [
        *("Newest first", "Farthest from Milo first", "Nearest to Milo first", "Most drift first", "Least drift first"),
    ]
    form.typed = "nearest"
    keys.list_fitting()
    keys.action_take()
    keys.action_close()
    assert given == [Chosen(NEAR), None]


def test_it_is_left_and_opened_in_its_order() -> None:
    shelf = Shelf()
    shelf.begin(Window(Search(order=FAR), (picture(1, drift=0.5),), None, None, 1))
    assert search_of(left_by(shelf, None, 0)).order == FAR
    assert search_of(left_by(Shelf(), None, 0)).order is None


def test_where_nothing_is_measured_that_is_said() -> None:
    said = emptiness(Search(order=NEAR), Facts(), lambda name: name, is_demo=False)
    assert (said.title, said.offers[0].key) == ("Nothing is measured", "gallery.order")
    assert "measured" in emptiness(Search("moon", order=NEAR), Facts(), lambda name: name, is_demo=False).words


def test_details_say_drift_in_parts() -> None:
    part = Part("colours", 19.0, 8.0, 1.2, "coat: #2F5DA8, here #6A5D8C, ΔE 19")
    record = to_json(Drift("Milo", 0.62, (part,), (0, 0, 8, 8), "milo.png"))
    near = to_json(Drift("Zed", 0.01, (), (0, 0, 8, 8), "zed.png", rough=True))
    measured = [Measured("Milo", 0.62, record), Measured("Zed", 0.01, near), Measured("Nap", None, reason="too small")]
    measured.append(Measured("New", 0.5, '{"of a later studio": 1}'))
    said = [value for name, value in rows(picture(1), (), measured) if name == "drift"]
    assert said == [
        "Milo 0.62: coat: #2F5DA8, here #6A5D8C, ΔE 19",
        "Zed 0.01 (few references: roughly): as the references have it",
        "Nap: not measured, too small",
        "New 0.50: as the references have it",
    ]


@given(
    st.lists(st.integers(0, 5), min_size=8, max_size=8),
    st.lists(st.tuples(st.integers(1, 8), st.integers(0, 5) | st.none()), max_size=6),
    st.booleans(),
)
def test_the_window_keeps_its_order_whatever_changes(
    drifts: list[int], changes: list[tuple[int, int | None]], is_far: bool
) -> None:
    order = Order("Milo", is_far)
    known = {number: picture(number, drift=float(drift)) for number, drift in enumerate(drifts, 1)}
    rank = Search(order=order).rank

    def standing() -> list[Picture]:
        return sorted(known.values(), key=rank, reverse=True)

    shelf = Shelf()
    first = standing()
    shelf.begin(Window(Search(order=order), tuple(first[:5]), rank(first[4]), None, 8))
    for number, drift in changes:
        if drift is None:
            known.pop(number, None)
            shelf.remove(number)
        else:
            known[number] = picture(number, drift=float(drift))
            shelf.put(known[number])
        assert shelf.pictures == [one for one in standing() if shelf.spans(rank(one))]
    if shelf.before is not None:
        rest = tuple(one for one in standing() if rank(one) < (shelf.before or 0))
        shelf.extend("older", Page(rest, None, len(known)))
    assert shelf.pictures == standing()


async def test_the_key_asks_and_tiles_say_the_drift(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 8)
        library, ids = library_of(pilot), [one.id for one in screen.parts.shelf.pictures]
        for place, identity in enumerate(ids):
            library.drift.put(identity, [Measured("Milo", place / 4)])
        await pilot.press("O")
        await until(pilot, lambda: pilot.app.screen.query("#orders-list"))
        await pilot.press("down", "enter")
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == ids[::-1])
        await pilot.pause()
        assert str(screen.query_one("#gallery-where").render()).strip() == "Farthest from Milo first"
