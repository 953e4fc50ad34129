"""A line of a Kitty picture that is written in a few bytes where all of it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.terminal.frames.diacritics import MARKS

PLACEHOLDER = "\U0010eeee"


class ExactStrip(Strip):
    """A line that is written in its very colours, whatever the console takes the terminal for; and so are its parts."""

    __slots__ = ("_sequence",)

    def __init__(self, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        super().__init__(segments, cell_length)
        self._sequence: str | None = None

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        if self._sequence is None:
            self._sequence = _exact(self.written())
        return self._sequence

    def written(self) -> Iterable[Segment]:
        """What is written of it."""
        return self

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` to before `end`."""
        part = super().crop(start, end)
        return part if part is self else ExactStrip(part, part.cell_length)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The pieces up to each of the cuts, which are cells from the left."""
        parts = super().divide(cuts)
        return [part if part is self else ExactStrip(part, part.cell_length) for part in parts]


class PlacedStrip(ExactStrip):
    """A line whose `short` segments bring the same to a terminal as its own, in fewer bytes.

    Where something covers a part of it, Textual takes its own segments apart, which have every cell.
    """

    __slots__ = ("_short",)

    def __init__(self, segments: Iterable[Segment], cell_length: int, short: Iterable[Segment]) -> None:
        super().__init__(segments, cell_length)
        self._short = tuple(short)

    def written(self) -> Iterable[Segment]:
        """What is written of it whole."""
        return self._short


def blank(width: int, style: Style) -> PlacedStrip:
    """Blanks beside a picture: the first of them and a call to repeat it."""
    whole = Segment(" " * width, style)
    return PlacedStrip([whole], width, [Segment(f" \x1b[{width - 1}b", style) if width > 1 else whole])


def placeholders(row: int, columns: int, style: Style, is_repeated: bool) -> Strip:
    """A row of a picture as placeholders, whose colour, of 24 bits, is the picture's id.

    With `is_repeated` it is, whole, the first cell and a call to repeat it (ECMA-48, REP): one without marks goes on
    from the one before it, in the same row (https://sw.kovidgoyal.net/kitty/graphics-protocol/, placeholders).
    """
    cells = [PLACEHOLDER + MARKS[row] + MARKS[at] for at in range(columns)]
    whole = [Segment("".join(cells), style)]
    if not is_repeated or columns < 2:
        return ExactStrip(whole, columns)
    return PlacedStrip(whole, columns, [Segment(f"{cells[0]}\x1b[{columns - 1}b", style)])


def _exact(segments: Iterable[Segment]) -> str:
    """Segments in terminal sequences."""
    written = []
    for text, style, _ in segments:
        codes = Strip.render_ansi(style, ColorSystem.TRUECOLOR) if style else ""
        written.append(f"\x1b[{codes}m{text}\x1b[0m" if codes else text)
    return "".join(written)
