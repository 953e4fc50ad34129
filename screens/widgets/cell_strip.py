"""A line of a picture in cells, which is kept as what it brings to the terminal.

As segments it would be a thousand small objects, all of which Python would look through for garbage again and again.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence

from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_OVERHEAD = 2_000
"""Bytes that a strip takes besides what it holds."""


class CellStrip(Strip):
    """`marks` are its characters, a cell each. Run `n` ends before cell `ends[n]`; `pairs[n]` are its two colours.

    A pair is ink << 24 | ground, each red << 16 | green << 8 | blue. `known` has the sequences of pairs that the other
    lines of the picture had.
    """

    __slots__ = ("_ends", "_marks", "_pairs", "_sequence")

    def __init__(
        self, marks: str, ends: Sequence[int], pairs: Sequence[int], known: dict[int, str] | None = None
    ) -> None:
        super().__init__((), len(marks))
        self._marks = marks
        self._ends, self._pairs = array("I", ends), array("Q", pairs)
        self._sequence = _sequence(marks, ends, pairs, {} if known is None else known)

    @property
    def weight(self) -> int:
        """Roughly the bytes of memory that it takes."""
        held = (self._marks, self._ends, self._pairs, self._sequence)
        return sum(map(sys.getsizeof, held)) + _OVERHEAD

    @property
    def _segments(self) -> list[Segment]:
        """Made for those that take the line apart; Strip's own methods all go by this."""
        begins = (0, *self._ends)
        return [
            Segment(self._marks[begin:end], Style.from_color(_colour(pair >> 24), _colour(pair & 0xFFFFFF)))
            for begin, end, pair in zip(begins, self._ends, self._pairs, strict=False)
        ]

    @_segments.setter
    def _segments(self, segments: list[Segment]) -> None:
        """Strip sets what it is made with, which is nothing."""

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
        """The line in terminal sequences, in so many colours as the terminal has."""
        has_all = console._color_system in (None, ColorSystem.TRUECOLOR)
        return self._sequence if has_all else super().render(console)

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` to before `end`."""
        start, end = max(0, start), len(self._marks) if end is None else min(end, len(self._marks))
        if start == 0 and end == len(self._marks):
            return self
        if end <= start:
            return Strip([], 0)
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        ends = [min(one, end) - start for one in self._ends[first : last + 1]]
        return CellStrip(self._marks[start:end], ends, self._pairs[first : last + 1])


def _sequence(marks: str, ends: Sequence[int], pairs: Sequence[int], known: dict[int, str]) -> str:
    """The line with one reset at its end: each run sets both colours anew (ECMA-48, SGR 38 and 48; 2 is RGB)."""
    written: list[str] = []
    begin = 0
    for end, pair in zip(ends, pairs, strict=True):
        style = known.get(pair)
        if style is None:
            ink, ground = pair >> 24, pair & 0xFFFFFF
            style = known[pair] = f"\x1b[38;2;{_rgb(ink)};48;2;{_rgb(ground)}m"
        written += (style, marks[begin:end])
        begin = end
    return "".join((*written, "\x1b[0m"))


def _rgb(packed: int) -> str:
    return f"{packed >> 16};{packed >> 8 & 255};{packed & 255}"


def _colour(packed: int) -> Color:
    return Color.from_rgb(packed >> 16, packed >> 8 & 255, packed & 255)
