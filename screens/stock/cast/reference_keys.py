"""The way from the Cast to the references of the member that is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.cast.bench import Bench
from screens.stock.cast.keeping import Keeping

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ReferencesKey(Topic):
    """The key that opens the window of references; when that is closed, what it changed is seen, can be taken back."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+l", "references", "References", show=False, tooltip="See, order and draw", id="cast.references"),
    ]

    def __init__(self, bench: Bench, calls: Calls, workspace: Callable[[], Workspace | None], keeping: Keeping) -> None:
        self._bench, self._calls, self._workspace, self._keeping = bench, calls, workspace, keeping

    def action_references(self) -> None:
        """Open the window."""
        edited, workspace = self._bench.current, self._workspace()
        if edited is None or workspace is None:
            return
        if edited.seen is None or edited.now != edited.seen:
            self._calls.say("Save the member first", "Its references are written into the file")
            return
        from screens.stock.cast.windows.reference_list import ReferencesWindow

        window = partial(ReferencesWindow, workspace, edited.seen.name, self._keeping.steps)
        self._calls.open(window, lambda _: self._keeping.look())
