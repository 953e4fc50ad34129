"""The studio asks once where nobody knows, says once how to get more, and follows its person to another terminal."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.events import AppFocus
from textual.pilot import Pilot

from screens.app import StudioApp
from screens.picture_question import PictureQuestion
from screens.widgets.pictures.picture import PictureView
from studio.terminal import tmux
from studio.terminal.answers import Answers
from studio.terminal.judging import Heard
from studio.terminal.remembered import FILE
from tests.conftest import Home
from tests.screens.conftest import app_of, shows, told_in_passing, until

At = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
SILENT = Heard(Answers(is_complete=True))
IN_KITTY = "xterm-kitty|kitty(0.41.1)||on|3.4|{client}|external"
IN_FOOT = "foot|foot(1.21)|RGB|off|3.4|{client}|external"


@pytest.fixture
def at(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> At:
    """Opens the studio at a terminal of which this was heard, with settings that leave the pictures to the studio."""
    cast_home.write_settings("")

    @asynccontextmanager
    async def open_studio(heard: Heard, term: str, **more: str) -> AsyncIterator[Pilot[None]]:
        for name in ("TMUX", "STY", "ZELLIJ", "COLORTERM", "TERM_PROGRAM", "NO_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"TERM": term, **more}.items():
            monkeypatch.setenv(name, value)
        app = StudioApp(heard=heard)
        async with app.run_test(size=(110, 32), notifications=True) as pilot:
            await until(pilot, lambda: app.studio.workspace is not None)
            await pilot.pause()
            yield pilot

    return open_studio


def toasts(pilot: Pilot[None]) -> list[str]:
    return [f"{one.title} {one.message}" for one in told_in_passing(pilot.app)]


async def test_the_first_gallery_asks_and_the_next_knows(at: At, cast_home: Home) -> None:
    async with at(SILENT, "xterm-256color") as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: shows(pilot, PictureQuestion))
        views = list(pilot.app.screen.query(PictureView))
        await until(pilot, lambda: all(view.shown for view in views))
        assert len(views) == 4
        await pilot.press("2")
        await until(pilot, lambda: app_of(pilot).shell.terminal.now.picture.protocol == "sextants")
        assert app_of(pilot).pictures.choice().protocol == "sextants"
    assert 'pictures = "sextants"' in (cast_home.settings / FILE).read_text()
    async with at(SILENT, "xterm-256color") as pilot:
        assert app_of(pilot).shell.terminal.now.picture.protocol == "sextants"
        await pilot.press("f4")
        await pilot.pause()
        assert not shows(pilot, PictureQuestion)


async def test_escape_keeps_what_anything_shows(at: At, cast_home: Home) -> None:
    cast_home.write_settings('colours = "16"\n')
    async with at(SILENT, "rxvt-unicode-256color") as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: shows(pilot, PictureQuestion))
        await pilot.press("escape")
        await until(pilot, (cast_home.settings / FILE).exists)
        await until(pilot, lambda: not app_of(pilot).shell.terminal.now.doubtful)
        assert app_of(pilot).shell.terminal.now.picture.protocol == "half-cells"
        assert app_of(pilot).shell.terminal.now.colours == "16"


async def test_a_setting_is_not_asked_about(at: At, cast_home: Home) -> None:
    cast_home.write_settings('pictures = "half-cells"\n')
    async with at(SILENT, "xterm-256color") as pilot:
        await pilot.press("f4")
        await pilot.pause()
        assert not shows(pilot, PictureQuestion)


async def test_how_to_get_more_colours_is_said_once(at: At) -> None:
    async with at(SILENT, "vt220") as pilot:
        assert app_of(pilot).shell.terminal.now.colours == "16"
        await until(pilot, lambda: any("16 colours" in one for one in toasts(pilot)))
    async with at(SILENT, "vt220") as pilot:
        await pilot.pause()
        assert not any("16 colours" in one for one in toasts(pilot))


async def test_no_color_is_told_of(at: At) -> None:
    async with at(SILENT, "foot", NO_COLOR="1") as pilot:
        await until(pilot, lambda: any("NO_COLOR" in one for one in toasts(pilot)))


async def test_the_colours_that_a_person_set_are_taken(at: At, cast_home: Home) -> None:
    cast_home.write_settings('colours = "24-bit"\n')
    async with at(SILENT, "vt220") as pilot:
        assert app_of(pilot).shell.terminal.now.colours == "24-bit"
        assert pilot.app.console.color_system == "truecolor"


async def test_the_studio_follows_to_another_terminal(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    (tmp_path / "tmux").write_text(f"#!/bin/sh\ncat {said}\n")
    (tmp_path / "tmux").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    here = str(os.getpid())
    heard = Heard(tmux=tmux.read(IN_KITTY.format(client=here)))
    async with at(heard, "tmux-256color", TMUX="x") as pilot:
        studio = app_of(pilot)
        assert (studio.pictures.choice().protocol, studio.pictures.choice().passthrough) == ("kitty", True)
        said.write_text(IN_FOOT.format(client=int(here) + 1))
        studio.post_message(AppFocus())
        await until(pilot, lambda: studio.shell.terminal.now.name == "foot")
        assert studio.pictures.choice().protocol == "sextants"
        # While nobody is attached all stays as it is.
        said.write_text("||||3.4||")
        studio.post_message(AppFocus())
        await pilot.app.workers.wait_for_complete()
        assert studio.shell.terminal.now.name == "foot"
