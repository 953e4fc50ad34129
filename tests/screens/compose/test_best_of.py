"""The best of several pictures, asked for beside the count."""

from __future__ import annotations

from textual.widgets import Input

from screens.compose.screen import ComposeScreen
from screens.widgets.choice import Choice
from tests.screens.compose.writing import drawn, words, write
from tests.screens.conftest import Opened, studio_of, until


async def test_of_several_pictures_the_best_can_be_wanted(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ComposeScreen)
        await write(pilot, "Milo at work")
        screen.query_one("#own-size", Input).value = "256x256"
        screen.query_one("#size", Choice).value = "own"
        choice = screen.query_one("#best", Choice)
        assert not choice.display, "of one there is none to choose"
        screen.query_one("#count", Input).value = "2"
        await until(pilot, lambda: choice.display)
        choice.value = "best"
        await until(pilot, lambda: "2 pictures, and the best of them" in words(pilot, "#summary"))
        await drawn(pilot, 2)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        desk, sketch = workspace.desk, workspace.sketch
        assert sketch is not None
        assert sketch.scene.best
        await until(pilot, lambda: sorted(view.rank.place for view in desk.views() if view.rank) == [1, 2])
        assert "2nd of 2" in words(pilot, "#job-notice-text") or "The best of 2" in words(pilot, "#job-notice-text")


async def test_of_one_picture_no_best_is_wanted(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ComposeScreen)
        screen.query_one("#count", Input).value = "3"
        screen.query_one("#best", Choice).value = "best"
        assert screen.parts.form.options.read().best
        screen.query_one("#count", Input).value = "1"
        assert not screen.parts.form.options.read().best
