"""At each terminal whose answers were recorded the Gallery shows its pictures in the way that this terminal has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.answering import answers_of, environment_of, recorded
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.terminals import Terminal

pytestmark = pytest.mark.pty

KITTY, PLACED, SIXEL = b"\x1b_Ga=p,U=1", b"\x1b_Ga=p,i=", b'q"1;1;'


def quadrants(seen: bytes) -> bool:
    """Whether cells of four pixels were written: U+2596 to U+259F."""
    return any(chr(one).encode() in seen for one in range(0x2596, 0x25A0))


def sextants(seen: bytes) -> bool:
    """Whether cells of six pixels were written: U+1FB00 to U+1FB3B."""
    return any(chr(one).encode() in seen for one in range(0x1FB00, 0x1FB3C))


SHOWN = {
    "kitty-0.41": lambda seen: KITTY in seen,
    "kitty-0.26": lambda seen: PLACED in seen and KITTY not in seen,
    "konsole": lambda seen: PLACED in seen and KITTY not in seen,
    "xterm": quadrants,
    "xterm-sixel": lambda seen: SIXEL in seen,
    "mlterm": lambda seen: SIXEL in seen,
    "foot": lambda seen: SIXEL in seen,
    "xtermjs": lambda seen: SIXEL in seen,
    "foot-in-tmux": sextants,
    "kitty-0.26-in-tmux": sextants,
    "konsole-in-tmux": sextants,
    "xterm-in-tmux": quadrants,
    "xterm-sixel-in-tmux": quadrants,
    "mlterm-in-tmux": quadrants,
}


@pytest.mark.parametrize("name", SHOWN)
def test_pictures_go_the_way_that_the_terminal_has(home: Home, tmp_path: Path, name: str) -> None:
    home.write_settings("")
    drawn.shelf_of(home.library, 1).close()
    environment = {**environment_of(name), "COLORTERM": "", "MILO_STUDIO_SETTINGS": str(home.settings)}
    if said := recorded(name)["answers"].get("tmux"):
        (tmp_path / "tmux").write_text(f"#!/bin/sh\necho '{said['answer'].strip()}'\n")
        (tmp_path / "tmux").chmod(0o755)
        environment["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with Terminal(["-m", "studio"], environment, columns=120, rows=40, answers=answers_of(name)) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"\x1bOS")
        terminal.until(SHOWN[name])
        terminal.press(b"\x11")
        assert terminal.ended() == 0


def test_what_came_in_time_counts_when_the_last_answer_is_late(home: Home) -> None:
    home.write_settings("")
    drawn.shelf_of(home.library, 1).close()
    environment = {**environment_of("konsole"), "COLORTERM": "", "MILO_STUDIO_SETTINGS": str(home.settings)}
    said = answers_of("konsole")
    last = said[said.rindex(b"\x1b[?") :]
    command, in_time = ["-m", "studio"], said.removesuffix(last)
    with Terminal(command, environment, columns=120, rows=40, answers=in_time) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(last)
        terminal.press(b"\x1bOS")
        seen = terminal.until(lambda seen: PLACED in seen)
        assert SIXEL not in seen
        terminal.press(b"\x11")
        assert terminal.ended() == 0


def test_who_is_asked_sees_each_way_in_which_a_terminal_may_show_pictures(home: Home) -> None:
    home.write_settings("")
    drawn.shelf_of(home.library, 1).close()
    environment = {"COLORTERM": "", "MILO_STUDIO_SETTINGS": str(home.settings)}
    with Terminal(["-m", "studio"], environment, columns=120, rows=40) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"\x1bOS")
        terminal.until(lambda seen: b"\x1b]1337;File=" in seen and sextants(seen) and quadrants(seen))
        terminal.press(b"4")
        terminal.until(lambda _: (home.settings / "terminals.toml").exists())
        terminal.press(b"\x11")
