"""Saying something in passing: ordinary feedback, and how jobs end, of each of which only the newest stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.notifications import Notification, Notify, SeverityLevel

if TYPE_CHECKING:
    from textual.app import App

SECONDS = 5.0
"""How long it stands."""


class Passing:
    """What is said in passing in one app, of one kind."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._last: Notification | None = None

    def say(self, what: str, more: str = "", severity: SeverityLevel = "information") -> None:
        """Say what was done; what was said so before goes."""
        if self._last is not None:
            self._last.timeout = 0.0
        title, words = (what, more) if more else ("", what)
        self._last = Notification(words, title, severity, SECONDS)
        self._app.post_message(Notify(self._last))
