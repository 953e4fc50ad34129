"""The field in which one setting is changed: a list of what can be chosen, or a line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field


class Editor(Vertical):
    """One field over the words that say what is wrong with it. There is one as long as something is changed."""

    class Typed(Message):
        """This is what it should be."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, title: str, value: str, hint: str, offered: Sequence[str], *, is_closed: bool) -> None:
        """`offered` is what can be chosen: nothing else where `is_closed`, and else what completes the line."""
        super().__init__(id="settings-editor")
        self._title, self._value = title, value
        self._field: Input | Choice
        if is_closed:
            self._field = Choice([(one, one) for one in dict.fromkeys((*offered, value))], value=value)
        else:
            suggester = SuggestFromList(offered, case_sensitive=False) if offered else None
            self._field = Input(value, placeholder=hint, suggester=suggester, compact=True)

    def compose(self) -> ComposeResult:
        """The field, and the words."""
        yield Field(self._title, self._field)
        yield Static(id="settings-wrong", markup=False)

    def on_mount(self) -> None:
        """Be ready to be typed in, or to choose."""
        self._field.focus()
        if isinstance(self._field, Choice):
            self.call_after_refresh(self._field.action_show_list)

    def say_wrong(self, words: str) -> None:
        """Say why this cannot be."""
        self.query_one(Field).set_wrong(bool(words))
        self.query_one("#settings-wrong", Static).update(Text(words, ink(self.app, "error")))

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        if event.value != self._value:
            self.post_message(self.Typed(event.value))

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self.say_wrong("")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
