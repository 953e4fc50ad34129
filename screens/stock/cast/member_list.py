"""The list of the cast under the line that narrows it; the line has the focus, and the arrows move in the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.stock.cast.bench import Row
from screens.theme import ink
from screens.widgets.options import Options

SIGNS = {"left out": "!", "new": "+"}


class FilterLine(Input):
    """The line; at its end the arrow to the right is for others."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Within the words an arrow to the right goes to the next letter."""
        return not self.cursor_at_end if action == "cursor_right" else super().check_action(action, parameters)


class MemberList(Vertical):
    """Calls `opened` with the key of the row that the cursor is put on, `narrowed` when something else is typed, and
    `entered` when somebody is to be edited."""

    TITLE = "The list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, tooltip="The next of the cast", id="cast.next"),
        Binding("up", "move(-1)", "Previous", show=False, tooltip="The one before", id="cast.previous"),
        Binding("right", "fields", "Fields", show=False, tooltip="Go to the fields", id="cast.right"),
    ]

    def __init__(
        self, opened: Callable[[str], None], narrowed: Callable[[], None], entered: Callable[[], None]
    ) -> None:
        super().__init__(id="cast-members")
        self.line = FilterLine(placeholder="find somebody", id="cast-filter", compact=True)
        self._list = Options(id="cast-list", compact=True, markup=False, classes="coloured")
        self._list.can_focus = False
        self._said = Static(id="cast-told", markup=False)
        self._opened, self._narrowed, self._entered = opened, narrowed, entered
        self._rows: tuple[Row, ...] = ()

    def compose(self) -> ComposeResult:
        """The line, the list, and what is wrong with the file."""
        yield self.line
        yield self._list
        yield self._said

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.line.value

    def show(self, rows: Sequence[Row], key: str) -> None:
        """List rows, the cursor on that of a key, where it is among them."""
        rows = tuple(rows)
        if rows != self._rows:
            self._rows = rows
            self._list.set_options(Option(self._words(row)) for row in rows)
        keys = [row.key for row in rows]
        with self.prevent(OptionList.OptionHighlighted):
            self._list.highlighted = keys.index(key) if key in keys else None

    def say(self, words: str) -> None:
        """Say what is wrong with the file, under the list."""
        self._said.update(Text(words, ink(self.app, "warning")))
        self._said.display = bool(words)

    def _words(self, row: Row) -> Text:
        colour = {"left out": "error", "retired": "muted", "new": "accent"}.get(row.kind, "foreground")
        kind = "" if row.kind == "own" else row.kind
        room = max(4, self._list.content_size.width - 2 - (cell_len(kind) + 1 if kind else 0))
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("● " if row.is_unsaved else f"{SIGNS.get(row.kind, ' ')} ", ink(self.app, "accent"))
        name = row.name or "nobody yet"
        text.append(set_cell_size(name, room) if kind else name, ink(self.app, colour))
        if kind:
            text.append(f" {kind}", ink(self.app, "error" if row.kind == "left out" else "muted"))
        return text

    def on_resize(self, event: Resize) -> None:
        """Names have other room."""
        rows, self._rows = self._rows, ()
        at = self._list.highlighted
        self.show(rows, rows[at].key if at is not None and at < len(rows) else "")

    def action_move(self, step: int) -> None:
        """Go to another one of the list; after its end comes its begin."""
        if not self._rows:
            return
        at = self._list.highlighted
        self._list.highlighted = ((-1 if at is None and step > 0 else at or 0) + step) % len(self._rows)

    def action_fields(self) -> None:
        """Edit the one under the cursor."""
        self._entered()

    @on(Input.Changed, "#cast-filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrowed()

    @on(Input.Submitted, "#cast-filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._entered()

    @on(OptionList.OptionHighlighted, "#cast-list")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index < len(self._rows):
            self._opened(self._rows[event.option_index].key)

    @on(OptionList.OptionSelected, "#cast-list")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._entered()
