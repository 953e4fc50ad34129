"""Comparing by key: the marked pictures, or the one under the cursor with the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.drawing.threads import in_thread
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from textual.screen import Screen

    from library.records import Picture

MOST = 4
"""Pictures side by side."""

Beside = Callable[[Sequence["Picture"]], "Screen[None]"]
"""Makes the screen that shows two to MOST pictures side by side, newest first."""


class Comparing(ShelfTopic):
    """The key that puts pictures side by side."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("c", "compare", "Compare", show=False, tooltip="Side by side", id="gallery.compare"),
    ]

    def __init__(self, context: ShelfContext, side_by_side: Beside) -> None:
        super().__init__(context)
        self._side_by_side = side_by_side

    def action_compare(self) -> None:
        """Put the marked pictures side by side; one with the one under the cursor, and that with the next."""
        self.view.in_turn(lambda: self.calls.begin(self._compare))

    async def _compare(self) -> None:
        library, shelf = self.context.library, self.shelf
        async with shelf.changes.turn():
            # By now all is marked that was to be.
            chosen = shelf.chosen
        if len(chosen) == 1 and self.shelf.current is not None and chosen[0] != self.shelf.current.id:
            chosen = tuple(sorted((chosen[0], self.shelf.current.id), reverse=True))
        elif len(chosen) == 1:
            near = shelf.pictures[max(0, shelf.cursor - 1) : shelf.cursor + 2]
            at = near.index(shelf.current) if shelf.current in near else 0
            chosen = tuple(picture.id for picture in (near[at : at + 2] if at + 1 < len(near) else near[-2:]))
        if len(chosen) < 2 or library is None:
            self.calls.say("There is nothing to compare", "Mark two to four pictures with Space")
            return
        if len(chosen) > MOST:
            self.calls.say(f"{len(chosen):,} are marked", f"The newest {MOST} are compared")
        with self.calls.reporting():
            pictures = await in_thread(self.calls, library.pictures, chosen[:MOST])
            if len(pictures) > 1:
                compared = tuple(picture.id for picture in pictures)
                self.calls.open(partial(self._side_by_side, pictures), partial(self._back_from, compared))

    def _back_from(self, compared: tuple[int, ...], _: None) -> None:
        self.calls.begin(partial(self._show_judged, compared))

    async def _show_judged(self, compared: tuple[int, ...]) -> None:
        """Show what was judged there, when it is written."""
        with self.calls.reporting():
            async with self.shelf.changes.turn():
                await self.context.rereads.show_again(compared)
