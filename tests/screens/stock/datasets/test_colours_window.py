"""Swatches of sheets become colours of the member that a dataset shows, by key."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
from textual.pilot import Pilot

from library.files import disk
from screens.stock.datasets.model import colours
from screens.stock.datasets.windows.colours_window import ColoursWindow
from studio.cast import editing
from studio.datasets.folder import writing
from studio.datasets.folder.reading import opened as read
from studio.datasets.making.adding import Given, add
from studio.datasets.records import Dataset
from tests.conftest import Home
from tests.screens.conftest import Opened, all_words, shows, told_in_passing, until
from tests.screens.stock.datasets.conftest import go_to


def sheet() -> bytes:
    """A PNG with two figures and two swatches, green and red."""
    pixels = np.full((700, 1100, 3), 255, np.uint8)
    for x, colour in ((250, (150, 110, 70)), (600, (110, 70, 150))):
        cv2.ellipse(pixels, (x, 350), (90, 190), 0, 0, 360, colour, -1)
        cv2.circle(pixels, (x, 130), 70, (150, 190, 230), -1)
    for row, colour in enumerate(((79, 107, 47), (40, 60, 200))):
        pixels[200 + 90 * row : 240 + 90 * row, 900:940] = colour
    return bytes(cv2.imencode(".png", pixels)[1])


@pytest.fixture
def figurines(home_of_datasets: Path, tmp_path: Path) -> Path:
    """A dataset of one sheet that shows Milo."""
    folder = home_of_datasets / "figurines"
    folder.mkdir(parents=True)
    writing.create(folder, Dataset("figurines", member="Milo", side=64))
    disk.write_over(tmp_path / "sheet.png", sheet())
    add(read(folder), [Given(tmp_path / "sheet.png")], "sheet", anyway=True)
    return folder


def colours_of(home: Home, name: str) -> dict[str, str]:
    return editing.written(home.settings, name).character.colours


def passing(pilot: Pilot[None]) -> list[str]:
    """The titles of what is told in passing."""
    return [told.title for told in told_in_passing(pilot.app)]


async def open_window(pilot: Pilot[None], said: str) -> None:
    """Open the window, and wait until the sheets are read and this is told of them."""
    await pilot.press("C")
    await until(pilot, lambda: shows(pilot, ColoursWindow))
    await until(pilot, lambda: said in all_words(pilot))


async def test_a_part_is_typed_and_the_member_gets_its_colour(opened: Opened, figurines: Path, home: Home) -> None:
    before = colours_of(home, "Milo")
    async with opened() as pilot:
        await go_to(pilot, "figurines")
        await open_window(pilot, "Type which part")
        await pilot.press(*"scarf", "enter", *"fur", "f5")
        await until(pilot, lambda: "Milo has 2 new colours" in "".join(passing(pilot)))
    assert colours_of(home, "Milo") == {**before, "scarf": "#2f6b4f", "fur": "#c83c28"}


async def test_a_part_has_one_colour_and_the_later_word_holds(opened: Opened, figurines: Path, home: Home) -> None:
    before = colours_of(home, "Milo")
    async with opened() as pilot:
        await go_to(pilot, "figurines")
        await open_window(pilot, "Type which part")
        await pilot.press(*"fur", "down", *"Fur", "f5")
        await until(pilot, lambda: "Milo has 1 new colour" in "".join(passing(pilot)))
    assert colours_of(home, "Milo") == {**before, "Fur": "#c83c28"}


async def test_nothing_is_written_where_the_window_is_closed_or_nothing_is_other(
    opened: Opened, figurines: Path, home: Home
) -> None:
    before = colours_of(home, "Milo")
    async with opened() as pilot:
        await go_to(pilot, "figurines")
        await open_window(pilot, "Type which part")
        await pilot.press("f5")
        assert shows(pilot, ColoursWindow)
        await pilot.press(*"fur", "escape")
        await until(pilot, lambda: not shows(pilot, ColoursWindow))
    assert colours_of(home, "Milo") == before


async def test_who_leaves_the_studio_waits_for_no_more_sheets(
    opened: Opened, figurines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def read(folder: Path, own: Mapping[str, str], tell: Callable[[int, int, str], bool]) -> colours.Read:
        while tell(0, 1, "sheet.png"):
            ended.wait(0.005)
        ended.set()
        return colours.Read((), (), (), 1)

    monkeypatch.setattr(colours, "read", read)
    async with opened() as pilot:
        await go_to(pilot, "figurines")
        await open_window(pilot, "Reading sheet.png, 1 of 1")
    assert ended.wait(10)


async def test_a_dataset_that_shows_nobody_says_so(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        await go_to(pilot, "figurine")
        await pilot.press("C")
        await until(pilot, lambda: "does not say whom it shows" in "".join(passing(pilot)))


async def test_a_dataset_without_sheets_says_so(opened: Opened, home_of_datasets: Path) -> None:
    folder = home_of_datasets / "empty"
    folder.mkdir(parents=True)
    writing.create(folder, Dataset("empty", member="Milo"))
    async with opened() as pilot:
        await go_to(pilot, "empty")
        await open_window(pilot, "No sheet is in this dataset")
        await pilot.press("down", "enter", *"fur", "f5")
        assert shows(pilot, ColoursWindow)
