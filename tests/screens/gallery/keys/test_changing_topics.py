"""Topics of keys that change pictures, with no app: judging, tags and albums, marks."""

from __future__ import annotations

import pytest

from library.errors import DiskFull
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.tagging import Tagging
from screens.gallery.model.change_queue import Given
from tests.screens.gallery.without_app import Table


async def test_stars_go_to_the_picture_under_the_cursor_and_back(table: Table) -> None:
    judging = Judging(table.context)
    await table.press(judging, "4")
    assert table.library.picture(6).rating == 4
    assert table.shelf.pictures[0].rating == 4
    await table.press(judging, "ctrl+z")
    assert table.library.picture(6).rating == 0
    assert table.calls.said == ["Taken back: 4 stars for the picture"]
    await table.press(judging, "ctrl+z")
    assert table.calls.said[-1] == "Nothing to take back"


async def test_a_single_pick_hands_the_cursor_on_and_marked_ones_do_not(table: Table) -> None:
    judging = Judging(table.context)
    await table.press(judging, "p")
    assert (table.library.picture(6).mark, table.shelf.cursor) == ("pick", 1)
    table.shelf.marks.change(False, [2, 3])
    await table.press(judging, "x")
    assert [table.library.picture(one).mark for one in (2, 3, 5)] == ["reject", "reject", ""]
    assert table.shelf.cursor == 1


async def test_the_same_key_puts_into_the_trash_and_back(table: Table) -> None:
    judging = Judging(table.context)
    table.shelf.marks.change(False, [5, 6])
    await table.press(judging, "d")
    assert table.ids == [4, 3, 2, 1]
    assert table.library.picture(6).trashed
    assert table.calls.said == ["In the trash: 2 pictures: Ctrl-Z takes it back"]
    await table.press(judging, "ctrl+z")
    assert table.ids == [6, 5, 4, 3, 2, 1]
    assert table.shelf.marked == {5, 6}


async def test_what_cannot_be_written_is_shown_as_it_is(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(ids: object) -> tuple[int, ...]:
        raise DiskFull("no room", "free some")

    monkeypatch.setattr(table.library.trash, "put", full)
    table.shelf.marks.change(False, [6])
    await table.press(Judging(table.context), "d")
    assert isinstance(table.calls.errors[0], DiskFull)
    assert table.ids == [6, 5, 4, 3, 2, 1]
    assert table.shelf.marked == {6}
    assert not table.context.undo


async def test_a_change_is_shown_at_home_when_its_screen_has_gone(table: Table) -> None:
    at_home: list[int] = []
    table.shelf.changes.show_at_home = lambda: at_home.append(table.shelf.pictures[0].rating)
    table.calls.is_there = False
    await table.press(Judging(table.context), "3")
    assert table.library.picture(6).rating == 3
    assert at_home == [3]


async def test_names_are_given_in_a_window_and_again_by_a_key(table: Table) -> None:
    tagging = Tagging(table.context)
    await table.press(tagging, "full_stop")
    assert table.calls.said == ["No tag or album was given yet: t gives tags, a albums"]
    await table.press(tagging, "t")
    (naming,) = table.calls.opened[0].args
    assert (naming.kind, naming.chosen) == ("tag", (6,))
    written: list[bool] = []
    naming.give(Given("tag", ("night",)), lambda: written.append(True))
    await table.calls.done()
    assert written
    table.view.step(1)
    await table.press(tagging, "full_stop")
    assert table.library.annotations.tags_on([5, 6]) == (("night", 2),)
    assert table.calls.said[-1] == "tag + night: for the picture"


async def test_marks_walk_on_and_can_be_taken_back(table: Table) -> None:
    marking = Marking(table.context)
    for _ in range(2):
        await table.press(marking, "space")
    assert (table.shelf.marked, table.shelf.cursor) == ({5, 6}, 2)
    await table.press(Judging(table.context), "ctrl+z")
    assert table.shelf.marked == {6}
    assert marking.take_marks_away()
    assert not table.shelf.marked


async def test_a_range_marks_all_between_its_ends(table: Table) -> None:
    marking = Marking(table.context)
    await table.press(marking, "v")
    table.view.step(3)
    assert table.shelf.sign_of(table.shelf.pictures[table.shelf.index_of(4) or 0]) == "range"
    await table.press(marking, "v")
    assert table.shelf.marked == {3, 4, 5, 6}
    marking.point_at(1, True)
    await table.calls.done()
    assert table.shelf.marked == {1, 2, 3, 4, 5, 6}
