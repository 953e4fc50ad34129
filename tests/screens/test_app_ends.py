"""The studio opens and ends: settings with a slip, jobs that go on, mistakes of the program."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import ScreenStackError
from textual.pilot import Pilot

from screens.app import StudioApp
from screens.base.failures import sentence
from screens.base.screen import StudioScreen
from screens.base.windows import NoticeWindow
from studio.scenes.scene import Scene
from tests.conftest import Home
from tests.screens.conftest import all_words, shows, until

# Opening and closing.


async def test_settings_with_a_slip_are_told_and_tried_again(cast_home: Home) -> None:
    cast_home.write_settings("engine = 5\n")
    app = StudioApp()
    async with app.run_test() as pilot:
        await until(pilot, lambda: shows(pilot, NoticeWindow) and "settings.toml, line 2" in all_words(pilot))
        first = app.screen
        await pilot.press("r")
        await until(pilot, lambda: shows(pilot, NoticeWindow) and app.screen is not first)
        cast_home.write_settings("")
        await pilot.press("r")
        await until(pilot, lambda: app.studio.workspace is not None)


async def test_a_studio_that_cannot_open_can_be_left(cast_home: Home) -> None:
    cast_home.library.write_text("a file where the folder should be")
    app = StudioApp()
    async with app.run_test() as pilot:
        await until(pilot, lambda: shows(pilot, NoticeWindow))
        await pilot.press("escape")
        await until(pilot, lambda: not app.is_running)
    assert app.shell.workspace.farewell == ()


async def test_quitting_at_once_leaves_no_library_open(cast_home: Home) -> None:
    app = StudioApp()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
    assert app.studio.workspace is None
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("job")]


async def test_a_studio_that_was_left_while_its_library_opened_takes_the_settings_and_nothing_more(
    cast_home: Home,
) -> None:
    app = StudioApp()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.studio.workspace is not None)
        workspace = app.studio.workspace
    assert workspace is not None
    await app.shell.settings.begin(workspace)


def test_the_end_of_a_job_is_told_to_nobody_when_no_screen_is_left(cast_home: Home) -> None:
    app = StudioApp()
    with pytest.raises(ScreenStackError):
        _ = app.screen
    app.shell._tell_of_the_end("1 picture is done", True)


class CutsOff(StudioScreen):
    """A screen that has the app's end cut off when it is closed, as Ctrl-C does at a line that was given back, and
    then takes its time."""

    def __init__(self, ending: asyncio.Task[None], closed: list[CutsOff]) -> None:
        super().__init__()
        self.ending, self.closed = ending, closed

    async def on_unmount(self) -> None:
        self.ending.cancel()
        await asyncio.wait([self.ending], timeout=0.1)
        self.closed.append(self)


async def test_an_end_that_is_cut_off_leaves_no_library_open_and_no_screen(cast_home: Home) -> None:
    app = StudioApp()
    closed: list[CutsOff] = []
    before = asyncio.all_tasks()

    async def leave(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.studio.workspace is not None)
        await app.push_screen(CutsOff(ending, closed))
        app.exit()

    ending = asyncio.create_task(app.run_async(headless=True, auto_pilot=leave))
    await asyncio.wait([ending])
    assert len(closed) == 1
    assert app.studio.workspace is None
    # What was cancelled just now ends in its turn.
    for _ in range(5):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() - {ending} == before


async def test_who_interrupts_the_studio_leaves_it(cast_home: Home) -> None:
    app = StudioApp()

    async def interrupt(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.studio.workspace is not None)
        ending.cancel()

    ending = asyncio.create_task(app.run_async(headless=True, auto_pilot=interrupt))
    await asyncio.wait([ending])
    assert app.return_code == 0
    assert app.studio.workspace is None


async def test_unfinished_jobs_are_named_at_the_end_and_gone_on_with(cast_home: Home) -> None:
    app = StudioApp()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.studio.workspace is not None)
        assert app.studio.workspace is not None
        jobs, _ = await app.studio.workspace.draw(Scene(text="Milo", count=16, engine="draft"))
        await pilot.press("ctrl+q")
    assert "unfinished here; the next studio goes on" in app.shell.workspace.farewell[0]
    again = StudioApp()
    async with again.run_test() as pilot:
        await until(pilot, lambda: again.studio.workspace is not None)
        assert again.studio.status.on_the_way > 0
        assert again.studio.workspace is not None
        for job in jobs:
            await again.studio.workspace.desk.cancel(job)
        await again.studio.workspace.desk.wait(jobs)
    assert again.shell.workspace.farewell == ()


async def test_a_mistake_of_the_program_ends_it_with_one_line_and_a_log(
    cast_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    app = StudioApp()

    async def break_down() -> None:
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.studio.workspace is not None)
            app.call_later(lambda: 1 // 0)
            await until(pilot, lambda: app.shell.failure is not None)

    with pytest.raises(ZeroDivisionError):
        await break_down()
    assert isinstance(app.shell.failure, ZeroDivisionError)
    line = sentence(app.shell.failure)
    assert "\n" not in line
    assert "studio.log" in line
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
