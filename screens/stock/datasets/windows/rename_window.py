"""The window in which a picture gets another name; its caption goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.stock.datasets.model import changing
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter


class RenameForm(Vertical):
    """The line over what is said; `give` gets the name."""

    def __init__(self, name: str, give: Callable[[str | None], object]) -> None:
        super().__init__(classes="window")
        self._name_now, self._give = name, give
        self._line = Input(name, id="rename-line", compact=True)
        self._said = Static(id="rename-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield Static(Text("Another name"), classes="window-title")
        yield Field("Its file and its caption are called so", self._line)
        yield self._said

    @on(Input.Submitted)
    def take(self) -> None:
        """Give the name, where it can be one."""
        name = self._line.value.strip()
        trouble = changing.name_trouble(name)
        if trouble:
            self._said.update(Text(f"This cannot be a name: {trouble}", ink(self.app, "error")))
        else:
            self._give(name if name != self._name_now else None)


class RenameKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5,enter", "take", "Rename", id="dataset-rename.take"),
        Binding("escape", "close", "Close", id="dataset-rename.close"),
    ]

    def __init__(self, form: RenameForm, give: Callable[[str | None], object]) -> None:
        self._form, self._give = form, give

    def action_take(self) -> None:
        """Take the name."""
        self._form.take()

    def action_close(self) -> None:
        """Leave it."""
        self._give(None)


class RenameWindow(StudioWindow[str | None]):
    """Gives the new name; None where it stays as it is."""

    TITLE = "Another name"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#rename-line"
    BINDINGS = bindings_of(RenameKeys)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._form = RenameForm(name, self.dismiss)
        offer(self, RenameKeys(self._form, self.dismiss))

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()
