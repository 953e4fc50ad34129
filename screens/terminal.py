"""What the terminal that the screens run in can do: its picture protocol and the size of its cells."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import sys
import termios

from studio.settings import PictureProtocol
from studio.terminal import judging, tmux
from studio.terminal.records import CellSize, PictureChoice

USUAL_CELL = CellSize(10, 20)
"""The VT340's, taken where the terminal does not say."""


def picture_choice(setting: PictureProtocol) -> PictureChoice:
    """The protocol for this terminal. Inside tmux it asks tmux, and blocks for some milliseconds."""
    around = tmux.end(tmux.begin()) if tmux.is_around(os.environ) else None
    return judging.judge(judging.Set(setting), os.environ, judging.Heard(tmux=around)).picture


def cell_size() -> CellSize:
    """The size of a cell as the terminal driver tells it (TIOCGWINSZ), or USUAL_CELL."""
    stream = sys.__stdout__
    try:
        if stream is None or not stream.isatty():
            return USUAL_CELL
        answer = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return USUAL_CELL
    rows, columns, width, height = struct.unpack("HHHH", answer)
    if not (rows and columns and width >= columns and height >= rows):
        return USUAL_CELL
    return CellSize(width // columns, height // rows)


def hung_up() -> bool:
    """Whether the terminal at the other end of the keyboard's line has gone; False where there never was one."""
    stream = sys.__stdin__
    if stream is None or stream.closed:
        return False
    poll = select.poll()
    poll.register(stream.fileno(), 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
