"""Who of the cast is in a text, and where it names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from studio.cast.members import Character


class Mention(msgspec.Struct, frozen=True):
    """A character found in a text, and the characters of the text (start, end) that name it first."""

    character: Character
    start: int
    end: int


def find(text: str, cast: Iterable[Character]) -> tuple[Mention, ...]:
    """Who is in a text, in the order they are first named.

    Names and aliases count as whole words in any case, with a possessive or not ("Milo's"), and never inside another
    word ("Jamestown"). A longer name wins over a shorter one at the same place.
    """
    found: dict[str, Mention] = {}
    for member, start, end in _mentions(text, cast):
        known = found.get(member.name)
        if known is None or start < known.start:
            found[member.name] = Mention(member, start, end)
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


def every(text: str, cast: Iterable[Character]) -> tuple[Mention, ...]:
    """Every place where a text names somebody of the cast, in their order."""
    found = (Mention(member, start, end) for member, start, end in _mentions(text, cast))
    return tuple(sorted(found, key=lambda mention: mention.start))


def spans(text: str, cast: Iterable[Character]) -> tuple[range, ...]:
    """Where names and aliases of the cast stand in a text, every one of them."""
    return tuple(range(mention.start, mention.end) for mention in every(text, cast))


def _mentions(text: str, cast: Iterable[Character]) -> Iterator[tuple[Character, int, int]]:
    named = sorted(
        ((name, member) for member in cast for name in (member.name, *member.aliases)), key=lambda pair: -len(pair[0])
    )
    taken: list[range] = []
    for name, member in named:
        for match in _pattern(name).finditer(text):
            if any(match.start() < span.stop and match.end() > span.start for span in taken):
                continue
            taken.append(range(match.start(), match.end()))
            yield member, match.start(), match.end()


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w)(?<!\w[-’']){words}(?=(?:['’]s?)?(?!\w))(?!-\w)", re.IGNORECASE)
