"""An update of the screen's cells, and with it of the pictures that lie over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.control import Control
from textual.geometry import Region

from screens.drawing.rest import Rest
from screens.terminal.frames.frame_store import PictureStore
from screens.terminal.frames.overlaid import OverlaidWidget
from screens.terminal.frames.overlays import Overlay, Spans, parts
from screens.textual_workarounds import ChopsUpdate, Compositor, LayoutUpdate


class OverlaidUpdate(LayoutUpdate):
    """What goes to the terminal; it must go there, for it is taken for what stands on the glass then.

    `rest` is told of each update of the whole screen, after which costly pictures wait for it.
    """

    def __init__(
        self, cells: LayoutUpdate | ChopsUpdate, compositor: Compositor, store: PictureStore, rest: Rest
    ) -> None:
        super().__init__([], compositor.size.region)
        self._cells, self._placed, self._store, self._rest = cells, compositor, store, rest

    def render_segments(self, console: Console) -> str:
        """All of it in terminal sequences."""
        spans = _spans(self._cells)
        if spans is None:
            self._rest.wait()
        change = self._store.overlays.change(overlays(self._placed), spans, rests=self._rest.has_come)
        parts = [one.deleted() for one in change.gone]
        parts.append(self._cells.render_segments(console))
        for one in change.drawn:
            parts += (self._store.to_send(one.encoded), one.drawn())
        parts.append(self._covered(change.drawn, console))
        return "".join(parts)

    def _covered(self, drawn: Iterable[Overlay], console: Console) -> str:
        """The cells before pictures that are drawn, which in some terminals lie over all that was written before."""
        covers = {cover for one in drawn for cover in one.covers}
        if not covers:
            return ""
        lines = self._placed.render_strips()
        return "".join(
            Control.move_to(cover.x, y).segment.text + lines[y].crop(cover.x, cover.right).render(console)
            for cover in covers
            for y in cover.line_range
        )


def overlays(compositor: Compositor) -> Iterator[Overlay]:
    """The pictures that lie over the cells of a screen, as far as they are in sight."""
    before: list[Region] = []
    screen = compositor.size.region
    for widget, (region, clip) in compositor.visible_widgets.items():
        clip = clip.intersection(screen)
        if isinstance(widget, OverlaidWidget):
            for encoded, where in widget.overlays:
                yield from parts(encoded, where.translate(region.offset), clip, before)
        before.append(region.intersection(clip))


def _spans(cells: LayoutUpdate | ChopsUpdate) -> Spans | None:
    """Which cells an update writes; None: all."""
    return cells.spans if isinstance(cells, ChopsUpdate) else None
