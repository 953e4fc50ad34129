"""What is done with one picture by a key, in the grid and in the single view: judge, trash, letter, draw again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import msgspec
from textual import work
from textual.binding import Binding, BindingType

from library.records import Mark, Picture
from screens.base import StudioScreen
from screens.gallery.words import title
from screens.threads import in_thread
from studio.errors import Notice, StudioError
from studio.recipe import PictureUse, from_json

if TYPE_CHECKING:
    from library.store import Library

SEEDS = 2**32
"""New seeds are under this: short enough to be read aloud."""


def _stars(number: int) -> str:
    return "No stars" if number == 0 else f"{number} star{'s' if number > 1 else ''}"


class Undo(NamedTuple):
    """What was done, in words, and the call that takes it back (it blocks, and gives the picture as it is then)."""

    done: str
    back: Callable[[], Picture]


class PictureScreen(StudioScreen):
    """A screen with one picture to judge. A subclass says which (`judged`), and shows what became of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "letter", "Letter", tooltip="Set other words on it", id="gallery.letter"),
        Binding("r", "again('new')", "Again", tooltip="Draw it again with a new seed", id="gallery.again"),
        Binding("R", "again('same')", "Draw it as it was", show=False, id="gallery.same"),
        Binding("P", "paint_over", "Paint over it", show=False, id="gallery.paint-over"),
        Binding("d,delete", "trash", "Trash", tooltip="Move it to the trash", key_display="d", id="gallery.trash"),
        Binding("u", "undo", "Undo", show=False, tooltip="Take the last change back", id="gallery.undo"),
        *(Binding(str(n), f"rate({n})", _stars(n), show=False, id=f"gallery.rate-{n}") for n in range(6)),
        Binding("p", "mark('pick')", "Pick", show=False, id="gallery.pick"),
        Binding("x", "mark('reject')", "Reject", show=False, id="gallery.reject"),
        Binding("o", "copy_path", "Copy the file's path", show=False, id="gallery.copy-path"),
    ]

    def __init__(self, undo: list[Undo] | None = None) -> None:
        super().__init__()
        self.undo = [] if undo is None else undo

    @property
    def library(self) -> Library | None:
        """The open library; None while it opens."""
        return self.studio.workspace.library if self.studio.workspace else None

    @property
    def judged(self) -> Picture | None:
        """The picture that a judgement is about."""
        raise NotImplementedError

    @property
    def judged_path(self) -> str:
        """The file that is seen of it."""
        return self.judged.path if self.judged else ""

    def replace(self, picture: Picture, *, go_there: bool = False) -> None:
        """Show a picture as it is now; the cursor goes to it where asked."""
        raise NotImplementedError

    def take_away(self, picture: Picture) -> None:
        """The picture is in the trash now."""
        raise NotImplementedError

    # Judgement.

    @work
    async def action_rate(self, rating: int) -> None:
        """Give it so many stars."""
        picture, library = self.judged, self.library
        if picture is None or library is None or picture.rating == rating:
            return
        with self.studio.reporting():
            self.replace(await in_thread(self, library.rate, picture.id, rating))
            self.undo.append(Undo("the rating", lambda: library.rate(picture.id, picture.rating)))

    @work
    async def action_mark(self, mark: Mark) -> None:
        """Mark it; the same mark again takes it off."""
        picture, library = self.judged, self.library
        if picture is None or library is None:
            return
        wanted: Mark = "" if picture.mark == mark else mark
        with self.studio.reporting():
            self.replace(await in_thread(self, library.mark, picture.id, wanted))
            self.undo.append(Undo("the mark", lambda: library.mark(picture.id, picture.mark)))

    @work
    async def action_trash(self) -> None:
        """Move it to the trash, from where it can be taken back."""
        picture, library = self.judged, self.library
        if picture is None or library is None:
            return
        with self.studio.reporting():
            gone = await in_thread(self, library.trash, picture.id)
            self.undo.append(Undo("the trash", lambda: library.restore(picture.id)))
            self.take_away(gone)
            self._say(f"In the trash: {title(picture)}", "u takes it back")

    @work
    async def action_undo(self) -> None:
        """Take the last change back."""
        if not self.undo:
            self._say("Nothing to take back")
            return
        undo = self.undo.pop()
        with self.studio.reporting():
            self.replace(await in_thread(self, undo.back), go_there=True)
            self._say(f"Taken back: {undo.done}")

    # Ways on.

    async def action_letter(self) -> None:
        """Open it in Lettering."""
        if self.judged is not None:
            await self.studio.letter_picture(self.judged.id)

    async def action_again(self, how: Literal["new", "same"]) -> None:
        """Open its recipe in Compose: with a new seed, or as it was."""
        picture = self.judged
        if picture is None:
            return
        if not picture.facts.recipe:
            self._say("No recipe came with this picture", "It was not drawn by the studio")
            return
        with self.studio.reporting():
            recipe = from_json(picture.facts.recipe)
            if how == "new":
                recipe = msgspec.structs.replace(recipe, seed=random.randrange(SEEDS))
            await self.studio.run_again(recipe)

    @work
    async def action_paint_over(self) -> None:
        """Open Compose with this picture to paint over, a draft or any other."""
        picture, library = self.judged, self.library
        if picture is None or library is None:
            return
        with self.studio.reporting():
            file = Path(picture.path)
            sha256 = await in_thread(self, _as_reference, library, file)
            recipe = from_json(picture.facts.recipe) if picture.facts.recipe else None
            await self.studio.paint_over(PictureUse(file.name, sha256), (picture.width, picture.height), recipe)

    def action_copy_path(self) -> None:
        """Put the file's path into the clipboard, and show it."""
        if self.judged_path:
            self.app.copy_to_clipboard(self.judged_path)
            self._say("Copied", self.judged_path)

    def _say(self, what: str, more: str = "") -> None:
        self.studio.show_notice(Notice(what, more))


def _as_reference(library: Library, file: Path) -> str:
    """Keep a picture's bytes among the references, so that its recipe still finds them when it is gone."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudioError("The picture's file cannot be read", str(error.strerror), "It may have been moved") from error
    return library.add_reference(data)
