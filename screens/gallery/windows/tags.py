"""The window for tags and albums: what the chosen pictures have, what there is, and a line to type in."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static

from screens.base.screen import StudioWindow
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.gallery.model.captions import how_many
from screens.gallery.parts.line_and_list import LineAndList
from screens.gallery.windows.name_keys import NameKeys, Naming
from screens.theme import ink
from screens.widgets.footer import StudioFooter


class NamesWindow(StudioWindow[None]):
    """Gives names to pictures and takes them off, by typing or from the list, until it is closed."""

    TITLE = "Tags and albums"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#names-line"
    BINDINGS = bindings_of(NameKeys)

    def __init__(self, naming: Naming) -> None:
        super().__init__()
        self._title = f"{naming.kind.capitalize()}s of {how_many(naming.chosen)}"
        self._form = LineAndList("names", "name, another, -not this one")
        self._keys = NameKeys(naming, ScreenCalls(self), self._form, partial(ink, self.app), self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """What it is about, the line, the list."""
        with Vertical(classes="window"):
            yield Static(Text(self._title), classes="window-title")
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
        self._keys.action_give()
