"""The list of a Choice, which is made when it is first opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets.option_list import Option

from screens.widgets.options import Options

TYPED_TOGETHER = 0.7
"""Seconds in which a letter goes on with the word that the letters before it began."""


class Offered(Options):
    """The list of a Choice. Letters go to the first option that has them, rather where it begins so."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close", show=False)]

    class Left(Message):
        """It was left and nothing chosen; `for_another`: another widget is focused by now."""

        def __init__(self, *, for_another: bool) -> None:
            super().__init__()
            self.for_another = for_another

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self._typed = ""
        self._forgetting: Timer | None = None

    def offer(self, shown: Iterable[str]) -> None:
        """Offer these and nothing else."""
        self.clear_options()
        self.add_options(Option(Text(one, no_wrap=True, overflow="ellipsis")) for one in shown)

    def go_to(self, place: int) -> None:
        """Put the cursor on an option, in sight."""
        self._typed = ""
        self.highlighted = place
        self.scroll_to_highlight()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters are typed, whatever else they are bound to."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Go to what has the letters that were typed."""
        if event.character is None or not event.is_printable:
            return
        event.stop()
        event.prevent_default()
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(TYPED_TOGETHER, self._forget, name="forget what was typed")
        typed = (self._typed + event.character).casefold()
        begins = [(str(option.prompt).casefold().find(typed), place) for place, option in enumerate(self.options)]
        if found := [one for one in begins if one[0] >= 0]:
            self.go_to(min(found)[1])
        self._typed = typed

    def _forget(self) -> None:
        self._typed = ""

    def action_leave(self) -> None:
        """Choose nothing."""
        self.post_message(self.Left(for_another=False))

    def on_blur(self) -> None:
        """Who goes elsewhere chooses nothing; the click that did it opens nothing again."""
        self.post_message(self.Left(for_another=True))
        self.suppress_click()

    def on_option_list_option_highlighted(self, event: Options.OptionHighlighted) -> None:
        """What the cursor stands on is nobody else's business."""
        event.stop()
