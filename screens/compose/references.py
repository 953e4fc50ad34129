"""The reference pictures of the characters in the scene, as the engine will see them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import HorizontalScroll, Vertical
from textual.widgets import Static

from library.errors import LibraryError
from screens.widgets.picture import PictureView
from studio.cast import Character, ReferenceMissing, reference_bytes
from studio.recipe import PictureUse

if TYPE_CHECKING:
    from library.store import Library


class ReferenceCard(Vertical):
    """One picture that the engine looks at, with its name; `find` reads its bytes in a thread."""

    def __init__(self, name: str, find: Callable[[], bytes]) -> None:
        super().__init__(classes="reference")
        self._view = PictureView(classes="reference-picture")
        self._words = Static(Text(name, no_wrap=True, overflow="ellipsis"), classes="reference-name")
        self._find = find

    def compose(self) -> ComposeResult:
        """The picture over the name."""
        yield self._view
        yield self._words

    def on_mount(self) -> None:
        """Begin to read the picture."""
        self._load()

    @work(exclusive=True)
    async def _load(self) -> None:
        try:
            data = await asyncio.to_thread(self._find)
        except (ReferenceMissing, LibraryError) as error:
            from studio.notices import notice_of

            self._words.update(Text(notice_of(error).line()))
            self.add_class("-missing")
            return
        self._view.show_bytes(data)


class References(HorizontalScroll):
    """A card for the picture to paint over, and for the first reference picture of each character.

    They change only when the cast of the scene or that picture does.
    """

    DEFAULT_CLASSES = "field"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.border_title = "References"
        self._shown: tuple[str, ...] | None = None

    def tell(self, cast: tuple[Character, ...], start: PictureUse | None, library: Library) -> None:
        """Show the pictures of these characters, and the one to paint over."""
        names = (start.sha256 if start is not None else "", *(character.name for character in cast))
        if names == self._shown:
            return
        self._shown = names
        cards = [
            ReferenceCard(character.name, partial(reference_bytes, character, name))
            for character in cast
            for name in character.references[:1]
        ]
        if start is not None:
            cards.insert(0, ReferenceCard("painted over", partial(library.reference, start.sha256)))
        self.set_class(not cards, "-none")
        self._fill(cards)

    @work(exclusive=True)
    async def _fill(self, cards: list[ReferenceCard]) -> None:
        await self.remove_children()
        if not self.is_attached:
            return
        if cards:
            await self.mount_all(cards)
        else:
            await self.mount(Static(Text("No character with a reference picture is in the scene"), classes="quiet"))
