"""Keys that are done in the order in which they were pressed, whatever part of a screen they are for.

Textual lets a letter into a field at once, but takes a bound key up through the queues of all its parents first. While
the screen is busy Ctrl+U would delete what was typed after it, and a key right after Ctrl+G would be typed, not done.
"""

from __future__ import annotations

from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from screens.textual_workarounds import do_bound


class Pressed(Message):
    """A key, or a pasted text, that has its turn with the screen."""

    def __init__(self, event: Key | Paste) -> None:
        super().__init__()
        self.event = event


class KeysInOrder(Widget):
    """A widget whose keys wait with its screen, which has to `take` each for what is focused by then."""

    def post_message(self, message: Message) -> bool:
        """Hand keys on to the screen, and take up anything else; gives whether it was taken up."""
        if isinstance(message, Key | Paste):
            return self.screen.post_message(Pressed(message))
        return super().post_message(message)

    async def take(self, event: Key | Paste) -> None:
        """Do what a key is bound to."""
        if isinstance(event, Key):
            await do_bound(self.app, event.key)


class WordsLine(Input, KeysInOrder):
    """A line that is typed into in turn. What focuses it selects its text or does not: that must not come late."""

    def __init__(self, placeholder: str, *, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    async def take(self, event: Key | Paste) -> None:
        """Type it, or do what it is bound to."""
        if isinstance(event, Key) and not event.is_printable:
            await super().take(event)
            return
        lines = event.text.splitlines() if isinstance(event, Paste) else [event.character or ""]
        if lines:
            self.replace(lines[0], *self.selection)
