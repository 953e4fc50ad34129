"""The window for tags and albums: what the chosen pictures have, what there is, and a line to type in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.drawing.threads import in_thread
from screens.gallery.keys.picture_screen import how_many
from screens.gallery.model.captions import one_line
from screens.gallery.model.change_queue import Given, Kind
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options

if TYPE_CHECKING:
    from library.store import Library

ALL, SOME = "●", "◐"
"""The signs of a name that all chosen pictures have, or only some."""

MOST_LISTED = 200
"""Names in the list; more of them are found by typing."""

Give = Callable[[Given, Callable[[], object]], object]
"""Gives names to the chosen pictures, and calls back when that is written."""


def read_names(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names to add and those to take off: "night, -robot arm" adds "night" and takes off "robot arm"."""
    parts = [" ".join(part.split()) for part in typed.split(",")]
    less = [part[1:].strip() for part in parts if part.startswith("-")]
    return tuple(part for part in parts if part and not part.startswith("-")), tuple(part for part in less if part)


def fitting(names: Iterable[str], typed: str) -> tuple[str, ...]:
    """The names that hold what is typed, those that begin with it first; at most MOST_LISTED."""
    wanted = typed.strip().casefold()
    found = [name for name in names if wanted in name.casefold()]
    found.sort(key=lambda name: not name.casefold().startswith(wanted))
    return tuple(found[:MOST_LISTED])


class Known(NamedTuple):
    """How many pictures have each name: all pictures, and the chosen ones."""

    everywhere: dict[str, int]
    chosen: dict[str, int]


def read(library: Library, kind: Kind, chosen: Sequence[int]) -> Known:
    """What is known of the tags or albums; blocks. Raises LibraryError."""
    if kind == "tag":
        return Known(dict(library.annotations.tags()), dict(library.annotations.tags_on(chosen)))
    return Known(dict(library.annotations.albums()), dict(library.annotations.albums_on(chosen)))


class NamesWindow(StudioWindow[None]):
    """Gives names to pictures and takes them off, by typing or from the list, until it is closed."""

    TITLE = "Tags and albums"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#names-line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", "Give", tooltip="Give, or take off what all have", id="names.give", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="names.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="names.up", priority=True),
        Binding("tab", "complete", "Complete", id="names.complete", priority=True),
        Binding("backspace", "take_off", "Take off", key_display="⌫", id="names.take-off", priority=True),
        Binding("escape", "close", "Close", id="names.close"),
    ]

    def __init__(self, kind: Kind, chosen: Sequence[int], library: Library, give: Give) -> None:
        super().__init__()
        self._kind, self._chosen, self._library, self._give = kind, tuple(chosen), library, give
        self._known = Known({}, {})
        self._order: list[str] = []
        self._listed: tuple[str, ...] = ()
        self._last: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """What it is about, the line, the list."""
        with Vertical(classes="window"):
            yield Static(Text(f"{self._kind.capitalize()}s of {how_many(self._chosen)}"), classes="window-title")
            yield Input(placeholder="name, another, -not this one", id="names-line", compact=True)
            names = Options(id="names-list", compact=True, markup=False)
            names.can_focus = False
            yield names
            yield Static(id="names-said", markup=False)
        yield StudioFooter()

    def on_mount(self) -> None:
        """Read what there is."""
        self.look()

    @work(exclusive=True, group="names")
    async def look(self) -> None:
        """Read the names again and show them; say which of the last ones are not there as they were typed."""
        with host_of(self).reporting():
            self._known = await in_thread(self, read, self._library, self._kind, self._chosen)
        shared, everywhere = self._known.chosen, self._known.everywhere
        if not self._order:
            names = sorted(everywhere, key=lambda name: (-shared.get(name, 0), -everywhere[name], name.casefold()))
            self._order = names
        known = set(self._order)
        self._order[:0] = [name for name in everywhere if name not in known]
        kept = {name.casefold() for name in shared}
        lost = [name for name in self._last if name.casefold() not in kept]
        self._say(f"Kept otherwise, or not at all: {', '.join(map(one_line, lost))}" if lost else "")
        self._show(self._under_cursor)

    # The list.

    @property
    def _line(self) -> Input:
        return self.query_one("#names-line", Input)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#names-list", OptionList)

    @property
    def _under_cursor(self) -> str | None:
        """The name under the list's cursor."""
        at = self._list.highlighted
        return None if at is None or at >= len(self._listed) else self._listed[at]

    @property
    def _typing(self) -> str:
        """The name that is being typed, without the commas and the minus before it."""
        return self._line.value.rpartition(",")[2].strip().removeprefix("-")

    def _show(self, name: str | None = None) -> None:
        """List what fits what is typed, with the cursor on a name."""
        names = self._order
        if self._line.value.rpartition(",")[2].strip().startswith("-"):
            names = [one for one in names if one in self._known.chosen]
        self._listed = fitting(names, self._typing)
        counts = [self._count(one) for one in self._listed]
        wide = max(map(len, counts), default=0)
        self._list.set_options(
            Option(self._row(one, count.rjust(wide))) for one, count in zip(self._listed, counts, strict=True)
        )
        self._list.highlighted = self._listed.index(name) if name in self._listed else None
        self._list.display = bool(self._listed)

    def _count(self, name: str) -> str:
        shared = self._known.chosen.get(name, 0)
        if 0 < shared < len(self._chosen):
            return f"{shared:,} of {len(self._chosen):,}"
        return f"{self._known.everywhere.get(name, 0):,}"

    def _row(self, name: str, count: str) -> Text:
        shared = self._known.chosen.get(name, 0)
        sign = ALL if shared == len(self._chosen) else SOME if shared else " "
        row = Text(no_wrap=True, overflow="ellipsis")
        row.append(f"{sign} ", ink(self.app, "accent"))
        row.append(f"{count}  ", ink(self.app, "muted"))
        row.append(one_line(name))
        return row

    def _say(self, words: str) -> None:
        said = self.query_one("#names-said", Static)
        said.update(words)
        said.display = bool(words)

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Backspace takes names off only where there is no letter to take away."""
        return not self._line.value if action == "take_off" and self.is_mounted else True

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    def action_move(self, step: int) -> None:
        """Move in the list; above its first line nothing is chosen."""
        count = len(self._listed)
        at = self._list.highlighted
        if count:
            place = ((-1 if at is None else at) + step + 1) % (count + 1) - 1
            self._list.highlighted = None if place < 0 else place

    def action_complete(self) -> None:
        """Write the chosen name, or the first that fits, into the line; another may follow."""
        name = self._under_cursor or next(iter(self._listed), None)
        if name is None or not self._typing:
            return
        before, comma, last = self._line.value.rpartition(",")
        minus = "-" if last.strip().startswith("-") else ""
        self._line.value = f"{before}{comma}{' ' if comma else ''}{minus}{name}, "
        self._line.cursor_position = len(self._line.value)

    def action_give(self) -> None:
        """Give what is typed; the name under the list's cursor is taken off where all have it."""
        name, typed = self._under_cursor, self._line.value
        if name is None:
            if typed.strip():
                self._change(*read_names(typed))
            else:
                self.action_close()
            return
        before, _, last = typed.rpartition(",")
        add, remove = read_names(before)
        has_all = self._known.chosen.get(name, 0) == len(self._chosen)
        if last.strip().startswith("-") or (has_all and not before):
            self._change(add, (*remove, name))
        else:
            self._change((*add, name), remove)

    def action_take_off(self) -> None:
        """Take off the name under the list's cursor, or the one that was given last."""
        shared = self._known.chosen
        held = [name for name in (self._under_cursor, *reversed(self._last)) if name is not None and name in shared]
        held += [name for name in reversed(self._order) if name in shared]
        if held:
            self._change((), (held[0],))

    def action_close(self) -> None:
        """Close the window; what was given stays."""
        self.dismiss()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_give()

    def _change(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if not add and not remove:
            return
        self._last = add
        name = self._under_cursor
        with self.prevent(Input.Changed):
            self._line.value = ""
        self._say("…")
        self._show(name)
        self._give(Given(self._kind, add, remove), self._written)

    def _written(self) -> None:
        if self.is_there:
            self.look()
