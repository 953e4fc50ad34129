"""Words → balanced lines, and the size that fits, in closed form.

Every word is measured once. For each number of lines k the break is chosen that makes the widest line narrowest, and
of those the least ragged; a block's width and height in ems then give its size in any box by one division.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from studio.lettering.records import FORMAT, Case
from studio.lettering.setting import fonts, former_hyphens, hyphens

MOST_LINES = 12
LONG_WORD = 12
"""Letters; only words longer than this may be broken, and only where nothing else gives a readable size."""

JOINT_GAIN = 1 / hyphens.JOINT_WORTH
"""Lines that break words are of use where they are at least so many times shorter."""

_GAP = 0.17
"""Room between the lines' inks, in ems."""


@dataclass(frozen=True, slots=True)
class Block:
    """One way to break a text. Sizes in ems; `ascent` and `descent` are the ink's, the same for each line.

    `worth`, up to 1, is less where words are broken: a block is chosen by its size times this.
    """

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    ascent: float
    descent: float
    worth: float = 1.0

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


def blocks(text: str, case: Case = "as-written", font: str = "", format: int = FORMAT) -> tuple[Block, ...]:
    """The balanced breaks of the text into 1, 2, … lines, then those that break long words, for a record of `format`.

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    words = fonts.clean(text)
    if case == "upper":
        words = words.upper()
    fonts.check("".join(piece for piece, _ in fonts.runs(words, case)), font)
    return _blocks(words, case, font, format < 3)


def best(choices: tuple[Block, ...], width: float, height: float) -> tuple[Block, float]:
    """The block that is largest in the box for what it is worth, and its em; of equals the one with fewer lines."""
    block = max(choices, key=lambda one: (round(one.size(width, height) * one.worth, 6), -len(one.lines)))
    return block, block.size(width, height)


@lru_cache(maxsize=256)
def _blocks(text: str, case: Case, font: str, as_before: bool) -> tuple[Block, ...]:
    whole = _broken_into(text.split(" "), case, font)
    if max(map(len, text.split(" "))) <= LONG_WORD:
        return whole
    return whole + (_in_parts(text, case, font, whole) if as_before else _with_hyphens(text, case, font, whole))


def _with_hyphens(text: str, case: Case, font: str, whole: tuple[Block, ...]) -> tuple[Block, ...]:
    """Breaks within long words, those that make lines so much shorter that they may be worth it."""
    ascent, descent = fonts.extent(text + "-", case, font)
    widest = whole[-1].width / JOINT_GAIN

    def length(piece: str) -> float:
        return fonts.length(piece, case, font)

    made = []
    for lines, worth in hyphens.broken(text, LONG_WORD, length, MOST_LINES, widest):
        block = Block(lines, tuple(map(length, lines)), ascent, descent, worth)
        if block.width * JOINT_GAIN < whole[-1].width:
            made.append(block)
    return tuple(made)


def _in_parts(text: str, case: Case, font: str, whole: tuple[Block, ...]) -> tuple[Block, ...]:
    """Breaks within long words as records of formats 1 and 2 have them."""
    parts = [part for word in text.split(" ") for part in former_hyphens.parts(word, LONG_WORD)]
    # The parts of a broken word may stand on one line again only as the whole word, so such breaks are left out.
    return tuple(
        block
        for block in _broken_into(parts, case, font)
        if not any("- " in line and line not in text for line in block.lines)
        and block.width * former_hyphens.GAIN < whole[-1].width
    )


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
