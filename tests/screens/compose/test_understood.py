"""Compose says at once what it understood: who, where, and which sayings on whom."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from screens.compose.form.saying_picker import SayingPicker
from tests.screens.compose.writing import words, write
from tests.screens.conftest import Opened, until


async def test_typing_a_scene_says_what_was_understood(opened: Opened) -> None:
    async with opened() as pilot:
        assert isinstance(pilot.app.focused, TextArea)
        assert "Milo or James" in words(pilot, "#understood")
        await pilot.press(*"James")
        await until(pilot, lambda: "James, plain outfit" in words(pilot, "#understood"))
        await write(pilot, "The raccoon naps at the server rack")
        line = words(pilot, "#understood")
        assert "Milo, plain outfit" in line
        assert "north wall" in line
        assert "'rack'" in line
        pilot.app.screen.query_one(TextArea).clear()
        await until(pilot, lambda: "Milo or James" in words(pilot, "#understood"))


async def test_the_list_narrows_with_what_is_typed_and_the_saying_changes_the_outfit(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        await pilot.press("tab", *"wor", "down", "enter")
        picker = pilot.app.screen.query_one(SayingPicker)
        assert picker.words == ("Works On My Machine",)
        await until(pilot, lambda: "lettered outfit “Works On My Machine”" in words(pilot, "#understood"))
        assert "white chest panel" in words(pilot, "#prompt")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "plain outfit" in words(pilot, "#understood"))


async def test_own_words_stay_as_typed(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("tab", *"rt", "enter", "tab")
        picker = pilot.app.screen.query_one(SayingPicker)
        assert picker.words == ("rt",)
        assert not picker.has_class("-open")


async def test_two_characters_wear_two_sayings(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo and James")
        await pilot.press("tab")
        pilot.app.screen.query_one("#saying-words", Input).value = "My words / pe"
        await pilot.press("b", "down", "enter")
        assert pilot.app.screen.query_one(SayingPicker).words == ("My words", "PEBKAC")
        await until(pilot, lambda: "James, lettered outfit “PEBKAC”" in words(pilot, "#understood"))


async def test_a_random_saying_stands_there_at_once_and_rolls_on(opened: Opened) -> None:
    async with opened() as pilot:
        picker = pilot.app.screen.query_one(SayingPicker)
        await pilot.press("ctrl+r")
        first = picker.words
        assert len(first) == 1
        pilot.app.screen.query_one("#style").focus()
        await pilot.press("escape", "ctrl+r")
        assert picker.words != first
