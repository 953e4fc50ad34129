"""Waiting until the layout of a screen rests: one change of it mostly leads to others."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

QUIET = 0.1
"""Seconds without a change of the layout after which it rests."""


class Rest:
    """Calls `then` once when a widget's screen rests again, however often it changed."""

    def __init__(self, widget: Widget, then: Callable[[], object]) -> None:
        self._widget, self._then = widget, then
        self._comes_at = 0.0
        self._timer: Timer | None = None
        self._uncovered = 0

    def has_come(self) -> bool:
        """Whether the screen rests. It does not when another one has just been taken away from over it."""
        updates = self._widget.screen.stack_updates
        if self._uncovered != updates:
            self._uncovered = updates
            self.wait()
        return self._timer is None

    def wait(self) -> None:
        """The layout changed: begin to wait anew."""
        self._comes_at = time.monotonic() + QUIET
        if self._timer is None:
            self._timer = self._widget.set_timer(QUIET, self._look)

    def _look(self) -> None:
        missing = self._comes_at - time.monotonic()
        self._timer = self._widget.set_timer(missing, self._look) if missing > 0 else None
        if self._timer is None:
            self._then()
