"""Searching by key: the line in which a search is typed, and the way back from what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.keys.marking import Marking
from screens.gallery.keys.other_shelves import OtherShelves, SearchLine
from screens.gallery.shelving.context import ShelfContext, ShelfTopic


class Searching(ShelfTopic):
    """Keys for the search line, and back to the pictures."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("slash", "search", "Search", key_display="/", id="gallery.search"),
        Binding("escape", "back", "No marks, no stack, no search", show=False, id="gallery.no-search"),
    ]

    def __init__(
        self,
        context: ShelfContext,
        line: SearchLine,
        shelves: OtherShelves,
        marking: Marking,
        to_pictures: Callable[[], None],
    ) -> None:
        """`to_pictures` gives the word to what shows the pictures."""
        super().__init__(context)
        self._line, self._shelves, self._marking, self._to_pictures = line, shelves, marking, to_pictures

    def search_for(self, query: str) -> None:
        """Fill the shelf with a search."""
        self._shelves.show_search(self.shelf.search._replace(query=query, stack=0, alike=0))

    def typed(self, query: str) -> None:
        """Search for what stands in the line, where that is something else."""
        if self.context.library is not None and query != self.shelf.query:
            self.search_for(query)

    def action_search(self) -> None:
        """Type a search."""
        self._line.begin()

    def action_back(self) -> None:
        """One step back: the open range, the marks, the open stack, the search, the trash."""
        if not self._line.is_typed_in and (self._marking.take_marks_away() or self._shelves.leave_shelf()):
            return
        self._to_pictures()
        if self._line.fill(""):
            self.search_for("")
