"""A line of a picture in cells, which is kept as what it brings to the terminal.

As segments it would be a thousand small objects, all of which Python would look through for garbage again and again.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence

from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.textual_workarounds import LateStrip
from studio.terminal.records import Colours

_OVERHEAD = 2_000
"""Bytes that a strip takes besides what it holds."""


class CellStrip(LateStrip):
    """`marks` are its characters, a cell each. Run `n` ends before cell `ends[n]`; `pairs[n]` are its two colours.

    A pair is ink << 24 | ground, each red << 16 | green << 8 | blue, or with fewer `colours` the number of one of them.
    `known` has the sequences of pairs that the other lines of the picture had. It is written in the colours that it was
    made with, whatever the console takes the terminal for.
    """

    __slots__ = ("_colours", "_ends", "_marks", "_pairs", "_sequence")

    def __init__(
        self,
        marks: str,
        ends: Sequence[int],
        pairs: Sequence[int],
        colours: Colours = "24-bit",
        known: dict[int, str] | None = None,
    ) -> None:
        super().__init__((), len(marks))
        self._marks, self._colours = marks, colours
        self._ends, self._pairs = array("I", ends), array("Q", pairs)
        self._sequence = _sequence(marks, ends, pairs, colours, {} if known is None else known)

    @property
    def weight(self) -> int:
        """Roughly the bytes of memory that it takes."""
        held = (self._marks, self._ends, self._pairs, self._sequence)
        return sum(map(sys.getsizeof, held)) + _OVERHEAD

    def segments(self) -> list[Segment]:
        """A segment for each run."""
        begins, colour = (0, *self._ends), _colour if self._colours == "24-bit" else Color.from_ansi
        return [
            Segment(self._marks[begin:end], Style.from_color(colour(pair >> 24), colour(pair & 0xFFFFFF)))
            for begin, end, pair in zip(begins, self._ends, self._pairs, strict=False)
        ]

    @property
    def text(self) -> str:
        """Its characters."""
        return self._marks

    @property
    def cell_count(self) -> int:
        """How many they are."""
        return len(self._marks)

    def __bool__(self) -> bool:
        return bool(self._marks)

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        return self._sequence

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` to before `end`."""
        start, end = max(0, start), len(self._marks) if end is None else min(end, len(self._marks))
        if start == 0 and end == len(self._marks):
            return self
        if end <= start:
            return Strip([], 0)
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        ends = [min(one, end) - start for one in self._ends[first : last + 1]]
        return CellStrip(self._marks[start:end], ends, self._pairs[first : last + 1], self._colours)


def _sequence(marks: str, ends: Sequence[int], pairs: Sequence[int], colours: Colours, known: dict[int, str]) -> str:
    """The line with one reset at its end: each run sets both colours anew."""
    written: list[str] = []
    begin = 0
    for end, pair in zip(ends, pairs, strict=True):
        style = known.get(pair)
        if style is None:
            style = known[pair] = _style(pair >> 24, pair & 0xFFFFFF, colours)
        written += (style, marks[begin:end])
        begin = end
    return "".join((*written, "\x1b[0m"))


def _style(ink: int, ground: int, colours: Colours) -> str:
    """Both colours (SGR of ECMA-48 and xterm's ctlseqs: 38;2 is RGB, 38;5 one of 256; 90 is the first bright one)."""
    if colours == "24-bit":
        return f"\x1b[38;2;{_rgb(ink)};48;2;{_rgb(ground)}m"
    if colours == "256":
        return f"\x1b[38;5;{ink};48;5;{ground}m"
    return f"\x1b[{ink + (30 if ink < 8 else 82)};{ground + (40 if ground < 8 else 92)}m"


def _rgb(packed: int) -> str:
    return f"{packed >> 16};{packed >> 8 & 255};{packed & 255}"


def _colour(packed: int) -> Color:
    return Color.from_rgb(packed >> 16, packed >> 8 & 255, packed & 255)
