"""The window of searches that are kept under a name: it runs one, keeps the present one, and forgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from library.records import SavedSearch
from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options

if TYPE_CHECKING:
    from library.store import Library

LONGEST_NAME = 60


class Wish(NamedTuple):
    """A search to run; or, `is_new`, the present one to keep under its name."""

    search: SavedSearch
    is_new: bool = False


Forget = Callable[[SavedSearch, Callable[[], object]], object]
"""Keeps a search no longer, and calls back when that is so."""


class SavedWindow(StudioWindow[Wish | None]):
    """Gives what to do, None where the person goes back. `query` is the present search, which can be kept."""

    TITLE = "Saved searches"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#saved-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Run or save", id="saved.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="saved.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="saved.up", priority=True),
        Binding("delete", "forget", "Forget", id="saved.forget", priority=True),
        Binding("escape", "close", "Close", id="saved.close"),
    ]

    def __init__(self, library: Library, query: str, forget: Forget) -> None:
        super().__init__()
        self._library, self._query, self._forget = library, query.strip(), forget
        self._searches: tuple[SavedSearch, ...] = ()
        self._listed: tuple[SavedSearch, ...] = ()

    def compose(self) -> ComposeResult:
        """The line for a name, and the searches that there are."""
        with Vertical(classes="window"):
            title = f"Save  {one_line(self._query)}" if self._query else "Saved searches"
            yield Static(Text(title, no_wrap=True, overflow="ellipsis"), classes="window-title")
            hint = "a name for it, or ↓ for those that are saved" if self._query else "type to find one"
            yield Input(placeholder=hint, id="saved-name", compact=True, max_length=LONGEST_NAME)
            searches = Options(id="saved-list", compact=True, markup=False)
            searches.can_focus = False
            yield searches
            yield Static(id="saved-said", markup=False)
        yield StudioFooter()

    def on_mount(self) -> None:
        """Read what there is."""
        self.look()

    @work(exclusive=True, group="saved")
    async def look(self) -> None:
        """Read the searches and list them."""
        if not self.is_there:
            return
        with host_of(self).reporting():
            self._searches = await in_thread(self, self._library.searches.saved)
        self._list_them()
        if not self._searches and not self._query:
            self._say("No search is saved yet: search for something, then S gives it a name.")

    @property
    def _line(self) -> Input:
        return self.query_one("#saved-name", Input)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#saved-list", OptionList)

    @property
    def _under_cursor(self) -> SavedSearch | None:
        at = self._list.highlighted
        return None if at is None or at >= len(self._listed) else self._listed[at]

    @on(Input.Changed)
    def _list_them(self) -> None:
        """List those that hold what is typed; the first is chosen where there is nothing to save."""
        wanted = self._line.value.strip().casefold()
        self._listed = tuple(one for one in self._searches if wanted in f"{one.name} {one.query}".casefold())
        wide = min(24, max((len(one_line(one.name)) for one in self._listed), default=0))
        self._list.set_options(Option(self._row(one, wide)) for one in self._listed)
        self._list.highlighted = 0 if self._listed and not self._query else None
        self._list.display = bool(self._listed)
        self._say("")

    def _row(self, search: SavedSearch, wide: int) -> Text:
        row = Text(one_line(search.name), no_wrap=True, overflow="ellipsis")
        row.truncate(wide, overflow="ellipsis", pad=True)
        row.append(f"  {one_line(search.query)}", ink(self.app, "muted"))
        return row

    def _say(self, words: str) -> None:
        said = self.query_one("#saved-said", Static)
        said.update(words)
        said.display = bool(words)

    # Keys.

    def action_move(self, step: int) -> None:
        """Move in the list, above whose first line nothing is chosen."""
        at, count = self._list.highlighted, len(self._listed)
        if count:
            place = ((-1 if at is None else at) + step + 1) % (count + 1) - 1
            self._list.highlighted = None if place < 0 else place

    def action_take(self) -> None:
        """Run the chosen search, or keep the present one under the name that is typed."""
        if self._under_cursor is not None:
            self.dismiss(Wish(self._under_cursor))
        elif self._query and self._line.value.strip():
            self._save()

    def _save(self) -> None:
        name = one_line(self._line.value.replace('"', " "))
        if name:
            self.dismiss(Wish(SavedSearch(name, self._query), is_new=True))
        else:
            self._say("A name has letters or digits")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Delete forgets only what is chosen in the list; else it takes a letter away."""
        return action != "forget" or (self.is_mounted and self._under_cursor is not None)

    def action_forget(self) -> None:
        """Keep the chosen search no longer."""
        if self._under_cursor is not None:
            self._forget(self._under_cursor, self.look)

    def action_close(self) -> None:
        """Go back to what is searched for now."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(Wish(self._listed[event.option_index]))
