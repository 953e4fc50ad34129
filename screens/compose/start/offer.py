"""What an empty Compose offers, put together: the scenes to try, the cast and the last pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from library.errors import LibraryError
from screens.base.work import Work
from screens.compose.start.scene_list import SceneList
from screens.gallery.model.captions import cut
from screens.gallery.model.picture_sources import tile
from screens.gallery.model.words.telling_apart import Neighbours
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.picture_row import Item, PictureRow
from studio.cast.members import Character, ReferenceMissing, reference_bytes
from studio.scenes.examples import Example, shipped

if TYPE_CHECKING:
    from library.records import Picture
    from library.store import Library
    from studio.workspace import Workspace

LAST = 12
"""Pictures that are asked for; as many of them are shown as fit."""

NONE_YET = "None yet. Take a scene to try and press F5: the draft painter needs no server."


class Writes(Protocol):
    """What is chosen goes here."""

    def take(self, example: Example) -> None:
        """Write a scene to try, with its saying."""

    def name(self, name: str) -> None:
        """Write somebody's name."""

    def back(self) -> None:
        """Go back to the scene."""

    def look_at(self, picture_id: int) -> None:
        """Open a picture."""


class RowPane(Vertical):
    """A row of pictures in a frame with a title, and words where there are none."""

    DEFAULT_CLASSES = "field"

    def __init__(self, title: str, words: str, chosen: Callable[[int], object], id: str) -> None:
        super().__init__(id=id)
        self.border_title = title
        self.row = PictureRow(chosen)
        self._words = Static(Text(words, style="dim"))

    def compose(self) -> ComposeResult:
        """The row, and the words."""
        self.row.display = False
        yield self.row
        yield self._words

    def hold(self, items: Sequence[Item]) -> None:
        """Show these."""
        self.row.display = bool(items)
        self._words.display = not items
        self.row.hold(items)


class StartOffer:
    """Three panes, each a place beside the form. Made in a thread's wake: its imports cost."""

    def __init__(self, workspace: Workspace, writes: Writes, work: Work, to_cast: str = "") -> None:
        """`to_cast` is the key that leads to the Cast."""
        self._workspace, self._writes, self._work = workspace, writes, work
        self._members: tuple[Character, ...] = ()
        self._pictures: tuple[Picture, ...] = ()
        self.scenes = SceneList(shipped(), writes.take, writes.back, "start-scenes")
        self._cast = RowPane("The cast", "Nobody yet", self._name, "start-cast")
        self._cast.border_subtitle = f"{to_cast} who they are" if to_cast else ""
        self._last = RowPane("Last pictures", NONE_YET, self._look_at, "start-pictures")

    @property
    def panes(self) -> tuple[Widget, Widget, Widget]:
        """In place of the draft, of the prompt, and of the references."""
        return self.scenes, self._last, self._cast

    def fill(self) -> None:
        """Read what is there by now."""
        self._work.begin(self._fill, "start")

    async def _fill(self) -> None:
        cast = self._workspace.stock.cast
        portraits = await self._work.in_thread(_portraits, cast)
        self._members = cast
        self._cast.hold(portraits)
        library = self._workspace.library
        self._pictures = await self._work.in_thread(_last, library)
        near = Neighbours(self._pictures)
        self._last.hold([Item(partial(near.caption, picture), tile(library, picture)) for picture in self._pictures])

    def _name(self, number: int) -> None:
        self._writes.name(self._members[number].name)

    def _look_at(self, number: int) -> None:
        self._writes.look_at(self._pictures[number].id)


def _portraits(cast: Sequence[Character]) -> list[Item]:
    """Blocks."""
    items = []
    for member in cast:
        source = None
        for name in (reference.file for reference in member.pictures[:1]):
            # A card for somebody whose picture is missing has the name alone; the scene's references say why.
            with suppress(ReferenceMissing):
                source = Source(f"portrait {member.folder} {name}", reference_bytes(member, name))
        items.append(Item(partial(cut, member.name), source))
    return items


def _last(library: Library) -> tuple[Picture, ...]:
    """The newest pictures, one of each stack; none of a library that cannot be read now, as it is told elsewhere."""
    try:
        return library.page(limit=LAST, stacked=True).pictures
    except LibraryError:
        return ()
