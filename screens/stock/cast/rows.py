"""A framed list of what a member has several of (colours, LoRAs, outfits); its last line adds another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.widgets.options import Options


class RowList(Options):
    """The lines; what is done with one is a message with its number, which for the line that adds is their count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "Change", tooltip="Change the line under the cursor", id="cast.change"),
        Binding("delete,backspace", "take_out", "Take out", tooltip="Take the line out", id="cast.take-out"),
    ]
    TITLE = "A list of the fields"

    class Chosen(Message):
        """A line is to be changed, or another one added."""

        def __init__(self, rows: RowList, number: int) -> None:
            super().__init__()
            self.rows, self.number = rows, number

        @property
        def control(self) -> RowList:
            """The list, for `@on` with a selector."""
            return self.rows

    class TakenOut(Chosen):
        """A line is to go."""

    class Moved(Chosen):
        """The cursor is on a line."""

    def __init__(self, title: str, adds: str, id: str) -> None:
        """`adds` is what the last line says."""
        super().__init__(id=id, classes="field coloured", compact=True, markup=False)
        self.border_title = title
        self._adds = adds
        self._shown: tuple[Text, ...] = ()

    @property
    def at(self) -> int:
        """The number of the line under the cursor."""
        return self.highlighted or 0

    def show(self, lines: Sequence[Text], at: int | None = None) -> None:
        """Show these lines; the cursor stays, or goes to the line `at`."""
        wanted = min(self.at if at is None else at, len(lines))
        if tuple(lines) != self._shown or not self.option_count:
            self._shown = tuple(lines)
            adds = Text(f"+ {self._adds}", "dim")
            self.set_options(Option(line) for line in (*lines, adds))
        if self.highlighted != wanted:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = wanted

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The line that adds stays."""
        return self.at < len(self._shown) if action == "take_out" else super().check_action(action, parameters)

    def action_take_out(self) -> None:
        """Say that the line goes."""
        self.post_message(self.TakenOut(self, self.at))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.option_index))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Moved(self, event.option_index))
        self.screen.refresh_bindings()
