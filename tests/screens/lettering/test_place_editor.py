"""Lettering by hand: the mode and its keys, all sayings at once, and keys that come faster than they are done."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Input, OptionList, Static

from screens.keymap import lines_of
from screens.lettering.place_editor import PlaceEditor
from screens.lettering.sayings_window import SayingsWindow
from screens.lettering.screen import LetteringScreen
from screens.widgets.footer import StudioFooter
from screens.widgets.pictures.picture import PictureView
from studio.lettering.records import from_json
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, studio_of, until
from tests.screens.lettering.going import text_of, to_lettering


async def test_the_place_is_changed_by_hand_and_changes_are_taken_back(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Moves that come soon after each other are one: however slow this machine is, these do.
    monkeypatch.setattr("screens.lettering.placement.monotonic", lambda: 100.0)
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"hi", "ctrl+g")
        assert screen.query_one(PlaceEditor).has_focus
        assert "grip whole" in text_of(screen, "#lettering-look")
        await pilot.press("right", "right", "shift+up", "ctrl+right")
        assert "by hand" in text_of(screen, "#lettering-texts")
        await pilot.press("c", "down", "c", "c", "c", "c", "f")
        assert "grip tail" in text_of(screen, "#lettering-look")
        assert "roboto-slab" in text_of(screen, "#lettering-look")
        await pilot.press("escape")
        assert screen.query_one(Input).has_focus
        await pilot.press(*["ctrl+z"] * 5)
        assert "panel" in text_of(screen, "#lettering-texts"), "the font, the corner, the turn, the size, the two moves"
        assert screen.query_one(Input).value == "hi"
        await pilot.press("ctrl+z")
        assert screen.query_one(Input).value == ""
        await pilot.press(*["ctrl+y"] * 3)
        assert "by hand" in text_of(screen, "#lettering-texts")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        (setting,) = from_json(workspace.library.letterings(1)[0].record).settings
        assert (setting.text, setting.placement.method) == ("hi", "hand")


async def test_words_become_a_bubble_a_bar_and_print_again(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"hi", "ctrl+g", "k")
        await until(pilot, lambda: "bubble" in text_of(screen, "#lettering-texts"))
        await pilot.press("left", "c", "c", "c", "c", "c", "up")
        await pilot.press("k")
        await until(pilot, lambda: "bar" in text_of(screen, "#lettering-texts"))
        await pilot.press("k")
        await until(pilot, lambda: "panel" in text_of(screen, "#lettering-texts"))
        await pilot.press("s")
        await until(pilot, lambda: "sign" in text_of(screen, "#lettering-texts"))
        await pilot.press("k")
        await until(pilot, lambda: "bubble" in text_of(screen, "#lettering-texts"))
        await pilot.press("ctrl+g", "!", "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        (setting,) = from_json(workspace.library.letterings(1)[0].record).settings
        assert setting.kind == "bubble"
        assert setting.tail is not None


async def test_of_all_sayings_those_that_are_chosen_are_kept(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        await pilot.press("ctrl+g", "k")
        await until(pilot, lambda: "bubble" in text_of(screen, "#lettering-texts"))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, SayingsWindow))
        window = pilot.app.screen
        await until(pilot, lambda: window.query_one("#sheet-picture", PictureView).shown)
        await pilot.press("down", "space", *"99", "enter")
        assert "99" in str(window.query_one("#sheet-said", Static).content)
        shown = window.query_one(OptionList)
        assert str(shown.get_option_at_index(1).prompt).split() == ["✓", "2", *workspace.stock.sayings[1].split()]
        window.query_one(Input).value = "4"
        await pilot.press("enter")
        await until(pilot, lambda: len(workspace.library.letterings(1)) == 2)
        letterings = workspace.library.letterings(1)
        assert [one.sayings for one in letterings] == [(workspace.stock.sayings[1],), (workspace.stock.sayings[3],)]
        short, long = (from_json(one.record).settings[0] for one in letterings)
        assert short.kind == long.kind == "bubble"
        assert short.placement != long.placement, "each bubble is as large as its words"
        await until(pilot, lambda: pilot.app.screen is not window)
        assert screen.is_attached


async def test_keys_are_done_in_the_order_in_which_they_are_pressed(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(80, 24) as pilot:
        screen = await to_lettering(pilot)
        keys = ["old", "ctrl+u", "ctrl+g", "k", "escape", "ctrl+u", "Just", "ctrl+u", "reboot it", "f5", "two", "f5"]
        # All at once, as they come from a terminal while the studio is busy.
        for key in keys:
            for one in [key] if "+" in key or key in ("escape", "f5", "k") else key:
                name = {" ": "space"}.get(one, one)
                pilot.app.post_message(Key(name, one if len(one) == 1 else None))
        line = screen.query_one(Input)
        await until(pilot, lambda: "bubble" in text_of(screen, "#lettering-texts"))
        await until(pilot, lambda: "2 two" in text_of(screen, "#lettering-texts"))
        await until(pilot, lambda: line.value == "reboot it")
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
        assert line.value == "reboot it"
        assert "1 reboot it → bubble" in text_of(screen, "#lettering-texts")


async def test_the_picture_as_it_was_is_told_and_ends_with_a_change_and_with_the_mode(
    cast_home: Home, opened: Opened
) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(80, 24) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"hi", "ctrl+g", "b")
        assert "as it was" in text_of(screen, "#lettering-look")
        await pilot.press("right")
        assert "as it was" not in text_of(screen, "#lettering-look")
        await pilot.press("b", "escape")
        assert screen.query_one(Input).has_focus
        assert "as it was" not in text_of(screen, "#lettering-look")
        await pilot.press("ctrl+g", "b", "ctrl+z")
        assert "as it was" not in text_of(screen, "#lettering-look")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_mode_tells_its_keys_and_the_footer_has_room_for_them(
    cast_home: Home, opened: Opened, size: tuple[int, int]
) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    cast_home.write_settings('pictures = "half-cells"\n[keys]\n"hand.kind" = "x"\n')
    async with opened(*size) as pilot:
        screen = await to_lettering(pilot)
        keys, sayings = screen.query_one("#lettering-keys"), screen.query_one(OptionList)
        for by_hand in (False, True, False):
            assert keys.display is by_hand
            assert sayings.display is not by_hand
            await pilot.pause()
            ends = [item.right for item in screen.query_one(StudioFooter).items]
            assert 40 < max(ends) <= 80
            await pilot.press("ctrl+g")
        told = text_of(screen, "#lettering-legend")
        assert "⇧↑↓" in told
        assert "^←→" in told
        assert "x     print, bubble, bar" in told, "as the person has the keys"


async def test_the_font_is_found_by_either_name() -> None:
    said = {line.id: line.description.casefold() for line in lines_of(LetteringScreen)}
    assert "font" in said["lettering.font"]
    assert "face" in said["lettering.font"]
