"""The live draft beside the form: from a scene as it was understood to the pane in which it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from library.errors import LibraryError
from screens.base.live_drafts import LiveDrafts
from screens.base.screen import StudioScreen
from screens.base.work import Work
from screens.compose.live.pane import DraftPane
from studio.errors import StudioError
from studio.pictures.live_draft import LivePainter, order_of

if TYPE_CHECKING:
    from studio.scenes.recipe import PictureUse
    from studio.scenes.understanding import Understanding
    from studio.workspace import Workspace


class LiveBeside:
    """Has a scene painted and shown in `pane`, which belongs to `screen`."""

    def __init__(self, screen: StudioScreen, work: Work, workspace: Workspace, hint: str) -> None:
        self.pane = DraftPane(hint, id="draft")
        self._work = work
        self._workspace = workspace
        self._drafts = LiveDrafts(self.pane, self._painter, work, screen.set_timer)
        self._start = ""

    def _painter(self) -> LivePainter:
        """In a thread, where it is made the first time."""
        return self._workspace.live_painter

    def follow(self, understood: Understanding | None, start: PictureUse | None) -> None:
        """This is the scene by now, and the picture that it paints over. None of both: nothing is to be shown."""
        if start is not None:
            self._drafts.follow(None)
            self.pane.name_start(understood.scene.redrawn if understood is not None else None)
            self._show_start(start)
            return
        self._start = ""
        if understood is None:
            self._drafts.follow(None)
            self.pane.clear()
            return
        try:
            order = order_of(understood, self._workspace.look)
        except StudioError:
            # A number is out of its range, or the text too long; what draws it says so.
            return
        self.pane.wait()
        self._drafts.follow(order)

    def _show_start(self, start: PictureUse) -> None:
        if self._start != start.sha256:
            self._start = start.sha256
            self._work.begin(partial(self._read_start, start.sha256), "start picture")

    async def _read_start(self, sha256: str) -> None:
        try:
            data = await self._work.in_thread(self._workspace.library.references.read, sha256)
        except LibraryError:
            # The references beside it say so.
            self.pane.clear()
        else:
            if self._start == sha256:
                self.pane.view.show_bytes(data, f"painted over {sha256}")
