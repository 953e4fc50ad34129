"""Judging by key: stars, picks and rejects, the trash; and taking any change back."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from library.records import Mark
from screens.gallery.choosing import PictureScreen, how_many
from screens.threads import in_thread

_FLAGGED: dict[Mark, str] = {"pick": "the pick", "reject": "the reject", "": "the unflagging"}


def _stars(number: int) -> str:
    return "No stars" if number == 0 else f"{number} star{'s' if number > 1 else ''}"


class Judging(PictureScreen):
    """Keys that judge the chosen pictures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "trash", "Trash", tooltip="Move to the trash", key_display="d", id="gallery.trash"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last change back", id="gallery.undo"),
        *(Binding(str(n), f"rate({n})", _stars(n), show=False, id=f"gallery.rate-{n}") for n in range(6)),
        Binding("p", "flag('pick')", "Pick", show=False, id="gallery.pick"),
        Binding("x", "flag('reject')", "Reject", show=False, id="gallery.reject"),
        Binding("u", "flag('')", "Neither pick nor reject", show=False, id="gallery.unflag"),
    ]

    @work
    async def action_rate(self, rating: int) -> None:
        """Give so many stars."""
        chosen, library = self.chosen, self.library
        if not chosen or library is None:
            return
        with self.studio.reporting():
            before = await in_thread(self, library.rate_many, chosen, rating)
            if before:
                self.keep_undo("the rating", lambda: library.set_ratings(before))
                await self.show_again(before)

    @work
    async def action_flag(self, mark: Mark) -> None:
        """Pick, reject, or neither; a single picture hands the cursor on to the next."""
        chosen, library = self.chosen, self.library
        if not chosen or library is None:
            return
        if len(chosen) == 1 and self.shelf.move(1):
            self.shelf_changed()
        with self.studio.reporting():
            before = await in_thread(self, library.mark_many, chosen, mark)
            if before:
                self.keep_undo(_FLAGGED[mark], lambda: library.set_marks(before))
                await self.show_again(before)

    @work
    async def action_trash(self) -> None:
        """Move to the trash, from where it can be taken back; from the trash, put back."""
        chosen, library = self.chosen, self.library
        if not chosen or library is None:
            return
        with self.studio.reporting():
            if self.shelf.search.trashed:
                back = await in_thread(self, library.restore_many, chosen)
                self.keep_undo("the putting back", lambda: library.trash_many(back))
                self.take_away(back)
                self.say(f"Put back: {how_many(back)}", "Ctrl-Z takes it back")
                return
            gone = await in_thread(self, library.trash_many, chosen)
            self.keep_undo("the trash", lambda: library.restore_many(gone))
            self.take_away(gone)
            self.say(f"In the trash: {how_many(gone)}", "Ctrl-Z takes it back")

    @work
    async def action_undo(self) -> None:
        """Take the last change back."""
        if not self.undo:
            self.say("Nothing to take back")
            return
        undo = self.undo.pop()
        with self.studio.reporting():
            ids = list(await in_thread(self, undo.back))
            await self.show_again(ids, go_to=ids[0] if ids else None)
            self.say(f"Taken back: {undo.done}")
