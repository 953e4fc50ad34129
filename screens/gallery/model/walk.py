"""The walk along a shelf: rows of pictures on a screen follow the cursor. No screen, no disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from screens.gallery.model.shelf import Shelf

Extreme = Literal["newest", "oldest"]
"""The ends of all that is found."""


class Waiting(NamedTuple):
    """What waits for more to be loaded: `attempt` does it, and says whether it could; a move is nothing but one."""

    attempt: Callable[[], bool]
    is_move: bool


class Layout(Protocol):
    """What shows the pictures of a walk, in rows."""

    @property
    def per_row(self) -> int:
        """Pictures side by side."""

    @property
    def rows_seen(self) -> int:
        """Rows of pictures that fit."""

    def draw(self) -> None:
        """Show the part of the shelf from the first row on, with the cursor."""

    def draw_cursor(self, before: int) -> None:
        """Nothing but the cursor moved, from the index `before`: show that."""


class Walk:
    """Moves the cursor of a shelf, and the rows that are seen, `first_row` at the top.

    A move that leads beyond what is loaded waits until that has come, and so do all moves after it: none is lost.
    `moved` is called after each, and `end_wanted` where the person wants to go to an end that is not loaded. They are
    calls and no messages: what a move changes must be painted in one go, not with the next frame.
    """

    def __init__(
        self, shelf: Shelf, layout: Layout, moved: Callable[[], None], end_wanted: Callable[[Extreme], None]
    ) -> None:
        self.shelf = shelf
        self.first_row = 0
        self._layout, self._moved, self._end_wanted = layout, moved, end_wanted
        self._waiting: deque[Waiting] = deque()
        self._epoch = self._slid = 0

    def sync(self) -> None:
        """Bring the cursor into sight and show the shelf as it is; moves that waited are made where they can be."""
        while self._waiting:
            # Taken out first: what a move does may lead here again.
            first = self._waiting.popleft()
            if not first.attempt():
                self._waiting.appendleft(first)
                break
        self._scroll()
        self._layout.draw()

    def _scroll(self) -> None:
        """Let `first_row` follow the cursor; it stays within the rows that there are."""
        shelf, seen = self.shelf, max(1, self._layout.rows_seen)
        row = self._row(shelf.cursor)
        if shelf.epoch != self._epoch:
            self._epoch, self.first_row = shelf.epoch, row - seen // 2
        elif shelf.slid != self._slid:
            # The cursor stays at its height on the screen.
            was = (shelf.first + shelf.cursor - shelf.slid + self._slid) // self._layout.per_row
            self.first_row += row - was
        self._slid = shelf.slid
        top, last = self._row(0), self._row(max(0, len(shelf) - 1)) - seen + 1
        self.first_row = min(max(min(self.first_row, row), row - seen + 1), last)
        self.first_row = max(self.first_row, top)

    def _row(self, index: int) -> int:
        return (self.shelf.first + index) // self._layout.per_row

    def index_at(self, place: int) -> int:
        """The shelf's index of the picture at a place on the screen; there may be none."""
        return self.first_row * self._layout.per_row + place - self.shelf.first

    def place_of(self, index: int) -> int:
        """The place on the screen of a shelf's index; it may be out of sight."""
        return self.shelf.first + index - self.first_row * self._layout.per_row

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made, and all is marked that was to be."""

        def now() -> bool:
            if self.shelf.jumping or self.shelf.pending.marking:
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
                self._layout.draw_cursor(before)
            else:
                self._layout.draw()
            self._moved()
        return True

    def _go_rows(self, rows: int) -> bool:
        """Go rows up or down; to the end of a shorter row, and nowhere where there is no row."""
        shelf = self.shelf
        target = shelf.cursor + rows * self._layout.per_row
        if 0 <= target < len(shelf):
            return self._go(target)
        if shelf.before is None and target >= len(shelf) and self._row(target) <= self._row(max(0, len(shelf) - 1)):
            return self._go(len(shelf) - 1)
        is_end = shelf.after is None if target < 0 else shelf.before is None
        return is_end and not shelf.jumping

    def step(self, steps: int) -> None:
        """Go on by so many pictures."""
        self._press(lambda: self._go(self.shelf.cursor + steps))

    def go_rows(self, rows: int) -> None:
        """Go on by so many rows."""
        self._press(lambda: self._go_rows(rows))

    def go_pages(self, pages: int) -> None:
        """Go on by so many screenfuls."""
        rows = self._layout.rows_seen
        self.step(pages * self._layout.per_row * max(1, rows - (rows > 2)))

    def point_at(self, index: int) -> bool:
        """Put the cursor on a picture that is seen, if it is elsewhere. Says whether it was."""
        return index != self.shelf.cursor and self._go(index)

    @property
    def may_point(self) -> bool:
        """Whether a click means what is seen: not while moves wait."""
        return not self._waiting and not self.shelf.jumping

    def go_to_end(self, end: Extreme) -> None:
        """Go to an end, wherever the moves would lead that wait; what is to be done on their way is done before."""
        while self._waiting and self._waiting[-1].is_move:
            self._waiting.pop()
        if self._waiting:
            self._waiting.append(Waiting(lambda: not self.shelf.jumping and self._jump(end), is_move=True))
        else:
            self._jump(end)

    def _jump(self, end: Extreme) -> bool:
        shelf = self.shelf
        is_loaded = (shelf.after if end == "newest" else shelf.before) is None and not shelf.jumping
        if is_loaded:
            self._go(0 if end == "newest" else len(shelf) - 1)
        else:
            # From here on, until the other window is there, moves wait: they are meant from there.
            shelf.jumping = True
            self._end_wanted(end)
        return True
