"""How the Gallery looks in its other views: tiles at 80×24, a list at 120×40, with marks, a range and stacks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from library.formats.pictures import write_png
from library.records import PictureFacts
from screens.app import StudioApp
from screens.gallery.screen import GalleryScreen
from studio.scenes.recipe import to_json
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import slots, studio_of, until

Seen = Callable[..., bool]


@pytest.fixture
def filled(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A library with a stack of two, and names and times that are the same everywhere."""
    monkeypatch.setenv("HOME", str(cast_home.library.parent))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    library = drawn.shelf_of(cast_home.library, 6)
    for seed in (7, 8):
        recipe = msgspec.structs.replace(drawn.recipe(7), seed=seed)
        facts = PictureFacts(scene=recipe.scene, seed=seed, recipe=to_json(recipe))
        library.save_picture(write_png(drawn.suit(90)), facts, created=drawn.NOON)
    library.annotations.rate_many([6], 4)
    library.annotations.mark_many([4], "pick")
    library.close()
    return cast_home


async def marked(pilot: Pilot[Any]) -> None:
    """The view that is not usual at this size; one picture marked, a range of three open, the stack above them."""
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen) and pilot.app.screen.parts.shelf.loaded)
    await pilot.press("w", "l", "space", "l", "v", "l", "l")
    await until(pilot, lambda: not any(slot.waits for slot in slots(pilot.app.screen)))
    await until(pilot, lambda: not pilot.app.workers)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_marks_are_seen_in_the_other_view(filled: Home, snap_compare: Seen, size: tuple[int, int]) -> None:
    assert snap_compare(StudioApp(), terminal_size=size, run_before=marked)
