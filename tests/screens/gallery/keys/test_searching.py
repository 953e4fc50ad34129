"""The search line: completions while one types, the mark at a slip, the searches before."""

from __future__ import annotations

from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given
from textual.pilot import Pilot
from textual.widgets import OptionList

from library.search.terms import FIELDS
from library.searches import Searches
from screens.gallery.help_words import SEARCHING
from screens.gallery.parts.browser import Browser
from screens.gallery.parts.search_line import SearchBar, pointing
from screens.gallery.screen import GalleryScreen
from screens.guidance.help import HelpWindow
from studio.search_help import meaning_of, search_language
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import to_gallery


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=90), st.integers(0, 200), st.integers(3, 120))
def test_the_mark_stands_at_the_slip_and_the_words_beside_it(said: str, at: int, width: int) -> None:
    line = pointing(said, at, width)
    assert len(line) <= width
    assert line[min(at, width - 1)] == "▲"
    assert (said in line) or "…" in line or width < 8


def test_the_whole_language_is_described() -> None:
    assert {line.field for line in search_language() if line.field} == set(FIELDS)
    assert all(line.meaning and line.example for line in search_language())
    assert all(len(meaning_of(field)) <= 46 for field in FIELDS)


def test_the_help_tells_all_that_can_be_searched_for() -> None:
    tables = [table for table in GalleryScreen.help_tables() if table.title == SEARCHING]
    told = " ".join(f"{example} {meaning}" for table in tables for example, meaning in table.lines)
    assert all(f"{field}:" in told for field in FIELDS)
    assert all(sign in told for sign in ("is:misread", "..", ">=", "-", " or ", '"', "(", "16:9"))


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of four pictures with tags."""
    library = drawn.shelf_of(cast_home.library, 4)
    library.annotations.tag([1, 2], ["robot"])
    library.annotations.tag([2], ["night shift"])
    library.close()
    return cast_home.library


def offered(screen: GalleryScreen) -> list[str]:
    bar = screen.query_one(SearchBar)
    names = screen.query_one("#gallery-completions", OptionList)
    return [str(option.prompt).split("  ")[0] for option in names.options] if bar.has_class("-open") else []


async def typed(pilot: Pilot[None], screen: GalleryScreen, text: str) -> None:
    await pilot.press(*text)
    bar = screen.query_one(SearchBar)
    await until(pilot, lambda: not bar._asking and bar._wanted is None)


async def test_the_help_begins_with_the_language_where_one_types_a_search(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await to_gallery(pilot, 4)
        await pilot.press("slash", "f1")
        await until(pilot, lambda: shows(pilot, HelpWindow))
        window = pilot.app.screen
        top = window.query_one("#help-scroll").region.y
        await until(pilot, lambda: window.query_one("#help-begin").region.y - top in (0, 1))
        await pilot.press("escape", "escape", "f1")
        await until(pilot, lambda: shows(pilot, HelpWindow))
        assert not pilot.app.screen.query("#help-begin")


async def test_fields_and_values_are_completed(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 4)
        line = screen.query_one(SearchBar).line
        await pilot.press("slash")
        await typed(pilot, screen, "ta")
        assert offered(screen) == ["tag:"]
        await pilot.press("tab")
        await until(pilot, lambda: offered(screen) == ["robot", '"night shift"'])
        assert line.value == "tag:"
        await pilot.press("down", "down", "enter")
        assert line.value == 'tag:"night shift"'
        assert not offered(screen)
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == [2])
        await pilot.press("enter")
        assert isinstance(screen.focused, Browser)


async def test_enter_searches_and_escape_closes_the_list_first(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 4)
        line = screen.query_one(SearchBar).line
        await pilot.press("slash", "down")
        await until(pilot, lambda: len(offered(screen)) == len(FIELDS))
        await pilot.press("escape")
        assert not offered(screen)
        await typed(pilot, screen, "s")
        assert "saying:" in offered(screen)
        await pilot.press("escape")
        assert (offered(screen), line.value, line.has_focus) == ([], "s", True)
        await pilot.press("backspace")
        await typed(pilot, screen, "m")
        assert offered(screen)
        await pilot.press("enter")
        assert isinstance(screen.focused, Browser)
        assert (offered(screen), line.value) == ([], "m")


async def test_a_slow_answer_never_stands_under_what_is_typed_later(
    shelf: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    completions = Searches.completions

    def noted(searches: Searches, text: str, cursor: int) -> object:
        asked.append(text)
        return completions(searches, text, cursor)

    monkeypatch.setattr(Searches, "completions", noted)
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 4)
        await pilot.press("slash")
        await typed(pilot, screen, "tag:x")
        assert asked[-1] == "tag:x"
        assert not offered(screen)


async def test_the_searches_before_are_called_back(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 4)
        line = screen.query_one(SearchBar).line
        await pilot.press("slash", *"milo", "enter", "slash", *" 3", "enter", "slash")
        await pilot.press("up")
        assert line.value == "milo 3"
        await pilot.press("ctrl+u", "up")
        assert line.value == "milo 3"
        await pilot.press("up", "up")
        assert line.value == "milo"
        await pilot.press("down", "down")
        assert line.value == ""
