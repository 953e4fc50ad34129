"""Ctrl+Z: the studio stops to the shell that it was started from, and `fg` brings it back as it was."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.widgets import Input

from screens.app import StudioApp
from screens.base.windows import Confirm
from tests.answering import PLAIN
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.glass import Glass
from tests.screens.terminals import LEFT, ROOT, Terminal
from tests.tmux import tmux_around

BASH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.environ["PS1"] = "ready> "
os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
"""
PROMPT = b"ready> "
TAKEN = (b"\x1b[?1049h", b"\x1b[?1000h", b"\x1b[?1006h", b"\x1b[?1004h", b"\x1b[?2004h", b"\x1b[>")
"""Its screen, the mouse, the focus, pastes, and Kitty's keyboard."""
GIVEN_BACK = (LEFT, b"\x1b[?1000l", b"\x1b[?1006l", b"\x1b[?1004l", b"\x1b[?2004l", b"\x1b[<u", b"\x1b[?25h")
F3, F4, CTRL_Z, CTRL_Q = b"\x1bOR", b"\x1bOS", b"\x1a", b"\x11"
NOTHING_DRAWN = "Nothing has been drawn yet"
STUDIO = f"{shlex.quote(sys.executable)} -m studio"


@contextmanager
def shell(home: Home, answers: bytes = PLAIN) -> Iterator[Terminal]:
    """A shell with job control on a terminal."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings), "XDG_STATE_HOME": str(home.state)}
    with Terminal(["-c", BASH], surroundings, columns=120, rows=40, answers=answers) as terminal:
        terminal.until(lambda seen: PROMPT in seen)
        yield terminal


def typed(terminal: Terminal, line: str, until: bytes) -> bytes:
    """What comes after a line that is typed into the shell, up to where something stands."""
    before = len(terminal.seen)
    terminal.press(f"{line}\r".encode())
    return terminal.until(lambda seen: until in seen[before:])[before:]


def stopped(terminal: Terminal, keys: bytes = CTRL_Z) -> bytes:
    """What the studio writes at Ctrl+Z, until the shell has the terminal."""
    before = len(terminal.seen)
    terminal.press(keys)
    return terminal.until(lambda seen: PROMPT in seen[before:].rpartition(LEFT)[2])[before:]


def page(seen: bytes) -> str:
    return Glass(120, 40).feed(seen).page


def in_progress(terminal: Terminal) -> None:
    terminal.press(F3)
    terminal.until(lambda seen: NOTHING_DRAWN in page(seen) and "p Pause" in page(seen))


@pytest.mark.parametrize("command", [STUDIO, f"sh -c '{STUDIO}; true'"])
def test_it_stops_to_the_shell_and_comes_back_as_it_was(home: Home, command: str) -> None:
    with shell(home) as terminal:
        typed(terminal, command, b"Name ")
        in_progress(terminal)
        before = page(terminal.seen)
        given_back = stopped(terminal)
        assert all(one in given_back for one in GIVEN_BACK)
        assert b"Stopped" in given_back
        line = typed(terminal, "stty -a | tr ';' '\\n'; echo done", b"\ndone").decode()
        assert not re.search(r"-(icanon|echo|isig|icrnl|ixon)\b", line)
        stood = len(terminal.seen)
        again = typed(terminal, "fg", b"Quit")
        assert all(one in again for one in TAKEN)
        # All is drawn anew, on a screen that is blank.
        terminal.until(lambda seen: page(seen[stood:].partition(TAKEN[0])[2]) == before)
        terminal.press(CTRL_Q)
        left = terminal.seen.count(LEFT)
        terminal.until(lambda seen: seen.count(LEFT) > left and seen.endswith(PROMPT))
        assert b"status 0" in typed(terminal, "echo status $?", b"status 0\r\n")


def test_a_terminal_holds_no_picture_while_the_shell_has_it_and_all_of_them_afterwards(home: Home) -> None:
    home.write_settings('pictures = "kitty"\n')
    drawn.shelf_of(home.library, 3).close()
    with shell(home) as terminal:
        typed(terminal, STUDIO, b"Name ")
        terminal.press(F4)
        terminal.until(lambda seen: b"of 3" in seen and b"\x1b_Ga=p,U=1" in seen)
        # In the Gallery the key is undo, and the palette has the way.
        terminal.press(b"\x10")
        terminal.until(lambda seen: "Search for commands" in page(seen))
        terminal.press(b"to the shell")
        terminal.until(lambda seen: "Go to the shell" in page(seen))
        given_back = stopped(terminal, b"\r")
        sent = set(re.findall(rb"\x1b_Ga=t,f=100,i=(\d+)", terminal.seen))
        on_screen, _, _ = given_back.partition(LEFT)
        assert set(re.findall(rb"\x1b_Ga=d,d=I,i=(\d+)", terminal.seen.rpartition(LEFT)[0])) == sent
        assert b"\x1b_Ga=d,d=I" in on_screen
        placed = typed(terminal, "fg", b"U=1")
        # One that was being made ready is sent only now.
        sent |= set(re.findall(rb"\x1b_Ga=t,f=100,i=(\d+)", placed))
        assert set(re.findall(rb"\x1b_Ga=p,U=1,i=(\d+)", placed)) <= sent


def test_where_no_shell_waits_it_says_so_and_goes_on(home: Home) -> None:
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings), "XDG_STATE_HOME": str(home.state)}
    with Terminal(["-m", "studio"], surroundings, columns=120, rows=40) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        in_progress(terminal)
        terminal.press(CTRL_Z)
        terminal.until(lambda seen: "There is no shell to go to" in page(seen))
        terminal.press(CTRL_Q)
        assert terminal.ended() == 0


def test_in_a_pane_of_tmux_it_stops_to_the_shell_there(home: Home) -> None:
    environment = {"MILO_STUDIO_SETTINGS": str(home.settings), "PYTHONPATH": str(ROOT), "PS1": "ready> "}
    with tmux_around(["bash", "--norc", "--noprofile", "-i"], environment) as tmux:
        tmux.do("send-keys", STUDIO, "Enter")
        tmux.until(lambda: b"Name " in tmux.seen)
        tmux.do("send-keys", "F3")
        tmux.until(lambda: NOTHING_DRAWN in tmux.do("capture-pane", "-p"))
        before = tmux.do("capture-pane", "-p")
        tmux.do("send-keys", "C-z")
        tmux.until(lambda: "Stopped" in tmux.do("capture-pane", "-p"))
        assert tmux.do("display-message", "-p", "#{alternate_on} #{mouse_any_flag}") == "0 0\n"
        tmux.do("send-keys", "fg", "Enter")
        tmux.until(lambda: tmux.do("capture-pane", "-p") == before)
        assert tmux.do("display-message", "-p", "#{alternate_on} #{mouse_any_flag}") == "1 1\n"


async def test_where_one_writes_it_is_undo_and_no_way_to_the_shell(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr("screens.navigation.Everywhere.action_to_shell", lambda self: gone.append("shell"))
    async with StudioApp().run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "i", "ctrl+z")
        assert gone == []
        await pilot.press("f3", "ctrl+z")
        assert gone == ["shell"]
        await pilot.app.push_screen(Confirm("Is this a window?"))
        await pilot.press("ctrl+z")
        assert gone == ["shell", "shell"]
        await pilot.press("escape", "f2")
        pilot.app.screen.query(Input).first().focus()
        await pilot.press("7", "ctrl+z")
        assert gone == ["shell", "shell"]


async def test_the_palette_finds_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr("screens.navigation.Everywhere.action_to_shell", lambda self: gone.append("shell"))
    async with StudioApp().run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p", *"to the shell")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause()
        assert gone == ["shell"]
