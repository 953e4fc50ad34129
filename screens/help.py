"""The help: what a room is for, and every key that does something there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.widgets import Static

from screens.base.screen import BeginsHelp, ExplainsMore, HelpTable, StudioScreen, StudioWindow
from screens.keymap import KeyLine, lines_of, shown_key
from screens.theme import ink
from screens.widgets.footer import StudioFooter


def help_lines(
    app: type[DOMNode], room: type[StudioScreen] | None, keymap: Mapping[str, str]
) -> tuple[tuple[str, tuple[KeyLine, ...]], ...]:
    """What the keys do, in groups with their titles: the room, its parts, and what holds everywhere."""
    groups: list[tuple[str, tuple[KeyLine, ...]]] = []
    if room is not None:
        groups.append((room.ROOM, lines_of(room, keymap)))
        for part in room.PARTS:
            groups.append((getattr(part, "TITLE", part.__name__), lines_of(part, keymap)))
    groups.append(("Everywhere", lines_of(app, keymap)))
    return tuple((title, lines) for title, lines in groups if lines)


class HelpWindow(StudioWindow[None]):
    """The help of one room."""

    CSS_PATH = ["base/windows.tcss", "help.tcss"]
    AUTO_FOCUS = "#help-scroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, room: StudioScreen | None, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._room = room
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The room's words, then the keys."""
        room = type(self._room) if self._room is not None else None
        with Vertical(classes="window"):
            yield Static(Text(room.ROOM if room else "Keys"), classes="window-title")
            with VerticalScroll(id="help-scroll"):
                if room is not None and room.HELP:
                    yield Static(Text(_unwrapped(room.HELP)), classes="help-words")
                for title, lines in help_lines(_app_type(self.app), room, self._keymap):
                    yield Static(Text(title), classes="help-title")
                    yield Static(self._table(lines), markup=False)
                begins_at, tables = _more(self._room)
                for table in tables:
                    is_begin = table.title == begins_at
                    yield Static(Text(table.title), classes="help-title", id="help-begin" if is_begin else None)
                    yield Static(self._explained(table), markup=False)
                yield Static(
                    Text("Keys can be changed in the settings, under [keys]: the names at the right."),
                    classes="help-note",
                )
        yield StudioFooter()

    def on_mount(self) -> None:
        """Begin with what the person is at."""
        for title in self.query("#help-begin"):
            self.call_after_refresh(title.scroll_visible, animate=False, top=True, immediate=True)

    def _explained(self, table: HelpTable) -> Table:
        grid = Table.grid(padding=(0, 2), expand=True)
        grid.add_column(width=26)
        grid.add_column(ratio=1)
        for sign, meaning in table.lines:
            grid.add_row(Text(sign, f"bold {ink(self.app, 'primary')}"), Text(meaning))
        return grid

    def _table(self, lines: tuple[KeyLine, ...]) -> Table:
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(width=16, no_wrap=True)
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        for line in lines:
            keys = "  ".join(dict.fromkeys(shown_key(key) for key in line.keys))
            table.add_row(Text(keys, f"bold {ink(self.app, 'primary')}"), Text(line.description), Text(line.id, "dim"))
        return table


def _more(room: StudioScreen | None) -> tuple[str, tuple[HelpTable, ...]]:
    """At which table the help of a room is opened, "" for its top, and its tables."""
    at = room.focused if room is not None else None
    said = (
        one.help_begins_at for one in (at.ancestors_with_self if at is not None else ()) if isinstance(one, BeginsHelp)
    )
    return next(said, ""), room.help_tables() if isinstance(room, ExplainsMore) else ()


def _unwrapped(text: str) -> str:
    """Paragraphs in one line each, for the window to wrap."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


def _app_type(app: App[object]) -> type[DOMNode]:
    return type(app)
