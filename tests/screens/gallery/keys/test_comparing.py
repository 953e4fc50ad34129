"""Pictures side by side: what is told of them, looking in step, and judging there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from screens.gallery.compare_screen import CompareScreen
from screens.gallery.model.zoom import FIT
from screens.gallery.parts.large_views.panes import Pane
from screens.gallery.screen import GalleryScreen
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of six pictures."""
    drawn.shelf_of(cast_home.library, 6).close()
    return cast_home.library


async def compare(pilot: Pilot[None], *keys: str) -> tuple[CompareScreen, list[Pane]]:
    """The compared pictures, after some keys in the Gallery."""
    await to_gallery(pilot, 6)
    await pilot.press(*keys, "c")
    await until(pilot, partial(shows, pilot, CompareScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    panes = list(screen.query(Pane))
    await until(pilot, lambda: all(pane.view.shown for pane in panes))
    return screen, panes


def told(pane: Pane) -> str:
    """What is different."""
    return str(pane.query_one(".pane-told", Static).content)


async def test_two_are_looked_at_in_step_and_their_difference_is_told(shelf: Path, opened: Opened) -> None:
    async with opened() as pilot:
        screen, panes = await compare(pilot)
        assert [picture.id for picture in screen.parts.shelf.pictures] == [6, 5]
        assert "compared with this" in told(panes[0])
        assert told(panes[1]).startswith("seed 5 → 6")
        await pilot.press("z", "plus", "l", "J")
        await until(pilot, lambda: "150 %" in str(screen.query_one("#compare-line", Static).content))
        assert panes[0].view.magnifier.look == panes[1].view.magnifier.look
        assert panes[0].view.magnifier.look.x > 0.5
        await pilot.press("escape")
        await until(pilot, lambda: panes[1].view.magnifier.look.zoom == FIT)
        await pilot.press("escape")
        await until(pilot, partial(shows, pilot, GalleryScreen))


async def test_of_the_marked_one_is_picked_one_goes_and_comes_back(shelf: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        _screen, panes = await compare(pilot, "space", "space", "space", "j")
        library = library_of(pilot)
        assert [pane.has_class("-cursor") for pane in panes] == [True, False, False]
        await pilot.press("5", "p")
        await until(pilot, lambda: library.picture(4).mark == "pick" and library.picture(4).rating == 5)
        await until(pilot, lambda: panes[1].has_class("-cursor"))
        await pilot.press("d")
        await until(pilot, lambda: library.picture(5).trashed and not panes[2].display)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not library.picture(5).trashed and panes[2].display)
        await pilot.press("d", "d")
        await until(pilot, partial(shows, pilot, GalleryScreen))
        gallery = pilot.app.screen
        assert isinstance(gallery, GalleryScreen)
        await until(pilot, lambda: [one.id for one in gallery.parts.shelf.pictures] == [6, 3, 2, 1])


async def test_one_picture_alone_is_not_compared(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened() as pilot:
        await to_gallery(pilot, 1)
        await pilot.press("c")
        await until(pilot, lambda: any("Space" in notice.message for notice in told_in_passing(pilot.app)))
        assert shows(pilot, GalleryScreen)
