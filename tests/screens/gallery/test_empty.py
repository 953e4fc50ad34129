"""Empty shelves on the screen: what each says, and that its keys do that."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from library.store import Library
from screens.gallery.parts import emptiness
from screens.gallery.screen import GalleryScreen
from screens.gallery.windows.importing import ImportWindow
from tests.library.inboxes import add
from tests.screens.conftest import Opened, shows, studio_of, until


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptiness, "RESTED", 0.0)


async def to_gallery(pilot: Pilot[None]) -> GalleryScreen:
    await pilot.press("f4")
    await until(pilot, lambda: shows(pilot, GalleryScreen))
    screen = pilot.app.screen
    assert isinstance(screen, GalleryScreen)
    await until(pilot, lambda: screen.parts.shelf.loaded)
    return screen


def says(screen: GalleryScreen, *words: str) -> bool:
    found = screen.query("#gallery-empty")
    return bool(found) and all(word in str(found.first(Static).content) for word in words)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_first_library_leads_to_an_import(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(*size) as pilot:
        screen = await to_gallery(pilot)
        await until(pilot, lambda: says(screen, "No pictures yet", "F2", "I", "F10"))
        region = screen.query_one("#gallery-empty").region
        assert abs((region.x + region.right) - size[0]) <= 2
        await pilot.press("I")
        await until(pilot, lambda: shows(pilot, ImportWindow))


async def test_a_number_takes_another_search(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(100, 30) as pilot:
        screen = await to_gallery(pilot)
        await pilot.press("slash", *"couns 7")
        await until(pilot, lambda: says(screen, "Nothing is found", "1  counts 7"))
        # Enter leaves the line, in which a number would be typed.
        await pilot.press("enter", "1")
        await until(pilot, lambda: len(screen.parts.shelf) == 1)
        assert screen.query_one(Input).value == "counts 7"
        await pilot.press("4")
        await until(pilot, lambda: screen.parts.shelf.pictures[0].rating == 4)


async def test_the_trash_and_back(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(100, 30) as pilot:
        screen = await to_gallery(pilot)
        await pilot.press("T")
        await until(pilot, lambda: says(screen, "The trash is empty", "esc"))
        await pilot.press("1", "escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 8)
        assert all(not one.rating for one in screen.parts.shelf.pictures)


async def test_a_library_whose_pictures_are_all_in_the_trash_says_so(shelf_of_eight: Path, opened: Opened) -> None:
    library = Library.open(shelf_of_eight)
    library.trash.put(range(1, 9))
    library.close()
    async with opened(100, 30) as pilot:
        screen = await to_gallery(pilot)
        await until(pilot, lambda: says(screen, "No pictures are left", "T", "8 pictures"))
        await pilot.press("T")
        await until(pilot, lambda: len(screen.parts.shelf) == 8)


async def test_missing_pictures_are_looked_for_again(opened: Opened, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    file = add(inbox / "0.png", 0)
    async with opened(80, 24) as pilot:
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        workspace.library.imports.folder(inbox)
        file.rename(tmp_path / "0.png")
        workspace.library.imports.folder(inbox)
        screen = await to_gallery(pilot)
        await until(pilot, lambda: says(screen, "The files are missing", "1 picture is known", "look again in"))
        (tmp_path / "0.png").rename(file)
        await pilot.press("1")
        await until(pilot, lambda: shows(pilot, ImportWindow) and bool(pilot.app.screen.query("#import-line")))
        assert pilot.app.screen.query_one("#import-line", Input).value == str(inbox)
        await pilot.press("enter")
        await until(pilot, lambda: "Esc closes" in str(pilot.app.screen.query_one("#import-said", Static).content))
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 1)
