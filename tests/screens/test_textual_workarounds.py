"""What `screens/textual_workarounds.py` is for: each of these fails when Textual does by itself what stands there."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Label

from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp
from screens.drawing.narrow_update import NarrowUpdate
from screens.textual_workarounds import ChopsUpdate, LateStrip, XTermParser

WORD = "once"
CONSOLE = Console(color_system="truecolor")


class Recorder(HeadlessDriver):
    """Keeps what is written."""

    written = ""

    @property
    def is_headless(self) -> bool:
        """It is written to."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        type(self).written += data


class PlainRoom(Screen[None]):
    """A room of Textual's."""

    def compose(self) -> ComposeResult:
        yield Label(WORD)


class Room(DrawnOnce[None]):
    """One of ours."""

    def compose(self) -> ComposeResult:
        yield Label(WORD)


async def times_written(app: App[None], room: type[Screen[Any]]) -> int:
    """How often a room is written when it opens."""

    class Fresh(Recorder):
        written = ""

    app.driver_class = Fresh
    async with app.run_test(headless=False, size=(20, 4)) as pilot:
        await pilot.pause(0.1)
        before = Fresh.written.count(WORD)
        await app.push_screen(room())
        await pilot.pause(0.3)
        return Fresh.written.count(WORD) - before


async def test_a_room_is_written_once_and_by_textual_more_often() -> None:
    assert await times_written(DrawnOnceApp(), Room) == 1
    assert await times_written(App(), PlainRoom) > 1


def test_an_update_begins_where_the_change_does_and_with_textual_where_the_widget_does() -> None:
    what: tuple[Any, ...] = ([{0: Strip([Segment("abcdef")])}], [(0, 4, 5)], [[6]])
    assert "abcd" in ChopsUpdate(*what).render_segments(CONSOLE)
    assert "d" not in NarrowUpdate(*what).render_segments(CONSOLE)


async def test_textual_itself_ends_at_the_first_error() -> None:
    async def run() -> None:
        async with App[None]().run_test() as pilot:
            pilot.app.call_later(lambda: 1 // 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await run()


def test_textual_takes_a_terminals_answer_for_keys() -> None:
    messages = [*XTermParser(False).feed("\x1b_Gi=31;OK\x1b\\")]
    assert any(isinstance(message, Key) for message in messages)


def test_textual_makes_the_segments_of_a_line_at_once() -> None:
    made = []

    class Late(LateStrip):
        __slots__ = ()

        def segments(self) -> list[Segment]:
            made.append(self)
            return [Segment("late")]

    late = Late((), 4)
    assert not made
    assert (late.text, late.crop(1, 3).text, [*late]) == ("late", "at", [Segment("late")])
    asked = []
    Strip(asked.append(True) or Segment(letter) for letter in "now")  # type: ignore[func-returns-value]
    assert len(asked) == 3


@pytest.mark.parametrize("name", ["driver", "check_bindings", "handle_exception", "on_error", "dispatch_message"])
def test_an_app_of_textual_has_no_public_name_for_it(name: str) -> None:
    assert not hasattr(App, name)


@pytest.mark.parametrize("name", ["textual.xterm_parser", "textual.compositor", "textual_image.sixel"])
def test_there_is_no_public_module_for_it(name: str) -> None:
    assert importlib.util.find_spec(name) is None
