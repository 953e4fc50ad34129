"""Stacks: takes of one recipe, which a gallery shows as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

import msgspec

from library.digest import sha256_of
from library.records import TOTAL_CAP, Picture

LARGEST_ID = 2**63 - 1
_FIRST_LOOKED_AT = 16


def stack_key(recipe: str) -> str:
    """The stack that a recipe's JSON belongs to: the hash of all of it but its seed, and what is known once it is
    drawn (where its picture shows what, its cost); empty for what is no recipe."""
    try:
        read = msgspec.json.decode(recipe) if recipe else None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    if not isinstance(read, dict) or "seed" not in read:
        return ""
    del read["seed"]
    for known_later in ("places", "cost"):
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
        for stack in newest.keys() - self._known.keys():
            self._known[stack] = self._picked(stack) or self._beyond(stack, edge) or newest[stack]
        return [identity for identity, stack in found if not stack or self._known[stack] == identity]

    def _picked(self, stack: str) -> int:
        """The newest picked one of a stack that is found, wherever it stands; 0 where none is."""
        return self._newest("picture_stack_pick where mark = 'pick' and", stack, 0)

    def _beyond(self, stack: str, edge: int) -> int:
        """The newest of a stack that is found at `edge` or above; 0 where none is."""
        return self._newest("picture_stack where", stack, edge)

    def _newest(self, index: str, stack: str, edge: int) -> int:
        last, most = LARGEST_ID, _FIRST_LOOKED_AT
        while members := self._connection.execute(
            f"select id from picture indexed by {index} stack = ? and stack != '' and trashed = ?"
            " and missing = 0 and id < ? and id >= ? order by id desc limit ?",
            (stack, self._trashed, last, edge, most),
        ).fetchall():
            ids = [row[0] for row in members]
            if found := self._among(ids):
                return max(found)
            last, most = ids[-1], most * 8
        return 0


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
