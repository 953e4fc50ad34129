"""`studio show` at terminals that were recorded: the picture comes in their way, and a line below it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answering import answers_of, environment_of, recorded
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.glass import PLACEHOLDER, Glass
from tests.screens.terminals import Terminal

HALVES, QUADRANTS, SEXTANTS = "▀", "▘▝▖▗▚▞", "".join(map(chr, range(0x1FB00, 0x1FB3C)))
WAYS: dict[str, Callable[[str], bool]] = {
    "kitty-0.41": lambda seen: "\x1b_Ga=p,U=1" in seen and PLACEHOLDER in seen,
    "kitty-0.26": lambda seen: "\x1b_Ga=p,i=" in seen,
    "konsole": lambda seen: "\x1b_Ga=p,i=" in seen,
    "foot": lambda seen: 'q"1;1;' in seen,
    "xterm-sixel": lambda seen: 'q"1;1;' in seen,
    "xterm": lambda seen: not set(QUADRANTS).isdisjoint(seen),
    "foot-in-tmux": lambda seen: not set(SEXTANTS).isdisjoint(seen),
}
CAPTION = "1 · "


def shown(home: Home, environment: dict[str, str], answers: bytes = b"", size: tuple[int, int] = (80, 24)) -> str:
    """All that `studio show 1` writes."""
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings), "XDG_STATE_HOME": str(home.state), **environment}
    with Terminal(["-m", "studio", "show", "1"], surroundings, *size, answers=answers) as terminal:
        terminal.until(lambda seen: b"seed 1" in seen or b".png" in seen)
        assert terminal.status() == 0
        return terminal.seen.decode()


@pytest.mark.parametrize("name", WAYS)
def test_the_picture_comes_in_the_way_that_the_terminal_has(home: Home, tmp_path: Path, name: str) -> None:
    drawn.shelf_of(home.library, 1).close()
    environment = {**environment_of(name), "COLORTERM": ""}
    if said := recorded(name)["answers"].get("tmux"):
        (tmp_path / "tmux").write_text(f"#!/bin/sh\necho '{said['answer'].strip()}'\n")
        (tmp_path / "tmux").chmod(0o755)
        environment["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    seen = shown(home, environment, answers_of(name))
    assert WAYS[name](seen)
    assert seen.count("\n") <= 24
    assert re.search(rf"\n?{CAPTION}[^\x1b]*seed 1\r\n$", seen)


def test_in_tmux_that_passes_it_on_the_picture_is_wrapped_for_it(home: Home, tmp_path: Path) -> None:
    drawn.shelf_of(home.library, 1).close()
    answer = "xterm-kitty|kitty(0.41.1)|256,RGB|1|3.4|77|external"
    (tmp_path / "tmux").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (tmp_path / "tmux").chmod(0o755)
    environment = {"TMUX": "/tmp/x,1,0", "TERM": "tmux-256color", "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    outer = b"\x1bP>|kitty(0.41.1)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c"
    seen = shown(home, environment, b"\x1b[?1;2;4c" + outer)
    sent = re.findall(r"\x1bPtmux;\x1b\x1b_G([^;]*);", seen)
    assert any("a=t" in one for one in sent)
    assert "\x1bPtmux;\x1b\x1b_Ga=p,U=1" in seen
    assert PLACEHOLDER in seen


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 60)])
def test_it_is_as_large_as_the_window_has_room_for_and_no_larger_than_it_is(home: Home, size: tuple[int, int]) -> None:
    home.write_settings('pictures = "half-cells"\n')
    drawn.shelf_of(home.library, 1).close()
    glass = Glass(*size).feed(shown(home, {}, size=size).encode())
    lines = glass.page.splitlines()
    at = next(row for row, line in enumerate(lines) if line.startswith(CAPTION))
    assert at <= size[1] - 2
    assert at == min(size[1] - 2, drawn.SIDE // 20 + (drawn.SIDE % 20 > 0))


def test_a_terminal_that_knows_no_sequences_gets_the_path(home: Home) -> None:
    drawn.shelf_of(home.library, 1).close()
    seen = shown(home, {"TERM": "dumb"})
    assert "\x1b" not in seen
    assert seen.strip().endswith(".png")


def test_where_something_is_piped_in_the_terminal_is_asked_all_the_same(home: Home) -> None:
    drawn.shelf_of(home.library, 1).close()
    piped = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        "os.dup2(os.open('/dev/null', os.O_RDONLY), 0);"
        "os.execv(sys.executable, [sys.executable, '-m', 'studio', 'show', '1'])"
    )
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings), "XDG_STATE_HOME": str(home.state), "COLORTERM": ""}
    with Terminal(["-c", piped], surroundings, answers=answers_of("kitty-0.41")) as terminal:
        terminal.until(lambda seen: b"seed 1" in seen)
        assert terminal.status() == 0
        assert WAYS["kitty-0.41"](terminal.seen.decode())
