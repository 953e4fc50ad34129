"""Changes reach the terminal in little time and few bytes.

Textual draws all widgets in the smallest box around them, begins a line's update where a widget begins, and styles each
piece anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len, split_graphemes
from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.pictures.joined_strip import Pieces, texts


class NarrowUpdate(ChopsUpdate):
    """Writes of each line that changed only the cells from the first that changed to the last."""

    def render_segments(self, console: Console) -> str:
        """The changes in terminal sequences."""
        pieces = Pieces()
        for y, first, behind in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < behind and end > first:
                    begin, until = whole_letters(strip, max(x, first) - x, min(end, behind) - x)
                    shown = strip.crop(begin, until)
                    pieces.add(shown.render(console), Control.move_to(x + begin, y).segment.text)
        return pieces.joined()


class NarrowCompositor(Compositor):
    """Textual's compositor with narrow updates, for which only the widgets that changed are drawn."""

    def __init__(self, lines: Callable[[Widget, Region], list[Strip]]) -> None:
        """`lines` gives those of a widget within a region of it."""
        super().__init__()
        self._lines = lines
        self._changing: Sequence[Region] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time, None where nothing did."""
        self._changing = tuple(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._changing = ()
        return None if update is None else NarrowUpdate(update.chops, update.spans, update.chop_ends)

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        wanted = self._changing or (self.size.region if crop is None else crop,)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if any(seen.overlaps(one) for one in wanted):
                yield region, clip, self._lines(widget, seen.translate(-region.offset))


def whole_letters(strip: Strip, first: int, behind: int) -> tuple[int, int]:
    """The cells from the first that changed to behind the last, and the other halves of wide letters at either end."""
    at = 0
    for text, is_control in texts(strip):
        end = at + (0 if is_control else cell_len(text))
        if (at < first < end or at < behind < end) and len(text) != end - at:
            cell = at
            for _, _, width in split_graphemes(text)[0]:
                first = cell if cell < first < cell + width else first
                behind = cell + width if cell < behind < cell + width else behind
                cell += width
        at = end
    return first, behind
