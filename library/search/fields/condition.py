"""A condition of a search: as a mask of ids, and as SQL on a row of `picture` where a mask does not tell for sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from library.search.masks import NO, YES, Codes, Listed, Mask, contrary

Alike = Callable[[int], Iterable[int]]
"""The ids of the pictures that look like the one with an id, itself among them."""


class Binder:
    """Names for the values of one statement, and what tells which pictures look like one."""

    def __init__(self, values: dict[str, object], alike: Alike = lambda identity: (identity,)) -> None:
        self.values = values
        self.alike = alike

    def __call__(self, value: object) -> str:
        """The name of a value, with its colon."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


class Condition(msgspec.Struct, frozen=True):
    """`sql` is about the row of the alias `p`, and never null; without a mask only it can tell."""

    sql: str
    mask: Mask | None = None


def negation(made: Condition) -> Condition:
    """The contrary of a condition."""
    return Condition(f"not ({made.sql})", None if made.mask is None else contrary(made.mask))


def coded(plane: str, fits: Callable[[int], bool]) -> Codes:
    """The mask of the codes of a map that fit."""
    return Codes(plane, bytes(YES if fits(code) else NO for code in range(256)))


NOTHING = Condition("0", coded("state", lambda code: False))


def one_of(ids: list[int], bind: Binder) -> Condition:
    """One of some ids."""
    known = bind(msgspec.json.encode(ids).decode())
    window = f"select value from json_each({known}) where value >= :low and value < :high"
    return Condition(f"p.id in (select value from json_each({known}))", Listed(window))
