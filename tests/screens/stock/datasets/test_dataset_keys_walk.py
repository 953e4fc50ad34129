"""Twelve design sheets become a ZIP that a trainer takes, by key: the figurine story."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from textual.pilot import Pilot
from textual.widgets import OptionList

from screens.stock.datasets.screen import DatasetParts, DatasetScreen
from screens.stock.datasets.sheet_screen import SheetScreen
from screens.stock.datasets.windows.add_window import AddWindow
from screens.stock.datasets.windows.report_window import ReportWindow
from screens.stock.datasets.windows.zip_window import ZipWindow
from studio.datasets.folder.reading import opened as read
from tests.conftest import Home
from tests.screens.conftest import Opened, all_words, shows, until
from tests.screens.stock.datasets.conftest import go_to_list, screen_of
from tests.studio.datasets.sheets.making import twelve
from tests.studio.datasets.sheets.making.twelve import SEEDS

pytestmark = pytest.mark.long

LONG = 30_000
"""How long sheets may take, as `until` counts."""


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A folder with twelve sheets."""
    folder = tmp_path / "sheets"
    twelve.write(folder)
    return folder


@pytest.mark.timeout(600)
async def test_twelve_sheets_become_a_zip_by_key(opened: Opened, home: Home, sheets: Path, tmp_path: Path) -> None:
    before = {one.name: one.read_bytes() for one in sheets.iterdir()}
    folder = home.library / "datasets" / "nua"
    async with opened(120, 40) as pilot:
        parts = await _begun(pilot)
        await _added(pilot, parts, sheets)
        pictures = [one.name for one in read(folder).dataset.pictures]
        assert {_size((folder / f"{name}.png").read_bytes()) for name in pictures} == {(1024, 1024)}

        # Each picture gets its caption, Enter leads to the next; the pattern is put around them all.
        await pilot.press("u", "enter")
        for number in range(len(pictures)):
            await pilot.press(*f"figure {number}", "enter")
        await pilot.press("escape", "u", "ctrl+a", "p")
        wanted = sorted(f"a nua_style chibi figurine of figure {number}" for number in range(len(pictures)))
        await until(pilot, lambda: sorted(read(folder).captions.values()) == wanted, LONG)

        await pilot.press("ctrl+a", "home", "d")
        await until(pilot, lambda: read(folder).dataset.pictures[0].aside)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not read(folder).dataset.pictures[0].aside)
        await pilot.press("H")
        await until(pilot, lambda: any(one.held_out for one in read(folder).dataset.pictures), LONG)
        await _at_rest(pilot, parts)

        await pilot.press("t")
        await until(pilot, lambda: shows(pilot, ReportWindow))
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count, LONG)
        rows = [str(one.prompt) for one in pilot.app.screen.query_one(OptionList).options]
        assert any("1,500 steps" in row for row in rows)
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, DatasetScreen))
        await _packed(pilot, tmp_path / "nua.zip")
    learned = {one.name for one in read(folder).training()}
    with zipfile.ZipFile(tmp_path / "nua.zip") as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert sorted(names) == sorted(f"{name}.{ending}" for name in learned for ending in ("png", "txt"))
        assert {_size(packed.read(name)) for name in names if name.endswith(".png")} == {(1024, 1024)}
    assert {one.name: one.read_bytes() for one in sheets.iterdir()} == before


async def _begun(pilot: Pilot[None]) -> DatasetParts:
    await go_to_list(pilot)
    await pilot.press("n", *"nua", "tab", "tab", *"nua_style", "tab", "tab")
    await pilot.press(*"a {trigger} chibi figurine of {description}", "f5")
    await until(pilot, lambda: shows(pilot, DatasetScreen))
    parts = screen_of(pilot).parts
    await until(pilot, lambda: parts.bench.dataset is not None)
    return parts


async def _added(pilot: Pilot[None], parts: DatasetParts, sheets: Path) -> None:
    """Add the folder; each sheet whose words nobody can read is looked at, and taken as it is cut."""
    await pilot.press("a")
    await until(pilot, lambda: shows(pilot, AddWindow))
    await pilot.press(*str(sheets), "f5")
    await until(pilot, lambda: "to be looked at first" in all_words(pilot), LONG)
    await pilot.press("escape")
    await until(pilot, lambda: shows(pilot, SheetScreen))
    seen = set[SheetScreen]()
    while len(read(parts.keeper.folder).dataset.sources) < len(SEEDS):
        screen = pilot.app.screen
        if isinstance(screen, SheetScreen) and screen not in seen:
            await until(pilot, partial(_is_cut, screen), LONG)
            seen.add(screen)
            await pilot.press("enter")
        await pilot.pause(0.05)
    await until(pilot, lambda: shows(pilot, DatasetScreen), LONG)
    await _at_rest(pilot, parts)
    assert seen


def _is_cut(screen: SheetScreen) -> bool:
    return bool(screen.parts.bench.boxes)


async def _at_rest(pilot: Pilot[None], parts: DatasetParts) -> None:
    await until(pilot, lambda: not parts.keeper.is_busy, LONG)


async def _packed(pilot: Pilot[None], target: Path) -> None:
    await pilot.press("z")
    await until(pilot, lambda: shows(pilot, ZipWindow))
    await pilot.press("ctrl+u", "ctrl+k", *str(target), "f5")
    await until(pilot, lambda: "Esc closes" in all_words(pilot), LONG)


def _size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that can be read whole, in px."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture.size
