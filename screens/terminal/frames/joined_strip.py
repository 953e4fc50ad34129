"""A line of several strips, each of which keeps what it knows of itself: Textual would mix their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from screens.terminal.frames.cell_strip import CellStrip
from screens.textual_workarounds import LateStrip

RESET = "\x1b[0m"


class Pieces:
    """Terminal sequences one after the other; one in the style in which the one before it ended goes on in it."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._style = ""

    def add(self, piece: str, move: str = "") -> None:
        """Add a piece, and before it a move of the cursor to where it belongs."""
        rest = piece
        if self._style and piece.startswith(self._style):
            self._written[-1] = self._written[-1].removesuffix(RESET)
            rest = piece[len(self._style) :]
        self._written += [move, rest]
        self._style = _last_style(piece)

    def joined(self) -> str:
        """All of it."""
        return "".join(self._written)


class JoinedStrip(LateStrip):
    """Strips side by side. A part of it that begins and ends between two of them is those very strips."""

    __slots__ = ("_parts", "_sequence")

    def __init__(self, parts: Sequence[Strip]) -> None:
        super().__init__((), sum(part.cell_length for part in parts))
        self._parts = tuple(parts)
        self._sequence: str | None = None

    def segments(self) -> list[Segment]:
        """Those of all parts."""
        return [segment for part in self._parts for segment in part]

    @property
    def cell_count(self) -> int:
        """How many characters there are."""
        return sum(part.cell_count for part in self._parts)

    def __bool__(self) -> bool:
        return any(self._parts)

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        if self._sequence is None:
            self._sequence = self._rendered(console)
        return self._sequence

    def _rendered(self, console: Console) -> str:
        pieces = Pieces()
        for part in self._parts:
            pieces.add(part.render(console))
        return pieces.joined()

    def texts(self) -> Iterator[tuple[str, bool]]:
        """As `texts`."""
        for part in self._parts:
            yield from texts(part)

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


class PaddedStrip(JoinedStrip):
    """A strip between blanks, which keeps its sequence itself."""

    __slots__ = ()

    def render(self, console: Console) -> str:
        """The line in terminal sequences."""
        return self._rendered(console)


def texts(strip: Strip) -> Iterator[tuple[str, bool]]:
    """The texts of a strip from the left, and whether each is a control sequence and takes no cells."""
    if isinstance(strip, JoinedStrip):
        yield from strip.texts()
    elif isinstance(strip, CellStrip):
        yield strip.text, False
    else:
        for text, _, control in strip:
            yield text, bool(control)


def padded(before: Sequence[Strip], strip: Strip, after: Sequence[Strip]) -> Strip:
    """The strip between others; itself where there are none."""
    return PaddedStrip([*before, strip, *after]) if before or after else strip


def _last_style(piece: str) -> str:
    """The sequence that begins the style which the reset at the end of a piece ends; empty where there is no reset."""
    at = len(piece) - len(RESET)
    if not piece.endswith(RESET):
        return ""
    while (at := piece.rfind("\x1b[", 0, at)) >= 0:
        end = at + 2
        while piece[end] in "0123456789;":
            end += 1
        if piece[end] == "m":
            style = piece[at : end + 1]
            return "" if style == RESET else style
    return ""
