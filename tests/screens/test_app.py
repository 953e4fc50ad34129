"""The app: opening and closing, rooms, keys, help, the palette, notices, and mistakes."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from textual.command import CommandPalette, DiscoveryHit
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList

import screens.shell.workspace
from backends.base import EngineUnreachable
from screens.app import StudioApp
from screens.base import messages
from screens.base.screen import StudioScreen
from screens.base.windows import Confirm, NoticeWindow
from screens.compose.screen import ComposeScreen
from screens.gallery.screen import GalleryScreen
from screens.guidance.help import HelpWindow, help_lines
from screens.guidance.palette import StudioCommands
from screens.keymap import lines_of
from screens.progress.screen import ProgressScreen
from screens.rooms import every_room
from screens.textual_workarounds import Compositor, Update
from screens.widgets.header import StudioHeader
from studio.errors import Notice, StudioError
from studio.jobs.desk import Desk
from studio.jobs.states import State
from studio.jobs.views import JobChanged, Noticed
from studio.workspace import Workspace
from tests.conftest import Home
from tests.screens.conftest import Opened, all_words, app_of, shows, told_in_passing, until
from tests.screens.jobs import view


def fail(error: Exception) -> None:
    """Raise an error, where a type checker does not see it."""
    raise error


def key_names(room: type[StudioScreen]) -> list[str]:
    """The names of all bindings that hold in a room."""
    owners: tuple[type[DOMNode], ...] = (StudioApp, room, *room.PARTS)
    return [line.id for owner in owners for line in lines_of(owner)]


# Rooms, help, palette.


async def test_the_rooms_are_a_key_away_from_everywhere(opened: Opened) -> None:
    async with opened() as pilot:
        for key, room in (("f3", ProgressScreen), ("f4", GalleryScreen), ("f2", ComposeScreen)):
            await pilot.press(key)
            assert shows(pilot, room)
            assert pilot.app.screen.query_one(StudioHeader).render().plain.count("F") >= 3


async def test_a_click_on_a_room_s_name_goes_there(opened: Opened) -> None:
    async with opened() as pilot:
        for name, room in (("Gallery", GalleryScreen), ("Progress", ProgressScreen), ("Compose", ComposeScreen)):
            at = pilot.app.screen.query_one(StudioHeader).render().plain.index(name)
            await pilot.click(StudioHeader, offset=(at, 0))
            await until(pilot, partial(shows, pilot, room))


def test_every_key_of_every_room_has_a_name_and_words() -> None:
    for room in every_room():
        assert room.HELP.strip()
        owners: tuple[type[DOMNode], ...] = (room, *room.PARTS)
        for owner in owners:
            for base in owner.__mro__:
                if base.__module__.startswith("screens."):
                    assert all(getattr(entry, "id", None) for entry in base.__dict__.get("BINDINGS", ()))
            assert all(line.description for line in lines_of(owner))


def test_no_two_things_in_a_room_share_a_name() -> None:
    for room in every_room():
        names = key_names(room)
        assert len(names) == len(set(names))


@pytest.mark.parametrize("room", every_room())
def test_the_help_lists_every_key(room: type[StudioScreen]) -> None:
    listed = {line.id for _, lines in help_lines(StudioApp, room, {}) for line in lines}
    assert listed == set(key_names(room))


async def test_help_comes_with_f1_and_with_a_question_mark_where_nothing_is_typed(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("question_mark")
        assert shows(pilot, ComposeScreen)
        await pilot.press("f1")
        assert shows(pilot, HelpWindow)
        assert "Write what happens" in all_words(pilot)
        await pilot.press("escape", "f3", "question_mark")
        assert shows(pilot, HelpWindow)
        await pilot.press("question_mark")
        assert shows(pilot, ProgressScreen)


async def test_the_palette_knows_every_action_and_does_it(opened: Opened) -> None:
    async with opened() as pilot:
        provider = StudioCommands(pilot.app.screen)
        offered = {hit.text async for hit in provider.discover() if isinstance(hit, DiscoveryHit)}
        for _, lines in help_lines(StudioApp, ComposeScreen, {}):
            for line in lines:
                assert line.id == "studio.commands" or any(line.description in (text or "") for text in offered)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: shows(pilot, CommandPalette))
        pilot.app.screen.query_one(Input).value = "go to progress"
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count > 0)
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ProgressScreen))


# The person's own keys and colours.


async def test_keys_and_theme_come_from_the_settings(cast_home: Home, opened: Opened) -> None:
    cast_home.write_settings('theme = "nord"\n[keys]\n"studio.progress" = "f11"\n"compose.roll" = "ctrl+b"\n')
    async with opened() as pilot:
        assert pilot.app.theme == "nord"
        await pilot.press("ctrl+b")
        assert pilot.app.screen.query_one("#saying-words", Input).value
        await pilot.press("f3")
        assert shows(pilot, ComposeScreen)
        await pilot.press("f11")
        assert shows(pilot, ProgressScreen)
        assert "F11 Progress" in pilot.app.screen.query_one(StudioHeader).render().plain


async def test_keys_and_themes_that_cannot_be_are_told(cast_home: Home, opened: Opened) -> None:
    cast_home.write_settings('theme = "pink"\n[keys]\n"studio.progess" = "f9"\n"compose.draw" = "crtl+x"\n')
    async with opened() as pilot:
        await until(pilot, lambda: len(told_in_passing(pilot.app)) == 3)
        told = " ".join(notice.message for notice in told_in_passing(pilot.app))
        assert "'pink'" in told
        assert "Did you mean 'studio.progress'?" in told
        assert "no key 'crtl+x'" in told
        await pilot.press("f3")
        assert shows(pilot, ProgressScreen)


# Notices.


async def test_engine_errors_stand_in_a_window_and_mild_ones_pass(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        with app.studio.reporting():
            fail(StudioError("Mild", "[b]reason", "remedy"))
        app.studio.tell(Noticed(Notice("From the desk")))
        await until(pilot, lambda: len(told_in_passing(app)) == 2)
        with app.studio.reporting():
            fail(EngineUnreachable("[red]nothing answers", "Start it"))
        await until(pilot, lambda: shows(pilot, NoticeWindow) and "[red]nothing answers" in all_words(pilot))
        await pilot.press("enter")
        assert shows(pilot, ComposeScreen)


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False), ("enter", False)])
async def test_a_question_is_answered_by_a_key_and_no_is_the_rule(opened: Opened, key: str, answer: bool) -> None:
    async with opened() as pilot:
        answers: list[bool | None] = []
        pilot.app.push_screen(Confirm("Throw it away?", "[x] detail", yes="Trash"), answers.append)
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press(key)
        await until(pilot, lambda: answers == [answer])


async def test_what_changes_under_a_window_is_drawn(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        app.push_screen(Confirm("Throw it away?", "", yes="Trash"))
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.pause()
        shown: list[str] = []

        def keep(self: StudioApp, screen: Screen[object], update: Update, compositor: Compositor) -> Update:
            shown.append(update.render_segments(self.console))
            return update

        monkeypatch.setattr(StudioApp, "shown", keep)
        app.studio.status.count(3)
        await until(pilot, lambda: any("3 on the way" in one for one in shown))


async def test_a_room_that_is_out_of_sight_hears_of_the_library_when_it_is_seen(
    cast_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    may_open = threading.Event()
    post, really_open = StudioScreen.post_message, screens.shell.workspace.open_workspace

    def heed(self: StudioScreen, message: Message) -> bool:
        if isinstance(message, messages.Opened):
            heard.append(self.ROOM)
        return post(self, message)

    def open_late(folder: Path | None) -> Workspace:
        assert may_open.wait(30)
        return really_open(folder)

    monkeypatch.setattr(StudioScreen, "post_message", heed)
    monkeypatch.setattr(screens.shell.workspace, "open_workspace", open_late)
    app = StudioApp()
    async with app.run_test() as pilot:
        await pilot.press("f4")
        may_open.set()
        await until(pilot, lambda: heard == ["Gallery"])
        await pilot.press("f2")
        await until(pilot, lambda: "the scene is empty" in all_words(pilot))
        assert heard == ["Gallery", "Compose"]


async def test_the_end_of_jobs_is_told_in_one_line_where_nobody_watches_them(opened: Opened) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        await until(pilot, lambda: app.studio.workspace is not None)
        for state in (State.RUNNING, State.DONE, State.DONE):
            app.studio.tell(JobChanged(view("[b]a", state)))
        await until(pilot, lambda: told_in_passing(app))
        assert [told.message for told in told_in_passing(app)] == ["A picture is drawn: Milo debugging, [b]a"]
        for name in ("b", "c"):
            for state in (State.RUNNING, State.DONE):
                app.studio.tell(JobChanged(view(name, state)))
        await until(pilot, lambda: [told.message for told in told_in_passing(app)] == ["3 pictures are drawn"])
        await pilot.press("f3")
        for state in (State.RUNNING, State.FAILED):
            app.studio.tell(JobChanged(view("d", state)))
        await pilot.pause()
        assert [told.message for told in told_in_passing(app)] == ["3 pictures are drawn"]


async def test_how_jobs_of_another_process_end_is_not_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "is_foreign", lambda self, job_id: job_id == "theirs")
    async with opened() as pilot:
        app = app_of(pilot)
        await until(pilot, lambda: app.studio.workspace is not None)
        await pilot.press("f4")
        for state in (State.RUNNING, State.FAILED):
            app.studio.tell(JobChanged(view("theirs", state)))
        for state in (State.RUNNING, State.DONE):
            app.studio.tell(JobChanged(view("ours", state)))
        await until(pilot, lambda: told_in_passing(app))
        assert [told.message for told in told_in_passing(app)] == ["A picture is drawn: Milo debugging, ours"]
