"""The cuts of a sheet on the screen: corrected by key, made anew, left with a question."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from textual.pilot import Pilot

from library.digest import sha256_of
from screens.base.windows import Confirm
from screens.stock.datasets.model.sheets import Waiting
from screens.stock.datasets.screen import DatasetScreen
from screens.stock.datasets.sheet_screen import SheetBody, SheetScreen
from studio.datasets.folder import writing
from studio.datasets.folder.reading import opened as read
from studio.datasets.making import adding, understanding
from studio.datasets.records import Box, Dataset, Figure, Label, Sheet, Source
from tests.screens.conftest import Opened, all_words, shows, until
from tests.screens.stock.datasets.conftest import go_to

FRONT = Label("text", ((20, 5), (80, 5), (80, 17), (20, 17)), "FRONT")
SHEET = Sheet(
    240,
    120,
    figures=(Figure(Box(10, 20, 80, 90), (FRONT,)), Figure(Box(120, 20, 80, 90))),
    labels=(FRONT,),
    doubts=("Figures 1 and 2 touch",),
)


@pytest.fixture
def proposed(tmp_path: Path) -> adding.Proposal:
    """A sheet that waits to be added."""
    file = tmp_path / "sheet.png"
    cv2.imwrite(str(file), np.full((120, 240, 3), 200, np.uint8))
    source = Source(sha256_of(file.read_bytes()), file.name, "sheet", 240, 120)
    return adding.Proposal(adding.Given(file), source, (), (), SHEET, SHEET.doubts)


@pytest.fixture
def figs(home_of_datasets: Path, proposed: adding.Proposal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset with the sheet's two figures; the sheet is understood at once."""
    monkeypatch.setattr(understanding, "sheet_of", lambda pixels: SHEET)
    one = writing.create(home_of_datasets / "figs", Dataset("figs", stem="fig", side=64))
    adding.add_proposed(one, (adding.with_sheet(one, proposed, SHEET),))
    return home_of_datasets / "figs"


async def parts_of(pilot: Pilot[None]) -> SheetBody:
    """The sheet, read."""
    await until(pilot, lambda: shows(pilot, SheetScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SheetScreen)
    await until(pilot, lambda: screen.parts.bench.boxes)
    return screen.parts


async def test_boxes_are_moved_by_key_and_the_pictures_made_anew(opened: Opened, figs: Path) -> None:
    async with opened(120, 40) as pilot:
        dataset = await go_to(pilot, "figs")
        await pilot.press("c")
        body = await parts_of(pilot)
        assert "Figures 1 and 2 touch" in all_words(pilot)
        box = body.bench.boxes[1]
        await pilot.press("tab", "right", "shift+down", "c", "left")
        assert body.bench.boxes[1] == Box(box.x, box.y, box.width + 2, box.height + 2)
        await pilot.press("l", "t", *"!", "enter", "enter")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not dataset.keeper.is_busy)
        pictures = read(figs).dataset.pictures
        assert [one.labels for one in pictures] == [("FRONT!",), ()]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not dataset.keeper.is_busy)
        assert read(figs).dataset.pictures[0].labels == ("FRONT",)


async def test_every_key_bears_what_is_chosen_and_leaving_asks(opened: Opened, figs: Path) -> None:
    async with opened() as pilot:
        await go_to(pilot, "figs")
        await pilot.press("c")
        body = await parts_of(pilot)
        for key in ("s", "j", "a", "A", "k", "o", "t", "escape", "v", "escape", "f", "l", "d", "d", "d", "d", "d", "d"):
            await pilot.press(key)
        for key in ("z", "up", "shift+left", "c", "tab", "z", "shift+tab", "s", "j", "k", "o", "t", "v", "l", "enter"):
            await pilot.press(key)
        assert shows(pilot, SheetScreen)
        await pilot.press("ctrl+z", "ctrl+y", "escape")
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, SheetScreen))
        while body.bench.is_changed:
            await pilot.press("ctrl+z")
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, DatasetScreen))
        assert len(read(figs).dataset.pictures) == 2


async def test_a_sheet_in_doubt_is_looked_at_before_anything_is_made_of_it(
    opened: Opened, home_of_datasets: Path, proposed: adding.Proposal
) -> None:
    folder = home_of_datasets / "figs"
    writing.create(folder, Dataset("figs", stem="fig", side=64))
    async with opened() as pilot:
        dataset = await go_to(pilot, "figs")
        pilot.app.push_screen(SheetScreen(dataset.keeper, Waiting(proposed)))
        await parts_of(pilot)
        await pilot.press("d", "enter")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not dataset.keeper.is_busy)
        assert [one.name for one in read(folder).dataset.pictures] == ["fig_01"]
