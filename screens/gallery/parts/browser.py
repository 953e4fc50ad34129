"""A browser walks the shelf by key: the keys that the tiles and the list have in common."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.widget import Widget

from library.records import Picture
from screens.gallery.model.shelf import Shelf


class Waiting(NamedTuple):
    """What waits for more to be loaded: `attempt` does it, and says whether it could; a move is nothing but one."""

    attempt: Callable[[], bool]
    is_move: bool


class Browser(Widget, can_focus=True):
    """Shows part of a shelf with its cursor. Calls `moved` after each move, tells `Chosen` when Enter or a click opens.

    A move that leads beyond what is loaded waits until that has come, and so do all moves after it: none is lost.
    """

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

    class Chosen(Message):
        """The picture under the cursor is to be opened."""

    @dataclass
    class EndWanted(Message):
        """The person wants to go to the very end, which is not loaded."""

        end: Literal["newest", "oldest"]

    @dataclass
    class Pointed(Message):
        """A picture was clicked that is to be marked, or (`is_range`) all from the cursor to it."""

        picture: Picture
        is_range: bool

    def _walk(self, shelf: Shelf, moved: Callable[[], None]) -> None:
        """Begin on a shelf."""
        self.shelf = shelf
        # A call and no message: what a move changes must be painted in one go, not with the next frame.
        self._moved = moved
        self.first_row = 0
        self._waiting: deque[Waiting] = deque()
        self._epoch = self._slid = 0

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

    def draw_cursor(self, before: int) -> None:
        """Nothing but the cursor moved, from the index `before`: show that."""
        self.draw()

    # What they share.

    def sync(self) -> None:
        """Bring the cursor into sight and show the shelf as it is; moves that waited are made where they can be."""
        while self._waiting:
            # Taken out first: what a move does may lead here again.
            first = self._waiting.popleft()
            if not first.attempt():
                self._waiting.appendleft(first)
                break
        self._scroll()
        self.draw()

    def _scroll(self) -> None:
        """Let `first_row` follow the cursor; it stays within the rows that there are."""
        shelf, seen = self.shelf, max(1, self.rows_seen)
        row = self._row(shelf.cursor)
        if shelf.epoch != self._epoch:
            self._epoch, self.first_row = shelf.epoch, row - seen // 2
        elif shelf.slid != self._slid:
            # The cursor stays at its height on the screen.
            was = (shelf.first + shelf.cursor - shelf.slid + self._slid) // self.per_row
            self.first_row += row - was
        self._slid = shelf.slid
        top, last = self._row(0), self._row(max(0, len(shelf) - 1)) - seen + 1
        self.first_row = min(max(min(self.first_row, row), row - seen + 1), last)
        self.first_row = max(self.first_row, top)

    def _row(self, index: int) -> int:
        return (self.shelf.first + index) // self.per_row

    def index_at(self, place: int) -> int:
        """The shelf's index of the picture at a place on the screen; there may be none."""
        return self.first_row * self.per_row + place - self.shelf.first

    def place_of(self, index: int) -> int:
        """The place on the screen of a shelf's index; it may be out of sight."""
        return self.shelf.first + index - self.first_row * self.per_row

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made, and all is marked that was to be."""

        def now() -> bool:
            if self.shelf.jumping or self.shelf.marking:
                return False
            act()
            return True

        self._press(now, is_move=False)

    def _press(self, attempt: Callable[[], bool], *, is_move: bool = True) -> None:
        """Make a move, or keep it until it can be made."""
        if self._waiting or not attempt():
            self._waiting.append(Waiting(attempt, is_move))

    def _go(self, index: int) -> bool:
        """Put the cursor on an index; False where that is not loaded yet."""
        shelf = self.shelf
        if shelf.jumping:
            return False
        if (index < 0 and shelf.after is not None) or (index >= len(shelf) and shelf.before is not None):
            return False
        before, first_row = shelf.cursor, self.first_row
        if shelf.go(index):
            self._scroll()
            if self.first_row == first_row and shelf.anchor is None:
                self.draw_cursor(before)
            else:
                self.draw()
            self._moved()
        return True

    def _go_rows(self, rows: int) -> bool:
        """Go rows up or down; to the end of a shorter row, and nowhere where there is no row."""
        shelf = self.shelf
        target = shelf.cursor + rows * self.per_row
        if 0 <= target < len(shelf):
            return self._go(target)
        if shelf.before is None and target >= len(shelf) and self._row(target) <= self._row(max(0, len(shelf) - 1)):
            return self._go(len(shelf) - 1)
        is_end = shelf.after is None if target < 0 else shelf.before is None
        return is_end and not shelf.jumping

    def action_step(self, steps: int) -> None:
        """One picture on."""
        self._press(lambda: self._go(self.shelf.cursor + steps))

    def action_row(self, rows: int) -> None:
        """One row on."""
        self._press(lambda: self._go_rows(rows))

    def action_page(self, pages: int) -> None:
        """A screenful on."""
        steps = pages * self.per_row * max(1, self.rows_seen - (self.rows_seen > 2))
        self.action_step(steps)

    def action_first(self) -> None:
        """The newest picture."""
        self._go_to_end("newest")

    def action_last(self) -> None:
        """The oldest picture."""
        self._go_to_end("oldest")

    def _go_to_end(self, end: Literal["newest", "oldest"]) -> None:
        """Go to an end, wherever the moves would lead that wait; what is to be done on their way is done before."""
        while self._waiting and self._waiting[-1].is_move:
            self._waiting.pop()
        if self._waiting:
            self._waiting.append(Waiting(lambda: not self.shelf.jumping and self._jump(end), is_move=True))
        else:
            self._jump(end)

    def _jump(self, end: Literal["newest", "oldest"]) -> bool:
        shelf = self.shelf
        is_loaded = (shelf.after if end == "newest" else shelf.before) is None and not shelf.jumping
        if is_loaded:
            self._go(0 if end == "newest" else len(shelf) - 1)
        else:
            # From here on, until the other window is there, moves wait: they are meant from there.
            shelf.jumping = True
            self.post_message(self.EndWanted(end))
        return True

    def action_choose(self) -> None:
        """Open the picture under the cursor."""
        if self.shelf.current is not None:
            self.in_turn(lambda: self.post_message(self.Chosen()))

    # The mouse.

    def point_at(self, place: int, event: Click) -> None:
        """A click moves the cursor, and opens the picture under it; with Ctrl it marks, with Shift it marks a range."""
        self.focus()
        index = self.index_at(place)
        if not 0 <= index < len(self.shelf) or self._waiting or self.shelf.jumping:
            return
        if event.ctrl or event.meta or event.shift:
            self.post_message(self.Pointed(self.shelf.pictures[index], event.shift))
        elif index == self.shelf.cursor:
            self.action_choose()
        else:
            self._go(index)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.action_row(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves by rows."""
        event.stop()
        self.action_row(-1)
