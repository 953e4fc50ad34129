"""Choice: one of a few values, in one line that opens as a list."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Select
from textual.widgets._select import NoSelection, SelectOverlay

from screens.widgets.options import Options

ARROW_ROOM = 3
"""Cells at the right end: a space, the arrow, a space."""


class Overlay(SelectOverlay, Options):
    """The list of a Choice."""


class Choice(Select[str], inherit_css=False):
    """Textual's Select that draws its own line, and makes its list when it is first opened.

    `pairs` are what is shown and the value that it stands for; what is shown is text, never markup. A form has many of
    these and few are ever opened; Textual makes six widgets of each.
    """

    DEFAULT_CSS = """
    Choice {
        height: 1;
        color: $foreground;
        & > SelectOverlay {
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
        &.-expanded > SelectOverlay { display: block; }
    }
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], *, value: str | None = None, id: str | None = None) -> None:
        super().__init__(
            _shown(pairs), allow_blank=False, value=Select.NULL if value is None else value, id=id, compact=True
        )

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these; the first of them is chosen."""
        self.set_options(_shown(pairs))

    @property
    def offered(self) -> tuple[str, ...]:
        """The values that can be chosen, in their order."""
        return tuple(str(value) for _, value in self._options)

    def compose(self) -> ComposeResult:
        """Nothing: the list comes when it is opened."""
        yield from ()

    def render(self) -> Content:
        """What is chosen, and an arrow to the list."""
        label = next((str(shown) for shown, value in self._options if value == self.value), "")
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

    def action_show_overlay(self) -> None:
        """Open the list."""
        self.expanded = True

    # Where Textual's Select tells its parts, which are not there.

    def _setup_options_renderables(self) -> None:
        if self.query(SelectOverlay):
            super()._setup_options_renderables()

    def _watch_value(self, value: str | NoSelection) -> None:
        self._value = value
        self.refresh()
        self.post_message(self.Changed(self, value))

    def _watch_expanded(self, expanded: bool) -> None:
        self.set_class(expanded, "-expanded")
        self.refresh()
        if not expanded:
            return
        if not self.query(SelectOverlay):
            self.mount(Overlay(type_to_search=True).data_bind(compact=Select.compact))
            self._setup_options_renderables()
        overlay = self.query_one(SelectOverlay)
        overlay.focus(scroll_visible=False)
        overlay.select(self.offered.index(str(self.value)))

    def _watch_prompt(self, prompt: str) -> None:
        """There is always something chosen, and so no prompt."""


def _shown(pairs: Iterable[tuple[str, str]]) -> list[tuple[Text, str]]:
    return [(Text(shown, no_wrap=True, overflow="ellipsis"), value) for shown, value in pairs]
