"""The way of pictures into the cast: the chosen ones become references of a member."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import Binding

from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from studio.workspace import Workspace


class Studio(Protocol):
    """What is open."""

    @property
    def workspace(self) -> Workspace | None:
        """None while it opens."""


class Referencing(ShelfTopic):
    """The key that makes the chosen pictures references of a member of the cast."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("M", "reference", "Add to a member's references", show=False, id="gallery.reference"),
    ]

    def __init__(self, context: ShelfContext, studio: Studio) -> None:
        super().__init__(context)
        self._studio = studio

    def action_reference(self) -> None:
        """Open the window that asks for the member and what is shown."""
        self.view.in_turn(self._ask)

    def _ask(self) -> None:
        workspace, chosen = self._studio.workspace, self.context.chosen
        if workspace is not None and chosen:
            from screens.gallery.windows.reference import ReferenceWindow

            self.calls.open(partial(ReferenceWindow, workspace, chosen), self._told)

    def _told(self, said: str | None) -> None:
        if said:
            self.calls.say(said)
