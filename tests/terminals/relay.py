"""Runs a command on a pseudo-terminal inside this one, and keeps all that it writes.

    python -m tests.terminals.relay FOLDER COMMAND…

It runs over there, between the studio and sshd or tmux. FOLDER gets `began` (the time of the start, as
`time.monotonic` says it, and the command's process), `written` (each byte that the command wrote), and at the end
`ended` (its exit status).
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from pathlib import Path

OURS, MUCH = 0, 1 << 16


def _size() -> bytes:
    """The size of our terminal, in cells and in px."""
    return fcntl.ioctl(OURS, termios.TIOCGWINSZ, bytes(8))


def _write(terminal: int, data: bytes) -> None:
    while data:
        data = data[os.write(terminal, data) :]


def _pass_on(terminal: int, kept: int) -> None:
    """Carry bytes both ways until one side is gone."""
    while True:
        for ready in select.select([OURS, terminal], [], [])[0]:
            try:
                data = os.read(ready, MUCH)
            except OSError:
                return
            if not data:
                return
            if ready == terminal:
                os.write(kept, data)
            _write(1 if ready == terminal else terminal, data)


def main() -> int:
    """Run the command that the arguments give; its exit status."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    kept = os.open(folder / "written", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    began, size = time.monotonic(), _size()
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(OURS, termios.TIOCSWINSZ, size)
        os.execvp(command[0], command)
    (folder / "began").write_text(f"{began} {process}")
    signal.signal(signal.SIGWINCH, lambda *_: fcntl.ioctl(terminal, termios.TIOCSWINSZ, _size()))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(1))
    before = termios.tcgetattr(OURS)
    tty.setraw(OURS)
    try:
        _pass_on(terminal, kept)
    finally:
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        (folder / "ended").write_text(str(status))
        try:
            termios.tcsetattr(OURS, termios.TCSADRAIN, before)
        except termios.error:
            # Our own terminal has gone.
            return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
