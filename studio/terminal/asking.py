"""The exchange with the terminal: asked as the first thing of the process, heard when the imports are done.

From the question to the answer the line is raw and without echo, so that neither answers nor keys are printed; what is
typed meanwhile is kept for whoever reads keys next.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import sys
import termios
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from studio.terminal.questions import questions, questions_through_tmux

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from studio.terminal.judging import Heard
    from studio.terminal.records import CellSize

PATIENCE = 1.0
"""Seconds from the question after which a terminal that has not answered is taken for silent."""
_READ = 4096


class Exchange:
    """A question to the terminal of `reads` and `writes` (descriptors). A context: at its end the line is as it was.

    `attributes` are those that the line had before (termios), None where it could not be made raw; `typed` is what the
    person typed meanwhile, and `rest` what came after it and may be the beginning of a late answer. `came` are the
    answers by now, and `is_answered` tells whether the last of them is there.
    """

    def __init__(self, reads: int, writes: int, environment: Mapping[str, str] = os.environ) -> None:
        self.attributes: list[Any] | None = None
        self.typed = b""
        self.rest = b""
        self.is_answered = False
        self._reads, self._writes = reads, writes
        self._environment = environment
        self._asked_at = time.monotonic()
        self._tmux: subprocess.Popen[bytes] | None = None
        self.came: list[bytes] = []
        self._expected = 1

    @classmethod
    def with_terminal(cls) -> Exchange:
        """One with the terminal of stdin and stdout."""
        return cls(sys.stdin.fileno(), sys.stdout.fileno())

    def __enter__(self) -> Exchange:
        self.ask()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._tmux is not None:
            from studio.terminal import tmux

            tmux.end(self._tmux)
        self.give_back()

    def ask(self) -> None:
        """Send the questions, where the studio may: in the background it would be stopped for it."""
        try:
            if _is_in_background(self._reads):
                return
            before = termios.tcgetattr(self._reads)
            termios.tcsetattr(self._reads, termios.TCSANOW, _raw(before))
        except (OSError, termios.error):
            return
        self.attributes = before
        self._asked_at = time.monotonic()
        is_in_tmux = bool(self._environment.get("TMUX"))
        asked = questions(self._environment)
        asked += questions_through_tmux() if is_in_tmux else b""
        try:
            os.write(self._writes, asked)
        except OSError:
            self.give_back()
            return
        if is_in_tmux:
            from studio.terminal import tmux

            self._tmux = tmux.begin()

    def hear(self) -> Heard:
        """What was answered; waits for the last answer, PATIENCE from the question at most."""
        from studio.terminal import answers
        from studio.terminal.judging import Heard

        around = None
        if self._environment.get("TMUX"):
            from studio.terminal import tmux

            around, self._tmux = tmux.end(self._tmux), None
        self._expected = 2 if around is not None and around.passes else 1
        took = self._listen() if self.attributes is not None else None
        ends = [at + 1 for at, one in enumerate(self.came) if answers.is_last(one)]
        of_tmux = ends[0] if self._expected == 2 and ends else len(self.came)
        mine, outer = answers.read(self.came[:of_tmux]), answers.read(self.came[of_tmux:])
        return Heard(mine, took, around, cell_of_line(self._writes), outer)

    def give_back(self) -> None:
        """Let the line be as it was before the question."""
        if self.attributes is not None:
            before, self.attributes = self.attributes, None
            try:
                termios.tcsetattr(self._reads, termios.TCSANOW, before)
            except (OSError, termios.error):
                return

    def _listen(self) -> float | None:
        """Hear the answers; the seconds until the last of them, None where it did not come."""
        from studio.terminal.answers import is_last
        from studio.terminal.sieve import Sieve

        sieve = Sieve()
        until = self._asked_at + PATIENCE
        while not self.is_answered and self._has_more(until):
            data = os.read(self._reads, _READ)
            if not data:
                break
            sieved = sieve.feed(data)
            self.typed += sieved.keys
            self.came += sieved.answers
            self.is_answered = sum(map(is_last, self.came)) >= self._expected
        self.rest = sieve.let_go()
        return time.monotonic() - self._asked_at if self.is_answered else None

    def _has_more(self, until: float) -> bool:
        """Wait for something to read; False when the time is over."""
        try:
            return bool(select.select([self._reads], [], [], max(0.0, until - time.monotonic()))[0])
        except (OSError, ValueError):
            return False


def _is_in_background(descriptor: int) -> bool:
    try:
        return os.tcgetpgrp(descriptor) != os.getpgrp()
    except OSError:
        # It does not control this process, and so cannot stop it.
        return False


def _raw(attributes: list[Any]) -> list[Any]:
    """The line's attributes without echo, lines and translations; Ctrl-C still interrupts (termios(3))."""
    raw = list(attributes)
    raw[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    raw[6] = list(raw[6])
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    return raw


def cell_of_line(descriptor: int) -> CellSize | None:
    """The size of a cell as the line tells it (TIOCGWINSZ), None where it does not."""
    from studio.terminal.records import CellSize

    try:
        answer = fcntl.ioctl(descriptor, termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", answer)
    if not (rows and columns and width >= columns and height >= rows):
        return None
    return CellSize(width // columns, height // rows)
