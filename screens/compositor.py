"""Changes reach the terminal in few bytes: Textual's updates begin where a widget does, and style each piece anew."""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor

from screens.widgets.joined import Pieces


class NarrowUpdate(ChopsUpdate):
    """Writes of each line that changed only the cells from the first that changed to the last."""

    def render_segments(self, console: Console) -> str:
        """The changes in terminal sequences."""
        pieces = Pieces()
        for y, first, behind in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < behind and end > first:
                    begin = max(x, first)
                    shown = strip.crop(begin - x, min(end, behind) - x)
                    pieces.add(shown.render(console), Control.move_to(begin, y).segment.text)
        return pieces.joined()


class NarrowCompositor(Compositor):
    """Textual's compositor with narrow updates."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time, None where nothing did."""
        update = super().render_partial_update()
        return None if update is None else NarrowUpdate(update.chops, update.spans, update.chop_ends)
