"""The title of what is folded in or out: Textual's Collapsible is three widgets, with what is folded among them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class FoldTitle(Widget, can_focus=True):
    """One line; it says that it was pressed, and whoever has the fold sets `folded`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    FoldTitle {
        width: auto;
        height: 1;
        padding: 0 1;
        color: $foreground 70%;
        text-style: $block-cursor-blurred-text-style;
        pointer: pointer;
        &:hover { background: $block-hover-background; }
        &:focus { background: $primary 20%; color: $primary; text-style: $block-cursor-text-style; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", "Fold in or out", show=False)]
    title = reactive("", layout=True)
    folded = reactive(True)

    class Pressed(Message):
        """The person wants it the other way."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.set_reactive(FoldTitle.title, title)

    def render(self) -> Content:
        """A triangle and the title."""
        return Content(f"{'▶' if self.folded else '▼'} {self.title}")

    def on_click(self, event: Click) -> None:
        """A click is a press."""
        event.stop()
        self.action_press()

    def action_press(self) -> None:
        """Say so."""
        self.post_message(self.Pressed())
