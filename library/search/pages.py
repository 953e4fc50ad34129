"""Pages of what a search finds: the newest first, by id, never by rank and never by OFFSET.

Ids are gone through in windows, small ones first, so that a page of what is common costs next to nothing, and a search
can stop at a time and go on from there. What is found in a window is told by a sieve for each clause.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from datetime import datetime
from math import inf

import msgspec

from library.index.stacks import Heads
from library.records import TOTAL_CAP
from library.search.bitmap_filter import Sieve
from library.search.clauses import clauses, spelled_out
from library.search.conditions import shelf
from library.search.fields.condition import Alike, Binder
from library.search.language import Both, parse
from library.search.masks import Span

COUNT_SECONDS = 0.008
"""How long a page waits for its count, after its pictures are found."""

_FIRST_WINDOW = 16_000
_LARGEST_WINDOW = 1_000_000
"""Ids of a window: its masks have a byte for each."""
_TAKES = 4
"""Pictures that are found for each that stands for its stack: what is asked for where it is not known."""
_CHUNK = 60
"""Ids that are counted at once before it is known how fast they come."""


class Found(msgspec.Struct, frozen=True):
    """Rows of a page with the place of each, how many there are in all (`at_least`: not all were counted), and the
    places to go on from. Places are ids, or ranks."""

    rows: list[sqlite3.Row]
    places: list[int]
    total: int
    at_least: bool
    before: int | None
    after: int | None


class Search:
    """A search of one shelf (the library, or its trash); `stacked` takes only the newest that is found of a stack."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        text: str,
        trashed: bool,
        stacked: bool,
        now: datetime,
        alike: Alike | None = None,
    ) -> None:
        """Raises QueryWrong."""
        self._connection = connection
        self._tree = tree = spelled_out(parse(text, now), connection, now)
        self._values: dict[str, object] = {"trashed": int(trashed)}
        bind = Binder(self._values) if alike is None else Binder(self._values, alike)
        found = clauses(tree, connection, bind)
        is_all = tree == Both(())
        place = shelf(trashed, stacked and is_all)
        self._sieves = [Sieve(connection, clause, place, self._values) for clause in found]
        self._heads = Heads(connection, trashed, self._among) if stacked and not is_all else None
        self._newest = int(connection.execute("select max(id) from picture").fetchone()[0] or 0)

    def page(self, before: int | None, after: int | None, limit: int, patience: float) -> Found:
        """At most `limit` rows under the id `before` or over `after`; fewer after `patience` seconds."""
        deadline = time.perf_counter() + patience
        top = self._newest + 1
        if after is not None:
            begin = min(max(after, 0) + 1, top)
            ids, place = self._walk(begin, top, limit + 1, limit + 1, patience)
            shown = ids[:limit][::-1]
            newer = shown[0] if len(ids) > limit else place - 1 if place < top else None
            older = (shown[-1] if shown else begin) if self._is_any(begin, 1, deadline) else None
        else:
            begin = top if before is None else max(1, min(before, top))
            most = max(limit + 1, TOTAL_CAP) if before is None else limit + 1
            ids, place = self._walk(begin, 1, limit + 1, most, patience)
            shown = ids[:limit]
            older = shown[-1] if len(ids) > limit else place if place > 1 else None
            newer = (shown[0] if shown else begin - 1) if self._is_any(begin, top, deadline) else None
        if begin == top and after is None:
            counted, end = len(ids), place
        else:
            all_ids, end = self._walk(top, 1, 0, TOTAL_CAP, COUNT_SECONDS)
            counted = len(all_ids)
        at_least = counted >= TOTAL_CAP or end > 1
        return Found(self._rows(shown), shown, min(counted, TOTAL_CAP), at_least, older, newer)

    def ids(self, newest: int | None, oldest: int | None, limit: int) -> list[int]:
        """At most `limit` ids from `newest` down to `oldest`, both included."""
        top = self._newest + 1
        begin = top if newest is None else min(newest + 1, top)
        end = max(1, oldest or 1)
        return self._walk(begin, end, limit, limit, inf)[0][:limit] if begin > end else []

    def _is_any(self, begin: int, end: int, deadline: float) -> bool:
        """Whether anything is found from `begin` on towards `end`, or there was no time to know."""
        if begin == end:
            return False
        ids, place = self._walk(begin, end, 1, 1, deadline - time.perf_counter())
        return bool(ids) or place != end

    def _walk(self, place: int, end: int, wanted: int, most: int, patience: float) -> tuple[list[int], int]:
        """At most `most` ids, and the place up to which was looked; `end` where all was.

        Down from under `place` to `end`, or, where `end` is higher, up from `place` to under `end`. Looks at one window
        at least, and goes on for `patience` seconds, or, where `wanted` ids are found before, for COUNT_SECONDS more.
        """
        ids: list[int] = []
        is_down = end < place
        begin = place
        chunk, size, is_sparse = _CHUNK, _FIRST_WINDOW, False
        now = time.perf_counter()
        deadline = now + patience
        while place != end and len(ids) < most:
            begun, missing = now, wanted - len(ids)
            low, high = (max(end, place - size), place) if is_down else (place, min(end, place + size))
            ask = min(most - len(ids), missing if missing > 0 else chunk) * (1 if self._heads is None else _TAKES)
            more = self._window(low, high, ask, is_down, is_sparse)
            # A window that was cut short ends at the last that it gave.
            is_cut = len(more) >= ask
            place = (more[-1] if is_cut else low) if is_down else (more[-1] + 1 if is_cut else high)
            is_sparse = not is_cut
            shown = more if self._heads is None else self._heads.only(more, begin if is_down else place)
            ids += shown
            now = time.perf_counter()
            if 0 < missing <= len(shown):
                deadline = now + COUNT_SECONDS
            if now >= deadline:
                break
            if more:
                chunk = max(_CHUNK, int(len(more) / max(now - begun, 1e-5) * COUNT_SECONDS / 2))
            if not is_cut:
                rate = size / max(now - begun, 1e-5)
                size = int(max(_FIRST_WINDOW, min(size * 4, rate * (deadline - now), _LARGEST_WINDOW)))
        return ids, place

    def _window(self, low: int, high: int, most: int, is_down: bool, is_sparse: bool) -> list[int]:
        span = Span(self._connection, low, high, self._values)
        found = [sieve.ids(span, most, is_down, is_sparse) for sieve in self._sieves]
        return found[0] if len(found) == 1 else sorted(set().union(*found), reverse=is_down)[:most]

    def _among(self, ids: Sequence[int]) -> set[int]:
        return set().union(*(sieve.among(ids) for sieve in self._sieves))

    def _rows(self, ids: Sequence[int]) -> list[sqlite3.Row]:
        listed = msgspec.json.encode(list(ids)).decode()
        return self._connection.execute(
            "select p.* from json_each(?) as j cross join picture as p on p.id = j.value order by j.key", (listed,)
        ).fetchall()


def page_rows(
    connection: sqlite3.Connection,
    text: str,
    before: int | None,
    limit: int,
    trashed: bool,
    stacked: bool = False,
    patience: float = inf,
    now: datetime | None = None,
    after: int | None = None,
    alike: Alike | None = None,
) -> Found:
    """One page of a search, newest first; `now` is what days are told by. Raises QueryWrong, sqlite3.Error."""
    search = Search(connection, text, trashed, stacked, now or datetime.now(), alike)
    return search.page(before, after, limit, patience)


def found_ids(
    connection: sqlite3.Connection,
    text: str,
    newest: int | None,
    oldest: int | None,
    trashed: bool,
    stacked: bool,
    limit: int,
    alike: Alike | None = None,
) -> list[int]:
    """The ids that a search finds between two ids, both included, newest first. Raises QueryWrong, sqlite3.Error."""
    return Search(connection, text, trashed, stacked, datetime.now(), alike).ids(newest, oldest, limit)
