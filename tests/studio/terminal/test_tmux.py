"""What tmux says of itself, and a tmux that says nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.terminal import tmux
from studio.terminal.tmux import Tmux


def asked(program: str) -> subprocess.Popen[bytes]:
    """A tmux that does so."""
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)


def test_a_tmux_that_hangs_is_ended_and_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmux, "PATIENCE", 0.05)
    process = asked("import signal; signal.pause()")
    assert tmux.end(process) == Tmux()
    assert process.returncode is not None
    assert process.returncode < 0


def test_of_a_tmux_that_fails_nothing_is_known() -> None:
    assert tmux.end(asked("print('xterm'); raise SystemExit(1)")) == Tmux()
    assert tmux.end(None) == Tmux()


def test_it_is_around_where_it_says_so() -> None:
    assert tmux.is_around({"TMUX": "/tmp/tmux-0/default,1,0"})
    assert not tmux.is_around({"TMUX": ""})
    assert not tmux.is_around({})
