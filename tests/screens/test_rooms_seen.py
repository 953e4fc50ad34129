"""How Gallery and Lettering look at 80×24 and 120×40; half cells are named, since snapshots see nothing else."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import StudioApp
from screens.gallery.parts.details import Details
from screens.gallery.parts.side_pane import Side
from screens.gallery.screen import GalleryScreen
from screens.lettering.sayings_window import SayingsWindow
from screens.lettering.screen import LetteringScreen
from screens.widgets.pictures.picture import PictureView
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import slots, studio_of, until

Seen = Callable[..., bool]
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def filled(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A library with names and times that are the same everywhere."""
    monkeypatch.setenv("HOME", str(cast_home.library.parent))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    library = drawn.shelf_of(cast_home.library, 14)
    drawn.letter(library, library.picture(12), "PEBKAC")
    library.annotations.rate_many([13], 4)
    library.annotations.mark_many([11], "pick")
    library.annotations.mark_many([10], "reject")
    library.close()
    return cast_home


async def all_drawn(pilot: Pilot[Any]) -> None:
    """Until the workers rest and every picture in sight stands."""
    await until(pilot, lambda: slots(pilot.app.screen) and all(slot.shown for slot in slots(pilot.app.screen)))
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    await pilot.pause()


async def in_gallery(pilot: Pilot[Any]) -> None:
    """The Gallery with the cursor on its third picture, which has a lettered version."""
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen) and pilot.app.screen.parts.shelf.loaded)
    await pilot.pause()
    await pilot.press("g", "right" if pilot.app.size.width >= 100 else "down")
    await pilot.press("right" if pilot.app.size.width >= 100 else "down")
    if pilot.app.screen.query_one(Side).display:
        await until(pilot, lambda: "PEBKAC" in pilot.app.screen.query_one(Details).text.plain)
    await all_drawn(pilot)


async def in_single(pilot: Pilot[Any]) -> None:
    """One picture large."""
    await in_gallery(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, GalleryScreen))
    await pilot.pause()
    await all_drawn(pilot)


async def in_lettering(pilot: Pilot[Any]) -> None:
    """Lettering with words typed."""
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    await studio_of(pilot).letter_picture(14)
    screen = pilot.app.screen
    assert isinstance(screen, LetteringScreen)
    screen.query_one(Input).cursor_blink = False
    await all_drawn(pilot)
    await pilot.press(*"on", "down")
    await all_drawn(pilot)
    # How words are set is for the tests of lettering; here its details would only change too often.
    screen.query_one(PictureView).clear("the picture with its words")
    await pilot.pause()


async def by_hand(pilot: Pilot[Any]) -> None:
    """Lettering by hand, where the picture as it was is shown."""
    await in_lettering(pilot)
    await pilot.press("ctrl+g", "b")
    await all_drawn(pilot)
    pilot.app.screen.query_one(PictureView).clear("the picture as it was")
    await pilot.pause()


async def in_all_sayings(pilot: Pilot[Any]) -> None:
    """All sayings on the place, two of them marked."""
    await in_lettering(pilot)
    await pilot.press("ctrl+g", "a")
    await until(pilot, lambda: isinstance(pilot.app.screen, SayingsWindow))
    await pilot.press("space", "down", "space")
    views = pilot.app.screen.query(PictureView)
    sheets = [worker for worker in pilot.app.workers if worker.group == "sheet"]
    await until(pilot, lambda: all(worker.is_finished for worker in sheets))
    await until(pilot, lambda: all(view.shown and not view.busy for view in views))
    for view, words in zip(views, ("the saying", "the sheet"), strict=True):
        view.clear(words)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("there", [in_gallery, in_single, in_lettering, by_hand, in_all_sayings])
def test_it_looks_as_it_did(
    filled: Home, snap_compare: Seen, there: Callable[[Pilot[Any]], Awaitable[None]], size: tuple[int, int]
) -> None:
    assert snap_compare(StudioApp(), terminal_size=size, run_before=there)
