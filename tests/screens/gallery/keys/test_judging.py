"""Judging at the speed of a held key: nothing is lost, and the order is that of the keys."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from library.annotations import Annotations
from library.errors import DiskFull
from library.store import Library
from library.trash import Trash
from screens.base.windows import NoticeWindow
from screens.gallery.model import queries
from screens.gallery.model.shelf import Search, Window
from screens.gallery.single import SingleScreen
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, app_of, shows, told_in_passing, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of six pictures."""
    drawn.shelf_of(cast_home.library, 6).close()
    return cast_home.library


async def test_a_file_beside_a_picture_that_cannot_be_written_is_told(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await to_gallery(pilot, 6)
        library = library_of(pilot)
        Path(f"{library.picture(6).path}.xmp").write_bytes(b"no XML")
        await pilot.press("4")
        await until(pilot, lambda: library.picture(6).rating == 4)
        await asyncio.to_thread(library.annotations.write_sidecars)
        app_of(pilot).shell.workspace.tell_of_sidecars()
        app_of(pilot).shell.workspace.tell_of_sidecars()
        await until(pilot, lambda: any(one.severity == "warning" for one in told_in_passing(pilot.app)))
        (told,) = [one.message for one in told_in_passing(pilot.app) if one.severity == "warning"]
        assert ".png.xmp: it is no sidecar" in told
        assert "kept in the index" in told


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_held_keys_judge_one_picture_after_the_other(shelf: Path, opened: Opened, size: tuple[int, int]) -> None:
    async with opened(*size) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        await pilot.press(*"pxpux")
        await until(pilot, lambda: library.picture(2).mark == "reject" and not screen.parts.shelf.changes.touched)
        assert [library.picture(one).mark for one in (6, 5, 4, 3)] == ["pick", "reject", "pick", ""]
        assert [one.mark for one in screen.parts.shelf.pictures] == ["pick", "reject", "pick", "", "reject", ""]
        await pilot.press("d", "d")
        await until(pilot, lambda: library.picture(2).trashed)
        assert library.picture(1).trashed
        assert [one.id for one in screen.parts.shelf.pictures] == [6, 5, 4, 3]
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: library.picture(4).mark == "")
        await until(pilot, lambda: len(screen.parts.shelf) == 6 and screen.parts.shelf.pictures[2].mark == "")


async def test_a_slow_library_writes_in_the_order_of_the_keys(
    shelf: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_many, held = Annotations.rate_many, threading.Event()

    def slowly(annotations: Annotations, ids: Iterable[int], rating: int) -> dict[int, int]:
        if rating == 3:
            held.wait()
        return rate_many(annotations, ids, rating)

    monkeypatch.setattr(Annotations, "rate_many", slowly)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        try:
            await pilot.press("3", "4", "ctrl+z", "j", "5")
            assert screen.parts.shelf.pictures[0].rating == 4
            assert library.picture(6).rating == 0
        finally:
            # A thread that is held would outlast the test.
            held.set()
        await until(pilot, lambda: library.picture(5).rating == 5)
        assert library.picture(6).rating == 3
        await until(pilot, lambda: screen.parts.shelf.pictures[0].rating == 3)
        told = [notice.message for notice in told_in_passing(pilot.app)]
        assert told == ["Taken back: 4 stars for the picture"]


async def test_what_cannot_be_written_is_said_and_shown_as_it_is(
    shelf: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(trash: Trash, ids: Iterable[int]) -> tuple[int, ...]:
        raise DiskFull("no room", "free some")

    monkeypatch.setattr(Trash, "put", full)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("d")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await until(pilot, lambda: len(screen.parts.shelf) == 6)
        assert not screen.parts.context.undo


async def test_the_single_view_judges_and_takes_back_too(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        await pilot.press("enter")
        await until(pilot, partial(shows, pilot, SingleScreen))
        await pilot.press("4", "p", "d")
        await until(pilot, lambda: library.picture(5).trashed)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not library.picture(5).trashed)
        await until(pilot, lambda: screen.parts.shelf.current is not None and screen.parts.shelf.current.id == 5)
        # The last key before leaving is written too.
        await pilot.press("2", "escape")
        await until(pilot, lambda: library.picture(5).rating == 2)
        assert (library.picture(6).rating, library.picture(6).mark) == (4, "pick")
        assert screen.parts.shelf.pictures[1].rating == 2


async def test_what_fails_behind_a_view_that_was_left_is_said_and_shown_as_it_is(
    shelf: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def full(annotations: Annotations, ids: Iterable[int], rating: int) -> dict[int, int]:
        held.wait()
        raise DiskFull("no room", "free some")

    monkeypatch.setattr(Annotations, "rate_many", full)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("enter")
        await until(pilot, partial(shows, pilot, SingleScreen))
        try:
            await pilot.press("5", "escape")
            await until(pilot, lambda: pilot.app.screen is screen and screen.parts.shelf.pictures[0].rating == 5)
        finally:
            held.set()
        await until(pilot, partial(shows, pilot, NoticeWindow))
        await until(pilot, lambda: screen.parts.shelf.pictures[0].rating == 0)


async def test_what_could_not_be_taken_back_can_be_later(
    shelf: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore_many, disk = Trash.restore, ["full"]

    def restored(trash: Trash, ids: Iterable[int]) -> tuple[int, ...]:
        if disk:
            raise DiskFull("no room", disk.pop())
        return restore_many(trash, ids)

    monkeypatch.setattr(Trash, "restore", restored)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("d")
        await until(pilot, lambda: len(screen.parts.context.undo) == 1)
        await pilot.press("ctrl+z")
        await until(pilot, partial(shows, pilot, NoticeWindow))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(screen.parts.shelf) == 6)


async def test_what_was_deleted_for_good_meanwhile_is_said_to_be(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("d")
        await until(pilot, lambda: len(screen.parts.context.undo) == 1)
        library_of(pilot).trash.empty()
        await pilot.press("ctrl+z")
        await until(pilot, partial(shows, pilot, NoticeWindow))
        assert isinstance(pilot.app.screen, NoticeWindow)
        assert "for good" in pilot.app.screen.notice.line()
        assert len(screen.parts.shelf) == 5


async def test_a_marked_picture_elsewhere_is_flagged_and_the_cursor_stays(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        await pilot.press("space", "j", "p")
        await until(pilot, lambda: library.picture(6).mark == "pick")
        await pilot.pause()
        assert screen.parts.shelf.current is not None
        assert screen.parts.shelf.current.id == 4


async def test_keys_between_two_jumps_judge_what_they_were_meant_for(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn.shelf_of(cast_home.library, 6).close()
    monkeypatch.setattr(queries, "FIRST_PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr("screens.gallery.model.shelf.Shelf.wants", lambda *given: False)
    oldest, held = queries.oldest, threading.Event()

    def slowly(library: Library, search: Search) -> Window:
        held.wait()
        return oldest(library, search)

    monkeypatch.setattr(queries, "oldest", slowly)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 2)
        library = library_of(pilot)
        assert screen.parts.shelf.before is not None
        try:
            await pilot.press("G", "5", "k", "g", "4")
        finally:
            held.set()
        await until(pilot, lambda: library.picture(6).rating == 4)
        assert [library.picture(one).rating for one in range(1, 7)] == [5, 0, 0, 0, 0, 4]


async def test_in_the_trash_the_same_key_puts_back(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        await pilot.press("d", "T")
        await until(pilot, lambda: screen.parts.shelf.search.trashed and len(screen.parts.shelf) == 1)
        await pilot.press("d")
        await until(pilot, lambda: not library.picture(6).trashed and not screen.parts.shelf.pictures)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: library.picture(6).trashed and len(screen.parts.shelf) == 1)
