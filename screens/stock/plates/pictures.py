"""The picture of a plate: its own, or how the draft painter paints it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.stock.plates.bench import PlateBench
from screens.widgets.pictures.picture import PictureView
from studio.pictures.live_draft import DraftFailed, LiveOrder

if TYPE_CHECKING:
    from studio.pictures.live_draft import LiveDraft
    from studio.scenes.stock import Plate
    from studio.workspace import Workspace

SIZE = (640, 400)
"""Pixels of what the draft painter paints."""


class PlatePictures:
    """Shows the current plate of a bench; what the draft painter painted is kept."""

    def __init__(self, bench: PlateBench, view: PictureView, calls: Calls) -> None:
        self._bench, self._view, self._calls = bench, view, calls
        self._painted: dict[tuple[str, bool], LiveDraft] = {}

    def show(self, workspace: Workspace | None) -> None:
        """Show the picture of the current plate at the hour that is chosen."""
        plate, file = self._bench.current, self._bench.shown_file()
        if plate is None or workspace is None:
            self._view.clear()
        elif file:
            self._view.show_file(Path(plate.folder) / file)
        elif (painted := self._painted.get((plate.name, self._bench.by_night))) is not None:
            self._view.show_pixels(painted.pixels, painted.digest)
        else:
            self._view.clear("…")
            self._calls.begin(
                partial(self._paint, workspace, plate, self._bench.by_night), group="paint", is_exclusive=True
            )

    async def _paint(self, workspace: Workspace, plate: Plate, by_night: bool) -> None:
        from studio.plate_making import shown_request

        order = LiveOrder(shown_request(plate, by_night=by_night, size=SIZE), (), workspace.look)
        try:
            painted = await in_thread(self._calls, lambda: workspace.live_painter.paint(order))
        except DraftFailed as failed:
            self._view.clear(failed.notice.title)
            return
        self._painted[plate.name, by_night] = painted
        if (plate, by_night) == (self._bench.current, self._bench.by_night):
            self._view.show_pixels(painted.pixels, painted.digest)
