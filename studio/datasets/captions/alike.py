"""Captions that say nearly the same, told by their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

SHARE: Final = 0.9
"""Of all words of two captions, how many both have, from which on they are alike."""


def alike(texts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Groups of names whose texts share nearly all of their words, in the order of the names; each in one group.

    A caption of few words is like another only where all are the same, in any order.
    """
    bags = {name: frozenset(re.findall(r"\w+", text.casefold())) for name, text in texts.items()}
    left, groups = dict(bags), []
    for name, words in bags.items():
        if left.pop(name, None) is None:
            continue
        group = [other for other, theirs in left.items() if words and _share(words, theirs) >= SHARE]
        for other in group:
            del left[other]
        if group:
            groups.append((name, *group))
    return tuple(groups)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
