"""Which outfits a scene names, and who wears them: "Milo in his party suit", "Milo, party suit, and James", "James's".

An outfit is named by all words of its name. One word that is no garment ("winter") counts only where it is worn: after
`in`, `wearing`, `dressed as`, between commas behind a name. Whose it is: who is named as its owner, then who is named
last before it in its sentence, then who is named next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from studio.cast.checking import outfit_key
from studio.cast.defaults import GARMENTS, lettered
from studio.cast.members import Character, CharacterLora, Outfit
from studio.cast.mentions import Mention

_CLOTHES = re.compile(
    rf"(?:{'|'.join(GARMENTS.split())}|boot|shoe|glove|scarf|tie|hat|cap|belt|sock|pants|leggings|costume|outfit)(?:e?s)?",
    re.IGNORECASE,
)
"""Words of parts and features that go with the usual clothes."""

_OWNER = r"(?:(?:his|her|its|their|the|a|an|my|full|both|all|matching|[\w-]+['’]s?)\s+){0,3}"
_WORN_BEFORE = re.compile(
    rf"\b(?:in|as|wear(?:s|ing)?|wore|dressed(?:\s+up)?\s+for|puts?\s+on|putting\s+on|changes?\s+into)\s+{_OWNER}$",
    re.IGNORECASE,
)
_NOT_WORN = re.compile(
    rf"\b(?:without|not\s+(?:in|wearing)|no|instead\s+of|rather\s+than|out\s+of|off|never\s+(?:in|wears))\s+{_OWNER}$",
    re.IGNORECASE,
)
_KIND_BEHIND = re.compile(
    rf"[\s-]+(?:suit|outfit|clothes|clothing|costume|look|gear|garb|attire|dress|{'|'.join(GARMENTS.split())})s?\b",
    re.IGNORECASE,
)
_SET_OFF = re.compile(rf"\s*[,(:–—-]\s*{_OWNER}$", re.IGNORECASE)
_SET_OFF_END = re.compile(r"\s*(?:[,).:;!?–—]|$|and\b|with\b)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:[\w-]+\s+)?$")
_OF_THE_NEXT = re.compile(r"(?:[\s-]+|\s+(?:on|for|worn\s+by)\s+)$", re.IGNORECASE)
_TO_THE_LAST = re.compile(
    r",?\s*\(?\s*(?:(?:who|that)\s+)?(?:is\s+)?(?:in|wear(?:s|ing)?|dressed)\b[^,;]*$", re.IGNORECASE
)
_ROW = re.compile(r"\s*(?:,|&|\+|and|,\s*and)\s*$", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:their|both|all|each|matching)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;\n]+(?:\s|$)")


class Worn(NamedTuple):
    """What a scene says of who wears what: an outfit for each name of a member.

    `also` are the names of further ones of somebody who wears another; `lacking` are outfits that whoever is meant
    does not have: the words of the scene, who that is, and who has one of this name.
    """

    chosen: dict[str, Outfit]
    also: tuple[tuple[str, str], ...] = ()
    lacking: tuple[tuple[str, str, str], ...] = ()


def find(text: str, mentions: Sequence[Mention], cast: Sequence[Character]) -> Worn:
    """Who wears what in a text, by all its mentions of members in their order; `cast` are all who have outfits."""
    chosen: dict[str, Outfit] = {}
    also: dict[tuple[str, str], None] = {}
    lacking: dict[tuple[str, str], str] = {}
    if not any(member.outfits for member in cast):
        return Worn(chosen)
    for start, end, key in _named(text, mentions, cast):
        owners = [member.name for member in cast if _outfit(member, key)]
        said = _Said(text, start, end, mentions, frozenset(owners))
        if not said.is_worn(is_plain=_is_garment(key)):
            continue
        who = said.who()
        for member in who:
            outfit = _outfit(member, key)
            if outfit is None:
                lacking.setdefault((text[start:end], member.name), owners[0])
            elif chosen.setdefault(member.name, outfit) != outfit:
                also[member.name, outfit.name] = None
    return Worn(chosen, tuple(also), tuple((*said_of, owner) for said_of, owner in lacking.items()))


def without_names(text: str, names: Iterable[str]) -> str:
    """The text in which outfits of these names are just clothes: a party suit makes no party."""
    for name in sorted(names, key=len, reverse=True):
        text = _pattern(name).sub("clothes", text)
    return text


def dressed(member: Character, outfit: Outfit | None) -> Character:
    """The member in an outfit, as if it were the usual one: colours and features of the usual clothes go."""
    if outfit is None:
        return member
    colours = {part: colour for part, colour in member.colours.items() if not _is_of_clothes(part)}
    return msgspec.structs.replace(
        member,
        outfit=outfit.words,
        lettered_outfit=outfit.lettered or lettered(outfit.words),
        colours={**colours, **outfit.colours},
        features=tuple(feature for feature in member.features if not _is_of_clothes(feature)),
        loras=_outweighed(member.loras, outfit.loras),
    )


def _outweighed(loras: Sequence[CharacterLora], by: Sequence[CharacterLora]) -> tuple[CharacterLora, ...]:
    files = {lora.file for lora in by}
    return (*(lora for lora in loras if lora.file not in files), *by)


def _is_of_clothes(part: str) -> bool:
    return any(map(_CLOTHES.fullmatch, re.split(r"[\s_-]+", part)))


def _is_garment(key: str) -> bool:
    """Whether words mean clothes wherever they stand: several words, or a garment."""
    return " " in key or _is_of_clothes(key)


def _outfit(member: Character, key: str) -> Outfit | None:
    return next((outfit for outfit in member.outfits if outfit_key(outfit.name) == key), None)


def _named(text: str, mentions: Sequence[Mention], cast: Sequence[Character]) -> list[tuple[int, int, str]]:
    """Where outfits are named, and their keys: a longer name wins over a shorter one at the same place."""
    names = {outfit.name: outfit_key(outfit.name) for member in cast for outfit in member.outfits}
    taken = [range(mention.start, mention.end) for mention in mentions]
    found = []
    for name in sorted(names, key=len, reverse=True):
        for match in _pattern(name).finditer(text):
            if not any(match.start() < span.stop and match.end() > span.start for span in taken):
                taken.append(range(match.start(), match.end()))
                found.append((match.start(), match.end(), names[name]))
    return sorted(found)


def _pattern(name: str) -> re.Pattern[str]:
    """The words of an outfit's name in a text, its plural too."""
    words = r"[\s_-]+".join(map(re.escape, filter(None, re.split(r"[\s_-]+", name))))
    return re.compile(rf"(?<![\w'’]){words}(?:e?s)?(?!\w)", re.IGNORECASE)


class _Said:
    """A place where a text names an outfit, who stands around it, and who has one of that name."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention], owners: frozenset[str]) -> None:
        self._text, self._start, self._end = text, start, end
        self._owners = owners
        self._before = [mention for mention in mentions if mention.end <= start]
        self._after = [mention for mention in mentions if mention.start >= end]
        ends = [found.end() for found in _SENTENCE_END.finditer(text)]
        first = max((at for at in ends if at <= start), default=0)
        last = min((at for at in ends if at > end), default=len(text))
        self._in_sentence = [mention for mention in self._before if mention.start >= first]
        self._next = [mention for mention in self._after if mention.end <= last]

    def is_worn(self, *, is_plain: bool) -> bool:
        """Whether it is worn there, and not spoken of otherwise; `is_plain`: its words alone say so."""
        before, behind = self._text[: self._start], self._text[self._end :]
        if _NOT_WORN.search(before):
            return False
        if is_plain or _WORN_BEFORE.search(before) or _KIND_BEHIND.match(behind):
            return True
        if self._after and re.fullmatch(r"[\s-]+", self._text[self._end : self._after[0].start]):
            return True
        is_set_off = bool(self._before) and _SET_OFF.fullmatch(self._since_the_last())
        return bool(is_set_off and _SET_OFF_END.match(behind))

    def who(self) -> tuple[Character, ...]:
        """Who wears it; empty: nobody who is named."""
        if self._before and _POSSESSIVE.fullmatch(self._since_the_last()):
            return (self._before[-1].character,)
        is_the_last_ones = bool(self._in_sentence) and _TO_THE_LAST.fullmatch(self._since_the_last())
        if self._next and not is_the_last_ones and (self._is_the_next_ones() or not self._in_sentence):
            return (self._next[0].character,)
        if self._in_sentence:
            return tuple(self._of_those_before(bool(is_the_last_ones)))
        near = [mention.character for mention in (*reversed(self._before), *self._after)]
        return tuple([one for one in near if one.name in self._owners][:1] or near[:1])

    def _of_those_before(self, is_the_last_ones: bool) -> Iterator[Character]:
        """The last who is named before it in the sentence, those in a row with it, or whoever there has it."""
        row = [self._in_sentence[-1]]
        for mention in reversed(self._in_sentence[:-1]):
            if not _ROW.fullmatch(self._text[mention.end : row[-1].start]):
                break
            row.append(mention)
        has = [mention.character for mention in row if mention.character.name in self._owners]
        if has and len(row) > 1 and _OF_ALL.search(self._since_the_last()):
            yield from reversed(has)
            return
        if not has and not is_the_last_ones:
            before = [mention.character for mention in reversed(self._in_sentence)]
            has = [one for one in before if one.name in self._owners]
        yield (has or [row[0].character])[0]

    def _is_the_next_ones(self) -> bool:
        return _OF_THE_NEXT.fullmatch(self._text[self._end : self._next[0].start]) is not None

    def _since_the_last(self) -> str:
        """The text between the last who is named before it, and it."""
        return self._text[self._before[-1].end : self._start]
