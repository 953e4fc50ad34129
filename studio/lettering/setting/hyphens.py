"""Where long words may be broken, and the breaks of a text that make the shortest lines.

A word is broken after a hyphen, slash, dot or underscore that it has, and nothing is added there; elsewhere it gets a
hyphen. Syllables are guessed by one rule: the last consonant before a vowel begins one, and letters that make one
sound, or often begin words together, are one consonant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from studio.lettering.geometry.quads import Array

HYPHEN_WORTH = 1 / 1.6
JOINT_WORTH = 1 / 1.25
"""What a break into lines is worth that adds hyphens to words, or breaks them where they have joints."""

LEAST = 3
"""Letters that stay together at both ends of a word and of its lines."""

_EACH, _POOR = 0.95, 0.7
"""What each break within a word takes from that, and what the worst does that is not between syllables."""

_JOINTS = "-‐–—/\\_.:,;@|+=&~"
_VOWELS = frozenset("aeiouyæøœαεηιουωаеёиоуыэюяіїєў")
_SOUNDS = re.compile(r"sch|ch|ck|st|th|ph|qu|tz")
_ONSETS = frozenset(a + b for a in "bcdfgkpt" for b in "lr") | {"sp", "wr"}
_LOOSE = (1.0, 1.08, 1.2)
"""How much longer than the shortest possible the longest line may be for the sake of better breaks."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place in a text where a line may end: before the character `at`; `blank`: a blank there is left out, `hyphen`:
    one is added; `cost`: 0 for the ends of words, joints and syllables, up to 1."""

    at: int
    blank: bool = False
    hyphen: bool = False
    cost: float = 0.0


def within(word: str) -> tuple[Break, ...]:
    """The breaks within a word, those between letters with a cost."""
    plain = "".join(unicodedata.normalize("NFD", one)[0].lower() for one in word)
    spoken = [sound.span() for sound in _SOUNDS.finditer(plain)]
    found = []
    for at in range(1, len(word)):
        if word[at - 1] in _JOINTS:
            if at >= 2 and len(word) - at >= 2 and word[at] not in _JOINTS:
                found.append(Break(at))
            continue
        whole = at >= LEAST <= len(word) - at and (word[at - LEAST : at] + word[at : at + LEAST]).isalpha()
        if whole and not any(start < at < end for start, end in spoken):
            found.append(Break(at, hyphen=True, cost=_cost(word, plain, at)))
    return tuple(found)


def _cost(word: str, plain: str, at: int) -> float:
    """How bad a hyphen is before a letter, 0 to 1, by the letters around it."""
    if word[at - 1].islower() and word[at].isupper():
        return 0.0
    sound = _SOUNDS.match(plain, at)
    onset = plain[at : at + 2] in _ONSETS
    after = sound.end() if sound else at + 2 if onset else at + 1
    begins = plain[at] not in _VOWELS and plain[after : after + 1] in _VOWELS
    spoken = any(letter in _VOWELS for letter in plain[:at])
    if begins and spoken:
        return 0.3 if plain[at - 1 : at + 1] in _ONSETS else 0.0
    return 0.6 if plain[at - 1] in _VOWELS and plain[at] not in _VOWELS else 1.0


def broken(
    text: str, longest: int, length: Callable[[str], float], most: int, widest: float
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Lines of a text of single blanks, words of more than `longest` characters broken, and what each break is worth.

    `length` measures; for each number of lines up to `most` those breaks come whose lines may be within `widest`.
    """
    breaks = _breaks(text, longest)
    widths = _widths(text, breaks, length)
    costs = np.array([one.cost for one in breaks])
    reach = widths[0]
    seen = set()
    for count in range(2, min(most, len(breaks) - 1) + 1):
        reach = np.maximum(reach[:, None], widths).min(0)
        if not reach[-1] < widest:
            continue
        for loose in _LOOSE:
            ends = _evenest(widths, costs, count, float(reach[-1]) * loose + 1e-9)
            if ends not in seen:
                seen.add(ends)
                yield _lines(text, [breaks[end] for end in ends])


def _breaks(text: str, longest: int) -> list[Break]:
    """The breaks of a text, its start and its end too."""
    breaks, start = [Break(0)], 0
    for word in text.split(" "):
        if len(word) > longest:
            breaks += [Break(start + one.at, False, one.hyphen, one.cost) for one in within(word)]
        start += len(word) + 1
        breaks.append(Break(start - 1, blank=True))
    return breaks


def _widths(text: str, breaks: list[Break], length: Callable[[str], float]) -> Array:
    """The width of a line from each break to each other (n, n); infinite where that is none."""
    blank, hyphen = length(" "), length("-")
    starts = [one.at + one.blank for one in breaks]
    pieces = [length(text[start : after.at]) for start, after in zip(starts, breaks[1:], strict=False)]
    blanks = np.array([blank * one.blank for one in breaks])
    ends = np.concatenate([[0.0], np.cumsum(np.array(pieces) + blanks[1:])])
    widths = ends[None] - blanks[None] + np.array([hyphen * one.hyphen for one in breaks])[None] - ends[:, None]
    widths[np.tril_indices(len(breaks))] = np.inf
    # No few letters stand alone between two hyphens.
    at, inner = np.array([one.at for one in breaks]), np.array([one.hyphen for one in breaks])
    widths[(at[None] - at[:, None] < LEAST) & inner[None] & inner[:, None]] = np.inf
    return np.asarray(widths)


def _evenest(widths: Array, costs: Array, count: int, widest: float) -> tuple[int, ...]:
    """The `count` lines, none over `widest`, with the least slack and the best breaks: where each ends."""
    with np.errstate(invalid="ignore"):
        step = np.where(widths <= widest, (1 - widths / widest) ** 2 + costs[None], np.inf)
    total, came = step[0], []
    for _ in range(count - 1):
        every = total[:, None] + step
        came.append(every.argmin(0))
        total = every.min(0)
    ends = [len(widths) - 1]
    for before in reversed(came):
        ends.append(int(before[ends[-1]]))
    return tuple(reversed(ends))


def _lines(text: str, ends: list[Break]) -> tuple[tuple[str, ...], float]:
    """The lines that end at breaks, and what they are worth."""
    lines = [text[before.at + before.blank : end.at] + "-" * end.hyphen for before, end in pairwise([Break(0), *ends])]
    inner = [end for end in ends if not end.blank]
    worth = HYPHEN_WORTH if any(end.hyphen for end in inner) else JOINT_WORTH if inner else 1.0
    poor = max((end.cost for end in inner), default=0.0)
    return tuple(lines), worth * _EACH ** len(inner) * _POOR**poor
