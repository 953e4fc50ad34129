"""The window of a member's references: what is listed, what keys write into the cast, and a set that is drawn."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from screens.stock.cast.screen import CastScreen
from screens.stock.cast.windows.reference_list import ReferencesWindow
from screens.widgets.options import Options
from studio.cast import loading
from studio.cast.members import Character, Reference, by_name
from studio.jobs.reference_sets import not_kept
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, studio_of, told_in_passing, until

CINDY = """[[character]]
name = "Cindy"
look = "a woman with curly red hair"
references = ["one.png", {file = "two.png", view = "back"}]
"""


def cindy(home: Home) -> Character:
    member = by_name("Cindy", loading.load(home.settings).members)
    assert member is not None
    return member


@pytest.fixture
def home_of_two(cast_home: Home) -> Home:
    (cast_home.settings / "cast.toml").write_text(CINDY)
    for number, file in enumerate(("one.png", "two.png", "three.png")):
        Image.new("RGB", (600, 600), (80 * number, 90, 90)).save(cast_home.settings / file)
    return cast_home


async def window_of(pilot: Pilot[None]) -> ReferencesWindow:
    await pilot.press("f7")
    await until(pilot, lambda: shows(pilot, CastScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CastScreen)
    await until(pilot, lambda: screen.parts.bench.rows())
    await pilot.press(*"cindy")
    await until(pilot, lambda: screen.parts.bench.current and screen.parts.bench.current.now.name == "Cindy")
    await pilot.press("ctrl+l")
    await until(pilot, lambda: shows(pilot, ReferencesWindow))
    window = pilot.app.screen
    assert isinstance(window, ReferencesWindow)
    await until(pilot, lambda: window.query(Options) and window.query_one(Options).option_count)
    return window


def said(window: ReferencesWindow) -> str:
    return str(window.query_one("#refs-said", Static).content)


def table(window: ReferencesWindow) -> str:
    return str(window.query_one("#refs-table", Static).content)


async def test_keys_say_what_references_show_and_order_them(home_of_two: Home, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        window = await window_of(pilot)
        await until(pilot, lambda: "three-quarter left" in table(window))
        await pilot.press("v", "v", "e")
        shown = Reference("one.png", "three-quarter left", "", "neutral")
        await until(pilot, lambda: cindy(home_of_two).pictures[0] == shown)
        await pilot.press("J")
        await until(pilot, lambda: [one.file for one in cindy(home_of_two).pictures] == ["two.png", "one.png"])
        await until(pilot, lambda: window.query_one(Options).highlighted == 1)
        await pilot.press("a")
        await until(pilot, lambda: cindy(home_of_two).anchor == "one.png")
        await pilot.press("d")
        await until(pilot, lambda: [one.file for one in cindy(home_of_two).pictures] == ["two.png"])
        window.post_message(Paste(f"'{home_of_two.settings / 'three.png'}'"))
        await until(pilot, lambda: len(cindy(home_of_two).pictures) == 2)
        assert cindy(home_of_two).pictures[1].file == "references/cindy-001.png"
        window.post_message(Paste(str(Path("/nowhere/x.png"))))
        await until(pilot, lambda: "cannot be read" in said(window))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, CastScreen))


async def test_changes_are_taken_back_one_by_one_also_when_the_window_is_closed(
    home_of_two: Home, opened: Opened
) -> None:
    async with opened(80, 24) as pilot:
        window = await window_of(pilot)
        states = [cindy(home_of_two)]

        def is_so(member: Character) -> bool:
            return cindy(home_of_two) == member

        for key in ("v", "J", "a", "d"):
            await pilot.press(key)
            await until(pilot, lambda: cindy(home_of_two) != states[-1])
            states.append(cindy(home_of_two))
        for before in (states[3], states[2], states[1]):
            await pilot.press("ctrl+z")
            await until(pilot, partial(is_so, before))
        await until(pilot, lambda: "The order is taken back" in said(window))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, CastScreen))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: cindy(home_of_two) == states[0])
        assert (home_of_two.settings / "cast.toml").read_text() == CINDY


async def test_what_somebody_else_changed_meanwhile_is_not_taken_back(home_of_two: Home, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        window = await window_of(pilot)
        await pilot.press("a", "a")
        file = home_of_two.settings / "cast.toml"
        await pilot.press("v")
        await until(pilot, lambda: cindy(home_of_two).pictures[0].view == "front")
        theirs = f"# by hand\n{file.read_text()}"
        file.write_text(theirs)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "was changed since" in said(window))
        assert file.read_text() == theirs


async def test_what_is_lacking_is_drawn_also_when_the_window_is_closed(
    home_of_two: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.cast.references.coverage.USUAL_COUNT", 2)
    async with opened(120, 40) as pilot:
        await window_of(pilot)
        await pilot.press("f5", "escape")
        await until(pilot, lambda: any("2 of 2 references" in one.message for one in told_in_passing(pilot.app)), 6000)


async def test_pictures_of_a_set_are_kept_one_by_one_and_all_and_drawn_no_second_time(
    home_of_two: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.cast.references.coverage.USUAL_COUNT", 3)
    async with opened(120, 40) as pilot:
        window = await window_of(pilot)
        rows, workspace = window.query_one(Options), studio_of(pilot).workspace
        assert workspace is not None
        await pilot.press("f5")
        await until(pilot, lambda: rows.option_count == 5, 6000)
        assert "3 of 3 references of Cindy are drawn: k keeps" in said(window)
        first = not_kept.lacking(workspace, cindy(home_of_two))
        await pilot.press("end", "k")
        await until(pilot, lambda: len(cindy(home_of_two).pictures) == 3)
        await until(pilot, lambda: said(window) == "1 picture is a reference now" and rows.option_count == 5)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(cindy(home_of_two).pictures) == 5)
        assert cindy(home_of_two).pictures[-1].view
        assert not_kept.lacking(workspace, cindy(home_of_two)) == first
        await until(pilot, lambda: said(window) == "2 pictures are references now")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: "left to keep" in said(window))


async def test_of_several_files_those_that_can_be_references_are_taken(home_of_two: Home, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        window = await window_of(pilot)
        (home_of_two.settings / "bad.png").write_bytes(b"")
        files = ["bad.png", "one.png", "three.png"]
        window.post_message(Paste(" ".join(str(home_of_two.settings / file) for file in files)))
        await until(pilot, lambda: len(cindy(home_of_two).pictures) == 3)
        await until(pilot, lambda: said(window).startswith("1 picture is taken in"))
        assert "bad.png is empty" in said(window)
        assert "one.png is a reference of Cindy already" in said(window)
