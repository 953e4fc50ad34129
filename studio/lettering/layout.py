"""Words → balanced lines, and the size that fits, in closed form.

Every word is measured once. For each number of lines k the break is chosen that makes the widest line narrowest, and
of those the least ragged; a block's width and height in ems then give its size in any box by one division.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from studio.lettering import fonts
from studio.lettering.records import Case

MOST_LINES = 12
LONG_WORD = 12
"""Letters; only words longer than this may be broken, and only where nothing else gives a readable size."""

BREAK_GAIN = 1.6
"""A word is broken only where that makes the letters at least so many times as large."""

_GAP = 0.17
"""Room between the lines' inks, in ems."""


@dataclass(frozen=True, slots=True)
class Block:
    """One way to break a text. Sizes in ems; `ascent` and `descent` are the ink's, the same for each line."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    ascent: float
    descent: float

    @property
    def width(self) -> float:
        """The widest line, in ems."""
        return max(self.widths)

    @property
    def height(self) -> float:
        """From the top of the first line's ink to the bottom of the last one's, in ems."""
        return len(self.lines) * (self.ascent + self.descent) + (len(self.lines) - 1) * _GAP

    @property
    def pitch(self) -> float:
        """From baseline to baseline, in ems."""
        return self.ascent + self.descent + _GAP

    def size(self, width: float, height: float) -> float:
        """The largest em that keeps the block within a box of `width` × `height` (any one unit)."""
        return min(width / self.width, height / self.height)


def blocks(text: str, case: Case = "as-written", font: str = "") -> tuple[Block, ...]:
    """The balanced breaks of the text into 1, 2, … lines. Raises NothingToSet, GlyphsMissing, FontUnknown."""
    words = fonts.clean(text)
    if case == "upper":
        words = words.upper()
    fonts.check("".join(piece for piece, _ in fonts.runs(words, case)), font)
    return _blocks(words, case, font)


def best(choices: tuple[Block, ...], width: float, height: float) -> tuple[Block, float]:
    """The block that is largest in the box, and its em. The fewer lines win where the sizes are the same."""
    block = max(choices, key=lambda one: (round(one.size(width, height), 6), -len(one.lines)))
    return block, block.size(width, height)


@lru_cache(maxsize=256)
def _blocks(text: str, case: Case, font: str) -> tuple[Block, ...]:
    whole = _broken_into(text.split(" "), case, font)
    longest = max(text.split(" "), key=len)
    if len(longest) <= LONG_WORD:
        return whole
    parts = [part for word in text.split(" ") for part in _parts(word)]
    # The parts of a broken word may stand on one line again only as the whole word, so such breaks are left out.
    broken = tuple(
        block
        for block in _broken_into(parts, case, font)
        if not any("- " in line and line not in text for line in block.lines)
        and block.width * BREAK_GAIN < whole[-1].width
    )
    return whole + broken


def _parts(word: str) -> list[str]:
    """The word in parts with hyphens, each of four letters or more; broken after a vowel where there is one."""
    if len(word) <= LONG_WORD:
        return [word]
    count = -(-len(word) // LONG_WORD)
    cuts, start = [], 0
    for n in range(1, count):
        aim = round(len(word) * n / count)
        near = sorted(range(max(start + 4, aim - 2), min(len(word) - 3, aim + 3)), key=lambda at: abs(at - aim))
        cuts.append(next((at for at in near if re.match(r"[aeiouyäöüAEIOUYаеиоуыαειου]", word[at - 1])), aim))
        start = cuts[-1]
    edges = [0, *cuts, len(word)]
    pieces = [word[a:b] for a, b in pairwise(edges)]
    return [piece if piece.endswith("-") else piece + "-" for piece in pieces[:-1]] + pieces[-1:]


def _broken_into(words: list[str], case: Case, font: str) -> tuple[Block, ...]:
    blank = fonts.length(" ", case, font)
    ends = [0.0]
    for word in words:
        ends.append(ends[-1] + fonts.length(word, case, font) + blank)
    ascent, descent = fonts.extent(" ".join(words), case, font)
    made = []
    for count in range(1, min(len(words), MOST_LINES) + 1):
        cuts = _balanced(ends, blank, count)
        pairs = list(pairwise(cuts))
        lines = tuple(" ".join(words[a:b]) for a, b in pairs)
        made.append(Block(lines, tuple(ends[b] - ends[a] - blank for a, b in pairs), ascent, descent))
    return tuple(made)


def _balanced(ends: list[float], blank: float, count: int) -> list[int]:
    """Where to break (word indices, 0 first, n last): the least widest line, and of those the least raggedness."""
    n = len(ends) - 1
    reach = [ends[i] - blank for i in range(n + 1)]
    for _ in range(count - 1):
        reach = [
            min((max(reach[j], ends[i] - ends[j] - blank) for j in range(1, i)), default=float("inf"))
            for i in range(n + 1)
        ]
    widest = reach[n] + 1e-9
    # Second pass: least sum of squared slack with every line within the widest.
    cost: list[tuple[float, list[int]]] = [(0.0, [0])] + [(float("inf"), [])] * n
    for _ in range(count):
        following: list[tuple[float, list[int]]] = [(float("inf"), [])] * (n + 1)
        for i in range(1, n + 1):
            for j in range(i):
                slack = widest - (ends[i] - ends[j] - blank)
                if slack >= 0 and cost[j][0] + slack * slack < following[i][0]:
                    following[i] = (cost[j][0] + slack * slack, [*cost[j][1], i])
        cost = following
    return cost[n][1]
