"""What stands beside the form: a draft while one writes, and what to begin with while the scene is empty."""

from __future__ import annotations

from multiprocessing import active_children

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from library.records import PictureFacts
from library.store import Library
from screens.compose.character_window import CharacterWindow
from screens.compose.form.advanced import AdvancedSettings
from screens.compose.live.pane import DraftPane
from screens.compose.panes import BARS, BELOW, rows_beside
from screens.compose.screen import ComposeScreen
from screens.compose.start.offer import RowPane
from screens.compose.start.scene_list import SceneList
from screens.gallery.screen import GalleryScreen
from studio.pictures.live_draft import DraftFailed, LiveDraft, LiveOrder, LivePainter
from studio.scenes.examples import shipped
from studio.scenes.recipe import PictureUse
from studio.settings import window
from tests.conftest import Home
from tests.screens.compose.writing import notices, write
from tests.screens.conftest import Opened, all_words, shows, studio_of, until


@pytest.fixture
def live_home(cast_home: Home) -> Home:
    """A home in which nobody has said whether drafts are painted."""
    (cast_home.settings / window.FILE).unlink()
    return cast_home


def pane(pilot: Pilot[None]) -> DraftPane:
    return pilot.app.screen.query_one(DraftPane)


def scene(pilot: Pilot[None]) -> TextArea:
    return pilot.app.screen.query_one("#scene", TextArea)


async def drawn(pilot: Pilot[None]) -> DraftPane:
    """Wait until a draft stands."""
    await until(pilot, lambda: pilot.app.screen.query(DraftPane) and pane(pilot).view.shown)
    return pane(pilot)


async def offered(pilot: Pilot[None]) -> SceneList:
    """Wait until the scenes to try stand."""
    await until(pilot, lambda: pilot.app.screen.has_class("-start") and pilot.app.screen.query_one(SceneList).region)
    await pilot.pause()
    return pilot.app.screen.query_one(SceneList)


# Rows.


@given(
    st.integers(100, 400),
    st.integers(30, 120),
    st.integers(256, 2048),
    st.integers(256, 2048),
    st.sampled_from([(10, 20), (8, 17), (9, 16)]),
)
def test_the_draft_leaves_room_for_the_prompt_below_and_no_more_of_its_own_than_it_fills(
    width: int, height: int, across: int, down: int, cell: tuple[int, int]
) -> None:
    rows = rows_beside((width, height), (across, down), cell, 20)
    assert rows <= height - BARS - BELOW
    inner = width * 2 // 5 - 3
    assert rows <= max(20, round(inner * cell[0] * down / (across * cell[1])) + 2)


@pytest.mark.parametrize(
    ("window", "rows"), [((100, 30), 18), ((120, 40), 24), ((160, 50), 32), ((200, 60), 40), ((120, 60), 24)]
)
def test_a_square_draft_fills_the_right_column(window: tuple[int, int], rows: int) -> None:
    assert abs(rows_beside(window, (1024, 1024), (10, 20), 18) - rows) <= 1


# The live draft.


async def test_a_draft_is_painted_while_one_writes_and_stays_until_the_next(live_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo sleeps")
        view = (await drawn(pilot)).view
        first = view.frame
        scene(pilot).insert(" with cake at a party")
        frames = []

        def is_another() -> bool:
            frames.append(view.frame)
            return view.frame is not first

        await until(pilot, is_another)
        assert None not in frames
        assert view.region.height * 2 >= view.region.width * 0.9
        prompt, references = pilot.app.screen.query_one("#prompt-field"), pilot.app.screen.query_one("#references")
        assert prompt.region.height >= 9
        assert references.region.height >= 9


async def test_the_saying_is_on_it(live_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo reads")
        view = (await drawn(pilot)).view
        plain = view.frame
        pilot.app.screen.query_one("#saying-words", Input).value = "RTFM"
        await until(pilot, lambda: view.frame is not plain)


async def test_a_scene_that_paints_over_a_picture_shows_that_picture(
    live_home: Home, opened: Opened, small_png: bytes
) -> None:
    async with opened(120, 40) as pilot:
        await offered(pilot)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        start = PictureUse("block-out.png", workspace.library.references.add(small_png))
        await studio_of(pilot).paint_over(start, (832, 1216), None)
        await drawn(pilot)
        await write(pilot, "Milo sleeps")
        assert pane(pilot).border_title == "Painted over"
        await until(pilot, lambda: "60%" in str(pane(pilot).border_subtitle))
        assert "live_painter" not in vars(workspace)
        pilot.app.screen.query_one(AdvancedSettings).paint_over(None)
        await write(pilot, "Milo asleep")
        await until(pilot, lambda: pane(pilot).border_title != "Painted over" and pane(pilot).view.shown)


@pytest.mark.parametrize("size", [(80, 24), (99, 50), (120, 29)])
async def test_a_small_window_has_nothing_of_it_unless_asked(
    live_home: Home, opened: Opened, size: tuple[int, int]
) -> None:
    others = {*active_children()}
    async with opened(*size) as pilot:
        await write(pilot, "Milo sleeps")
        assert not pilot.app.screen.query("DraftPane, SceneList")
        workspace = studio_of(pilot).workspace
        assert "live_painter" not in vars(workspace)
        await pilot.press("ctrl+g")
        await drawn(pilot)
        assert {*active_children()} != others
    assert {*active_children()} == others
    assert window.kept(live_home.settings, live_home.library).live == "on"
    async with opened(*size) as pilot:
        await drawn(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: not pilot.app.screen.has_class("-beside"))
    assert window.kept(live_home.settings, live_home.library).live == "auto"


async def test_hidden_it_stays_hidden_and_the_words_are_as_before(live_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo sleeps")
        await drawn(pilot)
        await pilot.press("ctrl+g")
        assert not pane(pilot).display
        assert scene(pilot).text == "Milo sleeps"
    async with opened(120, 40) as pilot:
        await until(pilot, lambda: scene(pilot).text == "Milo sleeps")
        assert not pilot.app.screen.has_class("-beside")
        assert not pilot.app.screen.query(DraftPane)


async def test_it_comes_with_a_larger_window_and_goes_with_a_smaller_one(live_home: Home, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        await write(pilot, "Milo sleeps")
        await pilot.resize_terminal(120, 40)
        await drawn(pilot)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not pane(pilot).display)


async def test_a_painter_that_fails_says_so_once_and_quietly(
    live_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: LivePainter, order: LiveOrder) -> LiveDraft:
        raise DraftFailed("The draft painter could not paint this scene", "[no] paint", "It can be drawn all the same")

    monkeypatch.setattr(LivePainter, "paint", fail)
    async with opened(120, 40) as pilot:
        for text in ("Milo sleeps", "Milo sleeps late"):
            await write(pilot, text)
            await until(
                pilot, lambda: pilot.app.screen.query(DraftPane) and "could not paint" in pane(pilot).view.words
            )
        assert notices(pilot) == []


async def test_it_ends_with_the_studio_also_while_it_paints(live_home: Home, opened: Opened) -> None:
    others = {*active_children()}
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo sleeps")
        await until(pilot, lambda: {*active_children()} != others)
    assert {*active_children()} == others


# An empty Compose.


async def test_a_scene_to_try_is_taken_by_arrows_and_enter(cast_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        scenes = await offered(pilot)
        await pilot.press("down")
        assert scenes.has_focus
        await pilot.press("down", "enter")
        example = shipped()[1]
        assert scene(pilot).text == example.text
        assert pilot.app.screen.query_one("#saying-words", Input).value == example.saying
        assert scene(pilot).has_focus
        await until(pilot, lambda: not pilot.app.screen.has_class("-start"))
        assert not scenes.display


async def test_by_digit_and_by_click_and_back_to_the_scene_by_escape_and_up(cast_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await offered(pilot)
        for key in ("escape", "up"):
            await pilot.press("down", key)
            assert scene(pilot).has_focus
        await pilot.press("down", "3")
        assert scene(pilot).text == shipped()[2].text
        await pilot.press("ctrl+n")
        scenes = await offered(pilot)
        await pilot.click(scenes, offset=(4, 1))
        await until(pilot, lambda: scene(pilot).text == shipped()[0].text)


async def test_it_is_gone_with_the_first_letter_and_digits_are_letters_there(cast_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await offered(pilot)
        await pilot.press("3")
        assert scene(pilot).text == "3"
        await until(pilot, lambda: not pilot.app.screen.has_class("-start"))


async def test_somebody_of_the_cast_is_named(cast_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await offered(pilot)
        row = pilot.app.screen.query_one("#start-cast", RowPane).row
        await until(pilot, lambda: row.boxes)
        row.focus()
        await pilot.press("right", "enter")
        assert scene(pilot).text == "James "
        assert scene(pilot).has_focus


async def test_who_was_just_added_to_the_cast_stands_there(cast_home: Home, opened: Opened) -> None:
    async with opened(240, 40) as pilot:
        await offered(pilot)
        row = pilot.app.screen.query_one("#start-cast", RowPane).row
        await until(pilot, lambda: len(row.boxes) == 2)
        await pilot.press("f9")
        await until(pilot, lambda: shows(pilot, CharacterWindow))
        await pilot.press(*"Cindy", "tab", *"a red fox", "f5")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        await until(pilot, lambda: len(row.boxes) == 3)
        row.focus()
        await pilot.press("right", "right", "enter")
        assert scene(pilot).text == "Cindy "


async def test_without_pictures_it_says_how_to_draw_one(cast_home: Home, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await offered(pilot)
        assert "Take a scene to try" in all_words(pilot)
        assert not pilot.app.screen.query_one("#start-pictures", RowPane).row.display


async def test_a_last_picture_is_opened(cast_home: Home, opened: Opened, small_png: bytes) -> None:
    library = Library.open(cast_home.library)
    library.save_picture(small_png, PictureFacts(scene="Milo sleeps"))
    library.close()
    async with opened(120, 40) as pilot:
        await offered(pilot)
        row = pilot.app.screen.query_one("#start-pictures", RowPane).row
        await until(pilot, lambda: row.boxes and row.boxes[0].slot.shown)
        row.focus()
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
