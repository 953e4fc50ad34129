"""What files are called in a pack: ASCII letters, digits, dots, dashes and lines below, as every disk takes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ELSE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its ending."""


def plain_name(name: str, otherwise: str = "picture") -> str:
    """A name without anything that is no plain letter: "Nüa figurine" is "Nua_figurine"."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = _ELSE.sub("_", bare).strip("._-")[:_LONGEST].strip("._-")
    return f"{otherwise}_{made}" if _DEVICES.fullmatch(made) else made or otherwise


def plain_names(names: Iterable[str], endings: Iterable[str] = ()) -> dict[str, str]:
    """For each name the one in the pack, no two the same, not even where capitals are not told apart.

    None of them ends in one of `endings`, which say something to the trainer.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    marks = tuple(ending.casefold() for ending in endings)
    for name in dict.fromkeys(names):
        plain = plain_name(name)
        while plain.casefold().endswith(marks or ("\0",)):
            plain += "_"
        candidate, number = plain, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{plain}-{number}"
        taken.add(candidate.casefold())
        made[name] = candidate
    return made
