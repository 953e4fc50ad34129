"""The pseudo-terminal at which a monkey sits: it reads all that comes, answers what is asked, and can be resized."""

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
from contextlib import suppress
from pathlib import Path

from tests.answering import Answerer
from tests.monkey.steps import Step, sent

KEPT = 4000
"""Bytes of the last output that are kept."""
LOOKS = 0.05
"""Seconds between two looks at what is waited for."""
HOLDS = 1.0
"""Seconds that keys wait for a program that reads none."""


class Cage:
    """A program at a terminal of cells of 10 × 20 px."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]) -> None:
        self.last = b""
        self._answerer = Answerer()
        self._to_send = b""
        self._is_hung_up = False
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._resize(*size)
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Cage:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    @property
    def has_ended(self) -> bool:
        """Whether the program is gone."""
        return self.process.poll() is not None

    @property
    def is_held(self) -> bool:
        """Whether the program has the line to itself: before, a key may be the terminal's own, as Ctrl+Q is."""
        return not termios.tcgetattr(self._master)[3] & termios.ICANON

    def do(self, step: Step) -> None:
        """Do a step after its pause."""
        self.attend(step.pause)
        if step.kind == "size":
            columns, rows = map(int, step.what.split())
            self._resize(columns, rows)
            self._signal(signal.SIGWINCH)
        elif step.kind == "stop":
            self._stop()
        else:
            self._to_send += sent(step).encode()
        self.attend(0.0)

    def attend(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Read and write for so long, or until something is so or the program is gone. Says whether it is so."""
        end = time.monotonic() + seconds
        while not until():
            left = end - time.monotonic()
            if self._is_hung_up:
                # It has let go of the terminal, and ends.
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(max(0.0, left))
                return until()
            writable = [self._master] if self._to_send else []
            ready, free, _ = select.select([self._master], writable, [], max(0.0, min(left, LOOKS)))
            if ready:
                self._read()
            if free:
                self._write()
            if left <= 0 and not ready and (not self._to_send or left < -HOLDS):
                return until()
        return True

    def _read(self) -> None:
        try:
            came = os.read(self._master, 1 << 16)
        except BlockingIOError:
            return
        except OSError:
            self._is_hung_up = True
            return
        self.last = (self.last + came)[-KEPT:]
        self._to_send += self._answerer.feed(came)

    def _write(self) -> None:
        try:
            self._to_send = self._to_send[os.write(self._master, self._to_send[:1024]) :]
        except BlockingIOError:
            return
        except OSError:
            self._is_hung_up = True

    def _resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))

    def _signal(self, number: int) -> None:
        if not self.has_ended:
            self.process.send_signal(number)

    def _stop(self) -> None:
        """Stop the program as `kill -TSTP` does, and let it go on."""
        self._signal(signal.SIGTSTP)
        self.attend(5.0, self._stands_still)
        self._signal(signal.SIGCONT)

    def _stands_still(self) -> bool:
        if self.has_ended:
            return True
        stopped = os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG)
        return stopped is not None
