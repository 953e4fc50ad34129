"""The line to the terminal: the size of a cell, and whether anybody is at its other end."""

from __future__ import annotations

import select
import sys

from studio.terminal.asking import cell_of_line
from studio.terminal.records import USUAL_CELL, CellSize


def cell_size(answered: CellSize | None = None) -> CellSize:
    """The size of a cell as the line tells it, else as the terminal `answered`, else USUAL_CELL."""
    stream = sys.__stdout__
    try:
        line = cell_of_line(stream.fileno()) if stream is not None and stream.isatty() else None
    except (OSError, ValueError):
        line = None
    return line or answered or USUAL_CELL


def hung_up() -> bool:
    """Whether the terminal at the other end of the keyboard's line has gone; False where there never was one."""
    stream = sys.__stdin__
    if stream is None or stream.closed:
        return False
    poll = select.poll()
    poll.register(stream.fileno(), 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
