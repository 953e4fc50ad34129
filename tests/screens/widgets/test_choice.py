"""Choice: opened, walked and closed by key and by mouse, with whatever is offered."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from screens.widgets.choice import Choice
from tests.screens.conftest import until

WALLS = [("north [wall]", "n"), ("east wall", "e"), ("south wall, with all the shelves", "s")]


class Form(App[None]):
    """A choice over a line to write in."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield Choice(WALLS, value="e", id="wall")
        yield Input()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.heard.append(str(event.value))


def line(pilot: Pilot[Any]) -> str:
    """What the choice shows while it is closed."""
    return str(pilot.app.query_one(Choice).render()).rstrip()


async def test_it_shows_what_is_chosen_and_says_so() -> None:
    app = Form()
    async with app.run_test(size=(24, 12)) as pilot:
        assert line(pilot) == "east wall             ▼"
        assert not pilot.app.query(OptionList), "a list that nobody opened"
        choice = app.query_one(Choice)
        choice.value = "s"
        assert line(pilot) == "south wall, with all… ▼"
        choice.value = "n"
        assert line(pilot).startswith("north [wall] ")
        await pilot.pause()
        assert app.heard == ["e", "s", "n"]


@pytest.mark.parametrize("key", ["enter", "space", "down", "up"])
async def test_a_key_opens_the_list_and_another_chooses(key: str) -> None:
    app = Form()
    async with app.run_test(size=(24, 12)) as pilot:
        app.query_one(Choice).focus()
        for wanted in ("s", "s"):
            await pilot.press(key)
            listed = app.query_one(OptionList)
            assert listed.has_focus
            assert listed.display
            assert listed.highlighted == choice_at(app)
            assert line(pilot).endswith("▲")
            await pilot.press("down", "enter") if choice_at(app) == 1 else await pilot.press("enter")
            assert app.query_one(Choice).value == wanted
            assert app.query_one(Choice).has_focus
            assert not listed.display


def choice_at(app: Form) -> int:
    """Where the chosen value stands among what is offered."""
    choice = app.query_one(Choice)
    return choice.offered.index(str(choice.value))


async def test_escape_and_leaving_close_it_and_change_nothing() -> None:
    app = Form()
    async with app.run_test(size=(24, 12)) as pilot:
        app.query_one(Choice).focus()
        await pilot.press("enter", "down", "escape")
        assert app.query_one(Choice).value == "e"
        assert app.query_one(Choice).has_focus
        await pilot.press("enter", "down", "tab")
        assert not app.query_one(OptionList).display
        assert app.query_one(Choice).value == "e"
        assert app.heard == ["e"]


async def test_letters_go_to_what_begins_so() -> None:
    app = Form()
    async with app.run_test(size=(24, 12)) as pilot:
        app.query_one(Choice).focus()
        await pilot.press("enter", *"sou", "enter")
        assert app.query_one(Choice).value == "s"


async def test_the_mouse_opens_it_chooses_and_closes_it() -> None:
    app = Form()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click("#wall")
        assert app.query_one(OptionList).display
        await pilot.mouse_down("#wall")
        await pilot.mouse_up("#wall")
        assert not app.query_one(OptionList).display
        await pilot.click("#wall")
        await until(pilot, lambda: app.query_one(OptionList).region.y == app.query_one(Choice).region.bottom)
        await pilot.click(OptionList, offset=(4, 2))
        assert app.query_one(Choice).value == "s"


async def test_what_is_offered_may_change_before_and_after_it_was_opened() -> None:
    app = Form()
    async with app.run_test(size=(24, 12)) as pilot:
        choice = app.query_one(Choice)
        choice.focus()
        choice.offer([("one", "1"), ("two", "2")])
        assert choice.value == "1"
        await pilot.press("enter", "down", "enter")
        assert choice.value == "2"
        choice.offer([("three", "3"), ("four", "4"), ("five", "5")])
        assert (choice.value, choice.offered) == ("3", ("3", "4", "5"))
        await pilot.press("enter", "up", "enter")
        assert choice.value == "5"
