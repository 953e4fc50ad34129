"""A tmux of a test's own, on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest


class Tmux:
    """A tmux whose client writes to `master`, with one pane in it; `client` is the client's process."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._told = ["tmux", "-L", f"milo-{uuid.uuid4().hex[:12]}", "-f", os.devnull]
        self.seen = b""
        self._master, slave = pty.openpty()
        plain = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE", "STY")}
        self.client = subprocess.Popen(
            [*self._told, "new-session", "-x", "80", "-y", "24", *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**plain, "TERM": "xterm-256color", **environment},
        )
        os.close(slave)

    def do(self, *told: str) -> str:
        """What tmux says to a command."""
        return subprocess.run([*self._told, *told], capture_output=True, check=True).stdout.decode()

    def until(self, happened: Callable[[], bool], patience: float = 20.0) -> None:
        """Take what tmux writes until something is so."""
        end = time.monotonic() + patience
        while not happened():
            assert time.monotonic() < end, f"it never came; last: {self.seen[-400:]!r}"
            if select.select([self._master], [], [], 0.05)[0]:
                self.seen += os.read(self._master, 1 << 16)

    def end(self) -> None:
        """End it with all that runs in it."""
        subprocess.run([*self._told, "kill-server"], capture_output=True, check=False)
        self.client.kill()
        self.client.wait()
        os.close(self._master)


@contextmanager
def tmux_around(command: list[str], environment: Mapping[str, str]) -> Iterator[Tmux]:
    """A tmux with this command in its pane, shown by now; the test is skipped where there is none."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    tmux = Tmux(command, environment)
    try:
        tmux.until(lambda: b"\x1b[?1049h" in tmux.seen)
        yield tmux
    finally:
        tmux.end()
