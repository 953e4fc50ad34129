"""The way from the Cast to the references of the member that is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.stock.cast.bench import Bench

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ReferencesKey(Topic):
    """The key that opens the window of references; when it is closed, `look` sees what it changed."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+l", "references", "References", show=False, tooltip="See, order and draw", id="cast.references"),
    ]

    def __init__(
        self, bench: Bench, calls: Calls, workspace: Callable[[], Workspace | None], look: Callable[[], None]
    ) -> None:
        self._bench, self._calls, self._workspace, self._look = bench, calls, workspace, look

    def action_references(self) -> None:
        """Open the window."""
        edited, workspace = self._bench.current, self._workspace()
        if edited is None or workspace is None:
            return
        if edited.seen is None or edited.now != edited.seen:
            self._calls.say("Save the member first", "Its references are written into the file")
            return
        from screens.stock.cast.windows.reference_list import ReferencesWindow

        self._calls.open(partial(ReferencesWindow, workspace, edited.seen.name), lambda _: self._look())
