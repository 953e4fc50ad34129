"""The keys of the large view that it has in common with the Gallery: marks, compare, matches, the search."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from library.store import Library
from screens.gallery.compare_screen import CompareScreen
from screens.gallery.screen import GalleryScreen
from screens.gallery.single import SingleScreen
from screens.widgets.changing_text import ChangingText
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.gallery.going import library_of, to_gallery


@pytest.fixture
def nine(cast_home: Home) -> Path:
    """A library of nine pictures."""
    drawn.shelf_of(cast_home.library, 9).close()
    return cast_home.library


async def to_single(pilot: Pilot[None], count: int) -> GalleryScreen:
    """The large view over the Gallery, which is given."""
    screen = await to_gallery(pilot, count)
    await pilot.press("enter")
    await until(pilot, partial(shows, pilot, SingleScreen))
    await until(pilot, lambda: bool(line(pilot)))
    return screen


def line(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#single-line", ChangingText).text.plain


async def test_marks_are_set_and_seen_in_the_large_view(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_single(pilot, 9)
        await pilot.press("space", "v", "j")
        assert screen.parts.shelf.marked == {9}
        await until(pilot, lambda: "3 of 9 · v ends the range · 1 marked" in line(pilot))
        assert "○" in line(pilot)
        await pilot.press("v")
        await until(pilot, lambda: screen.parts.shelf.marked == {9, 8, 7})
        await until(pilot, lambda: "● 3 of 9 · 3 marked" in line(pilot))
        # What is marked stays so, and keys act on what is seen.
        await pilot.press("j", "p")
        await until(pilot, lambda: library_of(pilot).picture(6).mark == "pick")
        assert library_of(pilot).picture(9).mark == ""
        assert screen.parts.shelf.current is not None
        assert screen.parts.shelf.current.id == 5
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: screen.parts.shelf.marked == {9})
        assert library_of(pilot).picture(6).mark == ""
        await pilot.press("escape")
        assert "1 marked" in str(screen.query_one("#gallery-count").render())


@pytest.mark.parametrize(
    ("keys", "compared"), [(["c"], (9, 8)), (["space", "j", "space", "c"], (9, 7)), (["j", "space", "j", "c"], (8, 6))]
)
async def test_the_marked_or_the_next_are_compared_from_the_large_view(
    nine: Path, opened: Opened, keys: list[str], compared: tuple[int, ...]
) -> None:
    async with opened(120, 40) as pilot:
        await to_single(pilot, 9)
        await pilot.press(*keys)
        await until(pilot, partial(shows, pilot, CompareScreen))
        compare = pilot.app.screen
        assert isinstance(compare, CompareScreen)
        assert tuple(one.id for one in compare.parts.shelf.pictures) == compared
        await pilot.press("escape")
        await until(pilot, partial(shows, pilot, SingleScreen))


async def test_marks_that_come_when_the_large_view_is_left_are_there(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    real = Library.ids

    def slow(library: Library, *given: Any, **named: Any) -> tuple[int, ...]:
        held.wait()
        return real(library, *given, **named)

    async with opened(80, 24) as pilot:
        screen = await to_single(pilot, 9)
        monkeypatch.setattr(Library, "ids", slow)
        try:
            # What is seen is judged at once, whatever is being marked, and not what is seen when that is done.
            await pilot.press("ctrl+a", "p", "escape")
            await until(pilot, lambda: pilot.app.screen is screen)
            # It waits for the marks, and then is for all of them.
            await pilot.press("3")
        finally:
            held.set()
        await until(pilot, lambda: len(screen.parts.shelf.marked) == 9)
        await until(pilot, lambda: [one.rating for one in library_of(pilot).page().pictures] == [3] * 9)
        assert [one.mark for one in library_of(pilot).page().pictures] == ["pick", *[""] * 8]
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: not screen.parts.shelf.marked)


async def test_what_is_being_marked_is_compared_when_it_is(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    real = Library.ids

    def slow(library: Library, *given: Any, **named: Any) -> tuple[int, ...]:
        held.wait()
        return real(library, *given, **named)

    async with opened(120, 40) as pilot:
        await to_single(pilot, 9)
        monkeypatch.setattr(Library, "ids", slow)
        try:
            await pilot.press("v", "j", "j", "v", "c")
        finally:
            held.set()
        await until(pilot, partial(shows, pilot, CompareScreen))
        compare = pilot.app.screen
        assert isinstance(compare, CompareScreen)
        assert [one.id for one in compare.parts.shelf.pictures] == [9, 8, 7]


async def test_matches_are_gone_to_and_a_search_begun_from_the_large_view(nine: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_single(pilot, 9)
        await pilot.press("n")
        assert [notice.title for notice in told_in_passing(pilot.app)] == ["Nothing was searched for yet"]
        await pilot.press("slash", *"seed:2 or seed:7", "enter")
        assert pilot.app.screen is screen
        await until(pilot, lambda: [one.id for one in screen.parts.shelf.pictures] == [7, 2])
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 9)
        await pilot.press("enter")
        await until(pilot, partial(shows, pilot, SingleScreen))
        for key, wanted in (("n", "8 of 9"), ("N", "3 of 9")):
            await pilot.press(key)
            await until(pilot, lambda wanted=wanted: wanted in line(pilot))  # type: ignore[misc]


async def test_both_ends_are_reached_from_the_large_view(
    nine: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.gallery.model.queries.FIRST_PAGE", 3)
    monkeypatch.setattr("screens.gallery.model.queries.PAGE", 3)
    monkeypatch.setattr("screens.gallery.model.shelf.NEAR", 1)
    async with opened(80, 24) as pilot:
        screen = await to_single(pilot, 3)

        def is_on(wanted: int) -> bool:
            return screen.parts.shelf.current is not None and screen.parts.shelf.current.id == wanted

        for keys, wanted in (("G", 1), ("g", 9), ("jG", 1), ("kj", 1), ("gk", 9)):
            await pilot.press(*keys)
            await until(pilot, partial(is_on, wanted))


async def test_a_judged_picture_keeps_the_version_that_is_seen(cast_home: Home, opened: Opened) -> None:
    library = drawn.shelf_of(cast_home.library, 2)
    for words in ("ONE", "TWO"):
        drawn.letter(library, library.picture(2), words)
    library.close()
    async with opened(80, 24) as pilot:
        await to_single(pilot, 2)
        await until(pilot, lambda: "TWO" in line(pilot))
        await pilot.press("left")
        await until(pilot, lambda: "ONE" in line(pilot))
        await pilot.press("4")
        await until(pilot, lambda: library_of(pilot).picture(2).rating == 4)
        await until(pilot, lambda: "★★★★" in line(pilot))
        assert "ONE" in line(pilot)
