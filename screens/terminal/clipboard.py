"""What is copied goes to the person's clipboard, which may be on another machine, as far as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.terminal import clipboard, sequences

if TYPE_CHECKING:
    from studio.terminal.records import Terminal


class Copier:
    """Sends text to the clipboard; `text` is what was copied last. `terminal` gives the terminal of now, `write` sends
    to it."""

    def __init__(self, terminal: Callable[[], Terminal], write: Callable[[str], object]) -> None:
        self.text = ""
        self._terminal, self._write = terminal, write
        self._sending: set[asyncio.Task[str]] = set()

    def send(self, text: str) -> None:
        """Copy without a word."""
        sending = asyncio.get_running_loop().create_task(self.copy(text))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    async def copy(self, text: str) -> str:
        """Copy; gives what may truly be said of it."""
        self.text = text
        choice = self._terminal().clipboard
        if choice.way == "tmux":
            took = await asyncio.to_thread(clipboard.load, text)
            return clipboard.sent_words(choice) if took else "Not copied: tmux did not take it"
        if choice.way == "osc52":
            try:
                self._write(sequences.clipboard(text))
            except ValueError:
                return "Not copied: it is too long for a terminal's clipboard"
        return clipboard.sent_words(choice)
