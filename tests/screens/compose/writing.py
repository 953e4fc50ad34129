"""Writing a scene in Compose, and what it says and sends."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from screens.progress.screen import ProgressScreen
from studio.scenes.recipe import Recipe
from tests.screens.conftest import shows, studio_of, told_in_passing, until


def words(pilot: Pilot[None], selector: str) -> str:
    """What a line of text says."""
    return str(pilot.app.screen.query_one(selector, Static).content)


async def write(pilot: Pilot[None], text: str) -> None:
    """Put a scene into the field, and wait until it is understood."""
    pilot.app.screen.query_one("#scene", TextArea).text = text
    await until(pilot, lambda: " ".join(text.split()).rstrip(".") in words(pilot, "#prompt"))


async def unfold(pilot: Pilot[None]) -> None:
    """Open the advanced settings."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "family")


def recipes(pilot: Pilot[None]) -> list[Recipe]:
    """The recipes at the desk, the newest first."""
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    return [workspace.desk.recipe(view.id) for view in workspace.desk.views()]


async def drawn(pilot: Pilot[None], count: int = 1) -> list[Recipe]:
    """Draw, and wait for Progress to show it."""
    await pilot.press("f5")
    await until(pilot, lambda: shows(pilot, ProgressScreen) and len(recipes(pilot)) == count)
    return recipes(pilot)


def notices(pilot: Pilot[None]) -> list[str]:
    """What the app has told in passing."""
    return [f"{notice.title} {notice.message}" for notice in told_in_passing(pilot.app)]
