"""The keys of the window for tags and albums: names are given and taken off, by typing or from the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding

from screens.base.line_and_list import Form
from screens.base.list_window import ListKeys
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.gallery.model.change_queue import Given, Kind

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


class Naming(NamedTuple):
    """Whose names are given: tags or albums of the chosen pictures of a library, by `give`."""

    kind: Kind
    chosen: tuple[int, ...]
    library: Library
    give: Give


class NameKeys(ListKeys):
    """Gives names to pictures and takes them off, until the window is closed.

    `_order` are all names, those that the chosen pictures have first; `_listed` those in the list; `_last` those that
    were given last.
    """

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Give", tooltip="Give, or take off what all have", id="names.give", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="names.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="names.up", priority=True),
        Binding("tab", "complete", "Complete", id="names.complete", priority=True),
        Binding("backspace", "take_off", "Take off", key_display="⌫", id="names.take-off", priority=True),
        Binding("escape", "close", "Close", id="names.close"),
    ]

    def __init__(
        self, naming: Naming, calls: Calls, form: Form, ink: Callable[[str], str], leave: Callable[[], object]
    ) -> None:
        """`ink` gives the style of a colour's name."""
        self._naming, self._calls, self._form, self._ink, self._leave = naming, calls, form, ink, leave
        self._known = Known({}, {})
        self._order: list[str] = []
        self._listed: tuple[str, ...] = ()
        self._last: tuple[str, ...] = ()

    # The list.

    def look(self) -> None:
        """Read the names again and show them; say which of the last ones are not there as they were typed."""
        self._calls.begin(self._look, group="names", is_exclusive=True)

    async def _look(self) -> None:
        kind, chosen, library, _ = self._naming
        with self._calls.reporting():
            self._known = await in_thread(self._calls, read, library, kind, chosen)
        shared, everywhere = self._known.chosen, self._known.everywhere
        if not self._order:
            names = sorted(everywhere, key=lambda name: (-shared.get(name, 0), -everywhere[name], name.casefold()))
            self._order = names
        known = set(self._order)
        self._order[:0] = [name for name in everywhere if name not in known]
        kept = {name.casefold() for name in shared}
        lost = [name for name in self._last if name.casefold() not in kept]
        self._form.say(f"Kept otherwise, or not at all: {', '.join(map(one_line, lost))}" if lost else "")
        self._show(self._under_cursor)

    @property
    def _under_cursor(self) -> str | None:
        """The name under the list's cursor."""
        at = self._form.chosen
        return None if at is None else self._listed[at]

    def list_fitting(self) -> None:
        """List what fits what is typed."""
        self._show(None)

    def _show(self, name: str | None) -> None:
        """List what fits what is typed, with the cursor on a name."""
        names, last = self._order, self._form.typed.rpartition(",")[2].strip()
        if last.startswith("-"):
            names = [one for one in names if one in self._known.chosen]
        self._listed = fitting(names, last.removeprefix("-"))
        counts = [self._count(one) for one in self._listed]
        wide = max(map(len, counts), default=0)
        rows = [self._row(one, count.rjust(wide)) for one, count in zip(self._listed, counts, strict=True)]
        self._form.show(rows, self._listed.index(name) if name in self._listed else None)

    def _count(self, name: str) -> str:
        shared, all_chosen = self._known.chosen.get(name, 0), len(self._naming.chosen)
        if 0 < shared < all_chosen:
            return f"{shared:,} of {all_chosen:,}"
        return f"{self._known.everywhere.get(name, 0):,}"

    def _row(self, name: str, count: str) -> Text:
        shared = self._known.chosen.get(name, 0)
        sign = ALL if shared == len(self._naming.chosen) else SOME if shared else " "
        row = Text(no_wrap=True, overflow="ellipsis")
        row.append(f"{sign} ", self._ink("accent"))
        row.append(f"{count}  ", self._ink("muted"))
        row.append(one_line(name))
        return row

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Backspace takes names off only where there is no letter to take away."""
        return not self._form.typed if action == "take_off" else True

    def action_move(self, step: int) -> None:
        """Move in the list; above its first line nothing is chosen."""
        self._form.move(step)

    def action_complete(self) -> None:
        """Write the chosen name, or the first that fits, into the line; another may follow."""
        name = self._under_cursor or next(iter(self._listed), None)
        before, comma, last = self._form.typed.rpartition(",")
        if name is None or not last.strip().removeprefix("-"):
            return
        minus = "-" if last.strip().startswith("-") else ""
        self._form.write(f"{before}{comma}{' ' if comma else ''}{minus}{name}, ")

    def action_take(self) -> None:
        """Give what is typed; the name under the list's cursor is taken off where all have it."""
        name, typed = self._under_cursor, self._form.typed
        if name is None:
            if typed.strip():
                self._change(*read_names(typed))
            else:
                self.action_close()
            return
        before, _, last = typed.rpartition(",")
        add, remove = read_names(before)
        has_all = self._known.chosen.get(name, 0) == len(self._naming.chosen)
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
        self._leave()

    def _change(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if not add and not remove:
            return
        self._last = add
        name = self._under_cursor
        self._form.write("", is_told=False)
        self._form.say("…")
        self._show(name)
        self._naming.give(Given(self._naming.kind, add, remove), self._written)

    def _written(self) -> None:
        if self._calls.is_there:
            self.look()
