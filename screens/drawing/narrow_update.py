"""Changes reach the terminal in few bytes: Textual begins a line's update where a widget begins, and styles each piece
anew. Waits for https://github.com/Textualize/textual/issues/5625.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes
from rich.console import Console
from rich.control import Control
from textual.strip import Strip

from screens.terminal.frames.joined_strip import Pieces, texts
from screens.textual_workarounds import ChopsUpdate


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
