"""Keys that are done in the order in which they were pressed, whatever part of a screen they are for.

Textual lets a letter into a field at once, but takes a bound key up through the queues of all its parents first. While
the screen is busy Ctrl+U would delete what was typed after it, and a key right after Ctrl+G would be typed, not done.
"""

from __future__ import annotations

from textual.events import Event, Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class Pressed(Message):
    """A key, or a pasted text, that has its turn with the screen."""

    def __init__(self, event: Key | Paste) -> None:
        super().__init__()
        self.event = event


class InTurn(Widget):
    """A widget whose keys wait with its screen, which has to `take` each for what is focused by then."""

    def _forward_event(self, event: Event) -> None:
        if isinstance(event, Key | Paste):
            self.screen.post_message(Pressed(event))
        else:
            super()._forward_event(event)

    async def take(self, event: Key | Paste) -> None:
        """Do what a key is bound to."""
        if isinstance(event, Key):
            await self.app._check_bindings(event.key)


class Line(Input, InTurn):
    """A line that is typed into in turn. What focuses it selects its text or does not: that must not come late."""

    def __init__(self, placeholder: str, *, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    async def take(self, event: Key | Paste) -> None:
        """Type it, or do what it is bound to."""
        if isinstance(event, Paste):
            self._on_paste(event)
        elif event.is_printable:
            await self._on_key(event)
        else:
            await super().take(event)
