"""The next studio begins where the last one was left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from library.store import Library
from screens.app import StudioApp
from screens.compose.screen import ComposeScreen
from screens.gallery.model.shelf import Shelf
from screens.gallery.parts.line_list import LineBrowser
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.screen import GalleryScreen
from screens.progress.screen import ProgressScreen
from studio.settings import window
from studio.settings.window import GalleryLeft, WindowLeft
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until

COUNT = 5


@pytest.fixture
def pictured_home(cast_home: Home) -> Home:
    drawn.shelf_of(cast_home.library, COUNT).close()
    return cast_home


def shelf_of(pilot: Pilot[None]) -> Shelf:
    """The shelf of the Gallery in sight."""
    assert isinstance(pilot.app.screen, GalleryScreen)
    return pilot.app.screen.parts.shelf


def at_picture(pilot: Pilot[None], place: int) -> Callable[[], bool]:
    return lambda: shows(pilot, GalleryScreen) and shelf_of(pilot).loaded and shelf_of(pilot).cursor == place


async def test_the_gallery_opens_with_its_search_its_picture_and_its_list(opened: Opened, pictured_home: Home) -> None:
    async with opened(120, 40) as pilot:
        await pilot.press("f4")
        await until(pilot, at_picture(pilot, 0))
        await pilot.press("w", "slash", *"milo", "enter")
        await until(pilot, lambda: shelf_of(pilot).query == "milo")
        await pilot.press("down", "down")
        await until(pilot, at_picture(pilot, 2))
        kept = shelf_of(pilot).current
        assert kept is not None
    async with opened(120, 40) as pilot:
        await until(pilot, at_picture(pilot, 2))
        shelf = shelf_of(pilot)
        # It was looked at meanwhile, which is kept of it too.
        assert shelf.current is not None
        assert (shelf.query, shelf.current.id) == ("milo", kept.id)
        assert pilot.app.screen.query_one("#gallery-search", Input).value == "milo"
        assert pilot.app.screen.query_one(LineBrowser).display


async def test_tiles_have_the_size_again_that_they_had(opened: Opened, pictured_home: Home) -> None:
    async with opened(120, 40) as pilot:
        await pilot.press("f4")
        await until(pilot, at_picture(pilot, 0))
        await pilot.press("plus", "plus")
        columns = pilot.app.screen.query_one(TileBrowser).per_row
    async with opened(120, 40) as pilot:
        await until(pilot, at_picture(pilot, 0))
        await until(pilot, lambda: pilot.app.screen.query_one(TileBrowser).per_row == columns)
        assert len(pilot.app.screen.query_one(TileBrowser).tiles) % columns == 0
        await pilot.press("minus", "minus")
    async with opened(120, 40) as pilot:
        await until(pilot, at_picture(pilot, 0))
        assert pilot.app.screen.query_one(TileBrowser).per_row > columns


async def test_a_gallery_left_at_its_newest_picture_opens_at_what_is_newest_then(
    opened: Opened, pictured_home: Home
) -> None:
    async with opened(120, 40) as pilot:
        await pilot.press("f4")
        await until(pilot, at_picture(pilot, 0))
    library = Library.open(pictured_home.library)
    drawn.add(library, COUNT + 1)
    library.close()
    async with opened(120, 40) as pilot:
        await until(pilot, at_picture(pilot, 0))
        assert len(shelf_of(pilot)) == COUNT + 1


@pytest.mark.parametrize(
    "gallery", [GalleryLeft("cast:"), GalleryLeft(picture=10_000), GalleryLeft("zebra", picture=1)]
)
async def test_what_is_not_there_any_more_stops_nothing(
    opened: Opened, pictured_home: Home, gallery: GalleryLeft
) -> None:
    left = WindowLeft(room="gallery", library=str(pictured_home.library), gallery=gallery)
    window.keep(pictured_home.settings, left)
    async with opened(120, 40) as pilot:
        await until(pilot, lambda: shows(pilot, GalleryScreen) and shelf_of(pilot).loaded)
        await pilot.press("escape")
        await until(pilot, lambda: len(shelf_of(pilot)) == COUNT)


async def test_the_folds_of_compose_are_as_they_were(opened: Opened, cast_home: Home) -> None:
    async with opened(80, 24) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, lambda: not pilot.app.screen.has_class("-folded"))
    async with opened(80, 24) as pilot:
        await until(pilot, lambda: not pilot.app.screen.has_class("-folded"))
        focused = pilot.app.focused
        assert focused is not None
        assert focused.id == "scene", "the cursor is where it is without the fold"
        await pilot.press("ctrl+o")
        await until(pilot, lambda: pilot.app.screen.has_class("-folded"))
    async with opened(80, 24) as pilot:
        assert pilot.app.screen.has_class("-folded")


async def test_who_types_at_once_stays_in_compose(cast_home: Home) -> None:
    window.keep(cast_home.settings, WindowLeft(room="gallery", library=str(cast_home.library)))
    app = StudioApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Milo sleeps")
        await until(pilot, lambda: app.studio.workspace is not None)
        await until(pilot, lambda: not [one for one in app.workers if one.group == "room"])
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.parts.form.text.text == "Milo sleeps"


async def test_the_last_to_leave_has_the_word(opened: Opened, cast_home: Home) -> None:
    async with opened(80, 24) as first:
        await first.press("f3")
        await until(first, lambda: shows(first, ProgressScreen))
        other = WindowLeft(room="compose", live="off", library=str(cast_home.library))
        window.keep(cast_home.settings, other)
    left = window.kept(cast_home.settings, cast_home.library)
    assert (left.room, left.library) == ("progress", other.library)
    async with opened(80, 24) as pilot:
        await until(pilot, lambda: shows(pilot, ProgressScreen))
