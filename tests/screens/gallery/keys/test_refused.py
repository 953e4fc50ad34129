"""The list of the files that an import did not take, or took with a remark."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from library.formats.pictures import write_png
from screens.gallery.windows.refused import NONE, RefusedWindow
from screens.guidance.palette import StudioCommands
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import library_of, to_gallery


async def test_what_was_not_taken_is_listed_with_its_reason(cast_home: Home, tmp_path: Path, opened: Opened) -> None:
    for name, content in (("[b]notes.png", b"no picture"), ("good.png", write_png(drawn.suit(9)))):
        (tmp_path / name).write_bytes(content)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 0)
        await pilot.press("!")
        await until(pilot, lambda: shows(pilot, RefusedWindow))
        assert NONE in str(pilot.app.screen.query_one("#refused-list", Static).content)
        await pilot.press("escape")
        library_of(pilot).imports.folder(tmp_path)
        hits = [hit async for hit in StudioCommands(screen).search("files not taken")]
        assert len(hits) == 1
        await pilot.press("!")
        await until(pilot, lambda: shows(pilot, RefusedWindow))
        listed = str(pilot.app.screen.query_one("#refused-list", Static).content)
        assert "[b]notes.png" in listed
        assert "it is no PNG" in listed
        assert "good.png" not in listed
