"""Jumping: everything that can have the focus has a letter, in every room and window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from screens.base.windows import Confirm
from screens.guidance.jump import LETTERS, JumpWindow, labels, targets
from tests.screens.conftest import Opened, shows, told_in_passing, until


@given(st.integers(0, len(LETTERS) ** 2))
def test_labels_are_as_many_as_asked_for_and_none_begins_another(count: int) -> None:
    made = labels(count)
    assert len(set(made)) == len(made) == count
    assert len({len(label) for label in made}) <= 1


async def jump(pilot: Pilot[None]) -> dict[str, Widget]:
    """Open the letters; gives what they lead to."""
    await until(pilot, lambda: targets(pilot.app.screen))
    found = {one.letters: one.widget for one in targets(pilot.app.screen)}
    await pilot.press("ctrl+t")
    await until(pilot, lambda: shows(pilot, JumpWindow))
    assert [str(one.content) for one in pilot.app.screen.query(".jump-label").results(Static)] == list(found)
    return found


@pytest.mark.parametrize("room", ["f2", "f4"])
async def test_a_letter_goes_to_each_thing_in_a_room(opened: Opened, room: str) -> None:
    async with opened() as pilot:
        await pilot.press(room)
        screen = pilot.app.screen
        await until(pilot, lambda: screen.focus_chain)
        for letters in [one.letters for one in targets(screen)]:
            found = await jump(pilot)
            await pilot.press(letters)
            await until(pilot, lambda: pilot.app.screen is screen)
            assert screen.focused is found[letters]


async def test_where_there_is_nothing_to_go_to_that_is_said(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3", "ctrl+t")
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert "nothing to jump to" in told_in_passing(pilot.app)[0].message


async def test_a_window_has_letters_too(opened: Opened) -> None:
    async with opened() as pilot:
        pilot.app.push_screen(Confirm("Really?"))
        await until(pilot, lambda: shows(pilot, Confirm))
        window = pilot.app.screen
        found = await jump(pilot)
        yes = next(letters for letters, widget in found.items() if widget.id == "yes")
        await pilot.press(yes)
        await until(pilot, lambda: pilot.app.screen is window)
        assert getattr(window.focused, "id", "") == "yes"


async def test_escape_and_the_key_itself_change_nothing(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        before = screen.focused
        await jump(pilot)
        await pilot.press("ctrl+t", "1", "backspace")
        assert shows(pilot, JumpWindow)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.focused is before


async def test_where_letters_do_not_do_pairs_lead_on(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        found = targets(screen)
        pairs = [one._replace(letters=pair) for one, pair in zip(found, labels(27), strict=False)]
        gone: list[Widget | None] = []
        pilot.app.push_screen(JumpWindow(pairs), gone.append)
        await until(pilot, lambda: shows(pilot, JumpWindow))
        await pilot.press("a", "backspace", "a", "s")
        await until(pilot, lambda: gone)
        assert gone == [pairs[1].widget]


async def test_a_letter_lies_where_its_thing_is(opened: Opened) -> None:
    async with opened() as pilot:
        places = [(one.region.x, one.region.y) for one in targets(pilot.app.screen)]
        await jump(pilot)
        await until(pilot, lambda: pilot.app.screen.query(".jump-label")[-1].region.area)
        shown = [(one.region.x, one.region.y) for one in pilot.app.screen.query(".jump-label")]
        assert shown == places


async def test_ctrl_c_says_what_leaves(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert told_in_passing(pilot.app)[0].title == "Ctrl-Q leaves the studio"


async def test_ctrl_c_says_so_in_a_window_too(opened: Opened) -> None:
    async with opened() as pilot:
        pilot.app.push_screen(Confirm("Really?"))
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert shows(pilot, Confirm)
        assert told_in_passing(pilot.app)[0].title == "Ctrl-Q leaves the studio"


async def test_ctrl_c_copies_what_is_marked_in_a_field(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press(*"Milo", "shift+home", "ctrl+c")
        await until(pilot, lambda: pilot.app.clipboard == "Milo")
        assert not told_in_passing(pilot.app)
