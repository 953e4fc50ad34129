"""The help: what a room is for, and every key that does something there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.widgets import Input, Static

from screens.base.screen import BeginsHelp, ExplainsMore, HelpTable, StudioScreen, StudioWindow
from screens.guidance.synonyms import SYNONYMS
from screens.keymap import KeyLine, lines_of, shown_key
from screens.theme import ink
from screens.widgets.footer import StudioFooter

KEYS_CAN_BE_CHANGED = "Keys can be changed in the settings, under [keys]: the names at the right."
NOTHING_FOUND = "Nothing here is called that. Esc shows all keys of this room again; Ctrl+P finds what other rooms do."


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


class Section(NamedTuple):
    """A part of the help under its title: lines of a table (the columns as they are shown), or a text."""

    title: str
    begins_here: bool = False
    keys: tuple[KeyLine, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def narrowed(self, typed: str) -> Section:
        """What of it holds all words that were typed, in any case."""
        words = typed.casefold().split()

        def holds(*parts: str) -> bool:
            text = " ".join((self.title, *parts)).casefold()
            return all(word in text for word in words)

        return self._replace(
            keys=tuple(line for line in self.keys if holds(*_said_of(line))),
            table=tuple(line for line in self.table if holds(*line)),
            text="\n\n".join(paragraph for paragraph in self.text.split("\n\n") if holds(paragraph)),
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.keys or self.table or self.text)


def _said_of(line: KeyLine) -> tuple[str, ...]:
    return (_keys(line), " ".join(line.keys), line.description, line.label, line.id, SYNONYMS.get(line.id, ""))


def _keys(line: KeyLine) -> str:
    return "  ".join(dict.fromkeys(shown_key(key) for key in line.keys))


def sections(app: type[DOMNode], room: StudioScreen | None, keymap: Mapping[str, str]) -> tuple[Section, ...]:
    """The help of a room, None for no room: its words, its keys, and its tables."""
    kind = type(room) if room is not None else None
    begins_at, tables = _more(room)
    return (
        *([Section("", text=_unwrapped(kind.HELP))] if kind is not None and kind.HELP else []),
        *(Section(title, keys=lines) for title, lines in help_lines(app, kind, keymap)),
        *(Section(one.title, one.title == begins_at, table=one.lines) for one in tables),
    )


class FilterLine(Input):
    """A line that leaves a question mark which is the first of it to the window: it closes what it opened."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed here."""
        return super().check_consume_key(key, character) and not (key == "question_mark" and not self.value)


class HelpWindow(StudioWindow[None]):
    """The help of one room. What is typed narrows it; Escape first shows all of it again, and then closes it."""

    CSS_PATH = ["../base/windows.tcss", "help.tcss"]
    AUTO_FOCUS = "#help-filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "back", "Close", id="help.close"),
        Binding("question_mark", "dismiss", "Close", show=False, id="help.toggle", priority=True),
        Binding("up", "scroll(-1, 0)", "Scroll", key_display="↑↓", id="help.up", priority=True),
        Binding("down", "scroll(1, 0)", "Scroll", show=False, id="help.down", priority=True),
        Binding("pageup", "scroll(0, -1)", "Page up", show=False, id="help.page-up", priority=True),
        Binding("pagedown", "scroll(0, 1)", "Page down", show=False, id="help.page-down", priority=True),
    ]

    def __init__(self, room: StudioScreen | None, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._room = room
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The line to type in, the room's words, then the keys."""
        with Vertical(classes="window"):
            yield Static(Text(self._room.ROOM if self._room else "Keys"), classes="window-title")
            yield FilterLine(placeholder="type to find a key or a word", id="help-filter", compact=True)
            with VerticalScroll(id="help-scroll", can_focus=False):
                self._sections = sections(_app_type(self.app), self._room, self._keymap)
                for number, section in enumerate(self._sections):
                    title = "help-begin" if section.begins_here else f"help-title-{number}"
                    yield Static(Text(section.title), classes="help-title", id=title)
                    body = "help-words" if section.text else "help-table"
                    yield Static(classes=body, id=f"help-body-{number}", markup=False)
                yield Static(Text(KEYS_CAN_BE_CHANGED), classes="help-note", id="help-note")
        yield StudioFooter()

    def on_mount(self) -> None:
        """Begin with what the person is at."""
        self._narrow("")
        for title in self.query("#help-begin"):
            self.call_after_refresh(title.scroll_visible, animate=False, top=True, immediate=True)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)
        self._scroll.scroll_home(animate=False)

    def _narrow(self, typed: str) -> None:
        """Show only what holds the words."""
        is_any = False
        for number, (section, title) in enumerate(zip(self._sections, self.query(".help-title"), strict=True)):
            left = section.narrowed(typed)
            body = self.query_one(f"#help-body-{number}", Static)
            body.display = not left.is_empty
            title.display = bool(section.title) and body.display
            if body.display:
                is_any = True
                body.update(_shown(left, f"bold {ink(self.app, 'primary')}"))
        self.query_one("#help-note", Static).update(Text(KEYS_CAN_BE_CHANGED if is_any else NOTHING_FOUND))

    # Keys.

    def action_back(self) -> None:
        """Take away what was typed; where nothing was, close."""
        if self._filter.value:
            self._filter.value = ""
        else:
            self.dismiss()

    def action_scroll(self, lines: int, pages: int) -> None:
        """Scroll by some lines and pages."""
        page = max(1, self._scroll.size.height - 1)
        self._scroll.scroll_relative(y=lines + pages * page, animate=False)

    @property
    def _filter(self) -> Input:
        return self.query_one("#help-filter", Input)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#help-scroll", VerticalScroll)


def _shown(section: Section, style: str) -> Table | Text:
    """A section as it is read; keys and signs in this style."""
    if section.text:
        return Text(section.text)
    table = Table.grid(padding=(0, 2), expand=True)
    if section.table:
        table.add_column(width=26)
        table.add_column(ratio=1)
        for sign, meaning in section.table:
            table.add_row(Text(sign, style), Text(meaning))
        return table
    table.add_column(width=16, no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    for line in section.keys:
        table.add_row(Text(_keys(line), style), Text(line.description), Text(line.id, "dim"))
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
