"""Saying something in passing: ordinary feedback, of which only the newest stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.notifications import Notification

if TYPE_CHECKING:
    from textual.app import App

SECONDS = 5.0
"""How long it stands."""


class Said(Notification):
    """Ordinary feedback."""


def say(app: App[None], what: str, more: str = "") -> None:
    """Say what was done; what was said so before goes."""
    # Not by App.notify: what that shows comes with a later message, and could not be taken away until then.
    shown = app._notifications
    for before in [one for one in shown if isinstance(one, Said)]:
        del shown[before]
    title, words = (what, more) if more else ("", what)
    shown.add(Said(words, title, "information", SECONDS))
    app._refresh_notifications()
