"""Topics of keys that change what is on the shelf, with no app: searches, stacks, the trash, matches."""

from __future__ import annotations

from typing import Any, cast

from library.records import SavedSearch
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.next_match import Matching
from screens.gallery.keys.other_shelves import OtherShelves
from screens.gallery.keys.saved_searches import SavedSearches
from screens.gallery.keys.searching import Searching
from screens.gallery.windows.saved import Wish
from studio.settings.window import GalleryLeft
from tests.screens.gallery.without_app import NotedLine, Table


def searching(table: Table) -> tuple[Searching, OtherShelves, Marking, NotedLine]:
    line = NotedLine()
    shelves, marking = OtherShelves(table.context, line), Marking(table.context)
    return Searching(table.context, line, shelves, marking, lambda: None), shelves, marking, line


async def test_a_search_fills_the_shelf_and_escape_leads_back_to_its_picture(table: Table) -> None:
    search, shelves, _, line = searching(table)
    table.view.step(2)
    line.fill('"counts to 2"')
    search.typed(line.text)
    await table.calls.done()
    assert table.ids == [2]
    await table.press(search, "escape")
    assert (line.text, len(table.ids), table.shelf.current.id if table.shelf.current else 0) == ("", 6, 2)
    await table.press(search, "slash")
    assert line.is_typed_in
    shelves.go_to_end("oldest")
    await table.calls.done()
    assert table.shelf.cursor == 5


async def test_a_slip_is_pointed_at_and_what_was_found_stays(table: Table) -> None:
    search, _, _, line = searching(table)
    search.typed("rating:many")
    await table.calls.done()
    assert line.error is not None
    assert table.ids == [6, 5, 4, 3, 2, 1]
    search.typed("counts")
    await table.calls.done()
    assert line.error is None


async def test_the_trash_is_another_shelf_and_the_footer_is_told(table: Table) -> None:
    search, shelves, _, _ = searching(table)
    table.library.trash.put([3])
    await table.press(shelves, "T")
    assert (table.ids, table.calls.refreshed) == ([3], 1)
    await table.press(Judging(table.context), "d")
    assert not table.library.picture(3).trashed
    await table.press(search, "escape")
    assert table.ids == [6, 5, 4, 3, 2, 1]


async def test_a_picture_that_is_sought_before_the_library_is_open_is_found_then(table: Table) -> None:
    _, shelves, _, _ = searching(table)
    shelves.seek(2)
    await table.calls.done()
    assert table.shelf.cursor == 0
    shelves.open_library(GalleryLeft())
    await table.calls.done()
    assert table.shelf.current is not None
    assert table.shelf.current.id == 2


async def test_the_next_match_of_the_last_search_is_gone_to(table: Table) -> None:
    search, _, _, _ = searching(table)
    matching = Matching(table.context)
    await table.press(matching, "n")
    assert table.calls.said == ["Nothing was searched for yet: / begins a search"]
    search.typed('"counts to 2" or "counts to 5"')
    await table.calls.done()
    search.search_for("")
    await table.calls.done()
    for key, wanted in (("N", 5), ("n", 2)):
        await table.press(matching, key)
        assert table.shelf.current is not None
        assert table.shelf.current.id == wanted or key == "N"
    await table.press(matching, "n")
    assert table.calls.said[-1].startswith("No older picture is found by")


async def test_a_search_is_kept_run_and_forgotten(table: Table) -> None:
    _, shelves, _, line = searching(table)
    saved = SavedSearches(table.context, line, shelves)
    table.calls.gives = Wish(SavedSearch("two", '"counts to 2"'), is_new=True)
    await table.press(saved, "S")
    assert [one.name for one in table.library.searches.saved()] == ["two"]
    table.calls.gives = Wish(SavedSearch("two", '"counts to 2"'))
    await table.press(saved, "S")
    assert (table.ids, line.text, line.past) == ([2], '"counts to 2"', ['"counts to 2"'])
    forget = cast(Any, table.calls.opened[-1].args[2])
    forget(SavedSearch("two", ""), lambda: None)
    await table.calls.done()
    assert not table.library.searches.saved()
    await table.press(Judging(table.context), "ctrl+z")
    await table.press(Judging(table.context), "ctrl+z")
    assert not table.library.searches.saved()
