"""The way from the Cast to a file for others, and from one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.drawing.threads import in_thread
from screens.stock.cast.bench import Bench

if TYPE_CHECKING:
    from screens.stock.cast.windows.file_window import Done
    from studio.workspace import Workspace


class FileKey(Topic):
    """The key that opens the window; who came is seen then."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+g", "file", "File…", show=False, tooltip="Send as a file, or take in", id="cast.file"),
    ]

    def __init__(
        self, bench: Bench, calls: Calls, workspace: Callable[[], Workspace | None], look: Callable[[], None]
    ) -> None:
        """`look` reads the cast anew."""
        self._bench, self._calls, self._workspace, self._look = bench, calls, workspace, look

    def action_file(self) -> None:
        """Open the window, for the member that is seen, as its entry says it is."""
        workspace = self._workspace()
        if workspace is not None:
            # A key that comes twice opens one window.
            self._calls.begin(partial(self._open, workspace), group="window", is_exclusive=True)

    async def _open(self, workspace: Workspace) -> None:
        from screens.stock.cast.windows.file_window import FileWindow, target_of
        from studio.cast.members import by_name

        listed, edited = self._bench.listed(self._bench.key), self._bench.current
        cast = (*workspace.stock.cast, *workspace.stock.retired_cast)
        member = by_name(listed.name, cast) if listed is not None else None
        target = await in_thread(self._calls, target_of, member) if member is not None else ""
        if edited is not None and edited.is_unsaved:
            self._calls.say("What is not saved does not go along", "Ctrl+S saves it")
        self._done(await self._calls.ask(partial(FileWindow, workspace.folder, member, target)))

    def _done(self, done: Done | None) -> None:
        if done is not None:
            self._calls.say(done.words, done.more)
            if done.joined:
                self._look()
