"""A real studio on a pseudo-terminal: what it wrote and when, and what it costs meanwhile."""

from __future__ import annotations

import fcntl
import os
import pty
import queue
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from studio.settings.settings import FOLDER_VARIABLE
from tests.answering import PLAIN, Answerer

PATIENCE = 30.0
"""Seconds after which something that never came is a failure."""

LEFT_OUT = ("TMUX", "STY", "PYTHONDONTWRITEBYTECODE")
"""Variables that a person at a terminal of their own does not have."""


class StudioTerminal:
    """The studio (or another `module`, with `arguments`) from its start, on `columns` × `rows` cells of `cell` px.

    Over a line of `round_trip` seconds, answers come so long after the questions, keys come there half of it after
    they are pressed, and what is written is seen half of it later. `began` is when its process was started, on
    `time.perf_counter`'s clock; `written` is what came and when.
    """

    def __init__(
        self,
        settings: Path,
        columns: int = 120,
        rows: int = 40,
        cell: tuple[int, int] = (10, 20),
        environment: Mapping[str, str] | None = None,
        module: str = "studio",
        arguments: Sequence[str] = (),
        answers: bytes = PLAIN,
        round_trip: float = 0.0,
    ) -> None:
        self._round_trip = round_trip
        self._answerer = Answerer(answers)
        self.written: list[tuple[float, bytes]] = []
        self._came = threading.Condition()
        self._master, slave = pty.openpty()
        size = struct.pack("HHHH", rows, columns, columns * cell[0], rows * cell[1])
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        surroundings = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        surroundings |= {FOLDER_VARIABLE: str(settings), "XDG_STATE_HOME": str(settings), "NO_PROXY": "*"}
        surroundings |= {"XDG_CACHE_HOME": str(settings)}
        surroundings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=surroundings,
            close_fds=True,
        )
        os.close(slave)
        threading.Thread(target=self._read, daemon=True).start()
        self._under_way: queue.SimpleQueue[tuple[float, bytes] | None] = queue.SimpleQueue()
        if round_trip:
            threading.Thread(target=self._carry, daemon=True).start()

    def __enter__(self) -> StudioTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the studio."""
        self._under_way.put(None)
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 1 << 20)
            except OSError:
                return
            if answers := self._answerer.feed(data):
                threading.Timer(self._round_trip, os.write, (self._master, answers)).start()
            with self._came:
                self.written.append((time.perf_counter() + self._round_trip / 2, data))
                self._came.notify_all()

    # Keys, and what they bring.

    def press(self, keys: bytes) -> float:
        """Send keys; when that was."""
        moment = time.perf_counter()
        if self._round_trip:
            self._under_way.put((moment + self._round_trip / 2, keys))
        else:
            os.write(self._master, keys)
        return moment

    def _carry(self) -> None:
        """Keys come there in the order in which they were pressed; until the studio ends."""
        while (sent := self._under_way.get()) is not None:
            there, keys = sent
            time.sleep(max(0.0, there - time.perf_counter()))
            os.write(self._master, keys)

    def mark(self) -> int:
        """How many pieces were written so far, to look only at what comes after them."""
        return len(self.written)

    def since(self, mark: int) -> bytes:
        """All that was written after a mark."""
        return b"".join(data for _, data in self.written[mark:])

    def until(self, happened: Callable[[bytes], bool], mark: int = 0, patience: float = PATIENCE) -> float:
        """When that which was written after a mark first fulfilled `happened`. Ends the benchmark if it never does."""
        seen, at, end = b"", mark, time.perf_counter() + patience
        while True:
            with self._came:
                while at >= len(self.written):
                    left = end - time.perf_counter()
                    if left <= 0 or self.process.poll() is not None:
                        raise SystemExit(f"it never came; last: {seen[-600:]!r}")
                    self._came.wait(min(left, 1.0))
                moment, data = self.written[at]
            seen += data
            at += 1
            if happened(seen):
                return moment

    def quiet(self, seconds: float, mark: int = 0, patience: float = PATIENCE) -> float:
        """Wait until nothing has come for so long; when the last byte after the mark came, 0 where none did.

        Over a line it takes a round trip longer to know.
        """
        seconds += self._round_trip
        end, began = time.perf_counter() + patience, time.perf_counter()
        while time.perf_counter() < end:
            with self._came:
                last = self.written[-1][0] if len(self.written) > mark else 0.0
                left = max(last, began) + seconds - time.perf_counter()
                if left <= 0:
                    return last
                self._came.wait(left)
        raise SystemExit(f"the studio did not come to rest in {patience:.0f} s")

    # What it costs.

    def cpu(self) -> float:
        """Seconds of CPU so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """MB of memory that the studio and its children hold (RSS)."""
        return sum(_resident(pid) for pid in _family(self.process.pid)) / 1e6


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found


def _resident(pid: int) -> int:
    """Bytes."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not pass."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]
