"""One clause of a search as a sieve: what it lets through of a span of ids.

The conditions' masks leave some ids of the span. Words then go through FTS5, which walks their lists in C and looks
each id up in the mask: 60 ns an id. Where the mask leaves few ids, and words are common, each is asked for by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

import msgspec

from library.search.clauses import Clause
from library.search.fields.condition import Condition
from library.search.masks import MAYBE, YES, Codes, Left, Span, counted
from library.search.terms import LARGEST

_MOST_ASKED = 1_000
"""Ids that are asked for one by one."""
_DEAR = 300
"""Ids that FTS5 walks over in the time in which it is asked for one."""
_CHUNK = 256
"""Ids that are looked at together."""
_SCANNED = 4
"""Rows that are scanned in the time in which one is looked up."""
_SPLIT = 2_048
"""A span with more ids that may have unwanted words is counted before its ids are listed."""

Look = Callable[[int, int, int], list[int]]
"""Some ids from a low one to under a high one: at most so many, and fewer only where there are no more."""


class Sieve:
    """A clause on a shelf; `values` are those of its statements."""

    def __init__(
        self, connection: sqlite3.Connection, clause: Clause, shelf: Condition, values: dict[str, object]
    ) -> None:
        self._connection = connection
        self._values = values
        conditions = (shelf, *clause.conditions)
        self._masks = [condition.mask for condition in conditions if condition.mask is not None]
        self._is_doubtful = len(self._masks) < len(conditions)
        self._match, self._unmatch = clause.match, clause.unmatch
        self._where = _joined(conditions)
        self._maps = [mask for mask in self._masks if isinstance(mask, Codes)]
        self._unmapped = _joined([condition for condition in conditions if not isinstance(condition.mask, Codes)])
        self._known: dict[str, int] = {}
        self._lowest: int | None = None
        # Where the words were last looked for, and where they come next: down, and up.
        self._gaps = {True: (0, 0), False: (0, 0)}

    @property
    def has_words(self) -> bool:
        """Whether the full-text table is asked."""
        return bool(self._match or self._unmatch)

    def ids(self, span: Span, most: int, is_down: bool, is_sparse: bool) -> list[int]:
        """At most `most` ids of the span, the highest (or lowest) first; `is_sparse`: few are expected."""
        if self._match and not self._may_have(span.low, span.high, is_down):
            return []
        left = span.left(self._masks, _DEAR)
        if not left.mask:
            return []
        is_sure = left.is_sure and not self._is_doubtful
        if self._match:
            look = self._words(left, is_down, is_sparse)
        elif self._unmatch:
            look = self._without(left, is_down, is_sparse)
        elif is_sure or counted(left.mask) * _SCANNED < len(left.mask):
            look = partial(left.first, is_down=is_down)
        else:
            look, is_sure = self._scan(left, is_down), True
        return self._sifted(look, left, most, is_down, is_sure)

    def picker(self, newest: int) -> Callable[[Sequence[int]], list[int]]:
        """What gives those of some ids that go through, as `among` does; for many ids from all over, up to `newest`.

        The maps are read once, whole, and only what they do not tell is asked of rows and words.
        """
        left = Span(self._connection, 1, newest + 1, self._values).left(self._maps, 0)
        is_mapped = not (self._unmapped or self._match or self._unmatch)

        def pick(ids: Sequence[int]) -> list[int]:
            codes = [(one, left.mask[one - left.low]) for one in ids if left.low <= one < left.high]
            sure = [one for one, code in codes if code == YES]
            doubtful = [one for one, code in codes if code == MAYBE]
            if not is_mapped and sure:
                sure = self._among(sure, self._unmapped or "1")
            return [*sure, *(self.among(doubtful) if doubtful else ())]

        return pick

    def among(self, ids: Sequence[int]) -> list[int]:
        """Those of some ids that go through."""
        return self._among(ids, self._where)

    def _among(self, ids: Sequence[int], where: str) -> list[int]:
        values = {**self._values, "ids": msgspec.json.encode(list(ids)).decode()}
        for expression, wanted in ((self._match, "exists"), ("" if self._match else self._unmatch, "not exists")):
            if expression:
                values["words"] = expression
                where += f" and {wanted} (select 1 from picture_fts where picture_fts match :words and rowid = p.id)"
        return self._asked(where, values)

    def _sifted(self, look: Look, left: Left, most: int, is_down: bool, is_sure: bool) -> list[int]:
        """What one look after the other gives, without what the rows say does not belong there."""
        found: list[int] = []
        low, high, ask = left.low, left.high, most
        while len(found) < most:
            some = look(low, high, ask)
            found += some if is_sure else self._verified(some, is_down)
            if len(some) < ask:
                break
            low, high = (low, some[-1]) if is_down else (some[-1] + 1, high)
            ask = min(max(_CHUNK, ask * 2), 16 * _SPLIT)
        return found[:most]

    def _verified(self, ids: list[int], is_down: bool) -> list[int]:
        values = {**self._values, "ids": msgspec.json.encode(ids).decode()}
        return sorted(self._asked(self._where, values), reverse=is_down)

    def _asked(self, where: str, values: dict[str, object]) -> list[int]:
        sql = (
            "select p.id from json_each(:ids) as j cross join picture as p indexed by picture_shelf"
            f" on p.trashed = :trashed and p.missing = 0 and p.id = +j.value where {where}"
        )
        return [row[0] for row in self._connection.execute(sql, values)]

    def _scan(self, left: Left, is_down: bool) -> Look:
        """Where most are in doubt, the rows one after the other."""
        sql = (
            "select p.id from picture as p indexed by picture_shelf where p.trashed = :trashed and p.missing = 0"
            " and p.id >= :low and p.id < :high and substr(:mask, p.id - :base + 1, 1) != x'00'"
            f" and {self._where} order by p.id {'desc' if is_down else 'asc'} limit :most"
        )
        given = {**self._values, "mask": left.mask, "base": left.low}

        def look(low: int, high: int, most: int) -> list[int]:
            found = self._connection.execute(sql, {**given, "low": low, "high": high, "most": most})
            return [row[0] for row in found]

        return look

    def _words(self, left: Left, is_down: bool, is_sparse: bool) -> Look:
        count = counted(left.mask)
        if count <= _MOST_ASKED and self._is_common(self._match, count * _DEAR, len(left.mask)):
            return _given(self._having(left.first(left.low, left.high, count, is_down), self._match))
        if is_sparse and is_down:
            # FTS5 walks upwards twice as fast as down, and few are expected.
            return _given(self._walk(self._match, left, left.low, left.high, -1, False)[::-1])
        return lambda low, high, most: self._walk(self._match, left, low, high, most, is_down)

    def _may_have(self, low: int, high: int, is_down: bool) -> bool:
        """Whether the words are in any id of a span. FTS5 walks to their next id whatever the span: once is enough."""
        if self._lowest is None:
            self._lowest = self._next("rowid > 0 order by rowid") or LARGEST
        if high <= self._lowest:
            return False
        below, above = self._gaps[is_down]
        if is_down and not below < high <= above:
            below, above = self._next(f"rowid < {high} order by rowid desc") or 0, high
        elif not is_down and not below <= low < above:
            below, above = low, self._next(f"rowid >= {low} order by rowid") or LARGEST
        self._gaps[is_down] = below, above
        return below >= low if is_down else above < high

    def _next(self, where: str) -> int | None:
        sql = f"select rowid from picture_fts where picture_fts match ? and {where} limit 1"
        row = self._connection.execute(sql, (self._match,)).fetchone()
        return None if row is None else int(row[0])

    def _without(self, left: Left, is_down: bool, is_sparse: bool) -> Look:
        """What the mask leaves without what has unwanted words."""

        def look(low: int, high: int, most: int) -> list[int]:
            if is_sparse and self._count(self._unmatch, low, high) == high - low:
                return []
            return list(islice(self._wanted(left, low, high, is_down), most))

        return look

    def _wanted(self, left: Left, low: int, high: int, is_down: bool) -> Iterator[int]:
        count = left.count(low, high)
        is_asked = count <= _MOST_ASKED and self._is_common(self._unmatch, count * _DEAR, high - low)
        if count > _CHUNK and not is_asked:
            unwanted = self._unwanted(left, low, high, count)
            if unwanted == count:
                return
            if unwanted and count > _SPLIT:
                middle = (low + high) // 2
                for half in ((middle, high), (low, middle))[:: 1 if is_down else -1]:
                    yield from self._wanted(left, *half, is_down)
                return
        ids = left.first(low, high, count, is_down)
        having = self._having(ids, self._unmatch) if is_asked else self._walk(self._unmatch, left, low, high, -1, False)
        yield from sorted(set(ids).difference(having), reverse=is_down)

    def _unwanted(self, left: Left, low: int, high: int, count: int) -> int:
        """How many of the `count` ids that the mask leaves have unwanted words."""
        if count == high - low:
            return self._count(self._unmatch, low, high)
        sql = (
            "select count(*) from picture_fts where picture_fts match :words and rowid >= :low and rowid < :high"
            " and substr(:mask, rowid - :low + 1, 1) != x'00'"
        )
        values = {"words": self._unmatch, "low": low, "high": high, "mask": left.part(low, high)}
        return int(self._connection.execute(sql, values).fetchone()[0])

    def _count(self, expression: str, low: int, high: int) -> int:
        """How many ids of a span have words; without a mask, which costs more than the words."""
        sql = "select count(*) from picture_fts where picture_fts match ? and rowid >= ? and rowid < ?"
        return int(self._connection.execute(sql, (expression, low, high)).fetchone()[0])

    def _walk(self, expression: str, left: Left, low: int, high: int, most: int, is_down: bool) -> list[int]:
        """Ids that the mask leaves and that have these words, all of them where `most` is -1."""
        sql = (
            "select rowid from picture_fts where picture_fts match :words and rowid >= :low and rowid < :high"
            " and substr(:mask, rowid - :base + 1, 1) != x'00'"
            f" order by rowid {'desc' if is_down else 'asc'} limit :most"
        )
        values = {"words": expression, "low": low, "high": high, "mask": left.mask, "base": left.low, "most": most}
        return [row[0] for row in self._connection.execute(sql, values)]

    def _is_common(self, expression: str, many: int, width: int) -> bool:
        """Whether words are in more pictures than `many`; never asked where a span has no more ids."""
        if many >= width:
            return False
        if self._known.get(expression, -1) < many:
            sql = "select count(*) from (select 1 from picture_fts where picture_fts match ? limit ?)"
            found = int(self._connection.execute(sql, (expression, many + 1)).fetchone()[0])
            if found <= many:
                return False
            self._known[expression] = many
        return True

    def _having(self, ids: list[int], expression: str) -> list[int]:
        sql = (
            "select j.value from json_each(?) as j where exists"
            " (select 1 from picture_fts where picture_fts match ? and rowid = +j.value)"
        )
        found = {row[0] for row in self._connection.execute(sql, (msgspec.json.encode(ids).decode(), expression))}
        return [one for one in ids if one in found]


def _joined(conditions: Sequence[Condition]) -> str:
    return " and ".join(f"({condition.sql})" for condition in conditions)


def _given(ids: list[int]) -> Look:
    """What is known already, piece by piece."""
    left = iter(ids)
    return lambda low, high, most: list(islice(left, most))
