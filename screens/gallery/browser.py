"""A browser walks the shelf by key: the keys that the tiles and the list have in common."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.widget import Widget

from screens.gallery.shelf import Shelf


class Browser(Widget, can_focus=True):
    """Shows part of a shelf with its cursor. Tells `Moved` after each move, `Chosen` when Enter or a click opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="gallery.open"),
        Binding("left,h", "step(-1)", "Newer", show=False, id="gallery.left"),
        Binding("right,l", "step(1)", "Older", show=False, id="gallery.right"),
        Binding("up,k", "row(-1)", "Row up", show=False, id="gallery.up"),
        Binding("down,j", "row(1)", "Row down", show=False, id="gallery.down"),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", show=False, id="gallery.page-up"),
        Binding("ctrl+d,pagedown", "page(1)", "Page down", show=False, id="gallery.page-down"),
        Binding("g,home", "first", "The newest", show=False, id="gallery.first"),
        Binding("G,end", "last", "The oldest", show=False, id="gallery.last"),
    ]

    class Moved(Message):
        """The cursor is on another picture."""

    class Chosen(Message):
        """The picture under the cursor is to be opened."""

    class LastWanted(Message):
        """The person wants to go to the very end of the shelf."""

    def __init__(self, shelf: Shelf, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shelf = shelf
        self.first_row = 0

    # What a layout says of itself.

    @property
    def per_row(self) -> int:
        """Pictures side by side."""
        return 1

    @property
    def rows_seen(self) -> int:
        """Rows of pictures that fit."""
        return 1

    def draw(self) -> None:
        """Show the part of the shelf from `first_row` on, with the cursor."""

    # What they share.

    def sync(self) -> None:
        """Bring the cursor into sight and show the shelf as it is."""
        row, seen = self.shelf.cursor // self.per_row, max(1, self.rows_seen)
        last = max(0, -(-len(self.shelf) // self.per_row) - seen)
        self.first_row = min(max(min(self.first_row, row), row - seen + 1), last)
        self.draw()

    def index_at(self, place: int) -> int:
        """The shelf's index of the picture at a place on the screen."""
        return self.first_row * self.per_row + place

    def _walk(self, steps: int) -> None:
        if self.shelf.move(steps):
            self.sync()
            self.post_message(self.Moved())

    def action_step(self, steps: int) -> None:
        """One picture on."""
        self._walk(steps)

    def action_row(self, rows: int) -> None:
        """One row on; from the last full row down to the end of a shorter one, and nowhere from there."""
        target = self.shelf.cursor + rows * self.per_row
        last_row = (len(self.shelf) - 1) // self.per_row
        if target < 0 or self.shelf.cursor // self.per_row + rows > last_row:
            return
        self._walk(rows * self.per_row)

    def action_page(self, pages: int) -> None:
        """A screenful on."""
        self._walk(pages * self.per_row * max(1, self.rows_seen - (self.rows_seen > 2)))

    def action_first(self) -> None:
        """The newest picture."""
        self._walk(-self.shelf.cursor)

    def action_last(self) -> None:
        """The oldest picture: the rest of the shelf is loaded first."""
        self.post_message(self.LastWanted())

    def action_choose(self) -> None:
        """Open the picture under the cursor."""
        if self.shelf.current is not None:
            self.post_message(self.Chosen())

    def point_at(self, place: int) -> None:
        """A click: once moves the cursor, on the picture under the cursor it opens that."""
        self.focus()
        index = self.index_at(place)
        if index >= len(self.shelf):
            return
        if index == self.shelf.cursor:
            self.action_choose()
        else:
            self._walk(index - self.shelf.cursor)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.action_row(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.action_row(-1)
