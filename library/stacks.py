"""Stacks: takes of one recipe, which a gallery shows as one."""

from __future__ import annotations

import hashlib

import msgspec


def stack_key(recipe: str) -> str:
    """The stack that a recipe's JSON belongs to: the hash of all of it but its seed; empty for what is no recipe."""
    try:
        read = msgspec.json.decode(recipe) if recipe else None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    if not isinstance(read, dict) or "seed" not in read:
        return ""
    del read["seed"]
    return "recipe:" + hashlib.sha256(msgspec.json.encode(read, order="sorted")).hexdigest()[:24]
