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
_JOINT = re.compile(r"(\s*[,;]\s*(?:and\s+)?|\s+(?:and|with|in)\s+)", re.IGNORECASE)
_PIECE = re.compile(
    rf"(?:(?:an?|the|his|her|its|their)\s+)?(?P<of>(?:[\w'’-]+\s+){{0,4}}?)(?P<what>{'|'.join(GARMENTS.split())})(?:e?s)?"
    r"(?:\s+(?:over|under)\s.+)?",
    re.IGNORECASE,
)
_BODY = re.compile(r"\b(?:hair|fur|feathers?|eyes?|ears?|glasses|beard|moustache|tail|muzzle|nose|face|skin)\b", re.I)
_COATS_OF_CLOTH = re.compile(r"\b(?:lab|rain|winter|trench|over|duffle|wool\w*|leather|quilted|doctor's)\b", re.I)
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
    if worn is None:
        return _without_garments(look)
    if not look[: worn.start()].strip():
        return look, PLAIN
    return look[: worn.start()], worn["outfit"].strip().rstrip(".")


def _without_garments(look: str) -> tuple[str, str]:
    """A look without the garments among what it lists ("a fox with red fur and a lab coat"), and these, else PLAIN."""
    left, *listed = _JOINT.split(look.strip().rstrip("."))
    worn: list[str] = []
    is_worn = is_kept = False
    for joint, part in zip(listed[::2], listed[1::2], strict=True):
        if is_worn and joint.strip() == "with" and not _BODY.search(part):
            worn[-1] += f" with {part}"
        elif _is_garment(look, joint, part):
            is_worn = True
            worn.append(part)
        else:
            # What comes first by now takes the place of a garment: "a fox in a coat and glasses".
            left += (joint if is_kept or not worn or joint.strip() == "in" else " with ") + part
            is_worn, is_kept = False, True
    return (left, " and ".join(worn)) if left.strip() and worn else (look, PLAIN)


def _is_garment(look: str, joint: str, part: str) -> bool:
    """Whether a part of a look is worn; the coat of an animal is its fur, unless it is in it or it is one of cloth."""
    found = _PIECE.fullmatch(part)
    if found is None:
        return False
    is_fur = found["what"].casefold() == "coat" and species(look) != "person" and joint.strip() != "in"
    return not is_fur or _COATS_OF_CLOTH.search(found["of"]) is not None


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
