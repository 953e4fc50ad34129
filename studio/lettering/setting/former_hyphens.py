"""How long words are broken in records of formats 1 and 2."""

from __future__ import annotations

import re
from itertools import pairwise

GAIN = 1.6
"""A word is broken only where that makes the lines at least so many times shorter."""


def parts(word: str, longest: int) -> list[str]:
    """A word in parts with hyphens, each of four letters or more; broken after a vowel where there is one."""
    if len(word) <= longest:
        return [word]
    count = -(-len(word) // longest)
    cuts, start = [], 0
    for n in range(1, count):
        aim = round(len(word) * n / count)
        near = sorted(range(max(start + 4, aim - 2), min(len(word) - 3, aim + 3)), key=lambda at: abs(at - aim))
        cuts.append(next((at for at in near if re.match(r"[aeiouyäöüAEIOUYаеиоуыαειου]", word[at - 1])), aim))
        start = cuts[-1]
    edges = [0, *cuts, len(word)]
    pieces = [word[a:b] for a, b in pairwise(edges)]
    return [piece if piece.endswith("-") else piece + "-" for piece in pieces[:-1]] + pieces[-1:]
