"""The reference pictures of the member whose fields are seen, those of its outfits too, with what each shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screens.drawing.threads import in_thread
from screens.drawing.workers import begin_work
from screens.gallery.model.captions import cut
from screens.terminal.frames.frames import Source
from screens.theme import ink
from screens.widgets.field import WRONG
from screens.widgets.pictures.picture_row import Item, PictureRow
from studio.cast.members import Character, Reference, ReferenceMissing, reference_bytes

if TYPE_CHECKING:
    from screens.drawing.drawn_once import DrawnOnce

NONE_YET = "None yet: engines go by the words alone"


class ReferencePane(Vertical):
    """A row of pictures, each named by what it shows; those of the outfit that is seen come first."""

    DEFAULT_CLASSES = "field"

    def __init__(self) -> None:
        super().__init__(id="cast-references")
        self.border_title = "References"
        self.row = PictureRow(lambda number: None)
        self._words = Static(markup=False)
        self._wanted: tuple[str, str, tuple[Reference, ...]] | None = None
        self._missing = self._wrong = ""

    def compose(self) -> ComposeResult:
        """The row, and words where there is none, or something is wrong."""
        self.row.display = False
        yield self.row
        yield self._words

    def show(self, member: Character, outfit: str) -> None:
        """Show the pictures of a member in an outfit, "" being the usual one."""
        pictures = tuple(sorted(member.pictures, key=lambda one: one.outfit.casefold() != outfit.casefold()))
        wanted = (member.folder, member.anchor, pictures)
        if wanted != self._wanted:
            self._wanted, self._missing = wanted, ""
            self.row.display = bool(pictures)
            self.set_class(bool(pictures), "-filled")
            self._tell()
            begin_work(self, partial(self._read, member, pictures), group="references", is_exclusive=True)

    async def _read(self, member: Character, pictures: tuple[Reference, ...]) -> None:
        items, self._missing = await in_thread(cast("DrawnOnce[Any]", self.screen), _items, member, pictures)
        self.row.hold(items)
        self._tell()

    def say_wrong(self, words: str) -> None:
        """Say what is wrong with them."""
        if words != self._wrong:
            self._wrong = words
            self._tell()

    def _tell(self) -> None:
        wrong = self._wrong or self._missing
        nothing = "" if self.row.display else NONE_YET
        self.set_class(bool(wrong), WRONG)
        self._words.update(Text(wrong or nothing, ink(self.app, "error" if wrong else "muted")))
        self._words.display = bool(wrong or nothing)


def words_of(reference: Reference, anchor: str) -> str:
    """What a reference shows, in the words of its entry; its file's name where the entry says nothing."""
    said = ", ".join(filter(None, (reference.view, reference.framing, reference.expression, reference.outfit)))
    return f"{'★ ' if reference.file == anchor else ''}{said or reference.file.rpartition('/')[2]}"


def _items(member: Character, pictures: tuple[Reference, ...]) -> tuple[list[Item], str]:
    """The pictures, and what is said of the first that is missing. Blocks."""
    items: list[Item] = []
    missing = ""
    for reference in pictures:
        source = None
        try:
            source = Source(f"reference {member.folder} {reference.file}", reference_bytes(member, reference.file))
        except ReferenceMissing as error:
            missing = missing or error.notice.line()
        items.append(Item(partial(cut, words_of(reference, member.anchor)), source))
    return items, missing
