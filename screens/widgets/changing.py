"""Text of which only the cells that change are painted again."""

from __future__ import annotations

from itertools import takewhile

from rich.cells import get_character_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.widget import Widget

Cells = list[tuple[str, Style | None]]


class ChangingText(Widget):
    """Lines of text that are cut off where there is no room, and not wrapped."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Text()

    def say(self, text: Text) -> None:
        """Show another text."""
        before, self._text = self._text, text
        for row, first, behind in changed(before, text, self.app.console):
            self.refresh(Region(first, row, behind - first, 1))

    def render(self) -> Text:
        """The text as it is."""
        return self._text


def changed(before: Text, after: Text, console: Console) -> list[tuple[int, int, int]]:
    """The cells that differ: of each such row the first, and the one behind the last."""
    old, new = _rows(before, console), _rows(after, console)
    found = []
    for row in range(max(len(old), len(new))):
        one, other = (rows[row] if row < len(rows) else [] for rows in (old, new))
        if one == other:
            continue
        length = max(len(one), len(other))
        pairs = list(zip(*(cells + [(" ", None)] * (length - len(cells)) for cells in (one, other)), strict=True))
        same = [left == right for left, right in pairs]
        first = sum(1 for _ in takewhile(bool, same))
        last = sum(1 for _ in takewhile(bool, reversed(same)))
        if first < length:
            found.append((row, first, length - last))
    return found


def _rows(text: Text, console: Console) -> list[Cells]:
    """Each row's cells; a wide letter has two, which are never told apart."""
    rows: list[Cells] = [[]]
    for content, style, _ in text.render(console):
        for letter in content:
            if letter == "\n":
                rows.append([])
            else:
                rows[-1] += [(letter, style)] * get_character_cell_size(letter)
    return rows
