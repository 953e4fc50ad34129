"""What an empty shelf offers, by the numbers of the offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.keys.filling.importing import Importing
from screens.gallery.keys.other_shelves import SearchLine
from screens.gallery.model.emptiness import MOST_FOLDERS, Facts
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

MOST = 4
"""Offers that have a number."""


class EmptyShelfKeys(ShelfTopic):
    """Keys that act only where there is no picture, and are those of other topics else."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding(
            str(number),
            f"take_offer({number})",
            f"Take what an empty shelf offers under {number}",
            show=False,
            id=f"gallery.offer-{number}",
        )
        for number in range(1, MOST + 1)
    ]

    def __init__(
        self,
        context: ShelfContext,
        facts: Callable[[], Facts],
        line: SearchLine,
        search_for: Callable[[str], None],
        importing: Importing,
    ) -> None:
        """`facts` are those of the shelf that is shown; `search_for` fills it with another search."""
        super().__init__(context)
        self._facts, self._line, self._search_for, self._importing = facts, line, search_for, importing

    @property
    def _offers(self) -> tuple[Callable[[], object], ...]:
        if self.shelf.pictures or not self.shelf.loaded:
            return ()
        facts = self._facts()
        if facts.suggestions:
            return tuple(lambda one=one: self._search(one.query) for one in facts.suggestions[:MOST])
        folders = facts.missing.folders[:MOST_FOLDERS]
        return tuple(lambda folder=folder: self._importing.open([folder]) for folder, _ in folders)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is offered."""
        return bool(parameters) and 1 <= int(str(parameters[0])) <= len(self._offers)

    def action_take_offer(self, number: int) -> None:
        """Search otherwise, or look again for what is missing."""
        self._offers[number - 1]()

    def _search(self, query: str) -> None:
        self._line.fill(query)
        self._line.remember(query)
        self._search_for(query)
