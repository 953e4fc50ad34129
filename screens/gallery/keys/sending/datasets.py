"""The way of pictures into a dataset: the chosen ones, as one change that can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.gallery.keys.sending.referencing import Studio
from screens.gallery.model.captions import how_many
from screens.gallery.model.to_dataset import Sending
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from screens.gallery.windows.dataset import Target
    from studio.workspace import Workspace


class ToDatasets(ShelfTopic):
    """The key that sends the chosen pictures to a dataset."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("D", "dataset", "Send to a dataset", show=False, id="gallery.dataset"),
    ]

    def __init__(self, context: ShelfContext, studio: Studio) -> None:
        super().__init__(context)
        self._studio = studio
        self._turn = asyncio.Lock()

    def action_dataset(self) -> None:
        """Open the window that asks for the dataset."""
        self.view.in_turn(self._ask)

    def _ask(self) -> None:
        workspace, chosen = self._studio.workspace, self.context.chosen
        if workspace is not None and chosen:
            from screens.gallery.windows.dataset import ToDatasetWindow

            self.calls.open(partial(ToDatasetWindow, workspace, chosen), partial(self._send, workspace, chosen))

    def _send(self, workspace: Workspace, chosen: Sequence[int], target: Target | None) -> None:
        if target is None:
            return
        sending = Sending(workspace, tuple(chosen), target.folder, target.name)
        self.calls.say(f"{how_many(chosen).capitalize()} on the way to {target.name}…")
        self.calls.begin_for_good(partial(self._begin, sending, target.name), group="changes")

    async def _begin(self, sending: Sending, name: str) -> None:
        with self.calls.reporting():
            # Not in the turn of what changes the library: ratings do not wait for pictures that are encoded.
            async with self._turn:
                ids = await asyncio.to_thread(sending.send)
            if ids:
                self.context.undo.keep(f"sending {how_many(ids)} to {name}", partial(sending.take_back, ids))
            self.calls.say(*sending.words())
