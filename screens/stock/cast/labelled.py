"""A field of a member with its name in the frame, and under it what is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from screens.stock.cast.rows import RowList
from screens.theme import ink
from screens.widgets.field import WRONG, Field
from screens.widgets.writing import Writing


class Words(Writing):
    """Several lines for one text: Enter leads on, as in the other fields, and what is taken back is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.focus_next", "Next field", show=False, priority=True),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The steps back are those of all fields together."""
        return False if action in ("undo", "redo") else super().check_action(action, parameters)


class Labelled(Vertical):
    """The field, and the words under it, which take no room while there are none."""

    def __init__(self, name: str, widget: Widget) -> None:
        super().__init__(classes="labelled")
        self._framed = widget if isinstance(widget, RowList) else Field(name, widget)
        self._words = Static(classes="labelled-wrong", markup=False)
        self._said = ""

    def compose(self) -> ComposeResult:
        """The field over the words."""
        yield self._framed
        yield self._words

    def entitle(self, name: str) -> None:
        """Call the field something else."""
        self._framed.border_title = Text(name)

    def say_wrong(self, words: str) -> None:
        """Say what is wrong with it; nothing where all is well."""
        if words != self._said:
            self._said = words
            self._framed.set_class(bool(words), WRONG)
            self._words.update(Text(words, ink(self.app, "error")))
            self._words.display = bool(words)
