"""Windows that are let go of twice, or too late, and keys for screens that have no widgets yet, or none any more."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label

from screens.base.screen import StudioWindow
from screens.compose.screen import ComposeScreen
from screens.drawing.workers import begin_work
from screens.gallery.screen import GalleryScreen
from screens.guidance.palette import Palette
from screens.stock.cast.screen import CastScreen
from screens.stock.plates.screen import PlatesScreen
from tests.screens.conftest import Opened, app_of, shows, until


class Asking(StudioWindow[str]):
    """A window with an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer('escape')", "Close"),
        Binding("x", "answer('x')", "X"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[str] = []

    def compose(self) -> ComposeResult:
        yield Label("a window")
        yield Input()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Label)
        self.typed.append(event.value)

    def action_answer(self, answer: str) -> None:
        self.query_one(Label)
        self.dismiss(answer)


async def test_a_window_goes_once_with_its_first_answer(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        answers: list[str | None] = []
        room, window = app.screen, Asking()
        await app.push_screen(window, answers.append)
        for answer in ("first", "second"):
            window.dismiss(answer)
        await pilot.pause()
        window.dismiss("third")
        await pilot.pause()
        assert answers == ["first"]
        assert app.screen is room


async def test_a_window_under_another_goes_when_it_is_seen_again(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        answers: list[str | None] = []
        room, under, over = app.screen, Asking(), Asking()
        await app.push_screen(under, answers.append)
        await app.push_screen(over)
        under.dismiss("it ended meanwhile")
        await pilot.pause()
        assert app.screen is over
        assert not answers
        over.dismiss("")
        await until(pilot, lambda: app.screen is room)
        await until(pilot, lambda: answers == ["it ended meanwhile"])


async def test_keys_wait_for_the_widgets_of_a_window_that_opens(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        answers: list[str | None] = []
        coming = app.push_screen(Asking(), answers.append)
        doing = asyncio.ensure_future(app.run_action("answer('soon')", app.screen))
        await coming
        await doing
        await until(pilot, lambda: answers == ["soon"])


async def test_what_comes_late_does_nothing_to_a_window_that_has_gone(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        answers: list[str | None] = []
        window = Asking()
        await app.push_screen(window, answers.append)
        window.post_message(Input.Changed(window.query_one(Input), "late"))
        window.dismiss("gone")
        await app.run_action("answer('late')", window)
        await pilot.pause()
        assert not window.is_attached
        await app.run_action("answer('later')", window)
        assert answers == ["gone"]
        assert not window.typed


async def test_work_of_a_window_ends_with_it(opened: Opened) -> None:
    async with opened() as pilot:
        window = Asking()
        await pilot.app.push_screen(window)
        worker = begin_work(window, partial(asyncio.sleep, 1000), group="long")
        await pilot.pause()
        window.dismiss("")
        await until(pilot, lambda: worker.is_finished)


@pytest.mark.parametrize("key", ["pageup", "pagedown", "home", "up"])
async def test_the_palette_bears_every_key_where_it_found_nothing(opened: Opened, key: str) -> None:
    async with opened() as pilot:
        await pilot.press("ctrl+p", *"qqq", key, key)
        await until(pilot, lambda: "No matches" in str([*listed(pilot)]))
        await pilot.press(key, key, "escape")
        await until(pilot, lambda: not shows(pilot, Palette))


async def test_the_palette_comes_again_at_once(opened: Opened) -> None:
    async with opened() as pilot:
        for _ in range(5):
            await pilot.press("ctrl+p", "ctrl+p", "escape", "escape")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: shows(pilot, Palette))


async def test_a_palette_whose_room_is_left_as_it_opens_goes(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        await app.run_action("command_palette")
        await app.run_action("room('gallery')")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await pilot.press("f2")
        await until(pilot, lambda: shows(pilot, ComposeScreen))


async def test_the_cast_bears_keys_early_and_twice(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        await pilot.press("f7", "f7", "ctrl+n", "ctrl+s", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+o", "f9", "ctrl+z")
        await pilot.press("escape", "escape", "escape", "f7", "f8", "f7", "ctrl+r", "ctrl+z", "f5", "f7")
        await until(pilot, lambda: shows(pilot, CastScreen))
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: not shows(pilot, CastScreen))
        await until(pilot, lambda: not [work for work in app.workers if work.group == "save"])


async def test_plates_open_once_and_go_while_they_open(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        room = app.screen
        await pilot.press("shift+f7", "shift+f7", "n", "n", "escape", "escape", "escape")
        await until(pilot, lambda: app.screen is room)
        await pilot.press("shift+f7", "escape", "shift+f7")
        await until(pilot, lambda: shows(pilot, PlatesScreen))


class Unmountable(Asking):
    """A window that fails as it opens."""

    def on_mount(self) -> None:
        raise ZeroDivisionError("at mounting")


async def test_a_window_that_fails_as_it_opens_can_be_left(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        app.unhandled.ends_at_once = False
        room = app.screen
        await app.push_screen(Unmountable())
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room)


def listed(pilot: Any) -> list[str]:
    """What the palette lists."""
    from textual.command import CommandList

    return [str(option.prompt) for one in pilot.app.screen.query(CommandList) for option in one.options]
