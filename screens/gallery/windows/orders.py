"""The window that asks in which order the Gallery's pictures are to be: the newest first, by drift, or by cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding

from library.search.ordering.order import Order
from screens.base.line_and_list import Form, LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import Calls, ScreenCalls, bindings_of
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.gallery.model.words.drift_words import order_name, orders_of

if TYPE_CHECKING:
    from library.store import Library

NOBODY = "Nobody's drift was measured yet. An open studio does that beside, where members have references."


class Chosen(NamedTuple):
    """The order that was chosen; None in it: the newest first."""

    order: Order | None


class OrderKeys(ListKeys):
    """Chooses an order; `now` is the present one."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Order so", id="orders.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="orders.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="orders.up", priority=True),
        Binding("escape", "close", "Close", id="orders.close"),
    ]

    def __init__(
        self, now: Order | None, calls: Calls, library: Library, form: Form, give: Callable[[Chosen | None], object]
    ) -> None:
        """`give` closes the window."""
        self._now, self._calls, self._library, self._form, self._give = now, calls, library, form, give
        self._orders: list[Order | None] = [None]
        self._listed: list[Order | None] = []

    def look(self) -> None:
        """Read who was measured, and list the orders."""
        if self._calls.is_there:
            self._calls.begin(self._look, group="orders", is_exclusive=True)

    async def _look(self) -> None:
        with self._calls.reporting():
            self._orders = await in_thread(self._calls, self._read)
        self.list_fitting()

    def _read(self) -> list[Order | None]:
        return orders_of(self._library.drift.members(), with_costs=self._library.spending.any())

    def list_fitting(self) -> None:
        """List those whose name has what is typed; the present one is chosen, or else the first."""
        wanted = self._form.typed.strip().casefold()
        self._listed = [one for one in self._orders if wanted in order_name(one).casefold()]
        rows = [Text(one_line(order_name(one)), no_wrap=True, overflow="ellipsis") for one in self._listed]
        chosen = self._listed.index(self._now) if self._now in self._listed else 0
        self._form.show(rows, chosen if rows else None)
        self._form.say(NOBODY if len(self._orders) == 1 else "")

    def action_move(self, step: int) -> None:
        """Move in the list."""
        self._form.move(step)

    def action_take(self) -> None:
        """Take the chosen order."""
        if (at := self._form.chosen) is not None:
            self._give(Chosen(self._listed[at]))

    def action_close(self) -> None:
        """Leave the order as it is."""
        self._give(None)


class OrdersWindow(ListWindow[Chosen | None]):
    """Gives the order that was chosen, None where the person goes back."""

    TITLE = "Order"
    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#orders-line"
    BINDINGS = bindings_of(OrderKeys)

    def __init__(self, library: Library, now: Order | None) -> None:
        super().__init__()
        form = LineAndList("orders", "type a name to find an order", 60)
        self.begin("In which order", form, OrderKeys(now, ScreenCalls(self), library, form, self.dismiss))
