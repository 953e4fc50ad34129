"""Choice: one of a few values, in one line that opens as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets.option_list import Option

from screens.widgets.options import Options

ARROW_ROOM = 3
"""Cells at the right end: a space, the arrow, a space."""
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


class Choice(Widget, can_focus=True):
    """`pairs` are what is shown and the value that it stands for; what is shown is text, never markup.

    Not Textual's Select: a form has many of these and few are ever opened, and Textual makes six widgets of each. The
    list is made when it is first opened. Raises ValueError for a value that is not offered, and where nothing is.
    """

    DEFAULT_CSS = """
    Choice {
        height: 1;
        color: $foreground;
        & > Offered {
            display: none;
            overlay: screen;
            constrain: none inside;
            offset-y: 1;
            width: 1fr;
            height: auto;
            max-height: 12;
            color: $foreground;
            background: $surface;
            border: tall $border-blurred;
            &:focus { background-tint: $foreground 5%; }
            & > .option-list--option { padding: 0 1; }
        }
        &.-expanded > Offered { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,down,space,up", "show_list", "Choose", show=False)]

    value: reactive[str] = reactive("", init=False)
    expanded: var[bool] = var(False, init=False)

    class Changed(Message):
        """Another value was chosen, or the first one is there."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice, self.value = choice, value

        @property
        def control(self) -> Choice:
            """The Choice, for `@on` with a selector."""
            return self.choice

    def __init__(self, pairs: Iterable[tuple[str, str]], *, value: str | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pairs = tuple(pairs)
        self.set_reactive(Choice.value, self.validate_value(self._pairs[0][1] if value is None else value))

    @property
    def offered(self) -> tuple[str, ...]:
        """The values that can be chosen, in their order."""
        return tuple(value for _, value in self._pairs)

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these; the first of them is chosen."""
        self._pairs = tuple(pairs)
        for offered in self.query(Offered):
            offered.offer(shown for shown, _ in self._pairs)
        self.value = self._pairs[0][1]
        self.refresh()

    def validate_value(self, value: str) -> str:
        """Only what is offered can be chosen."""
        if value not in self.offered:
            raise ValueError(f"{value!r} is not offered")
        return value

    def watch_value(self, value: str) -> None:
        """Say what is chosen now."""
        self.post_message(self.Changed(self, value))

    def on_mount(self) -> None:
        """Say what is chosen at first."""
        self.post_message(self.Changed(self, self.value))

    def compose(self) -> ComposeResult:
        """Nothing: the list comes when it is opened."""
        yield from ()

    def render(self) -> RenderResult:
        """What is chosen, and an arrow to the list."""
        label = next((shown for shown, value in self._pairs if value == self.value), "")
        width = max(0, self.content_size.width - ARROW_ROOM)
        line = Content(label).truncate(width, ellipsis=True, pad=True)
        return Content.assemble(line, " ", ("▲" if self.expanded else "▼", "$foreground 50%"), " ")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, however long the label."""
        return 1

    def on_click(self, event: events.Click) -> None:
        """A click opens the list, another one closes it."""
        if event.widget is self:
            event.stop()
            self.expanded = not self.expanded

    def action_show_list(self) -> None:
        """Open the list."""
        self.expanded = True

    def watch_expanded(self, expanded: bool) -> None:
        """Show the list with the cursor on what is chosen, or show it no more."""
        self.set_class(expanded, "-expanded")
        self.refresh()
        if not expanded:
            return
        if not self.query(Offered):
            offered = Offered()
            self.mount(offered)
            offered.offer(shown for shown, _ in self._pairs)
        offered = self.query_one(Offered)
        offered.focus(scroll_visible=False)
        offered.go_to(self.offered.index(self.value))

    @on(Offered.Left)
    def _close(self, event: Offered.Left) -> None:
        event.stop()
        self.expanded = False
        if not event.for_another:
            self.focus()

    @on(Offered.OptionSelected)
    def _choose(self, event: Offered.OptionSelected) -> None:
        event.stop()
        self.value = self.offered[event.option_index]
        self.focus()
        self.expanded = False
