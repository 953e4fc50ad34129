"""A member from the first word to a file for others, by keys alone, with the draft painter alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from screens.compose.screen import ComposeScreen
from screens.gallery.screen import GalleryScreen
from screens.stock.cast.screen import CastScreen
from screens.stock.cast.windows.file_window import FileWindow
from screens.stock.cast.windows.reference_list import ReferencesWindow
from studio.cast import loading
from studio.cast.members import Character, by_name
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, studio_of, until

pytestmark = pytest.mark.long

SCENES = (
    ("Milo and Zoe in her party suit celebrate", "PEBKAC / RTFM"),
    ("Milo, James and Zoe in the ski jacket debug", "PEBKAC / RTFM / It's DNS"),
)


def zoe(home: Home) -> Character | None:
    return by_name("Zoe", loading.load(home.settings).members)


def has_outfit(home: Home, name: str) -> bool:
    member = zoe(home)
    return member is not None and name in [one.name for one in member.outfits]


def is_shown(gallery: GalleryScreen, ids: list[int]) -> bool:
    return [one.id for one in gallery.parts.shelf.pictures] == ids


async def begun(pilot: Pilot[None], keys: Iterable[str], screen: type[object]) -> None:
    """Press keys that lead to a screen."""
    await pilot.press(*keys)
    await until(pilot, lambda: shows(pilot, screen))


async def test_a_member_is_made_referenced_drawn_found_and_sent(
    cast_home: Home, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("studio.cast.references.coverage.USUAL_COUNT", 2)
    cast_home.write_settings('pictures = "half-cells"\nsize = "512x512"\n')
    async with opened() as pilot:
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        library = workspace.library

        # Made, with two outfits.
        await begun(pilot, ["f7"], CastScreen)
        await pilot.press("ctrl+n", *"Zoe", "tab", "tab", "tab", "tab", *"a red fox in a blue coat", "tab")
        for name, words in (("party suit", "a red suit"), ("ski jacket", "a green jacket")):
            await pilot.press("end", "enter", "ctrl+u", "ctrl+k", *name, "tab", *words, "ctrl+s")
            await until(pilot, partial(has_outfit, cast_home, name))
            await pilot.press("shift+tab", "shift+tab")

        # Referenced: a set is drawn and kept.
        await begun(pilot, ["ctrl+l"], ReferencesWindow)
        await pilot.press("f5")
        said = pilot.app.screen.query_one("#refs-said", Static)
        await until(pilot, lambda: "2 of 2 references" in str(said.content), 6000)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: (one := zoe(cast_home)) and [it.view for it in one.pictures] == ["front", "back"])
        await begun(pilot, ["escape"], CastScreen)

        # Drawn as one of two and of three, each with its saying.
        for scene, sayings in SCENES:
            await begun(pilot, ["f2", "ctrl+n"], ComposeScreen)
            await pilot.press(*scene, "tab", *sayings, "escape", "f5")
            await until(pilot, partial(library.ids, f'"{scene}" is:lettered', limit=9), 6000)
        pair, trio = (library.ids(f'"{scene}"', limit=9)[0] for scene, _ in SCENES)
        assert library.letterings(trio)[0].sayings == ("PEBKAC", "RTFM", "It's DNS")

        # Found.
        await begun(pilot, ["f4"], GalleryScreen)
        gallery = pilot.app.screen
        assert isinstance(gallery, GalleryScreen)
        for query, found in (("cast:zoe cast:james", [trio]), ("from:zoe", [trio, pair])):
            await pilot.press("/", "ctrl+u", "ctrl+k", *query, "enter")
            await until(pilot, partial(is_shown, gallery, found))

        # Sent.
        await begun(pilot, ["f7"], CastScreen)
        await begun(pilot, ["ctrl+g"], FileWindow)
        await begun(pilot, ["f5"], CastScreen)
        assert (tmp_path / "zoe.milo.zip").stat().st_size > 10_000
