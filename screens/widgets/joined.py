"""A line of several strips, each of which keeps what it knows of itself: Textual would mix their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip


class JoinedStrip(Strip):
    """Strips side by side. A part of it that begins and ends between two of them is those very strips."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[Strip]) -> None:
        segments: list[Segment] = []
        for part in parts:
            segments += part
        super().__init__(segments, sum(part.cell_length for part in parts))
        self._parts = tuple(parts)

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        return "".join(part.render(console) for part in self._parts)

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` to before `end`."""
        end = self.cell_length if end is None else min(end, self.cell_length)
        start = max(0, start)
        if start == 0 and end == self.cell_length:
            return self
        kept, at = [], 0
        for part in self._parts:
            behind = at + part.cell_length
            if behind > start and at < end:
                whole = start <= at and behind <= end
                kept.append(part if whole else part.crop(max(0, start - at), end - at))
            at = behind
        return kept[0] if len(kept) == 1 else JoinedStrip(kept)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The pieces up to each of the cuts, which are cells from the left."""
        pieces, at = [], 0
        for cut in cuts:
            if cut <= self.cell_length:
                pieces.append(self.crop(at, cut))
                at = cut
        return pieces


def padded(before: Sequence[Strip], strip: Strip, after: Sequence[Strip]) -> Strip:
    """The strip between others; itself where there are none."""
    return JoinedStrip([*before, strip, *after]) if before or after else strip
