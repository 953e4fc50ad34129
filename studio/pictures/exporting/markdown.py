"""A snippet for a blog post: each picture with words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from library.records import Picture

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>&])")


def alternative(picture: Picture, sayings: Iterable[str]) -> str:
    """What is seen, in one line of plain text: the scene, and what the shirts say."""
    facts = picture.facts
    scene = " ".join((facts.scene or facts.prompt[:200]).split()).rstrip(".")
    said = " / ".join(" ".join(saying.split()) for saying in sayings)
    parts = [scene, f"the shirt says “{said}”" if said else ""]
    return "; ".join(part for part in parts if part) or "A cartoon"


def snippet(alt: str, name: str) -> str:
    """A line of Markdown with a picture; `alt` is any text, `name` a file's name (CommonMark 0.31, images)."""
    plain = _SPECIAL.sub(r"\\\1", alt)
    return f"![{plain}]({quote(name)})"
