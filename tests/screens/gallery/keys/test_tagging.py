"""Tags and albums by key: on one picture and on many, by typing and from the list, and back again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from screens.gallery.single import SingleScreen
from screens.gallery.windows.name_keys import fitting, read_names
from screens.gallery.windows.tags import NamesWindow
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import library_of, to_gallery

NAMES = st.text(st.characters(exclude_characters=",", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.booleans(), NAMES.filter(lambda name: not name.startswith("-")))))
def test_what_is_typed_is_added_or_taken_off(wanted: list[tuple[bool, str]]) -> None:
    typed = " , ".join(("-" if minus else "") + name for minus, name in wanted)
    add, remove = read_names(typed)
    assert add == tuple(name for minus, name in wanted if not minus)
    assert remove == tuple(name for minus, name in wanted if minus)


@given(st.text(max_size=30))
def test_any_text_gives_names_without_commas_or_nothing(typed: str) -> None:
    add, remove = read_names(typed)
    assert all(name.strip() == name != "" and "," not in name for name in (*add, *remove))


def test_names_that_begin_with_what_is_typed_come_first() -> None:
    assert fitting(["night robot", "lab", "Robot"], " rob") == ("Robot", "night robot")
    assert fitting(["b", "a"], "") == ("b", "a")


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of five pictures, some of them tagged."""
    library = drawn.shelf_of(cast_home.library, 5)
    library.annotations.tag([1, 2, 3], ["robot"])
    library.annotations.tag([3, 4], ["night"])
    library.close()
    return cast_home.library


async def window_of(pilot: Pilot[None], key: str) -> NamesWindow:
    """The window that a key opens, when it knows what there is."""
    await pilot.press(key)
    await until(pilot, partial(shows, pilot, NamesWindow))
    window = pilot.app.screen
    assert isinstance(window, NamesWindow)
    await until(pilot, lambda: window.is_mounted and not window.workers._workers)
    return window


def listed(window: NamesWindow) -> list[str]:
    names = window.query_one("#names-list", OptionList)
    return [" ".join(str(option.prompt).split()) for option in names.options]


async def test_typed_tags_are_given_taken_off_and_taken_back(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 5)
        library = library_of(pilot)
        window = await window_of(pilot, "t")
        await until(pilot, lambda: listed(window) == ["3 robot", "2 night"])
        await pilot.press(*"lab, new", "enter")
        await until(pilot, lambda: library.picture(5).tags == ("lab", "new"))
        await until(pilot, lambda: "● 1 lab" in listed(window))
        await pilot.press(*"-lab, rob")
        await until(pilot, lambda: listed(window) == ["3 robot"])
        await pilot.press("tab", "enter")
        await until(pilot, lambda: library.picture(5).tags == ("new", "robot"))
        await until(pilot, lambda: "● 4 robot" in listed(window))
        await pilot.press("backspace")
        await until(pilot, lambda: library.picture(5).tags == ("new",))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.parts.shelf.pictures[0].tags == ("new",)
        for tags in (("new", "robot"), ("lab", "new"), ()):
            await pilot.press("ctrl+z")
            await until(pilot, lambda tags=tags: library.picture(5).tags == tags)  # type: ignore[misc]


async def test_the_list_toggles_the_tags_of_many(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 5)
        library = library_of(pilot)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(screen.parts.shelf.marked) == 5)
        window = await window_of(pilot, "t")
        await until(pilot, lambda: listed(window) == ["◐ 3 of 5 robot", "◐ 2 of 5 night"])
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: listed(window) == ["◐ 3 of 5 robot", "● 5 night"])
        await pilot.press("enter")
        await until(pilot, lambda: listed(window) == ["◐ 3 of 5 robot", "0 night"])
        assert library.picture(3).tags == ("robot",)
        await pilot.press("escape", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: [library.picture(one).tags for one in (3, 4)] == [("night", "robot"), ("night",)])
        said = [notice.message for notice in told_in_passing(pilot.app)]
        assert said == ["Taken back: tag + night for 5 pictures"]


async def test_the_last_names_again_also_in_the_single_view(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await to_gallery(pilot, 5)
        library = library_of(pilot)
        await pilot.press("full_stop")
        await until(pilot, lambda: told_in_passing(pilot.app))
        await window_of(pilot, "a")
        await pilot.press(*"best of", "enter", "escape", "enter")
        await until(pilot, partial(shows, pilot, SingleScreen))
        await pilot.press("j", "full_stop")
        await until(pilot, lambda: library.annotations.albums() == (("best of", 2),))
        assert library.annotations.albums_of(4) == ("best of",)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: library.annotations.albums_of(4) == ())


async def test_a_name_that_cannot_be_kept_as_it_is_is_said(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await to_gallery(pilot, 5)
        window = await window_of(pilot, "t")
        await pilot.press(*"a|b, good", "enter")
        said = window.query_one("#names-said", Static)
        await until(pilot, lambda: str(said.content).endswith(": a|b"))
        assert library_of(pilot).picture(5).tags == ("a/b", "good")
