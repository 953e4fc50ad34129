"""The search line: words and fields with their completions, and a mark where they are wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from library.errors import LibraryError, QueryWrong
from screens.drawing.drawn_once import DrawnOnce
from screens.drawing.threads import in_thread
from screens.gallery.help_words import SEARCHING
from screens.gallery.model.captions import one_line
from screens.theme import ink
from screens.widgets.options import Options
from studio.search_help import meaning_of

if TYPE_CHECKING:
    from library.search.completion import Completion
    from library.store import Library

MOST_REMEMBERED = 50
"""Searches that can be called back."""


def pointing(said: str, at: int, width: int) -> str:
    """A line with ▲ at the cell `at` and the words beside it, where there is room; at most `width` cells."""
    at = max(0, min(at, width - 1))
    right, left = width - at - 2, at - 1
    if len(said) <= right or right >= left:
        return f"{' ' * at}▲ {_cut(said, right)}"
    return f"{_cut(said, left).rjust(left)} ▲"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: max(0, most - 1)]}…"[: max(0, most)]


class SearchBar(Vertical):
    """Where the shelf is, the line for a search, the count; below it what may stand at the cursor, while one types.

    What is typed is searched for at once; Enter leads back to the pictures, but for the one that takes a completion.
    """

    TITLE: ClassVar[str] = "Search line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Completions", show=False, tooltip="Choose a completion", id="search.down"),
        Binding("up", "move(-1)", "The search before", show=False, id="search.up"),
        Binding("tab", "take", "Complete", tooltip="Take the completion", id="search.complete"),
        Binding("escape", "shut", "Close the list", key_display="Esc", id="search.close"),
    ]

    def __init__(self, library: Callable[[], Library | None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._library = library
        self._search: Callable[[str], None] = lambda _: None
        self._leave: Callable[[], None] = lambda: None
        self._offered: tuple[Completion, ...] = ()
        self._wanted: tuple[str, int, bool] | None = None
        self._asking = False
        self._settled = ""
        self._past = PastSearches()

    def compose(self) -> ComposeResult:
        """The line between where one is and the count; what stands below it is mounted when it is wanted."""
        with Horizontal(id="gallery-top"):
            yield Static(id="gallery-where", markup=False)
            words = "/  search scenes, prompts, sayings"
            yield Input(placeholder=words, id="gallery-search", compact=True, select_on_focus=False)
            yield Static(id="gallery-count", markup=False)

    @property
    def line(self) -> Input:
        """Where one types."""
        return self.query_one("#gallery-search", Input)

    @property
    def _list(self) -> OptionList:
        """What may stand at the cursor."""
        if not self.query(OptionList):
            completions = Options(id="gallery-completions", compact=True, markup=False)
            completions.can_focus = False
            self.mount(completions)
        return self.query_one(OptionList)

    @property
    def _slip(self) -> Static:
        """The mark where a search is wrong."""
        if not self.query("#gallery-slip"):
            self.mount(Static(id="gallery-slip", markup=False))
        return self.query_one("#gallery-slip", Static)

    @property
    def _is_open(self) -> bool:
        return self.has_class("-open")

    def listen(self, search: Callable[[str], None], leave: Callable[[], None]) -> None:
        """Say what searches for what is typed, and what leads back from the line."""
        self._search, self._leave = search, leave

    def say_where(self, name: str) -> None:
        """Say which shelf is shown; empty for the usual one."""
        where = self.query_one("#gallery-where", Static)
        if where.display is not bool(name) or str(where.content).strip() != name:
            where.display = bool(name)
            where.update(f" {name} ")

    def say_count(self, words: str) -> None:
        """Say where the cursor is, and what is marked."""
        self.query_one("#gallery-count", Static).update(words, layout=False)

    @property
    def help_begins_at(self) -> str:
        """The search language, for who types a search."""
        return SEARCHING

    @property
    def is_typed_in(self) -> bool:
        """Whether the person types there."""
        return self.screen.focused is self.line

    def begin(self) -> None:
        """Let the person type."""
        self.screen.set_focus(self.line)

    def fill(self, text: str) -> bool:
        """Write a search without asking for it. Says whether another one stood there."""
        was, self._settled = self.line.value, text
        with self.prevent(Input.Changed):
            self.line.value = text
        self.line.cursor_position = len(text)
        self.action_shut()
        return was != text

    def point_at(self, error: QueryWrong | None) -> None:
        """Half-typed searches are usual: a line with a mark at the place, over what was found, which stays."""
        self.set_class(error is not None, "-wrong")
        if error is None:
            return
        said = " · ".join(filter(None, (error.reason, error.remedy)))
        left = self.line.region.x - self.region.x - 1
        self._slip.update(Text(pointing(said, left + self._column(error.position), self.size.width - 2)))

    def _column(self, position: int) -> int:
        """Where a character of the line stands, in cells from the line's left."""
        return cell_len(self.line.value[:position]) - round(self.line.scroll_offset.x)

    # Completions: asked for in a thread, one at a time, and only the answer to what stands there now is shown.

    @on(Input.Changed, "#gallery-search")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self._settled:
            self._settled = event.value
            self._past.end()
            if self.line.has_focus:
                self._ask(is_wanted=False)
        self._search(event.value)

    def _ask(self, *, is_wanted: bool) -> None:
        self._wanted = (self.line.value, self.line.cursor_position, is_wanted)
        if not self._asking:
            self._asking = True
            self._complete()

    @work(group="complete")
    async def _complete(self) -> None:
        try:
            while self._wanted is not None and (library := self._library()) is not None:
                (text, cursor, is_wanted), self._wanted = self._wanted, None
                try:
                    found = await in_thread(
                        cast(DrawnOnce[object], self.screen), library.searches.completions, text, cursor
                    )
                except LibraryError:
                    # The search itself fails of the same, and says so.
                    found = ()
                if self._wanted is None and self.line.has_focus and self.line.value == text:
                    self._offer(text, cursor, found, is_wanted)
        finally:
            self._asking = False

    def _offer(self, text: str, cursor: int, found: Sequence[Completion], is_wanted: bool) -> None:
        """Show completions; those for which nothing is begun only where they are `is_wanted`."""
        self._offered = tuple(
            one
            for one in found
            if text[one.start : one.end] != one.text and (is_wanted or one.kind == "value" or one.start < cursor)
        )
        if not self._offered:
            self.action_shut()
            return
        self._list.set_options(Option(self._row(one)) for one in self._offered)
        self._list.highlighted = 0 if is_wanted else None
        left = self.line.region.x - self.region.x + self._column(self._offered[0].start)
        self._list.styles.offset = Offset(max(0, left - 1), 0)
        self.add_class("-open")
        self.refresh_bindings()

    def _row(self, completion: Completion) -> Text:
        row = Text(one_line(completion.text), no_wrap=True, overflow="ellipsis")
        if completion.kind == "field":
            row.pad_right(max(1, 9 - len(row)))
            row.append(meaning_of(completion.text.removesuffix(":")), ink(self.app, "muted"))
        return row

    def _take(self, at: int) -> None:
        """Write a completion into the line; after a field's name its values are offered."""
        chosen, line = self._offered[at], self.line
        self._settled = line.value[: chosen.start] + chosen.text + line.value[chosen.end :]
        line.value = self._settled
        line.cursor_position = chosen.start + len(chosen.text)
        self.action_shut()
        if chosen.kind == "field":
            self._ask(is_wanted=False)

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab and Escape to others while there is no list."""
        return self._is_open if action in ("take", "shut") else True

    def action_move(self, step: int) -> None:
        """Move in the list, above whose first line nothing is chosen; open it; or go through the searches before."""
        if self._is_open:
            at = self._list.highlighted
            place = ((-1 if at is None else at) + step + 1) % (len(self._offered) + 1) - 1
            self._list.highlighted = None if place < 0 else place
        elif step < 0 or self._past.is_recalling:
            self._recall(step)
        else:
            self._ask(is_wanted=True)

    def action_take(self) -> None:
        """Take the chosen completion, or the first."""
        self._take(self._list.highlighted or 0)

    def action_shut(self) -> None:
        """Close the list."""
        self._wanted = None
        if self._is_open:
            self.remove_class("-open")
            self.refresh_bindings()

    @on(Input.Submitted, "#gallery-search")
    def _entered(self, event: Input.Submitted) -> None:
        if self._is_open and (at := self._list.highlighted) is not None:
            event.stop()
            self._take(at)
            return
        self.action_shut()
        self.remember(event.value)
        self._leave()

    @on(OptionList.OptionSelected, "#gallery-completions")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Close the list when the person goes on."""
        self.action_shut()

    # The searches before.

    def remember(self, text: str) -> None:
        """Keep a search, to be called back from an empty line."""
        self._past.keep(text)

    def _recall(self, step: int) -> None:
        """The search before, or the one after; only where nothing is typed that would be lost."""
        if self._past.is_recalling or not self.line.value.strip():
            recalled = self._past.recall(step)
            if recalled is not None:
                self._settled = recalled
                self.line.value = self._settled
                self.line.cursor_position = len(self._settled)


class PastSearches:
    """The searches that were made, of which one may be called back."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._recalled: int | None = None

    @property
    def is_recalling(self) -> bool:
        """Whether one is called back."""
        return self._recalled is not None

    def keep(self, text: str) -> None:
        """Keep a search as the last one."""
        self.end()
        if text.strip():
            self._kept = [*(one for one in self._kept if one != text), text][-MOST_REMEMBERED:]

    def end(self) -> None:
        """Something else is typed."""
        self._recalled = None

    def recall(self, step: int) -> str | None:
        """The search before (-1), or the one after, behind the last of which is an empty one. None: there is none."""
        at = (len(self._kept) if self._recalled is None else self._recalled) + step
        if not 0 <= at <= len(self._kept):
            return None
        self._recalled = at if at < len(self._kept) else None
        return self._kept[at] if at < len(self._kept) else ""
