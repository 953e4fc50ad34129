"""Importing from the Gallery: by its key, and by what is dropped onto the terminal."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Static

from library.importing.imports import Imports
from library.records import ImportReport
from screens.gallery.screen import GalleryScreen
from screens.gallery.windows import importing
from screens.gallery.windows.importing import ImportWindow, ending
from studio.importing import Imported
from tests.library.inboxes import add
from tests.screens.conftest import Opened, all_words, app_of, shows, told_in_passing, until


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in box"
    (folder / "below").mkdir(parents=True)
    for number in range(3):
        add(folder / f"{number}.png", number)
    return folder


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "RESTED", 0.0)


async def in_the_gallery(pilot: Pilot[None]) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: shows(pilot, GalleryScreen))
    screen = pilot.app.screen
    assert isinstance(screen, GalleryScreen)
    await until(pilot, lambda: screen.parts.shelf.loaded)


def is_open(pilot: Pilot[None]) -> bool:
    return shows(pilot, ImportWindow) and bool(pilot.app.screen.query("#import-line"))


def line_of(pilot: Pilot[None]) -> Input:
    return pilot.app.screen.query_one("#import-line", Input)


def has_seeds(pilot: Pilot[None], *seeds: int) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, GalleryScreen) and [one.facts.seed for one in screen.parts.shelf.pictures] == [*seeds]


async def test_what_is_dropped_stands_in_the_window_and_comes_in(opened: Opened, inbox: Path) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        pilot.app.post_message(Paste(f"'{inbox}' "))
        await until(pilot, lambda: is_open(pilot))
        assert line_of(pilot).value == str(inbox)
        await until(pilot, lambda: "3 pictures in the folder" in all_words(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "3 new. Esc closes." in all_words(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: has_seeds(pilot, 2, 1, 0))


async def test_several_files_come_alone(opened: Opened, inbox: Path) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        pilot.app.post_message(Paste(f"{(inbox / '0.png').as_uri()}\r\n{(inbox / '2.png').as_uri()}\r\n"))
        await until(pilot, lambda: is_open(pilot))
        await until(pilot, lambda: "2 pictures in 2 files." in all_words(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "2 new." in all_words(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: has_seeds(pilot, 2, 0))


async def test_what_names_no_file_is_said(opened: Opened) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        pilot.app.post_message(Paste("milo at the rack"))
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert shows(pilot, GalleryScreen)


async def test_a_path_is_typed_with_its_completions(opened: Opened, inbox: Path) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        await pilot.press("I")
        await until(pilot, lambda: is_open(pilot))
        line_of(pilot).value = str(inbox)[:-2]
        await pilot.press("tab")
        await until(pilot, lambda: line_of(pilot).value == f"{inbox}/")
        await pilot.press("tab")
        await until(pilot, lambda: "0.png   1.png   2.png   below/" in all_words(pilot))
        await pilot.press("1", "tab")
        await until(pilot, lambda: line_of(pilot).value == f"{inbox}/1.png")
        await until(pilot, lambda: "1 picture in 1 file." in all_words(pilot))


async def test_where_nothing_lies_nothing_begins(opened: Opened, tmp_path: Path) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        await pilot.press("I")
        await until(pilot, lambda: is_open(pilot))
        await pilot.press("enter")
        line_of(pilot).value = str(tmp_path / "nowhere")
        await until(pilot, lambda: "Nothing lies at" in all_words(pilot))
        await pilot.press("enter", "escape")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        workspace = app_of(pilot).studio.workspace
        assert workspace is not None
        assert workspace.library.imports.roots() == ()


async def test_it_is_stopped_by_the_key_that_closes_it_afterwards(
    opened: Opened, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, whole = threading.Event(), Imports.prepare

    def prepare(self: Imports, **named: object) -> int:
        begun.set()
        stopped = named["stopped"]
        assert callable(stopped)
        while not stopped():
            continue
        return whole(self, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Imports, "prepare", prepare)
    async with opened() as pilot:
        await in_the_gallery(pilot)
        pilot.app.post_message(Paste(str(inbox)))
        await until(pilot, lambda: is_open(pilot))
        await pilot.press("f6", "enter")
        await until(pilot, begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped: 3 new" in all_words(pilot))
        assert shows(pilot, ImportWindow)
        await pilot.press("escape")
        await until(pilot, lambda: has_seeds(pilot, 2, 1, 0))
        workspace = app_of(pilot).studio.workspace
        assert workspace is not None
        assert [root.watched for root in workspace.library.imports.roots()] == [True]


def test_the_ending_tells_what_was_not_taken() -> None:
    words = ending(Imported((ImportReport(added=2, refused=1), ImportReport(refused=3))))
    assert words == "2 new · 4 could not be taken (! in the Gallery says why). Esc closes."


@pytest.mark.parametrize("typed", ["~nobody-of-this-name/in", f"/{'x' * 300}"])
async def test_a_place_that_no_disk_can_have_is_told_as_missing(opened: Opened, typed: str) -> None:
    async with opened() as pilot:
        await in_the_gallery(pilot)
        await pilot.press("I")
        await until(pilot, lambda: is_open(pilot))
        line_of(pilot).value = typed
        await until(pilot, lambda: "Nothing lies at" in all_words(pilot))
        pilot.app.screen.query_one("#import-survey", Static).update("")
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing lies at" in all_words(pilot))
