"""Runs an app on a pseudo-terminal and gives back the very bytes that it wrote."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.answering import PLAIN, Answerer
from tests.screens.glass import Glass

ROOT = Path(__file__).parents[2]
LEFT = b"\x1b[?1049l"
"""What a program writes when it leaves its screen."""


class Terminal:
    """A program on a pseudo-terminal of `columns` × `rows` cells of 10 × 20 px, which gives `answers` when asked."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        answers: bytes = PLAIN,
    ) -> None:
        self.seen = b""
        self._answerer = Answerer(answers)
        self._gone = False
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_CACHE_HOME") if name in os.environ}
        settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT), **environment}
        self._process = subprocess.Popen(
            [sys.executable, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=plain | settings,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if not self._gone:
            os.close(self._master)

    def vanish(self, patience: float = 20.0) -> int:
        """Be gone without SIGHUP (the program has no controlling terminal); gives the program's exit status."""
        self._gone = True
        os.close(self._master)
        return self._process.wait(patience)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def stop(self) -> None:
        """Stop the program as `kill -TSTP` does; gives back control when it has left its screen and stands still."""
        left = self.seen.count(LEFT)
        self.signal(signal.SIGTSTP)
        self.until(lambda seen: seen.count(LEFT) > left)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOWAIT)

    def status(self, patience: float = 20.0) -> int:
        """The exit status of a program that ends."""
        return self._process.wait(patience)

    def ended(self, patience: float = 20.0) -> int:
        """The program's exit status, once it has left the screen and ended."""
        self.until(lambda seen: LEFT in seen, patience)
        return self._process.wait(patience)

    def press(self, keys: bytes) -> None:
        """Send key presses as a terminal does."""
        os.write(self._master, keys)

    def until(self, happened: Callable[[bytes], bool], patience: float = 20.0) -> bytes:
        """All that was written so far, once `happened` holds of it."""
        end = time.monotonic() + patience
        while not happened(self.seen):
            left = end - time.monotonic()
            assert left > 0, f"it never came; last: {self.seen[-400:]!r}"
            if select.select([self._master], [], [], left)[0]:
                try:
                    came = os.read(self._master, 1 << 16)
                    self.seen += came
                    if answers := self._answerer.feed(came):
                        os.write(self._master, answers)
                except OSError:
                    self._process.wait()
                    assert happened(self.seen), f"it ended; last: {self.seen[-2000:]!r}"
        return self.seen


class Watched:
    """What stands on a terminal's glass of `columns` × `rows` cells."""

    def __init__(self, terminal: Terminal, columns: int, rows: int) -> None:
        self.terminal = terminal
        self.glass = Glass(columns, rows)
        self._fed = 0

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something stands there."""

        def look(seen: bytes) -> bool:
            self.glass.feed(seen[self._fed :])
            self._fed = len(seen)
            return happened()

        try:
            self.terminal.until(look)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.glass.page}") from None

    def shows(self, *words: str) -> bool:
        """Whether all these words stand there."""
        return all(one in self.glass.page for one in words)
