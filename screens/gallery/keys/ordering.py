"""The order of the Gallery's pictures: the key for it, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.keys.other_shelves import OtherShelves
from screens.gallery.shelving.context import ShelfContext, ShelfTopic


class Ordering(ShelfTopic):
    """The key for the order."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("O", "order", "Order", show=False, tooltip="The newest first, or by drift", id="gallery.order"),
    ]

    def __init__(self, context: ShelfContext, shelves: OtherShelves) -> None:
        super().__init__(context)
        self._shelves = shelves

    def action_order(self) -> None:
        """Ask for an order, and show what is found in it."""
        self.calls.begin(self._ask, group="order")

    async def _ask(self) -> None:
        from screens.gallery.windows.orders import OrdersWindow

        library = self.context.library
        if library is None:
            return
        chosen = await self.calls.ask(partial(OrdersWindow, library, self.shelf.search.order))
        if chosen is not None and chosen.order != self.shelf.search.order:
            self.shelf.anchor = None
            self._shelves.show_search(self.shelf.search._replace(order=chosen.order))
