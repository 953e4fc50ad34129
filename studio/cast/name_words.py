"""Words that tell names from others in a scene, as they are shipped in `data`, a person's own with them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

import data

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
"""A word: letters of any script, with hyphens and apostrophes between them."""


class Words(msgspec.Struct, frozen=True):
    """What the rule knows, in small letters: `first_names`, and `no_names`, which outweighs them.

    `do` and `does` are what people do: "wave", and "waves", "waving".
    """

    first_names: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    do: frozenset[str] = frozenset()
    does: frozenset[str] = frozenset()


def known(texts: Iterable[str]) -> Words:
    """The shipped words; those of `texts`, such as the names of plates and sayings, are nobody's name."""
    do = _words_of(data.text("doings.txt"))
    return Words(
        first_names=first_names(),
        no_names=_words_of(data.text("no_names.txt")).union(*map(_words_of, texts)),
        do=do,
        does=frozenset(form for doing in do for form in _forms(doing)),
    )


def first_names() -> frozenset[str]:
    """The shipped first names, in small letters."""
    return _words_of(data.text("first_names.txt"))


def _words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters; lines that begin with # are remarks."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in WORD.findall(line))


def _forms(doing: str) -> tuple[str, ...]:
    """What somebody does, and is doing: `waves`, `waving`; `tries`, `trying`; `hugs`, `hugging`."""
    if doing == "have":
        return "has", "having"
    stem = doing[:-1] if doing.endswith("e") else doing
    third = f"{doing[:-1]}ies" if doing[-1] == "y" and doing[-2] not in "aeou" else f"{doing}s"
    return third, f"{doing}es", f"{stem}ing", f"{doing}{doing[-1]}ing"
