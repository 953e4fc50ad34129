"""Who is named in a scene and is not in the cast.

A capital letter alone makes no name: sentences begin with one, and places, programs and brands have one. A first name
of the list is believed nearly anywhere; any other word only where it stands as a person does: in a row with one of the
cast (`Milo and Zorblax`), as who does something (`Zorblax laughs`), after a title or after `named`. A false alarm is
worse than a miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from studio.cast import mentions
from studio.cast.members import Character
from studio.cast.name_words import WORD, Words

READ_AT_MOST = 2000
"""Characters of a scene that are read."""

LONGEST_NAME = 3
"""Words of one name; more capitals in a row are a title of something."""

LONGEST_ROW = 8
"""Others beside a name, on each side, who are looked at."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`")
_PREFIX = re.compile(r"^(?:Mc|Mac|De|Di|La|Le|Van)(?=[A-Z])")
_ENDS = re.compile(r"[.!?…:;\n—–|]|\s-\s")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _set(
    "mr mrs ms miss mister dr doctor prof professor captain commander sergeant colonel general officer agent detective"
    " inspector sir lady lord king queen prince princess aunt uncle granny grandma grandpa auntie"
    " sister brother cousin president director chef nurse"
)
_SHORT_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st"})
_BEFORE_THINGS = _set(
    "a an the this that these those his her its my our your their some any no every each another two three four"
)
_BEFORE_PLACES = _set("in into as like during via inside")
_BEFORE_ANYTHING = _BEFORE_PLACES | _set(
    "at from to near of on over onto through across under around by for about outside against after before since until"
    " than per towards toward"
)
_USED = re.compile(
    r"(?:instal|compil|program|cod|learn|upgrad|boot|deploy|drink|play|us|runn?|configur|brows|buy|order|cook)"
    r"(?:l|e|s|es|ed|led|ing|ling)?"
)
_INTRODUCE = _TITLES | _set(
    "named called friend colleague boss neighbour neighbor wife husband son daughter girlfriend boyfriend twin"
)
_BESIDE_A_NAME = _set(
    "and or in at on while who when as by near behind under over with to from after before because both beside next"
    " during are is was were but then again together alone asleep against the both"
)


class _Word:
    """A word of the scene. `gap` is what stands between it and the word before; `is_cast`: it names one of the cast."""

    def __init__(self, found: re.Match[str], gap: str, is_cast: bool, known: Words) -> None:
        self.is_counted = re.match(r" \d", found.string[found.end() : found.end() + 2]) is not None
        text = found.group()
        self.is_owner = text[-2:].casefold() in ("'s", "’s") and len(text) > 2
        self.text = text[:-2] if self.is_owner else text
        self.end = found.start() + len(self.text)
        self.start = found.start()
        self.gap = gap
        self.is_cast = is_cast
        self.low = self.text.casefold()
        self.is_no_name = self.low in known.no_names
        self.is_first_name = not self.is_no_name and any(
            part in known.first_names for part in (self.low, self.low.partition("-")[0])
        )

    @cached_property
    def is_capital(self) -> bool:
        """Written as names are: `Cindy`, `O'Brien`, `Jean-Luc`, `McCoy`; not `GPU`, `GitHub`, `T-shirt` or `I`."""
        parts = [_PREFIX.sub("", part) or part for part in re.split(r"[-’']", self.text)]
        return len(self.text) > 1 and all(part[:1].isupper() and part[1:] == part[1:].lower() for part in parts)

    @property
    def is_person(self) -> bool:
        """One of the cast, or a first name."""
        return self.is_cast or self.is_first_name


def find(text: str, members: Iterable[Character], known: Words) -> tuple[str, ...]:
    """The names in a scene of those who are not in the cast, each once, in the order in which they come."""
    text = _QUOTED.sub(lambda found: ";" * len(found.group()), text[:READ_AT_MOST])
    words = _words(text, members, known)
    scene = _Scene(words, known)
    found: dict[str, str] = {}
    for first, last in scene.names():
        name = text[words[first].start : words[last].end]
        if not any(word.is_capital for word in words[first : last + 1]):
            name = name.title()
        found.setdefault(name.casefold(), name)
    # Cindy, where the scene also says Cindy Miller, is one and the same.
    whole = {part for name in found for part in name.split()[:1] if " " in name}
    return tuple(name for low, name in found.items() if low not in whole)


def _words(text: str, members: Iterable[Character], known: Words) -> list[_Word]:
    taken = mentions.spans(text, members)
    made: list[_Word] = []
    end = 0
    for found in WORD.finditer(text):
        is_cast = any(found.start() < span.stop and found.end() > span.start for span in taken)
        made.append(_Word(found, text[end : found.start()], is_cast, known))
        end = found.end()
    return made


class _Scene:
    """The words of a scene, and what stands around each."""

    def __init__(self, words: Sequence[_Word], known: Words) -> None:
        self._words = words
        self._known = known
        plain = [word for at, word in enumerate(words) if at and not word.is_cast and len(word.text) > 3]
        capitals = [word for word in plain if word.is_capital and not word.is_first_name]
        self._is_title = len(capitals) >= 3 and 2 * len(capitals) > len(plain)

    def names(self) -> Iterator[tuple[int, int]]:
        """The first and the last word of each name."""
        at = 0
        while at < len(self._words):
            last = self._last_of_name(at)
            first = self._first_of_name(at, last)
            if last - first < LONGEST_NAME and self._is_name(first, last):
                yield first, last
            at = last + 1

    def _last_of_name(self, first: int) -> int:
        """The last of the words in capitals that stand side by side from here on."""
        words, last = self._words, first
        begins = words[first].is_capital and (words[first].low in _TITLES or not words[first].is_no_name)
        if words[first].is_cast or not begins or self._is_title:
            return first
        while last + 1 < len(words) and not words[last].is_owner:
            following = words[last + 1]
            short = words[last].low in _SHORT_TITLES and following.gap == ". "
            beside = short or following.gap == " "
            if following.is_cast or following.is_no_name or not following.is_capital or not beside:
                break
            last += 1
        return last

    def _first_of_name(self, first: int, last: int) -> int:
        """Where the name begins: what a sentence begins with may stand before it, as in `Intern Timmy`."""
        if self._words[first].low in _TITLES or self._before(first):
            return first
        return next((at for at in range(first, last + 1) if self._words[at].is_first_name), first)

    def _is_name(self, first: int, last: int) -> bool:
        word = self._words[first]
        if word.is_cast or (word.is_no_name and word.low not in _TITLES):
            return False
        if not word.is_capital or self._is_title:
            return word.is_first_name and self._is_in_a_row(first, last)
        before = self._before(first)
        if before in _BEFORE_THINGS or _USED.fullmatch(before):
            return False
        if word.low in _TITLES:
            return last > first
        if word.is_first_name:
            return before not in _BEFORE_PLACES
        if before in _INTRODUCE:
            return True
        if before in _BEFORE_ANYTHING or self._is_part_of_a_title(first):
            return False
        if before != "," and self._before(first - 1) in _BEFORE_THINGS:
            return False
        if not before and word.low.endswith("s"):
            # At the head of a sentence most likely things: `Cables and Milo`.
            return False
        return self._does_something(last) or (self._stands_alone(last) and self._is_in_a_row(first, last))

    def _before(self, at: int) -> str:
        """The word before this one in its sentence, in small letters; empty where there is none."""
        if at < 1:
            return ""
        word, before = self._words[at], self._words[at - 1]
        if _ENDS.search(word.gap) and not (before.low in _SHORT_TITLES and word.gap == ". "):
            return ""
        return "," if word.gap.strip() else before.low

    def _after(self, at: int) -> str:
        """The word after this one, where nothing but a blank stands between."""
        return self._words[at + 1].low if at + 1 < len(self._words) and self._words[at + 1].gap == " " else ""

    def _is_part_of_a_title(self, at: int) -> bool:
        """Whether a word in capitals that is nobody's name stands before it within the sentence, as in `Star Trek`."""
        before = self._words[at - 1] if at else None
        if before is None or not before.is_no_name or not before.is_capital or self._words[at].gap != " ":
            return False
        return bool(self._before(at - 1))

    def _is_in_a_row(self, first: int, last: int) -> bool:
        """Whether it stands in a row with a person, or with others who do something.

        `Milo and X`, `X & Milo`, `Milo, X and Y`, `X and Y argue`.
        """
        before, after = list(self._row(first, -1)), list(self._row(last, 1))
        if not any(join == "and" for join, _ in (*before, *after)):
            return False
        end = after[-1][1] if after else last
        people = (self._words[at].is_person for _, at in (*before, *after))
        return any(people) or self._after(end) in self._known.do

    def _row(self, at: int, step: int) -> Iterator[tuple[str, int]]:
        """Who stands in a row with a name, before it (`step` −1) or after it (1), and what joins each to it."""
        for _ in range(LONGEST_ROW):
            join, other = self._joint(at, step)
            if other is None or self._words[other].is_no_name:
                return
            if not (self._words[other].is_person or self._words[other].is_capital):
                return
            yield join, other
            at = other

    def _joint(self, at: int, step: int) -> tuple[str, int | None]:
        """What joins a name to the word before or after it in a row, and where that stands; None where nothing does."""
        words, near, far = self._words, at + step, at + 2 * step
        if not 0 <= near < len(words):
            return "", None
        gap = words[max(at, near)].gap.strip()
        if gap in ("&", "+"):
            return "and", near
        if words[near].low != "and":
            return (",", near) if gap == "," else ("", None)
        if 0 <= far < len(words) and {gap, words[max(near, far)].gap.strip()} <= {"", ","}:
            return "and", far
        return "", None

    def _does_something(self, last: int) -> bool:
        """Whether what follows is what people do: `laughs`, `laughing`, `is asleep`."""
        return self._after(last) in self._known.does

    def _stands_alone(self, last: int) -> bool:
        """Whether no thing follows, and no number, as in `Docker containers` and `Debian 12`."""
        if self._words[last].is_counted:
            return False
        after = self._after(last)
        return (
            not after
            or after in _BESIDE_A_NAME
            or after in self._known.do
            or after in self._known.does
            or after.endswith("ing")
        )
