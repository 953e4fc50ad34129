"""Exporting by key: copies of the chosen pictures for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.gallery.shelving.context import ShelfTopic

if TYPE_CHECKING:
    from studio.pictures.exporting.records import Wanted


class Exporting(ShelfTopic):
    """The key that exports."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("X", "export", "Export", show=False, tooltip="Copies in a folder, a ZIP, a sheet", id="gallery.export"),
    ]

    _exported: Wanted | None = None

    def action_export(self) -> None:
        """Open the window that exports the chosen pictures."""
        self.view.in_turn(self._open_export)

    def _open_export(self) -> None:
        library, chosen = self.context.library, self.context.chosen
        if library is not None and chosen:
            from screens.gallery.windows.export import ExportWindow

            self.calls.open(partial(ExportWindow, library, chosen, self._exported), self._remember)

    def _remember(self, asked: Wanted | None) -> None:
        self._exported = asked
