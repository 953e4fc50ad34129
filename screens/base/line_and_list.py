"""A line to type in over a list to choose from, and words under it: what the windows for names have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from screens.widgets.options import Options


class Form(Protocol):
    """What the keys of such a window work on."""

    @property
    def typed(self) -> str:
        """What stands in the line."""

    def write(self, text: str, *, is_told: bool = True) -> None:
        """Write into the line; without `is_told` nobody hears of it."""

    @property
    def chosen(self) -> int | None:
        """The row under the list's cursor."""

    def show(self, rows: Sequence[Text], chosen: int | None) -> None:
        """List rows, the cursor on one of them."""

    def move(self, step: int) -> None:
        """Move the list's cursor, from the last row to none and on to the first."""

    def say(self, words: str) -> None:
        """Say something under the list."""


class LineAndList:
    """Three widgets with the ids `name`-line, -list and -said. The line has the focus; above the list's first row
    nothing is chosen."""

    def __init__(self, name: str, placeholder: str, longest: int = 0) -> None:
        """`longest` are the characters that the line takes, 0 for any number."""
        self.line = Input(placeholder=placeholder, id=f"{name}-line", compact=True, max_length=longest)
        self.list = Options(id=f"{name}-list", compact=True, markup=False)
        self.list.can_focus = False
        self._said = Static(id=f"{name}-said", markup=False)

    def compose(self) -> ComposeResult:
        """The line, the list, the words."""
        yield self.line
        yield self.list
        yield self._said

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.line.value

    def write(self, text: str, *, is_told: bool = True) -> None:
        """Write into the line; without `is_told` nobody hears of it."""
        if is_told:
            self.line.value = text
        else:
            with self.line.prevent(Input.Changed):
                self.line.value = text
        self.line.cursor_position = len(text)

    @property
    def chosen(self) -> int | None:
        """The row under the list's cursor."""
        at = self.list.highlighted
        return None if at is None or at >= self.list.option_count else at

    def show(self, rows: Sequence[Text], chosen: int | None) -> None:
        """List rows, the cursor on one of them."""
        self.list.set_options(Option(row) for row in rows)
        self.list.highlighted = chosen
        self.list.display = bool(rows)

    def move(self, step: int) -> None:
        """Move the list's cursor, from the last row to none and on to the first."""
        count, at = self.list.option_count, self.chosen
        if count:
            place = ((-1 if at is None else at) + step + 1) % (count + 1) - 1
            self.list.highlighted = None if place < 0 else place

    def say(self, words: str) -> None:
        """Say something under the list."""
        self._said.update(words)
        self._said.display = bool(words)
