"""The reference pictures of the characters in the scene, as the engine will see them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.containers import HorizontalScroll
from textual.widgets import Static

if TYPE_CHECKING:
    from library.store import Library
    from screens.compose.reference_card import ReferenceCard
    from studio.scenes.recipe import PictureUse
    from studio.scenes.reference_choice import Sent
    from studio.scenes.stock import Plate


class References(HorizontalScroll):
    """A card for the picture to paint over, for the reference picture of each character that suits the scene, and for
    the plate's own. They change only when one of those does."""

    DEFAULT_CLASSES = "field"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.border_title = "References"
        self._shown: tuple[str, ...] | None = None

    def tell(
        self,
        sent: tuple[Sent, ...],
        start: PictureUse | None,
        library: Library,
        plate: Plate | None = None,
        plate_picture: str = "",
    ) -> None:
        """Show the pictures that are sent of the characters, the one to paint over, and one of a plate that is sent."""
        names = [*(f"{one.character.name}/{one.reference.file}" for one in sent), f"/{plate_picture}"]
        shown = (start.sha256 if start is not None else "", *names)
        if shown == self._shown:
            return
        self._shown = shown
        from screens.compose.reference_card import ReferenceCard
        from studio.cast.members import reference_bytes

        cards = [
            ReferenceCard(_label(one), partial(reference_bytes, one.character, one.reference.file)) for one in sent
        ]
        if plate is not None:
            from studio.pictures.plates.reading import plate_bytes

            cards.append(ReferenceCard(plate.label, partial(plate_bytes, plate, plate_picture)))
        if start is not None:
            cards.insert(0, ReferenceCard("painted over", partial(library.references.read, start.sha256)))
        self.set_class(not cards, "-none")
        self._fill(cards)

    def on_resize(self) -> None:
        """Have pictures of one size: `1fr` would give what is left over to the last."""
        self._share()

    def _share(self) -> None:
        cards = self.query(".reference")
        for card in cards:
            card.styles.width = max(1, self.size.width // len(cards) - 1)

    @work(exclusive=True)
    async def _fill(self, cards: list[ReferenceCard]) -> None:
        await self.remove_children()
        if not self.is_attached:
            return
        if cards:
            await self.mount_all(cards)
            self._share()
        else:
            await self.mount(Static(Text("No character with a reference picture is in the scene"), classes="quiet"))


def _label(one: Sent) -> str:
    """The character's name, and what the picture shows where it is another than the usual one."""
    shown = (one.reference.outfit, one.reference.view, one.reference.expression) if one.reason else ()
    return ", ".join(filter(None, (one.character.name, *shown)))
