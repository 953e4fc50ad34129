"""Of whom words of a scene are said: where it names its figures, and who is meant by what stands between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backends.draft.reading.words import Patterns

_EVERYONE = "both|everyone|everybody|together|they|we|us|all|team|crew"
_KIND = (
    "old|little|young|good|best|dear|friend|boss|colleague|mother|father|mum|dad|son|daughter|brother|sister|wife|husband|"
    "grandmother|grandfather|grandma|grandpa|granny|grandson|granddaughter|aunt|uncle|neighbour"
)
_JOINED = re.compile(
    rf"\s*(?:,|and|,\s*and|&|\+|with)\s*(?:(?:the|an?|his|her|their)\s+)?(?:(?:{_KIND})\s+){{0,2}}", re.IGNORECASE
)
"""What stands between names that are spoken of together."""
_SELVES = {
    "woman": ("woman", "lady", "girl", "person", "human", "engineer"),
    "man": ("man", "guy", "boy", "person", "human", "engineer"),
    "": ("man", "woman", "person", "human", "engineer"),
}


class Who(NamedTuple):
    """A figure as the scene may speak of it: its name, its species, and what is known of it (`looks.TRAITS`)."""

    name: str
    species: str
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """Figures by their numbers, and where the text names them."""

    start: int
    end: int
    who: frozenset[int]


def names_of(who: Who) -> list[str]:
    """What a figure is called: its name, and the first word of it."""
    return [name for name in (who.name.strip(), *who.name.split()[:1]) if name]


def called(words: Sequence[str]) -> re.Pattern[str]:
    """Any of these words, whole; nothing where there are none."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b", re.IGNORECASE)


def mentions_of(text: str, figures: Sequence[Who]) -> list[Mention]:
    """Where the text names figures, in order; names joined by "and" or commas stand for all of them."""
    found: list[Mention] = []
    women = [index for index, who in enumerate(figures) if "woman" in who.traits]
    others = [index for index in range(len(figures)) if index not in women]
    for index, who in enumerate(figures):
        sex = "woman" if "woman" in who.traits else "man" if "man" in who.traits else ""
        selves = [*(_SELVES[sex] if who.species == "person" else (who.species,))]
        selves += ["she"] if women == [index] else ["he"] if others == [index] else []
        for match in called([*names_of(who), *selves]).finditer(text):
            found.append(Mention(match.start(), match.end(), frozenset({index})))
    for match in re.finditer(rf"\b(?:{_EVERYONE})\b", text, re.IGNORECASE):
        found.append(Mention(match.start(), match.end(), frozenset(range(len(figures)))))
    found.sort(key=lambda mention: mention.start)
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and _JOINED.fullmatch(text[last.end : mention.start]):
            joined[-1] = Mention(last.start, mention.end, last.who | mention.who)
        else:
            joined.append(mention)
    return joined


def said_of(
    text: str,
    table: Patterns,
    mentions: list[Mention],
    everyone: frozenset[int],
) -> dict[str, set[int]]:
    """For each name of the table, the figures whom its words are said of."""
    said: dict[str, set[int]] = {}
    for name, words in table:
        for match in words.finditer(text):
            said.setdefault(name, set()).update(_whose(text, match.start(), match.end(), mentions, everyone))
    return said


def _whose(text: str, start: int, end: int, mentions: list[Mention], everyone: frozenset[int]) -> frozenset[int]:
    """Whom words are said of: those named last before them in the sentence, else first after them, else all."""
    if not mentions:
        return everyone
    before = [m for m in mentions if m.end <= start]
    after = [m for m in mentions if m.start >= end]
    if before and not re.search(r"[.!?;]\s", text[before[-1].end : start]):
        return before[-1].who
    if after and not re.search(r"[.!?;]\s", text[end : after[0].start]):
        return after[0].who
    return before[-1].who if before else everyone
