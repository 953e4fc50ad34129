"""Tables of words as patterns: how a name of something stands for the words that people write for it."""

from __future__ import annotations

import re
from typing import TypeAlias

Patterns: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""Names, each with what stands for it, in the order of their table."""

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
"""Numbers in words, each at its own index."""


def compiled(table: dict[str, str]) -> Patterns:
    """The patterns of a table, in any case and as whole words.

    A word with + stands for its inflections too (bike+: bike, bikes, biked, biking), one with * for any ending, and
    _ for a space or a hyphen.
    """
    return tuple((name, re.compile(any_of(words), re.IGNORECASE)) for name, words in table.items())


def any_of(words: str) -> str:
    """The pattern that any of the words of a table's line stands for, as a whole word."""
    return rf"\b(?:{'|'.join(map(_inflected, words.split()))})\b"


def _inflected(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    first, plus, rest = word.partition("+")
    tail = rest.replace("_", r"[ -]")
    if not plus:
        return re.escape(first).replace("_", r"[ -]")
    if first.endswith("e"):
        forms = f"{first[:-1]}(?:e|es|ed|ing)"
    elif first.endswith("y") and first[-2] not in "aeou":
        forms = f"{first[:-1]}(?:y|ies|ied|ying)"
    else:
        forms = f"{first}(?:e?s|{first[-1]}?ed|{first[-1]}?ing)?"
    return forms.replace("_", "[ -]") + tail
