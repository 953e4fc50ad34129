"""Text of which only the cells that change are painted again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile, zip_longest

from rich.cells import cell_len, split_graphemes
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Cells = list[tuple[str, Style | None]]


class ChangingText(Widget):
    """Lines of text that are cut off where there is no room, and not wrapped."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Text()
        self._lines: list[Strip] = []
        self._ground = Style()

    @property
    def text(self) -> Text:
        """What is shown, whole."""
        return self._text

    def say(self, text: Text) -> None:
        """Show another text."""
        before, self._text, self._lines = self._lines, text, []
        if not before:
            self.refresh()
            return
        for row, first, behind in changed(before, self._shown()):
            self.refresh(Region(first, row, behind - first, 1))

    def notify_style_update(self) -> None:
        """Another theme, other colours."""
        super().notify_style_update()
        self._lines = []

    def render_line(self, y: int) -> Strip:
        """A line of the text."""
        lines = self._shown()
        shown = lines[y] if y < len(lines) else Strip([])
        return shown.adjust_cell_length(self.content_size.width, self._ground)

    def _shown(self) -> list[Strip]:
        if not self._lines:
            width, self._ground = self.content_size.width, self.rich_style
            lines = self._text.split("\n", allow_blank=True)
            for line in lines:
                line.truncate(width, overflow=self._text.overflow or "crop")
            self._lines = [Strip(line.render(self.app.console)).apply_style(self._ground) for line in lines]
        return self._lines

    def on_resize(self) -> None:
        """What is cut off is other letters."""
        self._lines = []


def changed(before: Sequence[Strip], after: Sequence[Strip]) -> list[tuple[int, int, int]]:
    """The cells that differ: of each such row the first, and the one behind the last."""
    found = []
    for row, (one, other) in enumerate(zip_longest(before, after, fillvalue=Strip([]))):
        old, new = _cells(one), _cells(other)
        length = max(len(old), len(new))
        pairs = zip(*(cells + [(" ", None)] * (length - len(cells)) for cells in (old, new)), strict=True)
        same = [left == right for left, right in pairs]
        first = sum(1 for _ in takewhile(bool, same))
        last = sum(1 for _ in takewhile(bool, reversed(same)))
        if first < length:
            found.append((row, first, length - last))
    return found


def _cells(strip: Strip) -> Cells:
    """The row's cells; a wide letter has two, which are never told apart."""
    cells: Cells = []
    for text, style, _ in strip:
        if cell_len(text) == len(text):
            cells += [(letter, style) for letter in text]
        else:
            for start, end, width in split_graphemes(text)[0]:
                cells += [(text[start:end], style)] * width
    return cells
