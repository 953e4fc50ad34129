"""Masks: one byte for each id of a span, which says whether a picture meets a condition.

They come from the maps of `library.index.maps`, a condition's codes being one table of 256 bytes, or from
lists of ids. Bytes are joined and counted by the interpreter's own loops: a million ids take about a millisecond.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

import msgspec

from library.index.maps import BLOCK

NO, MAYBE, YES = 0, 1, 3
"""What a byte says; two are joined by `&`."""
_CONTRARY = bytes({NO: YES, YES: NO}.get(code, MAYBE) for code in range(256))
_DOUBT = bytes(MAYBE if code else NO for code in range(256))


class Codes(msgspec.Struct, frozen=True):
    """What the codes of a map mean: `table` has NO, MAYBE or YES for each of 256."""

    plane: str
    table: bytes


class Listed(msgspec.Struct, frozen=True):
    """The ids that a query gives between `:low` and `:high` (the latter not included), or all others."""

    sql: str
    negated: bool = False


Mask = Codes | Listed


def contrary(mask: Mask) -> Mask:
    """The mask of all others; what may be also may not be."""
    if isinstance(mask, Codes):
        return Codes(mask.plane, mask.table.translate(_CONTRARY))
    return Listed(mask.sql, not mask.negated)


class Left:
    """The ids from `low` to under `high` that a mask leaves; it rules out neither the first nor the last."""

    def __init__(self, mask: bytes, low: int) -> None:
        begin = len(mask) - len(mask.lstrip(b"\0"))
        self.mask = mask[begin:].rstrip(b"\0")
        self.low, self.high = low + begin, low + begin + len(self.mask)

    @property
    def is_sure(self) -> bool:
        """Whether the mask tells of each id for sure."""
        return MAYBE not in self.mask

    def part(self, low: int, high: int) -> bytes:
        """The mask of the ids from `low` to under `high`."""
        return self.mask[low - self.low : high - self.low]

    def count(self, low: int, high: int) -> int:
        """How many ids it leaves from `low` to under `high`."""
        return counted(self.part(low, high))

    def first(self, low: int, high: int, most: int, is_down: bool) -> list[int]:
        """At most `most` ids from `low` to under `high`, the highest (or lowest) first."""
        marks, base = self.mask.translate(_DOUBT), self.low
        low, high = low - base, high - base
        ids: list[int] = []
        while len(ids) < most:
            place = marks.rfind(MAYBE, low, high) if is_down else marks.find(MAYBE, low, high)
            if place < 0:
                break
            ids.append(base + place)
            low, high = (low, place) if is_down else (place + 1, high)
        return ids


def counted(mask: bytes) -> int:
    """How many ids a mask leaves."""
    return len(mask) - mask.count(NO)


class Span:
    """The ids from `low` to under `high`, and what the maps say of them; each map is read once."""

    def __init__(self, connection: sqlite3.Connection, low: int, high: int, values: Mapping[str, object]) -> None:
        self.low, self.high = low, high
        self._connection = connection
        self._values = {**values, "low": low, "high": high}
        self._planes: dict[str, bytes] = {}

    def left(self, masks: Sequence[Mask], few: int) -> Left:
        """What some masks leave together. Where maps leave less than one id of `few`, lists are not read: MAYBE."""
        # The maps first: they cost least.
        maps = [self._plane(one.plane).translate(one.table) for one in masks if isinstance(one, Codes)]
        joined = _all(maps) if maps else bytes([YES]) * (self.high - self.low)
        for one in masks:
            if isinstance(one, Listed):
                is_read = not maps or counted(joined) * few >= len(joined)
                joined = _all([joined, self._listed(one) if is_read else bytes([MAYBE]) * len(joined)])
        return Left(joined, self.low)

    def _plane(self, plane: str) -> bytes:
        if plane not in self._planes:
            first, last = self.low // BLOCK, (self.high - 1) // BLOCK
            parts = dict(
                self._connection.execute(
                    f"select block, codes from map_{plane} where block between ? and ?", (first, last)
                ).fetchall()
            )
            nobody = bytes(BLOCK)
            codes = b"".join([parts.get(block, nobody) for block in range(first, last + 1)])
            self._planes[plane] = codes[self.low - first * BLOCK : self.high - first * BLOCK]
        return self._planes[plane]

    def _listed(self, listed: Listed) -> bytes:
        others, found = (YES, NO) if listed.negated else (NO, YES)
        made = bytearray([others]) * (self.high - self.low)
        low = self.low
        cursor = self._connection.cursor()
        # Plain tuples: half the time of rows with names.
        cursor.row_factory = None
        for (identity,) in cursor.execute(listed.sql, self._values).fetchall():
            made[identity - low] = found
        return bytes(made)


def _all(masks: Sequence[bytes]) -> bytes:
    """What masks of one length leave together."""
    if len(masks) == 1:
        return masks[0]
    joined = reduce(and_, (int.from_bytes(one, "little") for one in masks))
    return joined.to_bytes(len(masks[0]), "little")
