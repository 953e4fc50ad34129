"""Who of those whom a scene names stands left, right, in the middle, between whom: the order from left to right.

Left and right are those of whoever looks at the picture. Said are sides ("James on the left, Milo behind the desk on
the right"), and neighbours ("Milo to the left of James", "Ada between the two", "Milo next to James"). Whoever has no
place in the words stands where the order of naming puts them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from studio.cast.mentions import Mention

MOST: Final = 7
"""Of more than these no words are read: they stand as they are named."""

_GOES_ON = (
    "and|with|while|who|is|are|was|as|in|at|behind|beside|near|under|before|holding|stand|stands|sit|sits|lie|lies"
)
_PICTURE = "of the (?:picture|image|frame|panel|scene|room)"
_END = rf"(?=\s*(?:$|[,.;:!?)\]…–—-]|(?:{_GOES_ON})\b|\w+ing\b|{_PICTURE}\b|\0))"
"""What may follow upon a side: "on the right wall" and "in the middle of the night" tell of nobody's place."""
_NEAR = r"(?:(?:far|very|extreme|outer|picture['’]s|viewer['’]s)\s+)?"
_SIDE = re.compile(
    rf"\b(?:on|at|to|in)\s+(?:the\s+)?{_NEAR}(?P<side>left|right|middle|centre|center)"
    rf"(?:[- ]?hand)?(?:\s+(?:side|edge|half|part|corner))?{_END}"
    rf"|(?<=\()\s*(?P<bare>left|right|middle|centre|center)\s*(?=\))"
    rf"|(?:^|(?<=[,.;:!?\n(–—]))\s*(?P<label>left|right|middle|centre|center)\s*(?=:)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?P<way>(?:on|to|at)\s+the\s+)?(?P<side>left|right)(?:[- ]hand\s+side|\s+side)?\s+(?:of|from)\s*\0+"
    r"(?!['’]s\b|\0)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:next\s+to|beside|alongside|by\s+the\s+side\s+of|close\s+to|side\s+by\s+side\s+with)\s*\0", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\b(?:between|flanked\s+by)\s*(?P<pair>\0+\s*(?:,|and|&)\s*\0+|(?:them|the\s+two|the\s+others|both)\b)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\s*(?:,|,?\s*and|&|,?\s*with)\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:!?()\n–—]|\b(?:and|while|but)\b", re.IGNORECASE)

Cost = Callable[[dict[int, int]], float]
"""How much an order (member → place from the left) goes against a phrase; 0 where it is as it says."""


def order(text: str, mentions: Sequence[Mention]) -> tuple[int, ...]:
    """The members whom a text names, by their numbers in the order of naming, from left to right.

    `mentions` are all of the text's, in its order. Of orders that fit its words alike, it is the one that is nearest to
    the order of naming.
    """
    names = list(dict.fromkeys(mention.character.name for mention in mentions))
    usual = tuple(range(len(names)))
    if not 2 <= len(names) <= MOST:
        return usual
    costs = _costs(_Scene(text, mentions, names))
    if not costs:
        return usual

    def cost(way: tuple[int, ...]) -> tuple[float, int]:
        at = {member: place for place, member in enumerate(way)}
        turned = sum(one > two for one, two in itertools.combinations(way, 2))
        return sum(one(at) for one in costs), turned

    return min(itertools.permutations(usual), key=cost)


class _Scene:
    """A text in which each name stands as NULs, so that phrases are found whatever the names are."""

    def __init__(self, text: str, mentions: Sequence[Mention], names: list[str]) -> None:
        self.text = text
        for mention in mentions:
            self.text = self.text[: mention.start] + "\0" * (mention.end - mention.start) + self.text[mention.end :]
        self.spans = [(mention.start, mention.end, names.index(mention.character.name)) for mention in mentions]

    def before(self, start: int, *, all_of: bool = True) -> list[int]:
        """Who is spoken of where a phrase begins: who was named last in this sentence, with those of one breath."""
        begin = max((self.text.rfind(mark, 0, start) for mark in ".;!?\n"), default=-1) + 1
        last = [span for span in self.spans if begin <= span[0] and span[1] <= start]
        if not last:
            return []
        found = [last[-1][2]]
        for one, two in itertools.pairwise(reversed(last)):
            between = self.text[two[1] : one[0]]
            if not all_of or not _TOGETHER.fullmatch(between):
                break
            found.append(two[2])
        return found[::-1]

    def after(self, end: int, most: int = 1) -> list[int]:
        """Who is named next after a place, in the same sentence."""
        stop = min((at for mark in ".;!?\n" if (at := self.text.find(mark, end)) >= 0), default=len(self.text))
        return [span[2] for span in self.spans if end <= span[0] < stop][:most]

    def leads(self, start: int) -> bool:
        """Whether nobody is named in the clause before a phrase: it speaks of who comes after it."""
        marks = [found.end() for found in _CLAUSE.finditer(self.text, 0, start)]
        begin = marks[-1] if marks else 0
        return not any(begin <= span[0] < start for span in self.spans)


def _costs(scene: _Scene) -> list[Cost]:
    costs: list[Cost] = []
    read = list(_BESIDE.finditer(scene.text))
    for found in read:
        # A phrase ends with a name.
        name = found.end() - len(found[0]) + found[0].index("\0")
        other = scene.after(name)
        who = scene.before(found.start(), all_of=False)
        if found["way"] and not who:
            who = scene.after(name, 2)[1:]
        if other and who and other != who:
            costs.append(_ordered(who[0], other[0]) if found["side"].lower() == "left" else _ordered(other[0], who[0]))
    for found in _BETWEEN.finditer(scene.text):
        costs += _between(scene, found)
    for found in _NEXT.finditer(scene.text):
        other, who = scene.after(found.end() - 1), scene.before(found.start(), all_of=False)
        if other and who and other != who:
            costs.append(_adjacent(who[0], other[0]))
    taken = [range(found.start(), found.end()) for found in read]
    for found in _SIDE.finditer(scene.text):
        if any(found.start() in span for span in taken):
            continue
        side = (found["side"] or found["bare"] or found["label"]).lower()
        leads = not found["bare"] and (found["label"] or scene.leads(found.start()))
        who = scene.after(found.end()) if leads else []
        who = who or scene.before(found.start())
        costs += [_at_side(member, side) for member in who]
    return costs


def _between(scene: _Scene, found: re.Match[str]) -> list[Cost]:
    pair = scene.after(found.start("pair"), 2) if "\0" in found["pair"] else []
    if len(set(pair)) == 2:
        who = scene.before(found.start(), all_of=False) or scene.after(found.end(), 1)
        if not who or who[0] in pair:
            return []
        return [_amid(who[0], *pair)]
    who = scene.before(found.start(), all_of=False)
    return [_at_side(member, "middle") for member in who]


def _ordered(left: int, right: int) -> Cost:
    def cost(at: dict[int, int]) -> float:
        return 3.0 * (at[left] > at[right]) + 0.3 * (abs(at[left] - at[right]) - 1)

    return cost


def _adjacent(one: int, two: int) -> Cost:
    def cost(at: dict[int, int]) -> float:
        return 0.8 * (abs(at[one] - at[two]) - 1)

    return cost


def _amid(member: int, one: int, two: int) -> Cost:
    def cost(at: dict[int, int]) -> float:
        low, high = sorted((at[one], at[two]))
        return 0.0 if low < at[member] < high else 3.0

    return cost


def _at_side(member: int, side: str) -> Cost:
    def cost(at: dict[int, int]) -> float:
        last = len(at) - 1
        wanted = 0.0 if side == "left" else float(last) if side == "right" else last / 2
        return abs(at[member] - wanted)

    return cost


def words_for(place: int, count: int) -> str:
    """Where somebody stands, as a sentence begins: "On the left"; `place` counts from the left, from 0."""
    known: dict[int, tuple[str, ...]] = {
        2: ("On the left", "On the right"),
        3: ("On the left", "In the middle", "On the right"),
        4: ("On the far left", "Second from the left", "Second from the right", "On the far right"),
    }
    if count in known:
        return known[count][place]
    return (
        "On the far left"
        if place == 0
        else "On the far right"
        if place == count - 1
        else f"Number {place + 1} from the left"
    )
