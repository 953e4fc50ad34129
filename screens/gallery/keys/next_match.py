"""The way to the next match by key: of the present search, or of the last one when all pictures are shown again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from library.records import Picture
from screens.drawing.threads import in_thread
from screens.gallery.model import queries
from screens.gallery.shelving.context import ShelfTopic


class Matching(ShelfTopic):
    """Keys that go from one match to the next."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("n", "match(1)", "Next match", show=False, id="gallery.next-match"),
        Binding("N", "match(-1)", "Match before", show=False, id="gallery.previous-match"),
    ]

    def action_match(self, steps: int) -> None:
        """The next picture that the last search finds, older or newer; also when all pictures are shown again."""
        if self.shelf.query.strip() or self.shelf.search.is_inner:
            self.view.step(steps)
        elif not self.shelf.last.query or self.shelf.search.trashed:
            self.calls.say("Nothing was searched for yet", "/ begins a search")
        elif self.shelf.current is not None:
            self.calls.begin(partial(self._go_to_match, self.shelf.current, steps), group="match", is_exclusive=True)

    async def _go_to_match(self, current: Picture, steps: int) -> None:
        library, shelf = self.context.library, self.shelf
        if library is None:
            return
        search, before = shelf.search._replace(query=shelf.last.query), shelf.last.match
        place = before.found if before is not None and before.shown == current.id else search.rank(current)
        with self.calls.reporting():
            match = await in_thread(self.calls, queries.next_match, library, search, place, steps, current.id)
            if match is None:
                self.calls.say(f"No {'older' if steps > 0 else 'newer'} picture is found by {shelf.last.query!r}")
                return
            shelf.last.match = match
            await self.context.reader.go_to(match.shown)
