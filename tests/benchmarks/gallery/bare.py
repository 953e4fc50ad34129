"""The least that a Textual app can be: what a start costs before the studio adds anything."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label


class BareApp(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """The word that the studio's first paint is known by."""
        yield Label("Scene")


if __name__ == "__main__":
    BareApp().run()
