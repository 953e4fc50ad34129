"""A Gallery that is open shows what others do to its library."""

from __future__ import annotations

import shutil

import msgspec
import pytest
from textual.widgets import Static

from library.formats.pictures import write_png
from library.records import PictureFacts
from library.store import Library
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, until
from tests.screens.gallery.going import to_gallery

SIZES = [(120, 40), (80, 24)]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look ten times as often."""
    monkeypatch.setattr("screens.gallery.shelving.external_changes.LOOKED_EVERY", 0.2)


@pytest.mark.parametrize("size", SIZES)
async def test_what_another_studio_draws_rates_and_trashes_is_seen(
    cast_home: Home, opened: Opened, size: tuple[int, int]
) -> None:
    other = drawn.shelf_of(cast_home.library, 6)
    async with opened(*size) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("j")
        here = screen.parts.shelf.current
        assert here is not None
        other.annotations.rate_many([here.id], 5)
        new = other.save_picture(write_png(drawn.suit(200)), PictureFacts(scene="new"))
        await until(pilot, lambda: new.id in [one.id for one in screen.parts.shelf.pictures])
        await until(pilot, lambda: screen.parts.shelf.current == msgspec.structs.replace(here, rating=5))
        other.trash.put([6])
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == [7, 5, 4, 3, 2, 1])
        other.trash.restore([6])
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == [7, 6, 5, 4, 3, 2, 1])
    other.close()


async def test_an_empty_gallery_fills_and_many_at_once_come_too(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.gallery.model.queries.MOST_PLACED", 2)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 0)
        assert not screen.parts.shelf.pictures
        other = Library.open(cast_home.library)
        for number in range(5):
            other.save_picture(write_png(drawn.suit(40 + number)), PictureFacts(scene=f"picture {number}"))
        await until(pilot, lambda: len(screen.parts.shelf) == 5)
        at = screen.parts.shelf.current
        for number in range(5):
            other.save_picture(write_png(drawn.suit(90 + number)), PictureFacts(scene=f"more {number}"))
        await until(pilot, lambda: len(screen.parts.shelf) == 10)
        assert screen.parts.shelf.current == at
        other.close()


async def test_the_own_keys_change_nothing_twice(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 6).close()
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("p", "3")
        await until(
            pilot, lambda: screen.parts.external_changes.version is not None and not screen.parts.shelf.changes.touched
        )
        assert [(one.mark, one.rating) for one in screen.parts.shelf.pictures[:3]] == [("pick", 0), ("", 3), ("", 0)]


async def test_a_lost_index_is_no_empty_library(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 6).close()
    shutil.rmtree(cast_home.library / ".studio")
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 0)
        empty = screen.query_one("#gallery-empty", Static)
        await until(pilot, lambda: "it was lost" in str(empty.visual))
        assert screen.parts.context.library is not None
        screen.parts.context.library.upkeep.rebuild()
        await until(pilot, lambda: len(screen.parts.shelf) == 6)
