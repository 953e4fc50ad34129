"""The place that a caption names, as far as its words tell."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    "background|backdrop|ground|room|office|kitchen|bedroom|bathroom|lab|laboratory|studio|workshop|garage|basement|attic"
    "|hall|hallway|corridor|library|shop|store|cafe|café|bar|restaurant|school|classroom|museum|house|home|cabin|castle"
    "|street|road|alley|city|town|village|square|bridge|station|train|bus|car|park|garden|yard|field|meadow|forest|woods"
    "|jungle|desert|beach|shore|sea|ocean|lake|river|mountains?|hills?|valley|cave|sky|space|snow|rain|wall|floor|desk"
    "|workbench|table|couch|sofa|bed|stage|grass|lawn|base|pedestal|roof|rooftop|balcony|terrace|window|racks?"
)
_ARTICLE: Final = r"(?:(?:a|an|the|his|her|their|its|some)\s+)?"
_BEHIND = re.compile(
    r"\b(?:in front of|in|on|at|inside|outside|under|against|near|beside|by|through|before|behind|over)\s+"
    rf"{_ARTICLE}(?:[\w-]{{1,40}}\s+){{0,3}}?(?:{_WORDS})\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bbackground: *(?P<named>[^,]+)", re.IGNORECASE)
_BARE = re.compile(rf"(?:[\w-]{{1,40}}\s+){{0,2}}?\b(?:{_WORDS})\b", re.IGNORECASE)


def place_of(caption: str) -> str:
    """The last part of a caption that names a place or what stands behind, in small letters; empty where none does."""
    found = ""
    for part in caption.split(","):
        if named := _NAMED.search(part):
            found = named["named"]
        elif match := _BEHIND.search(part) or _BARE.search(part):
            found = match[0]
    return " ".join(found.casefold().split())
