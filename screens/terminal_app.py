"""The part of the app that stands at a terminal: its colours and pictures, what it is told, and what is copied."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.filter import LineFilter

from screens.capabilities import AtTerminal
from screens.navigation import Ways
from screens.terminal.driver import Answered, StudioDriver
from screens.terminal.notifications import Outside
from screens.textual_workarounds import driver_of

if TYPE_CHECKING:
    from screens.frames.frame_store import PictureStore
    from screens.terminal.clipboard import Copier
    from studio.terminal.asking import Exchange
    from studio.terminal.judging import Heard
    from studio.terminal.records import Terminal


class TerminalApp(Ways):
    """An app at a terminal of which this was `heard`; `exchange` is the question that it was asked."""

    def __init__(self, heard: Heard, exchange: Exchange | None) -> None:
        super().__init__()
        self.exchange = exchange
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self.driver_class = StudioDriver
        self._at = AtTerminal(self, heard)
        self.outside = Outside(lambda: self.terminal, self._send)

    @cached_property
    def pictures(self) -> PictureStore:
        """What has been made ready for the terminal; made with the first picture."""
        from screens.frames.frame_store import PictureStore

        return PictureStore(lambda: self.terminal.picture, self._at.cell)

    # The terminal, which may become another one.

    @property
    def terminal(self) -> Terminal:
        """The terminal that the person sits at."""
        return self._at.terminal

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to each line of words: Textual's own, and then what gives it the terminal's colours."""
        return [*super().get_line_filters(), *self._at.filters] if self._at.filters else super().get_line_filters()

    def on_answered(self, message: Answered) -> None:
        """The terminal answered late, or was asked again."""
        self._at.hear_answers(message)

    def on_app_blur(self) -> None:
        """The person looks elsewhere."""
        self.outside.focus(False)

    def on_app_focus(self) -> None:
        """The person is back, perhaps at another terminal."""
        self.outside.focus(True)
        self._at.look_for_another()

    def on_resize(self) -> None:
        """So is a terminal of another size."""
        self._at.look_for_another()

    def ask_about_pictures(self) -> None:
        """Where nobody knows how the terminal shows pictures, let the person say, once."""
        self._at.ask_about_pictures()

    # What goes to the terminal beside the screen.

    def _send(self, sequences: str) -> None:
        driver = driver_of(self)
        if driver is not None:
            driver.write(sequences)

    @cached_property
    def _copier(self) -> Copier:
        from screens.terminal.clipboard import Copier

        return Copier(lambda: self.terminal, self._send)

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self._copier.text

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is marked in a field."""
        self._copier.send(text)

    async def copy(self, text: str) -> str:
        """Copy text; gives what may truly be said of it."""
        return await self._copier.copy(text)
