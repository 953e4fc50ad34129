"""The window of searches that are kept under a name: it runs one, keeps the present one, and forgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding

from library.records import SavedSearch
from screens.base.line_and_list import Form, LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import Calls, ScreenCalls, bindings_of
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.theme import ink

if TYPE_CHECKING:
    from library.store import Library

LONGEST_NAME = 60


class Wish(NamedTuple):
    """A search to run; or, `is_new`, the present one to keep under its name."""

    search: SavedSearch
    is_new: bool = False


Forget = Callable[[SavedSearch, Callable[[], object]], object]
"""Keeps a search no longer, and calls back when that is so."""


class SavedKeys(ListKeys):
    """Chooses a search, or a name for the present one (`query`, empty where there is none)."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Run or save", id="saved.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="saved.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="saved.up", priority=True),
        Binding("delete", "forget", "Forget", id="saved.forget", priority=True),
        Binding("escape", "close", "Close", id="saved.close"),
    ]

    def __init__(
        self,
        query: str,
        calls: Calls,
        library: Library,
        forget: Forget,
        form: Form,
        muted: Callable[[], str],
        give: Callable[[Wish | None], object],
    ) -> None:
        """`muted` is the style of what is searched for; `give` closes the window."""
        self._query, self._calls, self._library, self._forget = query, calls, library, forget
        self._form, self._muted, self._give = form, muted, give
        self._searches: tuple[SavedSearch, ...] = ()
        self._listed: tuple[SavedSearch, ...] = ()

    def look(self) -> None:
        """Read the searches and list them."""
        if self._calls.is_there:
            self._calls.begin(self._look, group="saved", is_exclusive=True)

    async def _look(self) -> None:
        with self._calls.reporting():
            self._searches = await in_thread(self._calls, self._library.searches.saved)
        self.list_fitting()
        if not self._searches and not self._query:
            self._form.say("No search is saved yet: search for something, then S gives it a name.")

    def list_fitting(self) -> None:
        """List those that hold what is typed; the first is chosen where there is nothing to save."""
        wanted = self._form.typed.strip().casefold()
        self._listed = tuple(one for one in self._searches if wanted in f"{one.name} {one.query}".casefold())
        wide = min(24, max((len(one_line(one.name)) for one in self._listed), default=0))
        self._form.show([self._row(one, wide) for one in self._listed], 0 if self._listed and not self._query else None)
        self._form.say("")

    def _row(self, search: SavedSearch, wide: int) -> Text:
        row = Text(one_line(search.name), no_wrap=True, overflow="ellipsis")
        row.truncate(wide, overflow="ellipsis", pad=True)
        row.append(f"  {one_line(search.query)}", self._muted())
        return row

    @property
    def _under_cursor(self) -> SavedSearch | None:
        at = self._form.chosen
        return None if at is None else self._listed[at]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Delete forgets only what is chosen in the list; else it takes a letter away."""
        return action != "forget" or self._under_cursor is not None

    def action_move(self, step: int) -> None:
        """Move in the list, above whose first line nothing is chosen."""
        self._form.move(step)

    def action_take(self) -> None:
        """Run the chosen search, or keep the present one under the name that is typed."""
        chosen, typed = self._under_cursor, self._form.typed
        if chosen is not None:
            self._give(Wish(chosen))
        elif self._query and typed.strip():
            name = one_line(typed.replace('"', " "))
            if name:
                self._give(Wish(SavedSearch(name, self._query), is_new=True))
            else:
                self._form.say("A name has letters or digits")

    def action_forget(self) -> None:
        """Keep the chosen search no longer."""
        if self._under_cursor is not None:
            self._forget(self._under_cursor, self.look)

    def action_close(self) -> None:
        """Go back to what is searched for now."""
        self._give(None)


class SavedWindow(ListWindow[Wish | None]):
    """Gives what to do, None where the person goes back. `query` is the present search, which can be kept."""

    TITLE = "Saved searches"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#saved-line"
    BINDINGS = bindings_of(SavedKeys)

    def __init__(self, library: Library, query: str, forget: Forget) -> None:
        super().__init__()
        query = query.strip()
        form = LineAndList(
            "saved", "a name for it, or ↓ for those that are saved" if query else "type to find one", LONGEST_NAME
        )
        muted = partial(ink, self.app, "muted")
        keys = SavedKeys(query, ScreenCalls(self), library, forget, form, muted, self.dismiss)
        self.begin(f"Save  {one_line(query)}" if query else "Saved searches", form, keys)
