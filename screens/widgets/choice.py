"""Choice: one of a few values, in one line that opens as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.widget import Widget
from textual.widgets import OptionList

if TYPE_CHECKING:
    from screens.widgets.offered import Offered

ARROW_ROOM = 3
"""Cells at the right end: a space, the arrow, a space."""


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
        self._list: Offered | None = None
        self.set_reactive(Choice.value, self.validate_value(self._pairs[0][1] if value is None else value))

    @property
    def offered(self) -> tuple[str, ...]:
        """The values that can be chosen, in their order."""
        return tuple(value for _, value in self._pairs)

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these; the first of them is chosen."""
        self._pairs = tuple(pairs)
        if self._list is not None:
            self._list.offer(shown for shown, _ in self._pairs)
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
        if self._list is None:
            from screens.widgets.offered import Offered

            self._list = Offered()
            self.mount(self._list)
            self._list.offer(shown for shown, _ in self._pairs)
        self._list.focus(scroll_visible=False)
        self._list.go_to(self.offered.index(self.value))

    def on_offered_left(self, event: Offered.Left) -> None:
        """The list was left: close it."""
        event.stop()
        self.expanded = False
        if not event.for_another:
            self.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        event.stop()
        self.value = self.offered[event.option_index]
        self.focus()
        self.expanded = False
