"""What the app does by the settings, at once when they change; and what it writes into them."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from screens.gallery.screen import GalleryScreen
from screens.guidance.palette import Palette
from studio.settings.editing import Change
from tests.conftest import Home
from tests.screens.conftest import Opened, app_of, shows, studio_of, told_in_passing, until


async def test_a_theme_that_is_chosen_in_the_palette_stays(opened: Opened, cast_home: Home) -> None:
    file = cast_home.settings / "settings.toml"
    file.write_text(f"# mine\n{file.read_text()}")
    before = file.read_text()
    async with opened(120, 40) as pilot:
        await pilot.app.run_action("change_theme")
        await until(pilot, lambda: shows(pilot, Palette))
        await pilot.press(*"nord", "enter")
        await until(pilot, lambda: "nord" in file.read_text())
        assert pilot.app.theme == "nord"
    assert file.read_text().replace('theme = "nord"\n', "") == before
    async with opened(120, 40) as pilot:
        assert pilot.app.theme == "nord"


async def test_a_theme_that_cannot_be_written_holds_and_is_told(opened: Opened, cast_home: Home) -> None:
    file = cast_home.settings / "settings.toml"
    async with opened(120, 40) as pilot:
        file.write_text("slip = \n")
        pilot.app.theme = "nord"
        await until(pilot, lambda: any("line 1" in told.title for told in told_in_passing(pilot.app)))
        assert (pilot.app.theme, file.read_text()) == ("nord", "slip = \n")


async def test_settings_that_are_edited_are_done_at_once(opened: Opened, cast_home: Home) -> None:
    async with opened(120, 40) as pilot:
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        for change in (
            Change(("theme",), "nord"),
            Change(("keys", "studio.gallery"), "f11"),
            Change(("motion",), "reduced"),
            Change(("pictures",), "quadrants"),
            Change(("notify",), False),
        ):
            await workspace.keep_setting(change)
        await pilot.pause()
        assert (pilot.app.theme, pilot.app.animation_level) == ("nord", "none")
        assert app_of(pilot).shell.terminal.now.picture.protocol == "quadrants"
        assert not app_of(pilot).shell.terminal.outside.rings
        assert not told_in_passing(pilot.app), "who changes it here need not be told"
        await pilot.press("f11")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await workspace.keep_setting(Change(("keys", "studio.gallery"), None))
        await pilot.press("f2", "f11")
        assert not shows(pilot, GalleryScreen)


@pytest.mark.parametrize(("motion", "blinks"), [("reduced", False), ("full", True)])
async def test_with_reduced_motion_no_cursor_blinks(opened: Opened, cast_home: Home, motion: str, blinks: bool) -> None:
    cast_home.write_settings(f'pictures = "half-cells"\nmotion = "{motion}"\n')
    async with opened(120, 40) as pilot:
        assert pilot.app.screen.query_one(TextArea).cursor_blink is blinks
        assert pilot.app.animation_level == ("full" if blinks else "none")
        await pilot.press("f4")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        assert isinstance(pilot.app.focused, Input)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input) and pilot.app.focused.cursor_blink is blinks)
