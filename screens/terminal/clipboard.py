"""What is copied goes to the person's clipboard, which may be on another machine, as far as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from studio.terminal import clipboard, sequences

if TYPE_CHECKING:
    from studio.terminal.records import Terminal


ANSWER = 5.0
"""Seconds in which a terminal says that it has a picture: over a slow line it comes after all of it."""


class Copier:
    """Sends text to the clipboard; `text` is what was copied last. `terminal` gives the terminal of now, `write` sends
    to it, and `ask` has it answer."""

    def __init__(
        self, terminal: Callable[[], Terminal], write: Callable[[str], object], ask: Callable[[], object]
    ) -> None:
        self.text = ""
        self._status: asyncio.Future[str] | None = None
        self._ask = ask
        self._terminal, self._write = terminal, write
        self._sending: set[asyncio.Task[str]] = set()

    async def copy_picture(self, path: str) -> str:
        """Copy a picture's file; gives what may truly be said of it. Raises PictureUnreadable, NotToBeCopied."""
        from studio.pictures import copying

        data, kind = await asyncio.to_thread(copying.picture_to_copy, Path(path))
        self._status = asyncio.get_running_loop().create_future()
        for sequence in sequences.clipboard_data(data, kind):
            self._write(sequence)
        self._ask()
        status = ""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER):
                status = await self._status
        return copying.picture_words(status, self._terminal().name)

    def hear(self, answers: Sequence[bytes]) -> None:
        """The terminal answered, perhaps to a picture."""
        status = next(filter(None, map(sequences.clipboard_status, answers)), "")
        if status and self._status is not None and not self._status.done():
            self._status.set_result(status)

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
