"""Searches under a name: kept, run, found by `saved:`, forgotten, and back again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from screens.gallery.parts.search_line import SearchBar
from screens.gallery.screen import GalleryScreen
from screens.gallery.windows.saved import SavedWindow
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of three pictures."""
    drawn.shelf_of(cast_home.library, 3).close()
    return cast_home.library


async def window_of(pilot: Pilot[None], count: int) -> SavedWindow:
    await pilot.press("S")
    await until(pilot, partial(shows, pilot, SavedWindow))
    window = pilot.app.screen
    assert isinstance(window, SavedWindow)
    await until(pilot, lambda: window.query_one("#saved-list", OptionList).option_count == count)
    return window


def found(screen: GalleryScreen) -> list[int]:
    return [picture.id for picture in screen.parts.shelf.pictures]


async def test_a_search_is_kept_run_and_forgotten(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 3)
        library = library_of(pilot)
        await pilot.press("slash", *"counts 2", "enter")
        await until(pilot, lambda: found(screen) == [2])
        await window_of(pilot, 0)
        await pilot.press(*"the two", "enter")
        await until(pilot, lambda: [one.name for one in library.searches.saved()] == ["the two"])
        await until(pilot, partial(shows, pilot, GalleryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 3)
        window = await window_of(pilot, 1)
        await pilot.press("enter")
        await until(pilot, lambda: found(screen) == [2])
        assert screen.query_one(SearchBar).line.value == "counts 2"
        await pilot.press("escape", "slash", *'saved:"the two"', "enter")
        await until(pilot, lambda: found(screen) == [2])
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 3)
        window = await window_of(pilot, 1)
        await pilot.press("delete")
        await until(pilot, lambda: window.query_one("#saved-list", OptionList).option_count == 0)
        assert library.searches.saved() == ()
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: [one.query for one in library.searches.saved()] == ["counts 2"])
