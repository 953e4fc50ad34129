"""The way to the next match by key: of the present search, or of the last one when all pictures are shown again."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from screens.drawing.threads import in_thread
from screens.gallery.keys.picture_screen import PictureScreen
from screens.gallery.model import queries


class Matching(PictureScreen):
    """Keys that go from one match to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "match(1)", "Next match", show=False, id="gallery.next-match"),
        Binding("N", "match(-1)", "Match before", show=False, id="gallery.previous-match"),
    ]

    async def action_match(self, steps: int) -> None:
        """The next picture that the last search finds, older or newer; also when all pictures are shown again."""
        if self.shelf.query.strip() or self.shelf.search.is_inner:
            self.step(steps)
        elif not self.shelf.searched or self.shelf.search.trashed:
            self.say("Nothing was searched for yet", "/ begins a search")
        elif self.current is not None:
            self._go_to_match(self.current.id, steps)

    def step(self, steps: int) -> None:
        """Go on to a neighbour."""
        raise NotImplementedError

    @work(exclusive=True, group="match")
    async def _go_to_match(self, current: int, steps: int) -> None:
        library, shelf = self.library, self.shelf
        if library is None:
            return
        search, before = shelf.search._replace(query=shelf.searched), shelf.match
        place = before.found if before is not None and before.shown == current else current
        with self.studio.reporting():
            match = await in_thread(self, queries.next_match, library, search, place, steps, current)
            if match is None:
                self.say(f"No {'older' if steps > 0 else 'newer'} picture is found by {shelf.searched!r}")
                return
            shelf.match = match
            await self.go_to(match.shown)

    async def go_to(self, picture_id: int) -> None:
        """Put the cursor on a picture, wherever on this shelf it is.

        Raises LibraryError.
        """
        if self.shelf.find(picture_id):
            self.shelf_changed()
        else:
            await self.fill_around(picture_id)
