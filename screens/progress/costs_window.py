"""What was spent on engines that are paid: totals by day, month, engine, model or member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from backends.costs import in_dollars
from screens.base.screen import StudioWindow
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from studio.jobs.spending.words import total_words
from studio.plain_text import plain

if TYPE_CHECKING:
    from library.charges import Key, Total

UNNAMED: dict[str, str] = {"member": "nobody of the cast"}
"""What those of a key are called that have no name; others are unknown."""


class CostsWindow(StudioWindow[None]):
    """Shows totals by one key at a time."""

    CSS_PATH = ["../base/windows.tcss", "costs_window.tcss"]
    AUTO_FOCUS = "#totals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,tab", "turn(1)", "Next", tooltip="By the next thing", id="costs.next"),
        Binding("left,shift+tab", "turn(-1)", "Previous", tooltip="By the one before", id="costs.previous"),
        Binding("escape,q", "dismiss", "Close", key_display="Esc", id="costs.close"),
    ]

    def __init__(self, lately: str, totals: Mapping[Key, Sequence[Total]]) -> None:
        super().__init__()
        self._lately = lately
        self._totals = totals
        self._keys = tuple(totals)
        self._at = 0

    def compose(self) -> ComposeResult:
        """What was spent lately, what it is told by, and the totals."""
        with Vertical(classes="window"):
            yield Static(Text("What was spent"), classes="window-title")
            yield Static(Text(self._lately), id="lately", markup=False)
            yield Static(self._heading(), id="by", markup=False)
            with VerticalScroll(id="totals"):
                yield Static(self._rows(), id="rows", markup=False)
        yield StudioFooter()

    def action_turn(self, by: int) -> None:
        """Tell it by another thing."""
        self._at = (self._at + by) % len(self._keys)
        self.query_one("#by", Static).update(self._heading())
        self.query_one("#rows", Static).update(self._rows())

    def _heading(self) -> Text:
        text = Text("by ", ink(self.app, "muted"))
        for number, key in enumerate(self._keys):
            here = number == self._at
            text.append(key, f"bold {ink(self.app, 'accent')}" if here else ink(self.app, "muted"))
            text.append("  ")
        return text

    def _rows(self) -> Text:
        key = self._keys[self._at]
        named = [(plain(one.of) or UNNAMED.get(key, "unknown"), one) for one in self._totals[key]]
        if not named:
            return Text("Nothing yet", ink(self.app, "muted"))
        width = max(len(name) for name, _ in named)
        lines = []
        for name, one in named:
            count = f"{one.charges:,} {'picture' if one.charges == 1 else 'pictures'}"
            line = Text.assemble(f"{name:<{width}}  ", (f"{total_words(one):>12}", "bold"))
            line.append(f"  {count:>12}", ink(self.app, "muted"))
            if one.doubtful:
                line.append(f"  {in_dollars(one.maybe)} in doubt", ink(self.app, "warning"))
            lines.append(line)
        return Text("\n").join(lines)
