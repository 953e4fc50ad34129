"""Waiting until a screen rests: one change of all of it mostly leads to others."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

QUIET = 0.1
"""Seconds without a change after which the screen rests."""


class Rest:
    """Calls `then` once when what `wait` was called for has ended, however often it was."""

    def __init__(self, owner: MessagePump, then: Callable[[], object], quiet: float = QUIET) -> None:
        """`quiet` are the seconds without a change after which it rests."""
        self._owner, self._then, self._quiet = owner, then, quiet
        self._comes_at = 0.0
        self._timer: Timer | None = None

    @property
    def has_come(self) -> bool:
        """Whether the screen rests."""
        return self._timer is None

    def wait(self) -> None:
        """Begin to wait, or wait anew."""
        self._comes_at = time.monotonic() + self._quiet
        if self._timer is None:
            self._timer = self._owner.set_timer(self._quiet, self._look)

    def _look(self) -> None:
        missing = self._comes_at - time.monotonic()
        self._timer = self._owner.set_timer(missing, self._look) if missing > 0 else None
        if self._timer is None:
            self._then()
