"""The saying picker: none, one of the list, a random one, or words of one's own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from screens.compose.form.field_values import SAYINGS_APART, sayings_of

ONE_SHIRT = "Saying on the shirt"
SEVERAL_SHIRTS = 'Sayings on the shirts, " / " between them, as the scene names who wears them'


class SayingPicker(Vertical):
    """A line for the words; below it, while one chooses, the sayings that hold what is typed.

    With several characters, " / " stands between their sayings; choosing from the list sets the last of them.
    """

    TITLE: ClassVar[str] = "Saying"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "List", tooltip="Open the list, move down in it", id="saying.down"),
        Binding("up", "move(-1)", "Up", tooltip="Move up in the list", show=False, id="saying.up"),
        Binding("escape", "shut", "Close the list", show=False, id="saying.close"),
        Binding("ctrl+l", "nothing", "None", tooltip="Take the words away", show=False, id="saying.none"),
    ]

    class Chosen(Message):
        """The words changed."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, classes="field")
        self.border_title = ONE_SHIRT
        self._sayings: tuple[str, ...] = ()
        self._matching: tuple[str, ...] = ()
        self._chooser = random.Random()

    def compose(self) -> ComposeResult:
        """The line; the list comes when it is opened."""
        yield Input(placeholder="none · type your own words · ↓ for the list", id="saying-words", compact=True)

    def offer(self, sayings: Sequence[str]) -> None:
        """Set the sayings to choose from."""
        self._sayings = tuple(sayings)

    def tell(self, wearers: int) -> None:
        """Say how each of several who are in the scene gets a saying."""
        self.border_title = ONE_SHIRT if wearers < 2 else SEVERAL_SHIRTS

    @property
    def words(self) -> tuple[str, ...]:
        """The sayings, one for each character in the order they are named; empty for none."""
        return sayings_of(self._line.value)

    @words.setter
    def words(self, words: Sequence[str]) -> None:
        self._set(SAYINGS_APART.join(words))

    def roll(self) -> None:
        """Take a random saying from the list, a new one for each place that is filled; never the same again."""
        places = max(1, len(self.words))
        fresh = [saying for saying in self._sayings if saying not in self.words] or list(self._sayings)
        if fresh:
            self.words = self._chooser.sample(fresh, min(places, len(fresh)))

    # Keys.

    def action_move(self, step: int) -> None:
        """Open the list, or move in it."""
        if not self.has_class("-open"):
            if step > 0:
                self._open(everything=True)
            return
        shown = self._list
        count = shown.option_count
        at = shown.highlighted
        shown.highlighted = (0 if step > 0 else count - 1) if at is None else (at + step) % count

    def action_shut(self) -> None:
        """Close the list."""
        self.remove_class("-open")

    def action_nothing(self) -> None:
        """Take the words away."""
        self._set("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to others while there is no list to close."""
        return self.has_class("-open") if action == "shut" else True

    # What the parts say.

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._line.has_focus and not self._quiet(event.value):
            self._open(everything=False)
        self.post_message(self.Chosen())

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.has_class("-open"):
            self._open(everything=True)
            return
        at = self._list.highlighted
        if at is None:
            self.action_shut()
        else:
            self._take(at)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        # The list may have narrowed since the click.
        if event.option_index < len(self._matching):
            self._take(event.option_index)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Close the list when the person goes on."""
        self.action_shut()

    # The list.

    def _open(self, *, everything: bool) -> None:
        wanted = "" if everything else self._line.value.rpartition(SAYINGS_APART)[2].strip().casefold()
        self._matching = tuple(saying for saying in self._sayings if wanted in saying.casefold())
        self._list.set_options([Option(Text(saying, no_wrap=True, overflow="ellipsis")) for saying in self._matching])
        self._list.highlighted = None
        if everything and self._matching:
            now = self.words[-1] if self.words else ""
            self._list.highlighted = self._matching.index(now) if now in self._matching else 0
        self.set_class(bool(self._matching), "-open")
        self.refresh_bindings()

    def _take(self, at: int) -> None:
        before, apart, _ = self._line.value.rpartition(SAYINGS_APART)
        self._set(f"{before}{apart}{self._matching[at]}")

    def _set(self, line: str) -> None:
        self._settled = line
        self._line.value = line
        self._line.cursor_position = len(line)
        self.action_shut()

    def _quiet(self, value: str) -> bool:
        """Whether this value was set by the picker itself, which needs no list."""
        return value == self._settled

    _settled = ""

    @property
    def _line(self) -> Input:
        return self.query_one("#saying-words", Input)

    @property
    def _list(self) -> OptionList:
        if not self.query(OptionList):
            from screens.widgets.options import Options

            sayings = Options(id="saying-list", compact=True, markup=False)
            sayings.can_focus = False
            self.mount(sayings)
        return self.query_one(OptionList)
