"""Searches that are kept under a name: the key for them, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from library.records import SavedSearch
from screens.drawing.threads import in_thread
from screens.gallery.keys.other_shelves import OtherShelves, SearchLine
from screens.gallery.model.captions import one_line
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from library.store import Library


class SavedSearches(ShelfTopic):
    """The key for saved searches."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("S", "saved", "Saved searches", show=False, id="gallery.saved"),
    ]

    def __init__(self, context: ShelfContext, line: SearchLine, shelves: OtherShelves) -> None:
        super().__init__(context)
        self._line, self._shelves = line, shelves

    def action_saved(self) -> None:
        """Run a saved search, or keep the present one."""
        self.calls.begin(self._run_or_save, group="saved")

    async def _run_or_save(self) -> None:
        from screens.gallery.windows.saved import SavedWindow

        library = self.context.library
        if library is None:
            return
        wish = await self.calls.ask(partial(SavedWindow, library, self.shelf.query, self._forget))
        if wish is None:
            return
        search = wish.search
        if not wish.is_new:
            self._line.fill(search.query)
            self._line.remember(search.query)
            self._shelves.show_search(self.shelf.search._replace(query=search.query, stack=0))
            return
        with self.calls.reporting():
            before = {one.name.casefold(): one for one in await in_thread(self.calls, library.searches.saved)}
            await in_thread(self.calls, library.searches.save, search.name, search.query)
            was = before.get(search.name.casefold())
            self.context.undo.keep(f"the saved search {search.name}", partial(_put, library, search.name, was))
            self.calls.say("Saved", f"saved:{quoted(search.name)} finds it; S lists all")

    def _forget(self, search: SavedSearch, then: Callable[[], object]) -> None:
        """Keep a search no longer, and then call back."""
        library = self.context.library
        if library is not None:
            self.calls.begin(partial(self._forget_in, library, search, then), group="saved")

    async def _forget_in(self, library: Library, search: SavedSearch, then: Callable[[], object]) -> None:
        with self.calls.reporting():
            await in_thread(self.calls, library.searches.forget, search.name)
            self.context.undo.keep(f"forgetting {one_line(search.name)}", partial(_put, library, search.name, search))
            self.calls.say(f"Forgotten: {one_line(search.name)}", "Ctrl-Z in the Gallery takes it back")
            then()


def quoted(name: str) -> str:
    """A name as it stands after a field: in quotes where it has spaces or signs."""
    return name if name.isalnum() else f'"{name}"'


def _put(library: Library, name: str, search: SavedSearch | None) -> tuple[int, ...]:
    """Let a name stand for a search, or for none. No picture changes."""
    if search is None:
        library.searches.forget(name)
    else:
        library.searches.save(name, search.query)
    return ()
