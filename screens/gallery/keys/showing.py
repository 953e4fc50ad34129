"""Showing by key what tells more: the picture large, its details, tiles or a list, what an import did not take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.drawing.threads import in_thread
from screens.gallery.model import queries
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from textual.screen import Screen

Large = Callable[[bool], "Screen[None]"]
"""Makes the screen that shows the picture under the cursor large: True, pixel for pixel from the start."""


class Showing(ShelfTopic):
    """Keys that show the picture under the cursor, or all, in other ways."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("i", "details", "Details", show=False, id="gallery.details"),
        Binding("w", "view", "Tiles or list", show=False, id="gallery.view"),
        Binding("z", "zoom", "Look closely, pixel for pixel", show=False, id="gallery.zoom"),
    ]

    def __init__(
        self, context: ShelfContext, large: Large, switch: Callable[[], None], open_stack: Callable[[int], None]
    ) -> None:
        """`switch` shows a list where tiles are, and the other way; `open_stack` shows all takes of a picture."""
        super().__init__(context)
        self._large, self._switch, self._open_stack = large, switch, open_stack

    def open(self) -> None:
        """Open what is under the cursor: a stack, or the picture."""
        picture = self.shelf.current
        if picture is not None and picture.stacked > 1 and self.shelf.search.is_stacked:
            self._open_stack(picture.id)
        else:
            self._open_large()

    def _open_large(self, *, is_close: bool = False) -> None:
        if self.shelf.current is not None and self.context.library is not None:
            self.calls.open(partial(self._large, is_close), lambda _: self.view.show())

    def action_view(self) -> None:
        """Tiles, or a list."""
        self._switch()

    def action_zoom(self) -> None:
        """The picture under the cursor, pixel for pixel."""
        self.view.in_turn(partial(self._open_large, is_close=True))

    def action_details(self) -> None:
        """All details, in a window."""
        self.calls.begin(self._open_details)

    async def _open_details(self) -> None:
        from screens.gallery.windows.details import DetailsWindow

        picture, library = self.shelf.current, self.context.library
        if picture is None or library is None:
            return
        with self.calls.reporting():
            told = await in_thread(self.calls, queries.told_of, library, picture)
            self.calls.open(partial(DetailsWindow, picture, *told))


class ListingRefused(ShelfTopic):
    """The key that lists the files that were not taken."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("exclamation_mark", "refused", "Files that were not taken", show=False, id="gallery.refused"),
    ]

    def action_refused(self) -> None:
        """Open the list."""
        self.calls.begin(self._list, group="refused", is_exclusive=True)

    async def _list(self) -> None:
        from screens.gallery.windows.refused import MOST_LISTED, RefusedWindow

        library = self.context.library
        if library is None:
            return
        with self.calls.reporting():
            refused = await in_thread(self.calls, lambda: library.imports.refused(limit=MOST_LISTED + 1))
            self.calls.open(partial(RefusedWindow, refused))
