"""A shelf is filled, kept fed and kept true, with no app."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from library.store import Library
from screens.gallery.model import queries
from screens.gallery.model.shelf import Search, Window
from screens.gallery.shelving.external_changes import ExternalChanges
from screens.gallery.shelving.reading import ComparedReader
from screens.gallery.shelving.seen import SeenNotes
from tests.screens import drawn
from tests.screens.gallery.without_app import Table


async def test_of_two_fillings_the_later_one_is_shown(table: Table) -> None:
    held = threading.Event()

    def slowly(library: Library, search: Search) -> Window:
        held.wait()
        return queries.newest(library, search)

    async def fill() -> None:
        await table.context.reader.fill(Search(query="nobody"), slowly)

    async def fill_later() -> None:
        await table.context.reader.fill(Search(query='"counts to 2"'), queries.newest)
        held.set()

    table.calls.begin(fill)
    table.calls.begin(fill_later)
    await table.calls.done()
    assert table.ids == [2]
    assert not table.context.reader.is_filling()


async def test_more_is_fetched_where_the_cursor_comes_near_an_end(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FIRST_PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr("screens.gallery.model.shelf.NEAR", 1)
    await table.show(Search())
    assert table.ids == [6, 5]
    table.view.step(1)
    table.context.reader.keep_fed()
    await table.calls.done()
    assert table.ids == [6, 5, 4, 3]
    assert not table.shelf.coming


async def test_what_others_change_is_shown_once(table: Table) -> None:
    changes = ExternalChanges(table.context)
    table.view.step(2)
    drawn.add(table.library, 7)
    table.library.annotations.rate_many([5], 2)
    table.library.trash.put([1])
    changes.look()
    await table.calls.done()
    assert table.ids == [7, 6, 5, 4, 3, 2]
    assert table.shelf.pictures[2].rating == 2
    assert table.shelf.current is not None
    assert table.shelf.current.id == 4
    shown = table.view.shown
    changes.look()
    await table.calls.done()
    assert table.view.shown == shown


async def test_on_a_shelf_that_was_empty_the_newest_is_looked_at_until_the_cursor_moves(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "empty")
    table = Table(library)
    try:
        changes = ExternalChanges(table.context)
        for number in range(1, 5):
            drawn.add(library, number)
            changes.look()
            await table.calls.done()
            assert table.shelf.chosen == (number,)
        table.view.step(2)
        drawn.add(library, 5)
        changes.look()
        await table.calls.done()
        assert table.shelf.chosen == (2,)
    finally:
        library.close()


async def test_what_others_change_waits_for_a_search_that_is_asked_for(table: Table) -> None:
    changes, held = ExternalChanges(table.context), threading.Event()

    def slowly(library: Library, search: Search) -> Window:
        held.wait()
        return queries.newest(library, search)

    await table.show(Search(query="nobody"))

    async def fill() -> None:
        await table.context.reader.fill(Search(), slowly)

    async def look() -> None:
        await changes._look()
        held.set()

    table.calls.begin(fill)
    table.calls.begin(look)
    await table.calls.done()
    assert len(table.ids) == 6
    assert changes.version is None


async def test_the_library_hears_of_several_pictures_that_were_looked_at_at_once(table: Table) -> None:
    seen = SeenNotes(table.shelf, table.calls, lambda: table.library)
    for picture in table.shelf.pictures[:2]:
        seen.looked_at(picture)
    (note,) = table.calls.timers
    note()
    await table.calls.done()
    assert [table.library.picture(one).opened for one in (6, 5, 4)] == [True, True, False]
    assert table.shelf.pictures[0].opened


async def test_a_picture_that_is_drawn_comes_to_the_shelf(table: Table) -> None:
    picture = drawn.add(table.library, 7)
    table.context.take_in(picture.id)
    await table.calls.done()
    assert table.ids == [7, 6, 5, 4, 3, 2, 1]


async def test_compared_pictures_are_read_again_and_no_others(table: Table) -> None:
    table.shelf.remove(1)
    reader = ComparedReader(table.view, table.calls, table.library)
    table.library.annotations.rate_many([1, 2], 3)
    table.library.trash.put([6])
    await reader.show_again([1, 2, 6], go_to=2)
    assert table.ids == [5, 4, 3, 2]
    assert table.shelf.current is not None
    assert (table.shelf.current.id, table.shelf.current.rating) == (2, 3)
