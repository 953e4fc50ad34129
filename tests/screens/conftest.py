"""The studio on a screen that nobody sees, with a library and settings of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, NamedTuple

import pytest
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from screens.app import StudioApp
from screens.base.host import Host
from screens.widgets.pictures.board import Board
from screens.widgets.pictures.picture import PictureView
from screens.widgets.pictures.slot import PictureSlot
from studio.settings import window
from tests.conftest import Home
from tests.screens.terminals import Terminal

CAST = """
[[character]]
name = "Milo"
aliases = ["the raccoon"]
species = "raccoon"
look = "a raccoon"
outfit = "a dark suit"
lettered_outfit = "a dark suit with a white chest panel"

[[character]]
name = "James"
look = "a man with glasses"
outfit = "a hoodie"
lettered_outfit = "a hoodie with a white chest panel"
"""

Opened = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


class Told(NamedTuple):
    """What is told in passing, and how severe it is."""

    title: str
    message: str
    severity: str


def told_in_passing(app: App[Any]) -> list[Told]:
    """What stands on the present screen in passing."""
    found = []
    for toast in app.screen.query("Toast"):
        content = toast.render()
        assert isinstance(content, Content)
        titled = [one.end for one in content.spans if one.style == toast.get_visual_style("toast--title")]
        title = content.plain[: titled[0]] if titled else ""
        message = content.plain[len(title) + bool(titled) :]
        found += [
            Told(title, message, kind) for kind in ("information", "warning", "error") if toast.has_class(f"-{kind}")
        ]
    return found


async def until(pilot: Pilot[None], condition: Callable[[], object], patience: int = 3000) -> None:
    """Let the studio work until something is so."""
    for _ in range(patience):
        if condition():
            return
        await asyncio.sleep(0.01)
    told = [notice.message for notice in told_in_passing(pilot.app)]
    raise AssertionError(f"it did not come about; {pilot.app.screen} {vars(pilot.app.screen).get('notice')} {told}")


def slots(screen: Screen[object]) -> list[PictureView | PictureSlot]:
    """All places for pictures that are in sight, with a picture or without."""
    views = [view for view in screen.query(PictureView) if view.region.area]
    boards = [board for board in screen.query(Board) if board.region.area]
    return [*views, *(box.slot for board in boards for box in board.boxes if box.look is not None)]


def shows(pilot: Pilot[None], kind: type[object]) -> bool:
    """Whether a screen of this kind is on top."""
    return isinstance(pilot.app.screen, kind)


def app_of(pilot: Pilot[None]) -> StudioApp:
    """The app under a pilot."""
    app = pilot.app
    assert isinstance(app, StudioApp)
    return app


def studio_of(pilot: Pilot[None]) -> Host:
    """What rooms may ask of the app under a pilot."""
    return app_of(pilot).studio


def eager_loop() -> asyncio.AbstractEventLoop:
    """An event loop that starts its tasks as `App.run` lets it: at once, where Python can (3.12 and later)."""
    loop = asyncio.new_event_loop()
    if sys.version_info >= (3, 12):
        loop.set_task_factory(asyncio.eager_task_factory)
    return loop


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """What tests of screens see is what a person gets: `run_test` leaves the order of tasks as it finds it."""
    return {"eager": eager_loop}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark `pty` what opens programs on a pseudo-terminal: whatever stands in a module that knows `Terminal`."""
    for item in items:
        if isinstance(item, pytest.Function) and vars(item.module).get("Terminal") is Terminal:
            item.add_marker(pytest.mark.pty)


@pytest.fixture
def cast_home(home: Home) -> Home:
    """A home whose cast needs no reference pictures, and where nothing is painted while somebody writes."""
    (home.settings / "cast.toml").write_text(CAST, encoding="utf-8")
    home.write_settings('pictures = "half-cells"\n')
    window.keep(home.settings, window.WindowLeft(live="off"))
    return home


@pytest.fixture
def small_png() -> bytes:
    """A picture of 8 × 8 pixels."""
    import cv2
    import numpy as np

    return bytes(cv2.imencode(".png", np.full((8, 8, 3), 120, np.uint8))[1])


@pytest.fixture
def opened(cast_home: Home) -> Opened:
    """Opens the studio, at a size, and closes it with all that it holds."""

    @asynccontextmanager
    async def open_studio(width: int = 80, height: int = 24) -> AsyncIterator[Pilot[None]]:
        app = StudioApp()
        async with app.run_test(size=(width, height), notifications=True) as pilot:
            await until(pilot, lambda: app.studio.workspace is not None)
            await pilot.pause()
            yield pilot

    return open_studio


def all_words(pilot: Pilot[None]) -> str:
    """All that the screen on top says in plain lines."""
    return "\n".join(str(static.content) for static in pilot.app.screen.query(Static))
