"""Every key of a room does nothing, or says why, where there is nothing yet that it could be for."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from screens.app import StudioApp
from screens.gallery.screen import GalleryScreen
from screens.keymap import lines_of
from screens.progress.screen import ProgressScreen
from tests.screens.conftest import Opened, shows, studio_of, until


async def test_keys_of_rooms_with_nothing_in_them(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        everywhere = {line.id for line in lines_of(StudioApp)}
        for key_of_room, room in (("f3", ProgressScreen), ("f4", GalleryScreen)):
            await pilot.press(key_of_room)
            await until(pilot, partial(shows, pilot, room))
            screen = pilot.app.screen
            lines = [line for owner in (room, *room.PARTS) for line in lines_of(owner) if line.id not in everywhere]
            for key in dict.fromkeys(line.keys[0] for line in lines):
                await pilot.press(key)
                await back_to(pilot, screen, key_of_room)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def back_to(pilot: Pilot[None], screen: Screen[Any], key_of_room: str) -> None:
    """Close what a key has opened, or come back from where it led."""
    for key in ("escape", "escape", "escape", key_of_room):
        if pilot.app.screen is screen:
            return
        await pilot.press(key)
        await pilot.pause()
    await until(pilot, lambda: pilot.app.screen is screen)
