"""The scenes of before in Compose: F8, some letters, Enter."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from screens.compose.history import HistoryWindow
from screens.compose.screen import ComposeScreen
from screens.widgets.choice import Choice
from studio.scenes.scene import Scene
from tests.screens.conftest import Opened, all_words, shows, studio_of, until


async def drawn(pilot: Pilot[None], *texts: str) -> None:
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    for text in texts:
        ids, _ = await workspace.draw(Scene(text=text, size=(256, 256), engine="draft", style="painterly", seed=7))
        await workspace.desk.wait(ids)


def listed(pilot: Pilot[None]) -> list[str]:
    return [str(one.prompt) for one in pilot.app.screen.query_one(OptionList).options]


async def opened_history(pilot: Pilot[None], count: int) -> None:
    await pilot.press("f8")
    await until(pilot, lambda: shows(pilot, HistoryWindow))
    await until(pilot, lambda: len(listed(pilot)) == count)


async def test_some_letters_find_a_scene_that_comes_back_with_its_settings(opened: Opened) -> None:
    async with opened() as pilot:
        await drawn(pilot, "Milo naps", "James waves", "Milo at the rack")
        await opened_history(pilot, 3)
        assert [one.split("  ")[-1] for one in listed(pilot)] == ["Milo at the rack", "James waves", "Milo naps"]
        await pilot.press(*"mlo nps")
        await until(pilot, lambda: len(listed(pilot)) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        screen = pilot.app.screen
        await until(pilot, lambda: screen.query_one("#scene", TextArea).text == "Milo naps")
        assert screen.query_one("#style", Choice).value == "painterly"
        assert screen.query_one("#engine", Choice).value == "draft"
        assert screen.query_one("#own-size", Input).value == "256x256"
        assert screen.query_one("#seed", Input).value == ""


async def test_arrows_choose_and_escape_changes_nothing(opened: Opened) -> None:
    async with opened() as pilot:
        await drawn(pilot, "Milo naps", "James waves")
        await opened_history(pilot, 2)
        await pilot.press("down", "down", "f8", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one("#scene", TextArea).text == "Milo naps")
        await opened_history(pilot, 2)
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        assert pilot.app.screen.query_one("#scene", TextArea).text == "Milo naps"


async def test_where_nothing_fits_that_is_said(opened: Opened) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        await pilot.press("f8")
        await until(pilot, lambda: "Nothing was drawn here yet" in all_words(pilot))
        await pilot.press("enter", "x")
        await until(pilot, lambda: "No scene of before" in all_words(pilot))
