"""Datasets of a library, for the screens of datasets."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from library.files import disk
from screens.stock.datasets.list_screen import DatasetsScreen
from screens.stock.datasets.screen import DatasetParts, DatasetScreen
from studio.datasets.folder import writing
from studio.datasets.records import Dataset
from tests.conftest import Home
from tests.screens.conftest import shows, studio_of, until

CAPTIONS = {
    "figurine_01": "a nua_style figurine of Milo, front view",
    "figurine_02": "a nua_style figurine of James, back view",
}
"""Of three pictures, these have a caption."""


@pytest.fixture
def home_of_datasets(home: Home) -> Path:
    """Where the datasets of the library lie."""
    return home.library / "datasets"


def coloured(number: int) -> bytes:
    """A PNG of one colour, another for each number."""
    return bytes(cv2.imencode(".png", np.full((64, 48, 3), (40 * number, 90, 200), np.uint8))[1])


@pytest.fixture
def figurine(home_of_datasets: Path) -> Path:
    """A dataset of three pictures, as another tool left it."""
    folder = home_of_datasets / "figurine"
    folder.mkdir(parents=True)
    for number in (1, 2, 3):
        disk.write_over(folder / f"figurine_0{number}.png", coloured(number))
    for name, caption in CAPTIONS.items():
        (folder / f"{name}.txt").write_text(caption + "\n", encoding="utf-8")
    writing.create(folder, Dataset("figurine", "style", trigger="nua_style", stem="figurine"))
    return folder


def screen_of(pilot: Pilot[None]) -> DatasetScreen:
    """The screen of one dataset."""
    screen = pilot.app.screen
    assert isinstance(screen, DatasetScreen)
    return screen


async def go_to_list(pilot: Pilot[None]) -> DatasetsScreen:
    """The list, read."""
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    await pilot.press("shift+f8")
    await until(pilot, lambda: shows(pilot, DatasetsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, DatasetsScreen)
    await until(pilot, lambda: screen.parts.listing.rows is not None)
    return screen


async def go_to(pilot: Pilot[None], name: str) -> DatasetParts:
    """A dataset of the list, open and read."""
    screen = await go_to_list(pilot)
    assert screen.parts.listing.rows is not None
    row = [one.folder.name for one in screen.parts.listing.rows].index(name)
    screen.query_one(OptionList).highlighted = row
    await until(pilot, lambda: screen.parts.listing.at == row)
    await pilot.press("enter")
    await until(pilot, lambda: shows(pilot, DatasetScreen))
    parts = screen_of(pilot).parts
    await until(pilot, lambda: parts.bench.dataset is not None or parts.keeper.wrong)
    return parts
