"""The scenes to try, as a list: by arrows and Enter, by digit, or by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.theme import ink
from screens.widgets.field import framed
from screens.widgets.options import Options
from studio.scenes.examples import Example


class SceneList(Options):
    """Calls `chosen` with the scene that was taken, and `left` where one goes up from the first, or away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back to the scene", show=False),
        *(Binding(str(number), f"take({number - 1})", f"Take scene {number}", show=False) for number in range(1, 10)),
    ]

    def __init__(
        self, examples: Sequence[Example], chosen: Callable[[Example], object], left: Callable[[], object], id: str
    ) -> None:
        super().__init__(id=id, classes="coloured", compact=True, markup=False)
        framed("Scenes to try", self)
        self.border_subtitle = "↓ Enter, or a click"
        self._examples = tuple(examples)
        self._chosen, self._left = chosen, left

    def on_mount(self) -> None:
        """Write the list."""
        self._write()

    def notify_style_update(self) -> None:
        """The sayings have another colour."""
        super().notify_style_update()
        if self.is_attached and self.option_count:
            self.call_next(self._write)

    def _write(self) -> None:
        at = self.highlighted
        accent = ink(self.app, "accent")
        options: list[Option | None] = []
        for number, example in enumerate(self._examples, 1):
            words = Text.assemble((f"{number} ", "bold"), example.text)
            if example.saying:
                words.append(f"  “{example.saying}”", accent)
            options += [Option(words), None]
        self.set_options(options[:-1])
        self.highlighted = at

    def enter(self) -> None:
        """Come to the list from the scene."""
        if self.highlighted is None:
            self.highlighted = 0
        self.focus()

    def action_take(self, number: int) -> None:
        """Take a scene by its number, from 0 on."""
        if number < len(self._examples):
            self._chosen(self._examples[number])

    def action_leave(self) -> None:
        """Go back to the scene."""
        self._left()

    def action_cursor_up(self) -> None:
        """Up in the list; from the first back to the scene."""
        if self.highlighted in (None, 0):
            self._left()
        else:
            super().action_cursor_up()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take(event.option_index)
