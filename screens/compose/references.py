"""The reference pictures of the characters in the scene, as the engine will see them."""

from __future__ import annotations

import asyncio

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import HorizontalScroll, Vertical
from textual.widgets import Static

from screens.widgets.picture import PictureView
from studio.cast import Character, ReferenceMissing, reference_bytes


class ReferenceCard(Vertical):
    """One reference picture with its character's name."""

    def __init__(self, character: Character, name: str) -> None:
        super().__init__(classes="reference")
        self._view = PictureView(classes="reference-picture")
        self._words = Static(Text(character.name, no_wrap=True, overflow="ellipsis"), classes="reference-name")
        self._character = character
        self._picture = name

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
            data = await asyncio.to_thread(reference_bytes, self._character, self._picture)
        except ReferenceMissing as error:
            self._words.update(Text(error.notice.line()))
            self.add_class("-missing")
            return
        self._view.show_bytes(data)


class References(HorizontalScroll):
    """A card for the first reference picture of each character; changes only when the cast of the scene does."""

    DEFAULT_CLASSES = "field"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.border_title = "References"
        self._shown: tuple[str, ...] | None = None

    def tell(self, cast: tuple[Character, ...]) -> None:
        """Show the pictures of these characters."""
        names = tuple(character.name for character in cast)
        if names == self._shown:
            return
        self._shown = names
        cards = [ReferenceCard(character, name) for character in cast for name in character.references[:1]]
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
