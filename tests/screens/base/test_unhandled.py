"""An error that nobody foresaw is told and written down, and the studio goes on; what cannot go on ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable

import pytest
from textual.app import ComposeResult
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Static

from library.errors import DiskFull
from screens.app import StudioApp
from screens.drawing.drawn_once import DrawnOnce
from screens.drawing.unhandled import MOST_AT_ONCE, MOST_FRAMES, TOLD_EVERY, Unhandled
from screens.drawing.workers import begin_work
from studio.workspace import Workspace
from tests.conftest import Home
from tests.screens.conftest import Opened, app_of, told_in_passing, until


class Told:
    """An app that keeps what it is told."""

    def __init__(self) -> None:
        self.is_leaving = False
        self.now = 0.0
        self.told: list[Exception] = []
        self.ended: list[Exception] = []
        self.frames = 0
        self.unhandled = Unhandled(self, lambda: self.now)
        self.unhandled.ends_at_once = False

    def tell_of(self, error: Exception) -> None:
        self.told.append(error)

    def end_by(self, error: Exception) -> None:
        self.ended.append(error)

    def draw_anew(self) -> None:
        self.frames += 1


def raised(kind: type[Exception] = KeyError) -> Exception:
    """An error from one line."""
    try:
        raise kind("a mistake")
    except kind as error:
        return error


def fails() -> None:
    """A frame that cannot be drawn."""
    raise ValueError("no such colour")


def test_whoever_tells_of_something_goes_on_where_it_cannot_be_heard() -> None:
    app, heard = Told(), list[str]()
    app.unhandled.hear(heard.append, "a job is done")
    app.unhandled.hear({"a": 1}.__getitem__, "no screen")
    assert (heard, [type(error) for error in app.told]) == (["a job is done"], [KeyError])


def test_the_same_error_is_told_once_in_a_while_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    app = Told()
    for _ in range(5):
        app.unhandled.take(raised())
    assert len(app.told) == len(caplog.records) == 1
    assert caplog.records[0].levelno == logging.ERROR
    assert caplog.records[0].exc_info
    app.now = TOLD_EVERY
    app.unhandled.take(raised())
    assert len(app.told) == 2
    assert "(5 times)" in caplog.messages[1]
    app.unhandled.take(raised(ValueError))
    assert len(app.told) == 3
    assert not app.ended


def test_nobody_is_told_who_leaves(caplog: pytest.LogCaptureFixture) -> None:
    app = Told()
    app.is_leaving = True
    app.unhandled.take(raised())
    assert not app.told
    assert caplog.records


def test_before_anybody_is_there_and_in_tests_it_ends() -> None:
    app = Told()
    app.unhandled.ends_at_once = True
    app.unhandled.take(raised())
    assert len(app.ended) == 1


def test_without_memory_it_ends() -> None:
    app = Told()
    app.unhandled.take(raised(MemoryError))
    assert len(app.ended) == 1


def test_what_fails_over_and_over_ends_it_but_not_where_a_person_does_it() -> None:
    app = Told()
    for _ in range(2 * MOST_AT_ONCE):
        app.unhandled.key()
        app.unhandled.take(raised())
    for _ in range(2 * MOST_AT_ONCE):
        app.now += 0.02
        app.unhandled.take(raised())
    assert not app.ended
    for _ in range(MOST_AT_ONCE + 1):
        app.unhandled.take(raised())
    assert app.ended


def test_a_frame_that_fails_is_drawn_anew_and_the_third_one_ends_it() -> None:
    app = Told()
    for _ in range(2):
        for _ in range(MOST_FRAMES - 1):
            app.unhandled.draw(fails)
        app.unhandled.draw(lambda: None)
    assert not app.ended
    assert app.frames == 2 * (MOST_FRAMES - 1)
    for _ in range(MOST_FRAMES):
        app.unhandled.draw(fails)
    assert len(app.ended) == 1


def test_a_widget_that_cannot_be_drawn_breaks_no_frame() -> None:
    class Undrawable(Static):
        def render_lines(self, crop: Region) -> list[Strip]:
            raise ValueError("no such colour")

    app, widget = Told(), Undrawable()

    def frame() -> None:
        assert app.unhandled.lines(widget.render_lines, Region(0, 0, 3, 2)) == [Strip.blank(3)] * 2

    for _ in range(2 * MOST_FRAMES):
        app.unhandled.draw(frame)
    assert len(app.told) == 1
    assert not app.frames
    assert not app.ended


class Faulty(Static, can_focus=True):
    """Fails at everything but at being clicked on."""

    clicks = 0

    class Asked(Message):
        """Nobody can answer this."""

    def on_faulty_asked(self) -> None:
        raise ZeroDivisionError("at a message")

    def action_fail(self) -> None:
        raise ZeroDivisionError("at a key")

    async def work(self) -> None:
        raise ZeroDivisionError("at work")

    def tick(self) -> None:
        raise ZeroDivisionError("at a tick")

    def render_line(self, y: int) -> Strip:
        if self.has_class("-invisible"):
            raise ZeroDivisionError("at being drawn")
        return Strip.blank(self.size.width)

    def on_click(self, event: Click) -> None:
        self.clicks += 1


class FaultyRoom(DrawnOnce[None]):
    """A room with a widget that fails, and one of Textual's."""

    def compose(self) -> ComposeResult:
        yield Faulty("faulty", id="faulty")
        yield Input(id="line")


WAYS: dict[str, Callable[[Faulty], object]] = {
    "a message": lambda faulty: faulty.post_message(Faulty.Asked()),
    "a callback": lambda faulty: faulty.call_later(faulty.action_fail),
    "a frame's callback": lambda faulty: faulty.call_after_refresh(faulty.action_fail),
    "work": lambda faulty: begin_work(faulty, faulty.work, group="work"),
    "a timer": lambda faulty: faulty.set_timer(0.01, faulty.tick),
    "an action": lambda faulty: faulty.app.call_later(faulty.app.run_action, "fail", faulty),
    "drawing": lambda faulty: faulty.add_class("-invisible"),
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_room_stays_and_all_of_it_works_on(
    opened: Opened, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        app.unhandled.ends_at_once = False
        room = FaultyRoom()
        await app.push_screen(room)
        faulty = room.query_one(Faulty)
        WAYS[way](faulty)
        faulty.refresh()
        await until(pilot, lambda: [one for one in told_in_passing(app) if "ZeroDivisionError" in one.message])
        assert any(record.exc_info for record in caplog.records)
        assert app.screen is room
        faulty.remove_class("-invisible")
        await pilot.click(Faulty)
        await until(pilot, lambda: faulty.clicks == 1)
        room.query_one(Input).focus()
        await pilot.press("a")
        assert room.query_one(Input).value == "a"
        assert app.shell.failure is None


async def test_an_error_that_explains_itself_is_told_in_its_own_words(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        app.unhandled.ends_at_once = False

        def full() -> None:
            raise DiskFull("/library")

        app.call_later(full)
        await until(pilot, lambda: told_in_passing(app))
        [told] = told_in_passing(app)
        assert "full" in f"{told.title} {told.message}".casefold()
        assert "mistake" not in told.title


async def test_a_task_that_nobody_waits_for_is_told_of(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        app.unhandled.ends_at_once = False

        async def fail() -> None:
            raise ZeroDivisionError("in a task")

        task = asyncio.ensure_future(fail())
        await asyncio.wait([task])
        del task
        gc.collect()
        await until(pilot, lambda: [one for one in told_in_passing(app) if "in a task" in one.message])


async def test_without_a_workspace_it_does_not_go_on(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> Workspace:
        raise ZeroDivisionError("at opening")

    monkeypatch.setattr("screens.shell.workspace.open_workspace", broken)
    app = StudioApp()

    async def stay() -> None:
        async with app.run_test() as pilot:
            app.unhandled.ends_at_once = False
            await until(pilot, lambda: app.shell.failure is not None)

    with pytest.raises(ZeroDivisionError):
        await stay()
