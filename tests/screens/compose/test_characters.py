"""Who is named and not in the cast is told, and comes into it from Compose; what is named and not drawn is told too."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from screens.base.windows import NoticeWindow
from screens.compose import character_window
from screens.compose.character_window import CharacterWindow
from screens.compose.screen import ComposeScreen
from screens.widgets.choice import Choice
from screens.widgets.field import WRONG
from screens.widgets.pictures.picture import PictureView
from studio.cast import loading
from studio.cast.members import Character
from studio.cast.own_file import NewCharacter, add
from tests.conftest import Home
from tests.screens.compose.writing import notices, words, write
from tests.screens.conftest import CAST, Opened, shows, until


async def test_who_is_not_in_the_cast_is_told_and_added_with_a_key(cast_home: Home, opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Cindy and Bob argue")
        told = "▲ Cindy and Bob are not in the cast, so nobody knows the looks: F9 adds Cindy"
        await until(pilot, lambda: told in words(pilot, "#understood"))
        await pilot.press("f9")
        await until(pilot, lambda: shows(pilot, CharacterWindow))
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "character-look")
        assert pilot.app.screen.query_one("#character-name", Input).value == "Cindy"
        await pilot.press(*"a red fox", "f5")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        told = "▲ Bob is not in the cast, so nobody knows the looks: F9 adds Bob"
        await until(pilot, lambda: told in words(pilot, "#understood"))
        assert "Cindy, plain outfit" in words(pilot, "#understood")
        assert "Cindy is a red fox" in words(pilot, "#prompt")
        assert any("Cindy is in the cast" in notice for notice in notices(pilot))
    assert (cast_home.settings / "cast.toml").read_text(encoding="utf-8").startswith(CAST)
    assert [member.species for member in loading.load(cast_home.settings).members] == ["raccoon", "person", "fox"]


async def test_the_window_says_what_is_missing_and_shows_a_portrait(cast_home: Home, opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: shows(pilot, CharacterWindow))
        window = pilot.app.screen
        portrait = window.query_one("#character-portrait", PictureView)
        await until(pilot, lambda: portrait.shown)
        await pilot.press("f5")
        await until(pilot, lambda: "no name" in str(window.query_one("#character-said", Static).content))
        assert [str(field.border_title) for field in window.query(f".{WRONG}")] == ["Name"]
        await pilot.press(*"[b]Milo", "enter")
        await until(pilot, lambda: "[b]Milo has no look" in str(window.query_one("#character-said", Static).content))
        assert pilot.app.focused is window.query_one("#character-look")
        window.query_one("#character-species", Choice).value = "robot"
        await pilot.press(*"steel", "enter")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
    assert loading.load(cast_home.settings).members[-1].species == "robot"


async def test_what_cannot_be_written_is_told_and_nobody_is_added(cast_home: Home, opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: shows(pilot, CharacterWindow))
        window = pilot.app.screen
        (cast_home.settings / "cast.toml").write_text("[[character]\n", encoding="utf-8")
        await pilot.press(*"Cindy")
        window.query_one("#character-look", Input).value = "a woman"
        await pilot.press("f5")
        await until(pilot, lambda: "cast.toml, line 1" in str(window.query_one("#character-said", Static).content))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
    assert (cast_home.settings / "cast.toml").read_text(encoding="utf-8") == "[[character]\n"


async def test_a_plate_that_is_named_is_taken_and_a_second_one_told(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo codes at the north wall")
        await until(pilot, lambda: "north wall  the scene names it" in words(pilot, "#understood"))
        assert "▲" not in words(pilot, "#understood")
        await write(pilot, "Milo walks from the north wall to the east wall")
        await until(pilot, lambda: "▲ The scene names east wall too" in words(pilot, "#understood"))


async def test_who_is_not_painted_and_what_is_not_known_is_told(cast_home: Home, opened: Opened) -> None:
    others = "".join(
        f'[[character]]\nname = "{name}"\nlook = "an anthropomorphic badger"\n' for name in ("Anna", "Berta", "Clara")
    )
    (cast_home.settings / "cast.toml").write_text(CAST + others, encoding="utf-8")
    async with opened() as pilot:
        await write(pilot, "Anna, Berta, James, Milo and Clara")
        await until(pilot, lambda: "4 figures at most: Clara is not painted" in words(pilot, "#understood"))
        line = words(pilot, "#understood")
        assert "knows no badger, and paints Anna as some animal" in line
        pilot.app.screen.query_one("#saying-words", Input).value = "A / B / C / D / E / F"
        await until(pilot, lambda: "▲ Nobody who is named wears “F”" in words(pilot, "#understood"))


async def test_mistakes_in_the_cast_are_told_when_the_studio_opens(cast_home: Home, opened: Opened) -> None:
    bad = '[[character]]\nname = "Zork"\nlok = "[b]a knight"\n[[character]]\nname = "Bob"\n'
    (cast_home.settings / "cast.toml").write_text(CAST + bad, encoding="utf-8")
    async with opened() as pilot:
        await until(pilot, lambda: shows(pilot, NoticeWindow))
        window = pilot.app.screen
        assert isinstance(window, NoticeWindow)
        assert window.notice.title == "2 mistakes in your own files: what stands there is left out"
        first, second = window.notice.reason.splitlines()
        assert "there is no setting named 'lok' here. Did you mean 'look'?" in first
        assert "'look' is missing" in second
        await pilot.press("escape")
        await write(pilot, "Zork and Milo wave")
        await until(pilot, lambda: "▲ Zork is left out, for the entry has a mistake" in words(pilot, "#understood"))


async def test_a_key_that_comes_twice_adds_a_character_once(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def slow(folder: Path, new: NewCharacter) -> Character:
        begun.set()
        may_go_on.wait(30)
        return add(folder, new)

    monkeypatch.setattr(character_window, "add", slow)
    async with opened() as pilot:
        await write(pilot, "Cindy argues")
        await pilot.press("f9")
        await until(pilot, lambda: shows(pilot, CharacterWindow))
        pilot.app.screen.query_one("#character-look", Input).value = "a red fox"
        await pilot.press("f5")
        await until(pilot, begun.is_set)
        begun.clear()
        await pilot.press("f5")
        may_go_on.set()
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        await until(pilot, lambda: any("Cindy is in the cast" in notice for notice in notices(pilot)))
        assert not begun.is_set()
