"""Lists and texts under keys and clicks that come too early or too late, work cancelled as it begins, ANSI themes."""

from __future__ import annotations

import asyncio
import gc

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.theme import BUILTIN_THEMES
from textual.widgets import OptionList, TextArea

from screens.drawing.workers import begin_work
from screens.theme import MILO, ink
from screens.widgets.options import Options
from tests.screens.conftest import Opened, app_of, until


class Listing(App[None]):
    """A list of ten."""

    kind: type[OptionList] = Options

    def compose(self) -> ComposeResult:
        yield self.kind(*map(str, range(10)))


class TextualListing(Listing):
    """Textual's own."""

    kind = OptionList


@pytest.mark.parametrize("page", ["page_up", "page_down"])
async def test_a_page_of_a_list_without_room_is_none(page: str) -> None:
    app = Listing()
    async with app.run_test() as pilot:
        shown = app.query_one(Options)
        shown.highlighted = 3
        await pilot.press(page.replace("_", ""))
        assert shown.highlighted == (0 if page == "page_up" else 9)
        shown.set_options(["other"])
        shown.styles.height = 0
        await pilot.pause()
        await app.run_action(page, shown)


async def test_a_click_on_what_has_gone_chooses_nothing() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        shown = app.query_one(Options)
        await pilot.click(Options, offset=(3, 3))
        before = shown.highlighted
        assert before is not None
        # What stands on the screen is of before until it is drawn again.
        with app.batch_update():
            shown.set_options(["other"])
            await pilot.click(Options, offset=(3, 8))
        assert shown.highlighted in (None, 0)


async def test_textual_itself_fails_at_a_page_of_a_list_without_room() -> None:
    """When it does not any more, `Options` is needed less."""

    async def press() -> None:
        app = TextualListing()
        async with app.run_test() as pilot:
            shown = app.query_one(OptionList)
            shown.set_options(["other"])
            shown.highlighted = 0
            shown.styles.height = 0
            await pilot.pause()
            shown.set_options(["another"])
            shown.highlighted = 0
            await app.run_action("page_up", shown)

    with pytest.raises(KeyError):
        await press()


async def test_lines_that_were_put_in_are_taken_back(opened: Opened) -> None:
    async with opened() as pilot:
        scene = pilot.app.screen.query_one("#scene", TextArea)
        scene.focus()
        scene.insert("Milo at the rack" + "\n" * 40)
        await pilot.pause()
        await pilot.press("ctrl+z")
        await until(pilot, lambda: scene.text == "")
        assert scene.cursor_location == (0, 0)


async def test_work_that_is_cancelled_before_it_begins_leaves_no_coroutine(recwarn: pytest.WarningsRecorder) -> None:
    async def work() -> None:
        await asyncio.Event().wait()

    async with App[None]().run_test() as pilot:
        for _ in range(3):
            begin_work(pilot.app, work, group="work").cancel()
        await pilot.pause()
    gc.collect()
    assert not [one for one in recwarn if "never awaited" in str(one.message)]


@pytest.mark.parametrize("theme", [MILO.name, *BUILTIN_THEMES])
async def test_every_ink_of_every_theme_is_one_that_rich_reads(opened: Opened, theme: str) -> None:
    async with opened() as pilot:
        app, screen = app_of(pilot), pilot.app.screen
        app.theme = theme
        for name in ("primary", "accent", "warning", "error", "success", "muted", "panel", "boost", "background"):
            assert Style.parse(f"bold {ink(screen.app, name)} on {ink(screen.app, name)}")
        for room in ("f2", "f3", "f4"):
            await pilot.press(room)
            await pilot.pause()
