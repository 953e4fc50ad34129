"""The help: what is typed narrows it, Escape shows all of it again and then closes it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input, Static

from screens.app import StudioApp
from screens.compose.screen import ComposeScreen
from screens.gallery.screen import GalleryScreen
from screens.guidance.help import HelpWindow, Section, sections
from screens.keymap import lines_of
from tests.screens.conftest import Opened, all_words, shows, until

KEYS = Section("Gallery", keys=lines_of(GalleryScreen))
WORDS = Section("", text="One about Milo.\n\nOne about James.")


def seen(pilot: Pilot[None]) -> list[str]:
    """The titles of what is left of the help."""
    return [str(one.content) for one in pilot.app.screen.query(".help-title").results(Static) if one.display]


def test_all_words_have_to_be_there_in_a_key_its_name_its_words_or_what_others_call_it() -> None:
    assert [line.id for line in KEYS.narrowed("trash move").keys] == ["gallery.trash"]
    assert "gallery.trash" in [line.id for line in KEYS.narrowed("delete").keys]
    assert [line.id for line in KEYS.narrowed("ctrl+z").keys] == ["gallery.undo"]
    assert [line.id for line in KEYS.narrowed("^z").keys] == ["gallery.undo"]
    assert [line.id for line in KEYS.narrowed("gallery.export").keys] == ["gallery.export"]
    assert KEYS.narrowed("bananas").is_empty


def test_of_a_text_the_paragraphs_are_left_that_hold_the_words() -> None:
    assert WORDS.narrowed("JAMES").text == "One about James."
    assert WORDS.narrowed("").text == WORDS.text


@given(st.text(max_size=12), st.text(max_size=12))
def test_more_words_leave_no_more(one: str, two: str) -> None:
    assert set(KEYS.narrowed(f"{one} {two}").keys) <= set(KEYS.narrowed(one).keys) <= set(KEYS.keys)


async def test_typing_narrows_and_escape_shows_all_again_and_then_closes(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f4", "f1")
        assert shows(pilot, HelpWindow)
        everything = seen(pilot)
        await pilot.press(*"revert")
        await until(pilot, lambda: seen(pilot) != everything)
        assert seen(pilot) == ["Gallery"]
        await pilot.press("escape")
        await until(pilot, lambda: seen(pilot) == everything)
        assert shows(pilot, HelpWindow)
        await pilot.press("escape")
        assert shows(pilot, GalleryScreen)


async def test_what_is_not_there_leads_to_the_menu(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f1")
        await pilot.press(*"bananas")
        await until(pilot, lambda: "Ctrl+P finds" in all_words(pilot))
        assert not seen(pilot)


async def test_a_question_mark_closes_it_unless_something_is_typed(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3", "question_mark", "q", "question_mark")
        assert shows(pilot, HelpWindow)
        assert pilot.app.screen.query_one(Input).value == "q?"
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: not shows(pilot, HelpWindow))


async def test_the_sections_are_those_of_the_room(opened: Opened) -> None:
    async with opened() as pilot:
        room = pilot.app.screen
        assert isinstance(room, ComposeScreen)
        titles = [section.title for section in sections(StudioApp, room, {})]
        assert titles == ["", "Compose", "Saying", "Everywhere"]


async def test_the_arrows_scroll_while_one_types(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f4", "f1")
        scroll = pilot.app.screen.query_one("#help-scroll")
        await until(pilot, lambda: scroll.max_scroll_y)
        await pilot.press("down", "pagedown")
        await until(pilot, lambda: scroll.scroll_y == scroll.size.height)
        await pilot.press("up", "pageup")
        await until(pilot, lambda: scroll.scroll_y == 0)
