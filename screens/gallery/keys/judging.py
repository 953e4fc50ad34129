"""Judging by key: stars, picks and rejects, the trash; and taking any change back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual.binding import Binding

from library.errors import LibraryError, NotInLibrary
from library.records import Mark
from screens.gallery.model.captions import how_many
from screens.gallery.model.marks import Remarked
from screens.gallery.model.shelf import Shelf
from screens.gallery.shelving.context import ShelfTopic

if TYPE_CHECKING:
    from library.store import Library

_FLAGGED: dict[Mark, str] = {"pick": "the pick", "reject": "the reject", "": "the unflagging"}


def _stars(number: int) -> str:
    return "No stars" if number == 0 else f"{number} star{'s' if number > 1 else ''}"


class Judging(ShelfTopic):
    """Keys that judge the chosen pictures. What they say is seen at once, and written in the order of the keys."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("d,delete", "trash", "Trash", tooltip="Move to the trash", key_display="d", id="gallery.trash"),
        Binding(
            "d,delete",
            "put_back",
            "Put back",
            tooltip="Put back from the trash",
            key_display="d",
            id="gallery.put-back",
        ),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="gallery.undo"),
        *(Binding(str(n), f"rate({n})", _stars(n), show=False, id=f"gallery.rate-{n}") for n in range(6)),
        Binding("p", "flag('pick')", "Pick", show=False, id="gallery.pick"),
        Binding("x", "flag('reject')", "Reject", show=False, id="gallery.reject"),
        Binding("u", "flag('')", "Neither pick nor reject", show=False, id="gallery.unflag"),
    ]

    def action_rate(self, rating: int) -> None:
        """Give so many stars."""
        self.view.in_turn(partial(self._rate, rating))

    def _rate(self, rating: int) -> None:
        chosen, library = self.context.chosen, self.context.library
        if not chosen or library is None:
            return
        self._show_as(chosen, rating=rating)
        done = f"{_stars(rating).lower()} for {self.context.chosen_words(chosen)}"
        self.context.changer.change(
            done, chosen, partial(library.annotations.rate_many, chosen, rating), library.annotations.set_ratings
        )

    def action_flag(self, mark: Mark) -> None:
        """Pick, reject, or neither; a single picture hands the cursor on to the next."""
        is_single = not self.view.acts_on_marked
        self.view.in_turn(partial(self._flag, mark))
        if is_single:
            self.view.step(1)

    def _flag(self, mark: Mark) -> None:
        chosen, library = self.context.chosen, self.context.library
        if not chosen or library is None:
            return
        self._show_as(chosen, mark=mark)
        done = f"{_FLAGGED[mark]} of {self.context.chosen_words(chosen)}"
        self.context.changer.change(
            done, chosen, partial(library.annotations.mark_many, chosen, mark), library.annotations.set_marks
        )

    def _show_as(self, chosen: tuple[int, ...], **said: object) -> None:
        """Show pictures as they will be when it is written."""
        wanted = set(chosen)
        for picture in [picture for picture in self.shelf.pictures if picture.id in wanted]:
            self.shelf.put(msgspec.structs.replace(picture, **said))
        self.view.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the trash, pictures are put back."""
        if action in ("trash", "put_back"):
            return self.shelf.search.trashed is (action == "put_back")
        return super().check_action(action, parameters)

    def action_trash(self) -> None:
        """Move to the trash, from where it can be taken back."""
        self.view.in_turn(self._move)

    def action_put_back(self) -> None:
        """Put back from the trash."""
        self.view.in_turn(self._move)

    def _move(self) -> None:
        chosen, library = self.context.chosen, self.context.library
        if not chosen or library is None:
            return
        is_back = self.shelf.search.trashed
        told = self.context.chosen_words(chosen)
        wanted, home = set(chosen), f"{library.folder}/"
        is_elsewhere = any(one.id in wanted and not one.path.startswith(home) for one in self.shelf.pictures)
        unmarked = self.shelf.marks.change(is_back, unmark=chosen)
        for picture_id in chosen:
            self.shelf.remove(picture_id)
        self.view.show()
        write: Callable[[Iterable[int]], tuple[int, ...]]
        undo: Callable[[Iterable[int]], tuple[int, ...]]
        if is_back:
            done, write, undo = "putting back", partial(_restored, library), library.trash.put
        else:
            done, write, undo = "trashing", library.trash.put, partial(_restored, library)
        self.context.changer.change(
            f"{done} {told}",
            chosen,
            partial(_or_marked, write, chosen, self.shelf, unmarked),
            partial(_with_marks, undo, self.shelf, unmarked),
            partial(self._say_moved, told, is_back, is_elsewhere),
        )

    def _say_moved(self, told: str, is_back: bool, is_elsewhere: bool, moved: tuple[int, ...]) -> None:
        if moved:
            more = "Files that were imported stay where they are. " if is_elsewhere and not is_back else ""
            self.calls.say(f"{'Put back' if is_back else 'In the trash'}: {told}", f"{more}Ctrl-Z takes it back")

    def action_undo(self) -> None:
        """Take the last change back."""
        self.view.in_turn(self.context.changer.take_back)


def _with_marks(
    undo: Callable[[Iterable[int]], tuple[int, ...]], shelf: Shelf, unmarked: Remarked, moved: Iterable[int]
) -> tuple[int, ...]:
    """Move pictures back, and mark again those of them that were marked."""
    ids = undo(moved)
    shelf.marks.take_back(unmarked._replace(unmarked=unmarked.unmarked & set(ids)))
    return ids


def _or_marked(
    write: Callable[[Iterable[int]], tuple[int, ...]], chosen: Iterable[int], shelf: Shelf, unmarked: Remarked
) -> tuple[int, ...]:
    """Move pictures; where that fails, they are marked as before. Raises LibraryError."""
    try:
        return write(chosen)
    except LibraryError:
        shelf.marks.take_back(unmarked)
        raise


def _restored(library: Library, ids: Iterable[int]) -> tuple[int, ...]:
    """Put pictures back from the trash. Raises NotInLibrary where none of them is there any more, LibraryError."""
    wanted = tuple(ids)
    there = library.pictures(wanted)
    if wanted and not there:
        raise NotInLibrary(f"{how_many(wanted).capitalize()} cannot come back: deleted from the trash for good")
    return library.trash.restore(wanted)
