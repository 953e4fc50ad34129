"""The workspace, from when the app has drawn its first frame until it has left the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from screens.base.host import Notices
from screens.drawing.drawn_once import DrawnOnceApp
from screens.drawing.workers import begin_work

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from studio.workspace import Workspace


class AppWorkspace:
    """Opens the workspace of a settings folder, None: the usual, and closes it.

    `prepare` is given it before it begins; `ready` when it has begun. When it is closed, `farewell` says, a line each,
    what goes on elsewhere.
    """

    def __init__(
        self,
        app: DrawnOnceApp,
        folder: Path | None,
        notices: Notices,
        *,
        prepare: Callable[[Workspace], Awaitable[None]],
        ready: Callable[[Workspace], None],
    ) -> None:
        self.farewell: tuple[str, ...] = ()
        self._app = app
        self._folder = folder
        self._notices = notices
        self._prepare, self._ready = prepare, ready
        self._coming: asyncio.Task[Workspace] | None = None
        self._open: Workspace | None = None

    def begin(self) -> None:
        """Open it, in the background."""
        begin_work(self._app, self._begin, group="open the workspace")

    async def _begin(self) -> None:
        with _EndsBy(self._app.end_by):
            workspace = await self._opened()
            if workspace is None:
                self._app.exit()
                return
            await self._prepare(workspace)
            if not self._app.is_running:
                # It was left meanwhile, and is closed by whoever leaves.
                return
            with self._notices.reporting():
                await workspace.start()
            workspace.work_beside()
            workspace.watch_settings()
            self._open = workspace
            self._ready(workspace)
            self._tell_of_mistakes(workspace)

    def _tell_of_mistakes(self, workspace: Workspace) -> None:
        """Say what is wrong with the person's own cast, plates, styles and sayings: the studio is open without it."""
        if faults := workspace.stock.faults:
            from studio.notices import about_mistakes

            self._notices.show_notice(about_mistakes([fault.notice for fault in faults]), error=True)

    async def _opened(self) -> Workspace | None:
        """The workspace; None where it cannot be opened, and the person has seen why and does not try again."""
        from screens.base.windows import NoticeWindow
        from studio.notices import KNOWN_ERRORS, notice_of

        while True:
            self._coming = asyncio.create_task(asyncio.to_thread(open_workspace, self._folder))
            try:
                return await asyncio.shield(self._coming)
            except KNOWN_ERRORS as error:
                self._coming = None
                if not await self._app.push_screen_wait(NoticeWindow(notice_of(error), again=True)):
                    return None

    async def close(self, unfinished: int) -> None:
        """Let go of it, also while it is still opening. So many jobs of this studio's are unfinished."""
        from studio.notices import KNOWN_ERRORS

        coming, self._coming, self._open = self._coming, None, None
        if coming is None:
            return
        with suppress(*KNOWN_ERRORS):
            self.farewell = await (await coming).close()
        here = unfinished - len(self.farewell)
        if here > 0:
            jobs, them = ("1 job is", "it") if here == 1 else (f"{here} jobs are", "them")
            self.farewell += (f"{jobs} unfinished here; the next studio goes on with {them}",)

    def tell_of_sidecars(self) -> None:
        """Say which files beside pictures could not be written: that was tried in the background."""
        if self._open is not None and (troubles := self._open.library.annotations.sidecar_troubles()):
            from studio.notices import about_sidecars

            self._notices.show_notice(about_sidecars(troubles))


def open_workspace(folder: Path | None) -> Workspace:
    """Open the workspace; blocks. Raises what `studio.notices.KNOWN_ERRORS` are."""
    from studio.workspace import Workspace

    return Workspace.open(folder)


class _EndsBy:
    """Ends the app by a mistake within: without a workspace there is nothing to go on with."""

    def __init__(self, end: Callable[[Exception], object]) -> None:
        self._end = end

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self._end(error)
        return True
