"""Windows and lists of the Cast: colours by name, a new outfit, a member as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from screens.stock.cast.rows import RowList
from screens.stock.cast.screen import CastScreen
from screens.stock.cast.windows.colour_window import ColourWindow
from screens.stock.cast.windows.file_window import FileWindow
from tests.screens.conftest import CAST, Opened, all_words, shows, told_in_passing, until
from tests.screens.stock.cast.parts import at, wrong


async def test_a_name_that_is_typed_on_the_bars_is_a_colour(cindy: Path, opened: Opened) -> None:
    async with opened() as pilot:
        bench = await at(pilot, "cindy")
        pilot.app.screen.query_one("#cast-colours", RowList).focus()
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ColourWindow))
        await pilot.press(*"mauve-ish", "enter")
        await until(pilot, lambda: "'mauve-ish' is no colour" in all_words(pilot))
        await pilot.press("ctrl+u", *"Navy", "enter")
        await until(pilot, lambda: bench.current and bench.current.now.colours == {"suit": "#2c3a62"})


async def test_a_new_outfit_is_seen_where_it_is_named_and_nothing_of_it_is_wrong_yet(
    cindy: Path, opened: Opened
) -> None:
    async with opened() as pilot:
        await at(pilot, "cindy")
        pilot.app.screen.query_one("#cast-outfits", RowList).focus()
        await pilot.press("end", "enter")
        name = pilot.app.screen.query_one("#cast-outfit-name", Input)
        form = pilot.app.screen.query_one("#cast-form")
        await until(pilot, lambda: name.has_focus and form.region.contains_region(name.region))
        assert not wrong(pilot)
        await pilot.press("ctrl+s")
        await until(
            pilot,
            lambda: (
                wrong(pilot)
                == ["Cindy Miller's outfit 'party suit 2' has no words. Write what is worn: a red suit with a bow tie"]
            ),
        )


async def test_a_member_leaves_as_a_file_and_comes_from_one(
    cindy: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened() as pilot:
        bench = await at(pilot, "cindy")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: shows(pilot, FileWindow))
        await pilot.press("f6")
        await until(pilot, lambda: "cindy-miller.milo.zip" in all_words(pilot))
        await pilot.press("f5")
        await until(pilot, lambda: shows(pilot, CastScreen))
        sent = tmp_path / "cindy-miller.milo.zip"
        assert sent.exists()
        await pilot.press("ctrl+g")
        await until(pilot, lambda: shows(pilot, FileWindow))
        await pilot.press("ctrl+u", "ctrl+k", *f"{tmp_path}/cin", "tab")
        await until(pilot, lambda: pilot.app.screen.query_one("#cast-file", Input).value == str(sent))
        await pilot.press("f5")
        await until(pilot, lambda: "is there already" in all_words(pilot))
        cindy.write_text(CAST)
        await pilot.press("f6")
        await until(pilot, lambda: shows(pilot, CastScreen))
        assert "Cindy Miller has joined the cast" in " ".join(one.title for one in told_in_passing(pilot.app))
        await until(pilot, lambda: bench.listed("cindy miller") is not None)
        assert 'name = "Cindy Miller"' in cindy.read_text()


@pytest.mark.parametrize("key", ["f5", "f6"], ids=["written", "taken in"])
async def test_a_file_that_nothing_can_be_called_is_told(cindy: Path, opened: Opened, tmp_path: Path, key: str) -> None:
    async with opened() as pilot:
        await at(pilot, "cindy")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: shows(pilot, FileWindow))
        pilot.app.screen.query_one("#cast-file", Input).value = f"{tmp_path}/{'a' * 300}.milo.zip"
        await pilot.press(key)
        await until(pilot, lambda: "File name too long" in all_words(pilot))
        assert shows(pilot, FileWindow)
