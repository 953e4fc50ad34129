"""The window that exports."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual.widgets import Input, Static

from screens.gallery.windows.export import ExportWindow
from screens.widgets.checkbox import Tick
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import to_gallery


async def test_the_marked_are_exported_and_the_next_time_begins_where_this_ended(
    cast_home: Home, opened: Opened, tmp_path: Path
) -> None:
    drawn.shelf_of(cast_home.library, 3).close()
    async with opened() as pilot:
        await to_gallery(pilot, 3)
        await pilot.press("space", "space", "X")
        await until(pilot, partial(shows, pilot, ExportWindow))
        window = pilot.app.screen
        said = window.query_one("#export-said", Static)
        window.query_one("#export-sizes", Input).value = "huge"
        await pilot.press("f5")
        await until(pilot, lambda: "is no size" in str(said.content))
        window.query_one("#export-sizes", Input).value = "64"
        window.query_one("#export-target", Input).value = " "
        await pilot.press("f5")
        await until(pilot, lambda: str(said.content).startswith("No place is named. Write"))
        window.query_one("#export-target", Input).value = "all.png"
        await until(pilot, lambda: window.query_one("#export-sizes").disabled and "captions" in str(said.content))
        window.query_one("#export-target", Input).value = str(tmp_path / "out")
        await until(pilot, lambda: not window.query_one("#export-sizes").disabled)
        window.query_one("#export-markdown", Tick).value = True
        window.query_one("#export-metadata", Tick).value = False
        assert window.query_one("#export-mark", Tick).value
        window.query_one("#export-mark", Tick).value = False
        await pilot.press("enter")
        await until(pilot, lambda: "2 files in" in str(said.content) and "clipboard" in str(said.content))
        assert len(list((tmp_path / "out").glob("*-64.webp"))) == 2
        assert pilot.app.clipboard.count("![") == 2
        assert not any(b"algorithmicMedia" in one.read_bytes() for one in (tmp_path / "out").glob("*-64.webp"))
        await pilot.press("escape")
        await until(pilot, lambda: not shows(pilot, ExportWindow))
        await pilot.press("X")
        await until(pilot, partial(shows, pilot, ExportWindow))
        assert pilot.app.screen.query_one("#export-target", Input).value == str(tmp_path / "out")


async def test_the_path_is_copied_and_nothing_is_promised_that_nobody_knows(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened() as pilot:
        screen = await to_gallery(pilot, 1)
        await pilot.press("o")
        await until(pilot, lambda: pilot.app.clipboard == screen.parts.view.current_path)
        told = ("Sent to the terminal's clipboard, if it takes it", screen.parts.view.current_path)
        await until(pilot, lambda: told in [(one.title, one.message) for one in told_in_passing(pilot.app)])
