"""The view: what a screen shows of its shelf, and which pictures a key acts on there."""

from __future__ import annotations

from collections.abc import Callable

from screens.gallery.model.shelf import Shelf


class ShelfView:
    """Shows nothing by itself: each of the Gallery's screens has one that shows the shelf in its way."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.keep_fed: Callable[[], None] = lambda: None
        """Fetches more where the cursor comes near an end; the shelf's reader gives it."""

    def show(self) -> None:
        """Show the shelf as it is now."""
        raise NotImplementedError

    def show_more(self) -> None:
        """More is loaded; what is under the cursor is the same."""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what a key acts on, newest first: the marked pictures, or else the one under the cursor."""
        return self.shelf.chosen

    @property
    def acts_on_marked(self) -> bool:
        """Whether keys act on what is marked, and not on the picture under the cursor."""
        return bool(self.shelf.marked)

    @property
    def current_path(self) -> str:
        """The file that is seen of the picture under the cursor."""
        return self.shelf.current.path if self.shelf.current else ""

    def in_turn(self, act: Callable[[], object]) -> None:
        """Do something when all moves before it are made."""
        act()

    def step(self, steps: int) -> None:
        """Go on to a neighbour."""
        if self.shelf.move(steps):
            self.show()
