"""Searches that are kept under a name: the key for them, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from library.records import SavedSearch
from screens.drawing.threads import in_thread
from screens.gallery.keys.other_shelves import Shelves
from screens.gallery.model.captions import one_line
from screens.gallery.parts.search_line import SearchBar

if TYPE_CHECKING:
    from library.store import Library


class Saving(Shelves):
    """The key for saved searches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "saved", "Saved searches", show=False, id="gallery.saved"),
    ]

    @work(group="saved")
    async def action_saved(self) -> None:
        """Run a saved search, or keep the present one."""
        from screens.gallery.windows.saved import SavedWindow

        library = self.library
        if library is None:
            return
        wish = await self.app.push_screen_wait(SavedWindow(library, self.shelf.query, self._forget))
        if wish is None:
            return
        search, bar = wish.search, self.query_one(SearchBar)
        if not wish.is_new:
            bar.fill(search.query)
            bar.remember(search.query)
            self.show_search(self.shelf.search._replace(query=search.query, stack=0))
            return
        with self.studio.reporting():
            before = {one.name.casefold(): one for one in await in_thread(self, library.searches.saved)}
            await in_thread(self, library.searches.save, search.name, search.query)
            was = before.get(search.name.casefold())
            self.keep_undo(f"the saved search {search.name}", partial(_put, library, search.name, was))
            self.say("Saved", f"saved:{quoted(search.name)} finds it; S lists all")

    @work(group="saved")
    async def _forget(self, search: SavedSearch, then: Callable[[], object]) -> None:
        library = self.library
        if library is None:
            return
        with self.studio.reporting():
            await in_thread(self, library.searches.forget, search.name)
            self.keep_undo(f"forgetting {one_line(search.name)}", partial(_put, library, search.name, search))
            self.say(f"Forgotten: {one_line(search.name)}", "Ctrl-Z in the Gallery takes it back")
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
