"""What a member always has, told in captions: such words take on what should be learnt with the trigger word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Final

from studio.cast.members import Character

_SMALL: Final = frozenset(
    ("a", "an", "the", "and", "or", "of", "with", "in", "on", "at", "to", "his", "her", "their", "its", "around",
     "over", "under", "very", "some", "few", "is", "are", "has")
)  # fmt: skip


def told(member: Character, captions: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The traits of a member's look that captions name, each with the pictures whose captions do so.

    A trait is two words that stand side by side in the look ("amber eyes"), or a feature of the member.
    """
    read = {name: _words(text) for name, text in captions.items()}
    found = {}
    for trait in traits(member):
        held = tuple(name for name, words in read.items() if _holds(words, trait))
        if held:
            found[" ".join(trait)] = held
    return found


def traits(member: Character) -> tuple[tuple[str, ...], ...]:
    """The traits of a member in words: pairs of its look, and its features."""
    pairs: list[tuple[str, ...]] = []
    for part in re.split(r"[,;:.]|\b(?:and|with|around|over|of|in|on)\b", member.look):
        pairs += itertools.pairwise(_words(part))
    pairs += [tuple(_words(feature)) for feature in member.features]
    return tuple(dict.fromkeys(filter(None, pairs)))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\w-]+", text.casefold()) if word not in _SMALL]


def _holds(words: list[str], trait: tuple[str, ...]) -> bool:
    size = len(trait)
    return any(tuple(words[place : place + size]) == trait for place in range(len(words) - size + 1))
