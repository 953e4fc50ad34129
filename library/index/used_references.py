"""Which pictures a recipe was drawn after: its references, and the picture that it was painted over."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from library.names import clean

MOST = 100
"""References of one recipe that are known; a studio's has a handful, and a text from elsewhere may have any number."""
_LONGEST = 200
"""Letters of a name that are known."""


class UsedReference(NamedTuple):
    """A picture that a recipe names: whose reference it is, its file's name, and its SHA-256 in hex.

    `member` is empty where it was painted over, `sha256` where the recipe has none that can be one.
    """

    member: str
    name: str
    sha256: str


def used_references(recipe: str) -> tuple[UsedReference, ...]:
    """The references that a recipe's JSON names, each once; none of what is no recipe."""
    if '"sha256"' not in recipe:
        return ()
    try:
        read = msgspec.json.decode(recipe)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ()
    if not isinstance(read, dict):
        return ()
    listed = read.get("references")
    every = [*(listed[:MOST] if isinstance(listed, list) else ()), read.get("start")]
    return tuple(dict.fromkeys(_reference(one) for one in every if isinstance(one, dict) and "sha256" in one))


def used_references_json(recipe: str) -> str:
    """The same as a JSON list of lists: what triggers call as `used_references`."""
    return msgspec.json.encode(used_references(recipe)).decode()


def _reference(one: dict[str, Any]) -> UsedReference:
    sha256 = _text(one.get("sha256")).lower()
    is_hash = len(sha256) == 64 and all(letter in "0123456789abcdef" for letter in sha256)
    return UsedReference(_text(one.get("character")), _text(one.get("name")), sha256 if is_hash else "")


def _text(value: object) -> str:
    return clean(value).strip()[:_LONGEST] if isinstance(value, str) else ""
