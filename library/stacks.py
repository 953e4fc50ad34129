"""Stacks: takes of one recipe, which a gallery shows as one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

import msgspec

from library.records import TOTAL_CAP, Picture


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


def counted(
    connection: sqlite3.Connection, pictures: Sequence[Picture], stacks: Sequence[str], trashed: bool
) -> tuple[Picture, ...]:
    """The pictures with the number of each one's stack, counted up to TOTAL_CAP."""
    made = []
    for picture, stack in zip(pictures, stacks, strict=True):
        count = connection.execute(
            "select count(*) from (select 1 from picture indexed by picture_stack where stack = ? and stack != ''"
            " and trashed = ? and missing = 0 limit ?)",
            (stack, int(trashed), TOTAL_CAP),
        ).fetchone()[0]
        made.append(msgspec.structs.replace(picture, stacked=max(1, count)))
    return tuple(made)
