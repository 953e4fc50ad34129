"""What the Gallery's screens have in common: a shelf, and the pictures on it that a key acts on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from library.records import Picture
from screens.base import StudioScreen
from screens.gallery.shelf import Shelf
from screens.threads import in_thread
from studio.errors import Notice

if TYPE_CHECKING:
    from library.store import Library

MOST_UNDONE = 500
"""Changes that can be taken back."""


class Undo(NamedTuple):
    """What was done, in words, and the call that takes it back: it blocks, and gives the ids of what it changed."""

    done: str
    back: Callable[[], Iterable[int]]


class PictureScreen(StudioScreen):
    """A screen over a shelf. Each topic of keys is a class on this one, and a screen is made of those that it offers.

    A key acts on `chosen`. After a change it calls `show_again`, or `take_away` for what left the shelf, and keeps an
    `Undo` by `keep_undo`; the undo list is one for all screens over the same shelf.
    """

    def __init__(self, shelf: Shelf | None = None, undo: list[Undo] | None = None) -> None:
        super().__init__()
        self.shelf = Shelf() if shelf is None else shelf
        self.undo = [] if undo is None else undo

    @property
    def library(self) -> Library | None:
        """The open library; None while it opens."""
        return self.studio.workspace.library if self.studio.workspace else None

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.shelf.current

    @property
    def current_path(self) -> str:
        """The file that is seen of it."""
        return self.current.path if self.current else ""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what a key acts on, newest first: the marked pictures, or else the one under the cursor."""
        return self.shelf.chosen

    def shelf_changed(self) -> None:
        """Show the shelf as it is now."""
        raise NotImplementedError

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read pictures again that were changed, and show them; the cursor goes to `go_to` where that is on the shelf.

        Raises LibraryError.
        """
        library = self.library
        if library is None:
            return
        wanted = set(ids)
        seen = [picture.id for picture in self.shelf.pictures if picture.id in wanted or picture.id == go_to]
        missing = [go_to] if go_to is not None and go_to not in seen else []
        for picture in await in_thread(self, library.pictures, [*seen, *missing]):
            self.shelf.put(picture)
        if go_to is not None:
            self.shelf.find(go_to)
        self.shelf_changed()

    def take_away(self, ids: Iterable[int]) -> None:
        """Take pictures off the shelf, and go on to the next older one."""
        for picture_id in ids:
            self.shelf.remove(picture_id)
        self.shelf_changed()

    def keep_undo(self, done: str, back: Callable[[], Iterable[int]]) -> None:
        """Remember how to take a change back."""
        self.undo.append(Undo(done, back))
        del self.undo[:-MOST_UNDONE]

    def say(self, what: str, more: str = "") -> None:
        """Say something in passing."""
        self.studio.show_notice(Notice(what, more))


def how_many(ids: Sequence[int]) -> str:
    """ "the picture", or "12 pictures"."""
    return "the picture" if len(ids) == 1 else f"{len(ids):,} pictures"
