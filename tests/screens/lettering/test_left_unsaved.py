"""Leaving Lettering loses no words: they are there again, until they are saved or taken back."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from screens.lettering.screen import LetteringScreen
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, studio_of, told_in_passing, until
from tests.screens.lettering.going import text_of, to_lettering


async def left(pilot: Pilot[None], screen: LetteringScreen) -> None:
    await pilot.press("escape")
    await until(pilot, lambda: pilot.app.screen is not screen)


def words(screen: LetteringScreen) -> str:
    return screen.query_one("#lettering-words", Input).value


def a_picture(home: Home) -> None:
    drawn.shelf_of(home.library, 2).close()


async def test_what_was_typed_is_there_again_and_ctrl_z_drops_it(cast_home: Home, opened: Opened) -> None:
    a_picture(cast_home)
    async with opened() as pilot:
        screen = await to_lettering(pilot)
        before = words(screen)
        await pilot.press(*"rm -rf", "f6")
        await left(pilot, screen)
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert told_in_passing(pilot.app)[0].title == "Not saved, and kept"
        # Another picture has none of it.
        other = await to_lettering(pilot, 2)
        assert words(other) == before
        await left(pilot, other)
        again = await to_lettering(pilot)
        await until(pilot, lambda: words(again) == "rm -rf")
        assert "Ctrl-Z drops it" in text_of(again, "#lettering-said")
        assert "UPPER" in text_of(again, "#lettering-look")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: words(again) == before)
        await until(pilot, lambda: not text_of(again, "#lettering-said"))
        await left(pilot, again)
        last = await to_lettering(pilot)
        assert words(last) == before


async def test_another_studio_has_it_too(cast_home: Home, opened: Opened) -> None:
    a_picture(cast_home)
    async with opened() as pilot:
        await to_lettering(pilot)
        await pilot.press(*"rm -rf")
    async with opened() as pilot:
        screen = await to_lettering(pilot)
        await until(pilot, lambda: words(screen) == "rm -rf")


async def test_what_was_saved_is_not_unsaved(cast_home: Home, opened: Opened) -> None:
    a_picture(cast_home)
    async with opened() as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"rm -rf", "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        assert workspace.unsaved.of(workspace.library.picture(1).path) is None
        again = await to_lettering(pilot)
        await until(pilot, lambda: words(again) == "rm -rf")
        assert not text_of(again, "#lettering-said")


async def test_a_look_around_leaves_nothing(cast_home: Home, opened: Opened) -> None:
    a_picture(cast_home)
    async with opened() as pilot:
        screen = await to_lettering(pilot)
        await pilot.press("f9", "f10")
        await left(pilot, screen)
        assert not told_in_passing(pilot.app)
