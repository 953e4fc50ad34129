"""What the entry of a character leaves open: its outfit, the lettered one, its species and its short name."""

from __future__ import annotations

import re

from backends.draft.palette import SPECIES as SPECIES
from studio.cast.name_words import first_names

PLAIN = "plain dark work clothes, no text anywhere"
"""The outfit of who has none: one that every picture can keep to."""

PANEL = (
    "with a clean white rectangular chest panel framed by neon-cyan piping, the panel flat, evenly lit and completely"
    " blank, no text"
)

GARMENTS = (
    "apron armou?r blouse cape cardigan cloak clothes coat coveralls dress dungarees gown hoodie jacket jeans jersey"
    " jumper jumpsuit kimono labcoat overalls? parka poncho pullover pyjamas robe shirt shorts skirt suit sweater"
    " sweatshirt t-shirt tee top trousers tunic turtleneck tuxedo uniform vest waistcoat"
)
"""Words for what is worn, parted by blanks; patterns."""

_WORN = re.compile(
    rf"[,;]?\s+(?:and\s+)?(?:(?:who|that)\s+wears|wearing|dressed\s+in|clad\s+in)\s+"
    rf"(?P<outfit>(?:.*[\s-])?(?:{'|'.join(GARMENTS.split())})(?:s|es)?\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PEOPLE = "man woman boy girl person human lady guy gentleman child kid teenager engineer grandmother grandfather"
_WHO = re.compile(
    rf"\banthropomorphic\s+(?:\w+\s+)??(?P<beast>\w+)(?=\s+(?:with|in|who|and|wearing|of)\b|\s*[,.;]|\s*$)"
    rf"|\b(?P<person>{'|'.join(_PEOPLE.split())})\b"
    rf"|\b(?P<known>{'|'.join(SPECIES)})\b(?=\s+(?:with|in|who|and|wearing|of|on|at)\b|\s*[,.;]|\s*$)",
    re.IGNORECASE,
)


def look_and_outfit(look: str, outfit: str) -> tuple[str, str]:
    """A look, and the outfit: where there is none, what the look says is worn, which is taken from it; else PLAIN."""
    if outfit.strip():
        return look, outfit
    worn = _WORN.search(look)
    if worn is None or not look[: worn.start()].strip():
        return look, PLAIN
    return look[: worn.start()], worn["outfit"].strip().rstrip(".")


def lettered(outfit: str) -> str:
    """The outfit with a blank panel on the chest, for words."""
    bare = re.sub(r"[,;]?\s*(?:with\s+)?no\s+(?:text|words|letters|lettering)(?:\s+anywhere)?[\s.]*$", "", outfit)
    return f"{bare.rstrip(' .,;')} {PANEL}"


def species(look: str) -> str:
    """What somebody is by their look: the first that it names; a person where it names nothing."""
    found = _WHO.search(look)
    if found is None or found["person"]:
        return "person"
    return str(found["beast"] or found["known"]).casefold()


def aliases(name: str) -> tuple[str, ...]:
    """The first name of who has several, where it is hardly ever another word: `Cindy` of `Cindy Miller`."""
    first, *others = name.split()
    return (first,) if others and first.casefold() in first_names() else ()
