"""Stacks: takes of one recipe, which a gallery shows as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence, Set

import msgspec

from library.digest import sha256_of
from library.records import TOTAL_CAP, Picture

LARGEST_ID = 2**63 - 1
_FIRST_LOOKED_AT = 16


def stack_key(recipe: str) -> str:
    """The stack that a recipe's JSON belongs to: the hash of all of it but its seed, whether somebody chose that, and
    what is known once it is drawn (where its picture shows what, its cost); empty for what is no recipe."""
    try:
        read = msgspec.json.decode(recipe) if recipe else None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    if not isinstance(read, dict) or "seed" not in read:
        return ""
    del read["seed"]
    # Whether somebody chose the seed makes no other picture either.
    if isinstance(chosen := read.pop("chosen", None), list):
        chosen = [name for name in chosen if name != "seed"]
    if chosen:
        read["chosen"] = chosen
    for known_later in ("places", "cost", "estimated"):
        read.pop(known_later, None)
    return "recipe:" + sha256_of(msgspec.json.encode(read, order="sorted"))[:24]


class Heads:
    """Which picture stands for its stack in a search: the newest of it that is found, rather one that is picked."""

    def __init__(
        self, connection: sqlite3.Connection, trashed: bool, among: Callable[[Sequence[int]], set[int]]
    ) -> None:
        """`among` gives those of some pictures that the search finds."""
        self._connection = connection
        self._trashed = int(trashed)
        self._among = among
        self._known: dict[str, int] = {}

    def only(self, ids: Sequence[int], edge: int) -> list[int]:
        """The heads among some pictures that were found. What is found of theirs under the id `edge` is among them.

        Or it was given before: a walk down has seen all from its begin, and one up all to its place.
        """
        listed = msgspec.json.encode(list(ids)).decode()
        found = self._connection.execute(
            "select p.id, p.stack from json_each(?) as j cross join picture as p on p.id = j.value order by j.key",
            (listed,),
        ).fetchall()
        newest: dict[str, int] = {}
        for identity, stack in found:
            newest[stack] = max(identity, newest.get(stack, 0))
        unknown = newest.keys() - self._known.keys()
        # A picked one stands for its stack wherever it is.
        picked = self._newest("picture_stack_pick where mark = 'pick' and", unknown, 0)
        beyond = self._newest("picture_stack where", unknown - picked.keys(), edge)
        self._known |= {stack: picked.get(stack) or beyond.get(stack) or newest[stack] for stack in unknown}
        return [identity for identity, stack in found if not stack or self._known[stack] == identity]

    def _newest(self, index: str, stacks: Set[str], edge: int) -> dict[str, int]:
        """The newest of each of some stacks that is found at `edge` or above; stacks of which none is are left out.

        All are asked for together: what the search finds among a few costs as much as among many.
        """
        found: dict[str, int] = {}
        last, most = dict.fromkeys(stacks, LARGEST_ID), _FIRST_LOOKED_AT
        while last:
            members = {stack: self._members(index, stack, edge, before, most) for stack, before in last.items()}
            ids = sorted({identity for some in members.values() for identity in some}, reverse=True)
            there = self._among(ids) if ids else set()
            last = {}
            for stack, some in members.items():
                if hits := there.intersection(some):
                    found[stack] = max(hits)
                elif len(some) == most:
                    last[stack] = some[-1]
            most *= 8
        return found

    def _members(self, index: str, stack: str, edge: int, before: int, most: int) -> list[int]:
        """The newest of a stack from `edge` on that are older than `before`, at most so many, the newest first."""
        rows = self._connection.execute(
            f"select id from picture indexed by {index} stack = ? and stack != '' and trashed = ?"
            " and missing = 0 and id < ? and id >= ? order by id desc limit ?",
            (stack, self._trashed, before, edge, most),
        )
        return [row[0] for row in rows]


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
