"""Work that begins in the Gallery: a grid of one recipe, and words for many pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from screens.gallery.windows.batch import BatchWindow
from screens.gallery.windows.grid import GridWindow
from screens.progress.screen import ProgressScreen
from screens.widgets.choice import Choice
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of four pictures."""
    drawn.shelf_of(cast_home.library, 4).close()
    return cast_home.library


def said(pilot: Pilot[None], selector: str) -> str:
    """What a line of the window says."""
    return str(pilot.app.screen.query_one(selector, Static).content)


async def test_a_grid_is_drawn_as_one_stack_that_outlives_the_index(shelf: Path, opened: Opened) -> None:
    async with opened() as pilot:
        await to_gallery(pilot, 4)
        await pilot.press("y")
        await until(pilot, partial(shows, pilot, GridWindow))
        await until(pilot, lambda: "4 pictures by draft" in said(pilot, "#grid-said"))
        seeds, guidance = (pilot.app.screen.query_one(f"#grid-{name}", Input) for name in ("seeds", "guidance"))
        seeds.value = "nine"
        await until(pilot, lambda: "is no seed" in said(pilot, "#grid-said"))
        await pilot.press("enter")
        assert shows(pilot, GridWindow)
        seeds.value, guidance.value = "1, 2", "2..3 step 1"
        await until(pilot, lambda: "4 pictures by draft" in said(pilot, "#grid-said"))
        await pilot.press("enter")
        library = library_of(pilot)
        await until(pilot, lambda: shows(pilot, ProgressScreen) and len(library.page().pictures) == 8)
        newest = library.page(stacked=True).pictures[0]
        assert newest.stacked == 4
        library.upkeep.rebuild()
        assert library.page(stacked=True).pictures[0].stacked == 4
        screen = await to_gallery(pilot, 5)
        assert screen.parts.shelf.pictures[0].stacked == 4


async def test_marked_pictures_are_lettered_each_with_a_saying_and_stopping_loses_nothing(
    shelf: Path, opened: Opened
) -> None:
    async with opened() as pilot:
        screen = await to_gallery(pilot, 4)
        library = library_of(pilot)
        Path(library.picture(2).path).write_bytes(b"not a picture")
        await pilot.press("ctrl+a", "e")
        await until(pilot, partial(shows, pilot, BatchWindow))
        await pilot.press("f5")
        await until(pilot, lambda: "3 lettered · 1 could not be" in said(pilot, "#batch-said"))
        assert "2: " in said(pilot, "#batch-said")
        sayings = {library.letterings(number)[0].sayings for number in (1, 3, 4)}
        assert len(sayings) == 3
        await pilot.press("f5")
        await until(pilot, lambda: "3 had these words already" in said(pilot, "#batch-said"))
        await pilot.press("escape")
        await until(pilot, lambda: screen.is_active)
        await until(pilot, lambda: [picture.letterings for picture in screen.parts.shelf.pictures] == [1, 1, 0, 1])


async def test_words_for_many_come_from_a_line_or_a_file(shelf: Path, opened: Opened, tmp_path: Path) -> None:
    async with opened() as pilot:
        await to_gallery(pilot, 4)
        library = library_of(pilot)
        name = Path(library.picture(4).path).name
        table = tmp_path / "words.csv"
        table.write_text(f"file,text\n{name},RTFM\n", encoding="utf-8")
        await pilot.press("space", "space", "e")
        await until(pilot, partial(shows, pilot, BatchWindow))
        window = pilot.app.screen
        window.query_one("#batch-source", Choice).value = "csv"
        text = window.query_one("#batch-text", Input)
        await until(pilot, lambda: text.placeholder.endswith(".csv"))
        await pilot.press("f5")
        await until(pilot, lambda: "No file is named" in said(pilot, "#batch-said"))
        text.value = str(tmp_path / "none.csv")
        await pilot.press("f5")
        await until(pilot, lambda: "cannot be read" in said(pilot, "#batch-said"))
        others = tmp_path / "others.csv"
        others.write_text("file,text\nsome-other.png,RTFM\n", encoding="utf-8")
        text.value = str(others)
        await pilot.press("f5")
        await until(pilot, lambda: "has none of these pictures" in said(pilot, "#batch-said"))
        text.value = str(table)
        await pilot.press("f5")
        await until(pilot, lambda: "1 lettered · 1 are not in the file" in said(pilot, "#batch-said"))
        assert library.letterings(4)[0].sayings == ("RTFM",)
        window.query_one("#batch-source", Choice).value = "one"
        await until(pilot, lambda: "PEBKAC" in text.placeholder)
        text.value = "PEBKAC"
        await pilot.press("f5")
        await until(pilot, lambda: "2 lettered" in said(pilot, "#batch-said"))
        assert library.letterings(3)[0].sayings == ("PEBKAC",)
