"""Marks by key and by mouse."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import DiskFull
from library.trash import Trash
from screens.base.windows import NoticeWindow
from screens.gallery.keys import marking
from screens.gallery.model.marks import Marks
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.screen import GalleryScreen
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, app_of, shows, told_in_passing, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def nine(cast_home: Home) -> Path:
    """A library of nine pictures."""
    drawn.shelf_of(cast_home.library, 9).close()
    return cast_home.library


def count_of(screen: GalleryScreen) -> str:
    return str(screen.query_one("#gallery-count").render())


async def test_space_marks_and_moves_on_and_escape_takes_the_marks_away(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("space", "j", "space")
        assert screen.parts.shelf.marked == {9, 7}
        assert screen.parts.shelf.cursor == 3
        assert "2 marked" in count_of(screen)
        await pilot.press("k", "space")
        assert screen.parts.shelf.marked == {9}
        await pilot.press("escape")
        assert not screen.parts.shelf.marked
        assert screen.parts.shelf.chosen == (screen.parts.shelf.pictures[screen.parts.shelf.cursor].id,)


async def test_a_range_is_seen_while_it_is_open_and_marks_all_between(nine: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("l", "v", "l", "l")
        assert "v ends the range" in count_of(screen)
        signs = [tile.above[:1] for tile in screen.query_one(TileBrowser).tiles[:5]]
        assert [sign == "○" for sign in signs] == [False, True, True, True, False]
        await pilot.press("v")
        await until(pilot, lambda: screen.parts.shelf.marked == {8, 7, 6})
        await pilot.press("v", "escape")
        assert screen.parts.shelf.anchor is None
        assert screen.parts.shelf.marked == {8, 7, 6}
        await pilot.press("escape")
        assert not screen.parts.shelf.marked


async def test_all_that_is_found_is_marked_up_to_a_limit_that_is_said(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_MARKED", 5)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: screen.parts.shelf.marked == {9, 8, 7, 6, 5})
        said = "The newest 5 of them are marked"
        await until(pilot, lambda: said in [one.title or one.message for one in told_in_passing(pilot.app)])


async def test_clicks_move_open_and_mark(nine: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 9)
        browser = screen.query_one(TileBrowser)

        async def click(place: int, **held: bool) -> None:
            await pilot.click(browser, browser.tiles[place].region.center, **held)  # type: ignore[arg-type]

        await click(2)
        assert screen.parts.shelf.cursor == 2
        await click(4, control=True)
        assert screen.parts.shelf.marked == {5}
        await click(0, shift=True)
        await until(pilot, lambda: screen.parts.shelf.marked == {9, 8, 7, 5})
        await click(2)
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_the_view_changes_at_any_width(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("w", "l")
        await until(pilot, lambda: screen.parts.shelf.cursor == 1 and screen.query_one(TileBrowser).region.area)
        assert screen.focused is screen.parts.view.body.browser
        await pilot.resize_terminal(140, 40)
        await pilot.press("w")
        await until(
            pilot,
            lambda: screen.parts.view.body.browser.id == "gallery-lines" and screen.parts.view.body.browser.region.area,
        )
        await pilot.press("j")
        assert screen.parts.shelf.cursor == 2


async def test_a_key_right_after_marking_all_acts_on_all(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 5).close()
    async with opened() as pilot:
        await to_gallery(pilot, 5)
        library = library_of(pilot)
        app_of(pilot).simulate_key("ctrl+a")
        app_of(pilot).simulate_key("4")
        await until(pilot, lambda: [one.rating for one in library.page().pictures] == [4] * 5)


async def test_marks_are_taken_back_in_the_order_of_the_keys(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        shelf = screen.parts.shelf
        await pilot.press("space", "5", "space", "ctrl+a")
        await until(pilot, lambda: len(shelf.marked) == 9)
        await pilot.press("escape")
        assert not shelf.marked
        for wanted in (set(range(1, 10)), {9, 8}, {9}):
            await pilot.press("ctrl+z")
            await until(pilot, lambda wanted=wanted: shelf.marked == wanted)  # type: ignore[misc]
        assert shelf.current is not None
        assert shelf.current.id == 8
        assert library_of(pilot).picture(9).rating == 5
        await pilot.press("ctrl+z")
        await until(pilot, lambda: library_of(pilot).picture(9).rating == 0)
        assert shelf.marked == {9}
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not shelf.marked)
        assert "marked" not in count_of(screen)


async def test_what_comes_back_from_the_trash_is_marked_as_it_was(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("space", "j", "space", "d")
        await until(pilot, lambda: library_of(pilot).picture(7).trashed)
        assert not screen.parts.shelf.marked
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.parts.shelf.marked == {9, 7})
        await until(pilot, lambda: len(screen.parts.shelf) == 9)


async def test_marks_stay_while_one_looks_into_the_trash(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("d", "space", "T")
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == [9])
        assert screen.parts.shelf.chosen == (9,)
        await pilot.press("T")
        await until(pilot, lambda: len(screen.parts.shelf) == 8)
        assert screen.parts.shelf.marked == {8}


async def test_pictures_that_cannot_be_trashed_stay_marked(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(trash: Trash, ids: Iterable[int]) -> tuple[int, ...]:
        raise DiskFull("no room", "free some")

    monkeypatch.setattr(Trash, "put", full)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("space", "space", "d")
        await until(pilot, lambda: shows(pilot, NoticeWindow))
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 9 and screen.parts.shelf.marked == {9, 8})


async def test_marks_do_not_push_other_changes_out_of_what_can_be_taken_back(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.gallery.model.undo.MOST_UNDONE", 3)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 9)
        await pilot.press("5", *["space"] * 6)
        await until(pilot, lambda: len(screen.parts.shelf.marked) == 6)
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: library_of(pilot).picture(9).rating == 0)
        assert screen.parts.shelf.marked == {9, 8, 7, 6}


STEPS = st.lists(st.tuples(st.booleans(), st.frozensets(st.integers(1, 6)), st.frozensets(st.integers(1, 6))))


@given(STEPS)
def test_changes_of_marks_are_taken_back_to_where_they_began(
    steps: list[tuple[bool, frozenset[int], frozenset[int]]],
) -> None:
    marks = Marks()
    before = []
    changes = []
    for trashed, mark, unmark in steps:
        before.append((set(marks.of(False)), set(marks.of(True))))
        changes.append(marks.change(trashed, mark - unmark, unmark))
        assert mark - unmark <= marks.of(trashed)
        assert not unmark & marks.of(trashed)
    for was, change in zip(reversed(before), reversed(changes), strict=True):
        marks.take_back(change)
        assert (marks.of(False), marks.of(True)) == was
