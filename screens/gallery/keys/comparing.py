"""Comparing by key: the marked pictures, or the one under the cursor with the next."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from screens.drawing.threads import in_thread
from screens.gallery.keys.picture_screen import PictureScreen


class Comparing(PictureScreen):
    """The key that puts pictures side by side."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "compare", "Compare", show=False, tooltip="Side by side", id="gallery.compare"),
    ]

    def action_compare(self) -> None:
        """Put the marked pictures side by side; one with the one under the cursor, and that with the next."""
        self.in_turn(self._compare)

    @work
    async def _compare(self) -> None:
        from screens.gallery.compare_screen import MOST, CompareScreen

        library, shelf = self.library, self.shelf
        async with shelf.changes.turn():
            # By now all is marked that was to be.
            chosen = shelf.chosen
        if len(chosen) == 1 and self.current is not None and chosen[0] != self.current.id:
            chosen = tuple(sorted((chosen[0], self.current.id), reverse=True))
        elif len(chosen) == 1:
            near = shelf.pictures[max(0, shelf.cursor - 1) : shelf.cursor + 2]
            at = near.index(shelf.current) if shelf.current in near else 0
            chosen = tuple(picture.id for picture in (near[at : at + 2] if at + 1 < len(near) else near[-2:]))
        if len(chosen) < 2 or library is None:
            self.say("There is nothing to compare", "Mark two to four pictures with Space")
            return
        if len(chosen) > MOST:
            self.say(f"{len(chosen):,} are marked", f"The newest {MOST} are compared")
        with self.studio.reporting():
            pictures = await in_thread(self, library.pictures, chosen[:MOST])
            if len(pictures) > 1:
                compare = CompareScreen(pictures, library, shelf, self.undo)
                self.app.push_screen(compare, partial(self._back_from, compare.compared))

    def _back_from(self, compared: tuple[int, ...], _: None) -> None:
        self._show_judged(compared)

    @work
    async def _show_judged(self, compared: tuple[int, ...]) -> None:
        """Show what was judged there, when it is written."""
        with self.studio.reporting():
            async with self.shelf.changes.turn():
                await self.show_again(compared)
