"""Changes of a part of a line reach the terminal as that part: Textual's own update begins where the widget begins."""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class NarrowUpdate(ChopsUpdate):
    """Writes of each line that changed only the cells from the first that changed to the last."""

    def render_segments(self, console: Console) -> str:
        """The changes in terminal sequences."""
        written: list[str] = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= last or end <= first:
                    continue
                begin, behind = max(x, first), min(end, last)
                written.append(Control.move_to(begin, y).segment.text)
                written.append(strip.crop(begin - x, behind - x).render(console))
        return "".join(written)


class NarrowCompositor(Compositor):
    """Textual's compositor with narrow updates."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time, None where nothing did."""
        update = super().render_partial_update()
        return None if update is None else NarrowUpdate(update.chops, update.spans, update.chop_ends)
