"""The whole studio on a terminal that it leaves, or that leaves it."""

from __future__ import annotations

import re
import shlex
import signal
import sys

import pytest

from library.store import Library
from studio.terminal import sequences
from studio.terminal.sequences import POP_TITLE, PUSH_TITLE, Progress
from tests.answering import PLAIN
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.glass import Glass
from tests.screens.terminals import LEFT, ROOT, Terminal
from tests.tmux import tmux_around

GHOSTTY = b"\x1bP>|ghostty 1.2.3\x1b\\" + PLAIN
"""Knows progress in its tab."""
ARRIVED = b"\x1b[?1004h"
"""The terminal is taken over, and its line brings each key as it is: Ctrl+Q is no XON any more."""
LAST_WORDS = f"{sequences.progress(Progress.NONE)}{POP_TITLE}".encode()
FIRST_WORDS = f"{PUSH_TITLE}{sequences.title('milo studio')}".encode()

BROKEN = """
from screens.app import StudioApp
from studio.__main__ import open_screens

def key_f11(self):
    raise MemoryError("it cannot go on")

StudioApp.key_f11 = key_f11
raise SystemExit(open_screens())
"""


@pytest.mark.parametrize("protocol", ["kitty", "kitty-placed"])
def test_a_kitty_terminal_holds_no_picture_after_the_studio(home: Home, protocol: str) -> None:
    home.write_settings(f'pictures = "{protocol}"\n')
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings)}
    with Terminal(["-m", "studio"], surroundings, columns=120, rows=40) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"Milo")
        terminal.until(lambda seen: b"\x1b_Ga=p," in seen)
        terminal.press(b"\x11")
        seen = terminal.until(lambda seen: b"\x1b[?1049l" in seen)
        before, _, _ = seen.partition(b"\x1b[?1049l")
        sent = set(re.findall(rb"\x1b_Ga=t,f=100,i=(\d+)", before))
        assert sent
        assert set(re.findall(rb"\x1b_Ga=d,d=I,i=(\d+)", before)) == sent
        glass = Glass(120, 40).feed(before)
        assert not glass.sent
        assert not glass.placed


def test_the_studio_ends_where_its_terminal_vanishes_without_a_word(home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.vanish()


@pytest.mark.parametrize("how", ["quit", "SIGTERM", "SIGHUP", "mistake"])
def test_however_it_ends_the_tab_is_clear_and_has_its_title_back(home: Home, how: str) -> None:
    command = ["-c", BROKEN] if how == "mistake" else ["-m", "studio"]
    with Terminal(command, {"MILO_STUDIO_SETTINGS": str(home.settings)}, answers=GHOSTTY) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        assert FIRST_WORDS in terminal.seen
        assert LAST_WORDS not in terminal.seen
        if how.startswith("SIG"):
            terminal.signal(signal.Signals[how])
        else:
            terminal.press(b"\x1b[23~" if how == "mistake" else b"\x11")
        seen = terminal.until(lambda seen: LEFT in seen)
        before, _, _ = seen.rpartition(LEFT)
        assert LAST_WORDS in before
        if how.startswith("SIG"):
            assert terminal.status() == 128 + signal.Signals[how]


def test_a_studio_that_is_stopped_gives_the_title_back_until_it_goes_on(home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}, answers=GHOSTTY) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.stop()
        terminal.until(lambda seen: LAST_WORDS in seen and LEFT in seen)
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda seen: seen.count(FIRST_WORDS) == 2)


def went_on_and_left(terminal: Terminal) -> None:
    """Let a studio that stands still go on, and leave it."""
    arrived = terminal.seen.count(ARRIVED)
    terminal.signal(signal.SIGCONT)
    terminal.until(lambda seen: seen.count(ARRIVED) > arrived)
    left = terminal.seen.count(LEFT)
    terminal.press(b"\x11")
    terminal.until(lambda seen: seen.count(LEFT) > left)
    assert terminal.status() == 0


def test_a_studio_that_is_stopped_among_many_keys_goes_on(home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"a" * 600)
        terminal.stop()
        went_on_and_left(terminal)


def test_a_studio_that_was_stopped_unheard_takes_the_terminal_over_again(home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.signal(signal.SIGSTOP)
        went_on_and_left(terminal)


def test_a_pane_of_tmux_has_its_title_back(home: Home) -> None:
    run = f"printf '\\033]2;before\\033\\\\'; {shlex.quote(sys.executable)} -m studio; exec cat"
    environment = {"MILO_STUDIO_SETTINGS": str(home.settings), "PYTHONPATH": str(ROOT)}
    with tmux_around(["sh", "-c", run], environment) as tmux:
        tmux.until(lambda: b"Name " in tmux.seen)
        assert tmux.do("display-message", "-p", "#{pane_title}") == "milo studio\n"
        tmux.do("send-keys", "C-q")
        tmux.until(lambda: tmux.do("display-message", "-p", "#{pane_current_command}") == "cat\n")
        assert tmux.do("display-message", "-p", "#{pane_title}") == "before\n"


def test_keys_before_the_one_that_leaves_are_done_and_written(home: Home) -> None:
    home.write_settings('pictures = "half-cells"\n')
    drawn.shelf_of(home.library, 3).close()
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"\x1bOS")
        terminal.until(lambda seen: b"of 3" in seen)
        terminal.press(b"5\x1b[B4\x1b[B3\x11")
        assert terminal.ended() == 0
    library = Library.open(home.library)
    try:
        assert [picture.rating for picture in library.page(limit=5).pictures] == [5, 4, 3]
    finally:
        library.close()
