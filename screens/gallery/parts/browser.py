"""A browser walks the shelf by key: what the tiles and the list have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.widget import Widget

from screens.base.topics import Topic, bindings_of, offer
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.walk import Extreme, Walk


class Heard(NamedTuple):
    """Who hears what a browser is told: `moved` after each move; `opened` when the picture under the cursor is to be
    opened; `end_wanted` when an end is wanted that is not loaded; `pointed` when a picture was clicked (its id) that is
    to be marked, or (True) all from the cursor to it."""

    moved: Callable[[], None]
    opened: Callable[[], None]
    end_wanted: Callable[[Extreme], None]
    pointed: Callable[[int, bool], None]


class Browsing(Topic):
    """Keys that walk along the shelf."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
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

    def __init__(self, walk: Walk, opened: Callable[[], None]) -> None:
        self._walk, self._opened = walk, opened

    def action_step(self, steps: int) -> None:
        """One picture on."""
        self._walk.step(steps)

    def action_row(self, rows: int) -> None:
        """One row on."""
        self._walk.go_rows(rows)

    def action_page(self, pages: int) -> None:
        """A screenful on."""
        self._walk.go_pages(pages)

    def action_first(self) -> None:
        """The newest picture."""
        self._walk.go_to_end("newest")

    def action_last(self) -> None:
        """The oldest picture."""
        self._walk.go_to_end("oldest")

    def action_choose(self) -> None:
        """Open the picture under the cursor."""
        if self._walk.shelf.current is not None:
            self._walk.in_turn(self._opened)


class Browser(Widget, can_focus=True):
    """Shows part of a shelf with its cursor, and walks along it."""

    BINDINGS = bindings_of(Browsing)

    def _begin(self, shelf: Shelf, heard: Heard) -> None:
        """Begin to walk along a shelf."""
        self.walk = Walk(shelf, self, heard.moved, heard.end_wanted)
        self._heard = heard
        offer(self, Browsing(self.walk, heard.opened))

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
        """Show the part of the shelf from the first row on, with the cursor."""

    def draw_cursor(self, before: int) -> None:
        """Nothing but the cursor moved, from the index `before`: show that."""
        self.draw()

    # The mouse.

    def point_at(self, place: int, event: Click) -> None:
        """A click moves the cursor, and opens the picture under it; with Ctrl it marks, with Shift it marks a range."""
        self.focus()
        walk, shelf = self.walk, self.walk.shelf
        index = walk.index_at(place)
        if not 0 <= index < len(shelf) or not walk.may_point:
            return
        if event.ctrl or event.meta or event.shift:
            self._heard.pointed(shelf.pictures[index].id, event.shift)
        elif not walk.point_at(index):
            walk.in_turn(self._heard.opened)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.walk.go_rows(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.walk.go_rows(-1)
