"""Lettering by its keys, on a real library; nothing is asked of an engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.text import Text
from textual.widgets import Input, OptionList, Static

from screens.lettering.screen import LetteringScreen
from screens.theme import ink
from screens.widgets.pictures.picture import PictureView
from studio.lettering.batches import verify
from studio.lettering.records import from_json
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, studio_of, told_in_passing, until
from tests.screens.lettering.going import text_of, to_lettering


async def test_words_are_typed_seen_and_saved_beside_the_picture(cast_home: Home, opened: Opened) -> None:
    library = drawn.shelf_of(cast_home.library, 1)
    before = Path(library.picture(1).path).read_bytes()
    library.close()
    async with opened(80, 24) as pilot:
        screen = await to_lettering(pilot)
        assert "panel" in text_of(screen, "#lettering-texts")
        view = screen.query_one(PictureView)
        bare = [strip.text for strip in view.render_lines(view.size.region)], view.frame
        await pilot.press(*"rm -rf")
        await until(pilot, lambda: view.frame is not bare[1])
        await pilot.press("f6", "f7", "f8", "f9", "f10")
        assert "UPPER" in text_of(screen, "#lettering-look")
        assert "font roboto-slab" in text_of(screen, "#lettering-look")
        assert "dark" in text_of(screen, "#lettering-look")
        await pilot.press("ctrl+s")
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        await until(pilot, lambda: pilot.app.screen is not screen)
        (lettering,) = workspace.library.letterings(1)
        record = from_json(lettering.record)
        assert lettering.sayings == ("rm -rf",)
        assert record.look.case == "upper"
        assert record.settings[0].placement.method == "panel"
        assert Path(lettering.path).parent == Path(workspace.library.picture(1).path).parent
        assert Path(workspace.library.picture(1).path).read_bytes() == before
        assert not workspace.library.jobs.latest()


async def test_sayings_are_filtered_and_tried_on(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        line, sayings = screen.query_one(Input), screen.query_one(OptionList)
        everything = sayings.option_count
        assert everything >= 36
        await pilot.press(*"it's")
        assert 0 < sayings.option_count < everything
        await pilot.press("down", "down")
        assert "it's" in line.value.casefold()
        assert line.value != "it's"
        assert screen.focused is line
        await pilot.press("ctrl+a", *"zzz")
        assert sayings.option_count == everything


async def test_tab_goes_through_the_places(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(80, 24) as pilot:
        screen = await to_lettering(pilot)
        first = text_of(screen, "#lettering-texts")
        seen = {first}
        for _ in range(8):
            await pilot.press("tab")
            seen.add(text_of(screen, "#lettering-texts"))
            if text_of(screen, "#lettering-texts") == first:
                break
        assert text_of(screen, "#lettering-texts") == first
        assert any("middle" in words for words in seen)
        await pilot.press("shift+tab")
        assert "middle" in text_of(screen, "#lettering-texts")


async def test_the_middle_is_amber_and_saved_with_a_warning(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        texts, amber = screen.query_one("#lettering-texts", Static), ink(pilot.app.screen.app, "warning")

        def is_amber() -> bool:
            assert isinstance(texts.content, Text)
            return any(amber in str(span.style) for span in texts.content.spans)

        assert not is_amber()
        await pilot.press(*"rtfm", "shift+tab")
        assert is_amber()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        (notice,) = told_in_passing(pilot.app)
        assert (notice.title, notice.severity) == ("Saved, but nobody wears “rtfm”", "warning")
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        assert workspace.library.letterings(1)[0].misplaced


async def test_what_cannot_be_set_is_said_and_not_saved(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press("ctrl+s")
        assert pilot.app.screen is screen
        screen.query_one(Input).value = "a much longer line with one 猫 \x1b[31m"
        field, said = screen.query_one("#lettering-field"), screen.query_one("#lettering-said", Static)
        await until(pilot, lambda: field.has_class("-wrong"))
        assert "猫" in str(said.content)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: told_in_passing(pilot.app))
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
        assert pilot.app.screen is screen
        assert "猫" in str(said.content), "as long as it cannot be set"
        assert said.region.height
        screen.query_one(Input).value = "cat"
        await until(pilot, lambda: not field.has_class("-wrong"))
        assert not said.display


async def test_the_second_text_has_a_place_of_its_own(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"one", "f5", *"two")
        words = text_of(screen, "#lettering-texts")
        assert "1 one" in words
        assert "2 two" in words
        await pilot.press("ctrl+s")
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        await until(pilot, lambda: len(workspace.library.letterings(1)) == 1)
        settings = from_json(workspace.library.letterings(1)[0].record).settings
        assert {setting.text for setting in settings} == {"one", "two"}
        assert settings[0].placement != settings[1].placement


async def test_what_is_typed_before_the_picture_is_ready_is_kept(cast_home: Home, opened: Opened) -> None:
    library = drawn.shelf_of(cast_home.library, 1)
    drawn.letter(library, library.picture(1), "PEBKAC")
    library.close()
    async with opened(80, 24) as pilot:
        await studio_of(pilot).letter_picture(1)
        screen = pilot.app.screen
        assert isinstance(screen, LetteringScreen)
        await pilot.press("r")
        await until(pilot, lambda: screen.query_one(PictureView).shown)
        await pilot.press("m")
        line = screen.query_one(Input).value
        assert line == "rm"


async def test_what_is_saved_before_the_picture_is_ready_is_saved_when_it_is(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(80, 24) as pilot:
        await studio_of(pilot).letter_picture(1)
        screen = pilot.app.screen
        await pilot.press(*"RTFM", "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        assert [lettering.sayings for lettering in workspace.library.letterings(1)] == [("RTFM",)]


async def test_leaving_before_the_picture_is_ready_harms_nothing(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    async with opened(80, 24) as pilot:
        for _ in range(3):
            await studio_of(pilot).letter_picture(1)
            screen = pilot.app.screen
            await pilot.press("a", "escape")
            await until(pilot, lambda left=screen: pilot.app.screen is not left)  # type: ignore[misc]
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


async def test_a_picture_that_is_gone_is_said(opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await studio_of(pilot).letter_picture(99)
        await until(pilot, lambda: "NoticeWindow" in type(pilot.app.screen).__name__)


async def test_words_are_read_back_now_and_when_they_are_saved(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    monkeypatch.setattr(verify, "installed", lambda: True)
    monkeypatch.setattr(verify, "engine", lambda: lambda _: "PEBKAO")
    async with opened(120, 40) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"PEBKAC", "ctrl+r")
        await until(pilot, lambda: "PEBKAO" in text_of(screen, "#lettering-said"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        assert workspace.library.picture(1).misread
        assert workspace.library.letterings(1)[0].misread


async def test_without_a_reader_that_is_said(cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn.shelf_of(cast_home.library, 1).close()
    monkeypatch.setattr(verify, "installed", lambda: False)
    async with opened(80, 24) as pilot:
        screen = await to_lettering(pilot)
        await pilot.press(*"RTFM", "ctrl+r")
        await until(pilot, lambda: any("verify" in one.message for one in told_in_passing(pilot.app)))
        assert pilot.app.screen is screen
