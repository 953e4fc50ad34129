"""The way of pictures into the cast by key: whose references they become, and what they are said to show."""

from __future__ import annotations

from functools import partial

import pytest
from textual.widgets import Static

from screens.gallery.compare_screen import CompareScreen
from screens.gallery.single import SingleScreen
from screens.gallery.windows.reference import ReferenceWindow
from screens.widgets.choice import Choice
from studio.cast import loading
from studio.cast.members import Character, by_name
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import to_gallery

pytestmark = pytest.mark.usefixtures("cast_home")


def milo(home: Home) -> Character:
    member = by_name("Milo", loading.load(home.settings).members)
    assert member is not None
    return member


async def test_marked_pictures_become_references_with_what_they_show(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 2).close()
    before = len(milo(cast_home).pictures)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 2)
        await pilot.press("ctrl+a", "M")
        await until(pilot, lambda: shows(pilot, ReferenceWindow))
        window = pilot.app.screen
        await until(pilot, lambda: window.query_one("#reference-member", Choice).value == "Milo")
        window.query_one("#reference-view", Choice).value = "back"
        await pilot.press("f5")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert [one.view for one in milo(cast_home).pictures[before:]] == ["back", "back"]
        told = told_in_passing(pilot.app)[-1].message
        assert told.startswith("2 pictures are references of Milo")
        # Again: they are there.
        await pilot.press("M")
        await until(pilot, lambda: shows(pilot, ReferenceWindow))
        await until(pilot, lambda: pilot.app.screen.query("#reference-said"))
        await pilot.press("f5")
        await until(pilot, lambda: "already" in str(pilot.app.screen.query_one("#reference-said", Static).render()))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert len(milo(cast_home).pictures) == before + 2


async def test_large_and_side_by_side_it_is_the_picture_that_is_seen(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 2).close()
    before = len(milo(cast_home).pictures)
    async with opened(80, 24) as pilot:
        await to_gallery(pilot, 2)
        for count, (key, screen) in enumerate((("enter", SingleScreen), ("c", CompareScreen)), before + 1):
            await pilot.press(key)
            await until(pilot, partial(shows, pilot, screen))
            await pilot.press(*(["left"] if screen is CompareScreen else []), "M")
            await until(pilot, lambda: shows(pilot, ReferenceWindow))
            await until(pilot, lambda: pilot.app.screen.query_one("#reference-member", Choice).value == "Milo")
            await pilot.press("f5")
            await until(pilot, partial(shows, pilot, screen))
            assert len(milo(cast_home).pictures) == count
