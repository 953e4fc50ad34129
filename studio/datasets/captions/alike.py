"""Captions that say nearly the same, told by their words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

SHARE: Final = 0.9
"""Of all words of two captions, how many both have, from which on they are alike."""


def alike(texts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Groups of names whose texts share nearly all of their words with the first, in the order of the names; each in
    one group. A caption of few words is like another only where all are the same, in any order."""
    bags = {name: frozenset(re.findall(r"\w+", text.casefold())) for name, text in texts.items()}
    begun = _begun(bags)
    places = {name: place for place, name in enumerate(bags)}
    grouped: set[str] = set()
    groups = []
    for name, words in bags.items():
        if name in grouped:
            continue
        near = {other for word in begun.words[name] for other in begun.names[word]} - grouped - {name}
        group = [other for other in near if _share(words, bags[other]) >= SHARE]
        if group:
            groups.append((name, *sorted(group, key=places.__getitem__)))
            grouped |= {name, *group}
    return tuple(groups)


class _Begun(NamedTuple):
    """The rarest words of each text, and the texts of each such word."""

    words: Mapping[str, tuple[str, ...]]
    names: Mapping[str, list[str]]


def _begun(bags: Mapping[str, frozenset[str]]) -> _Begun:
    """Of each text as many of its rarest words as two that are alike must share one of (prefix filtering; Chaudhuri et
    al. 2006): so each is compared with few others."""
    counts = Counter(word for bag in bags.values() for word in bag)
    words = {}
    names = defaultdict(list)
    for name, bag in bags.items():
        rarest = sorted(bag, key=lambda word: (counts[word], word))
        words[name] = tuple(rarest[: len(bag) - math.ceil(SHARE * len(bag)) + 1])
        for word in words[name]:
            names[word].append(name)
    return _Begun(words, names)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)
