"""Searching by key: the line in which a search is typed, and the way back from what was found."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from library.errors import QueryWrong
from screens.base.screen import HelpTable
from screens.gallery.keys.help_words import SEARCHING, searching
from screens.gallery.keys.saved_searches import Saving
from screens.gallery.parts.search_line import SearchBar


class Searching(Saving):
    """The search line of a screen that has a SearchBar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="gallery.search"),
        Binding("escape", "back", "No marks, no stack, no search", show=False, id="gallery.no-search"),
    ]

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """How a search is written, and the signs."""
        return (searching(), *super().help_tables())

    @property
    def help_begins_at(self) -> str:
        """The search language, for who types a search."""
        return SEARCHING if isinstance(self.focused, Input) else ""

    def focus_pictures(self) -> None:
        """Give the word to what shows the pictures."""
        raise NotImplementedError

    def search_for(self, query: str) -> None:
        """Fill the shelf with a search."""
        self.show_search(self.shelf.search._replace(query=query, stack=0, alike=0))

    def clear_search_line(self) -> bool:
        """Take the words away. Says whether there were any."""
        return self.query_one(SearchBar).fill("")

    def point_at_slip(self, error: QueryWrong | None) -> None:
        """Show in the search line where the search is wrong; what was found stays."""
        self.query_one(SearchBar).point_at(error)

    def action_search(self) -> None:
        """Type a search."""
        self.set_focus(self.query_one(SearchBar).line)

    def action_trash_shelf(self) -> None:
        """Go to the trash, or back from it."""
        self.clear_search_line()
        super().action_trash_shelf()

    def action_back(self) -> None:
        """One step back: the open range, the marks, the open stack, the search, the trash."""
        is_typing = isinstance(self.focused, Input)
        if not is_typing and (self.take_marks_away() or self.leave_shelf()):
            return
        self.focus_pictures()
        if self.clear_search_line():
            self.search_for("")

    @on(Input.Changed, "#gallery-search")
    def _search(self, event: Input.Changed) -> None:
        if self.library is not None and event.value != self.shelf.query:
            self.search_for(event.value)

    @on(Input.Submitted, "#gallery-search")
    def _searched_for(self) -> None:
        self.focus_pictures()
