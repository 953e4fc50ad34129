"""A window with a line to type in over a list to choose from; what is typed and chosen, its keys hear."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widgets import Input, OptionList, Static

from screens.base.line_and_list import LineAndList
from screens.base.screen import StudioWindow
from screens.base.topics import Topic, offer
from screens.widgets.footer import StudioFooter


class ListKeys(Topic):
    """The keys of such a window."""

    def look(self) -> None:
        """Read what there is, and list it."""
        raise NotImplementedError

    def list_fitting(self) -> None:
        """List what fits what is typed."""
        raise NotImplementedError

    def action_take(self) -> None:
        """Take what is chosen in the list, or typed."""
        raise NotImplementedError


class ListWindow(StudioWindow[ScreenResultType]):
    """A window of a line over a list. A subclass binds the keys that its constructor gives to `begin`."""

    def begin(self, title: str, form: LineAndList, keys: ListKeys) -> None:
        """Have a title, a line with its list, and keys; called once, by the constructor."""
        self._title, self._form, self._keys = title, form, keys
        offer(self, keys)

    def compose(self) -> ComposeResult:
        """What it is about, the line, the list."""
        with Vertical(classes="window"):
            yield Static(Text(self._title, no_wrap=True, overflow="ellipsis"), classes="window-title")
            yield from self._form.compose()
        yield StudioFooter()

    def on_mount(self) -> None:
        """Read what there is."""
        self._keys.look()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._keys.list_fitting()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._keys.action_take()
