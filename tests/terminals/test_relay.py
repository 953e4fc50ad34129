"""The relay between a program and its terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.screens.terminals import Terminal
from tests.terminals.steps import Watched

ASKING = "import os, sys; print(*os.get_terminal_size()); print(sys.stdin.readline().strip()[::-1]); sys.exit(3)"


def test_a_program_has_its_terminal_and_what_it_writes_is_kept(tmp_path: Path) -> None:
    command = ["-m", "tests.terminals.relay", str(tmp_path), sys.executable, "-c", ASKING]
    watched = Watched(tmp_path)
    before = time.monotonic()
    with Terminal(command, {}, columns=97, rows=31) as terminal:
        terminal.until(lambda seen: b"97 31" in seen)
        terminal.press(b"abc\r")
        terminal.until(lambda seen: b"cba" in seen and watched.ended is not None)

    assert (tmp_path / "written").read_bytes() == b"97 31\r\nabc\r\ncba\r\n"
    assert watched.written == 17
    assert watched.ended == 3
    assert watched.began is not None
    assert before <= watched.began[0] <= time.monotonic()


def test_before_a_start_there_is_nothing(tmp_path: Path) -> None:
    watched = Watched(tmp_path)

    assert (watched.written, watched.began, watched.ended) == (0, None, None)
