"""Pages in an order, of drift unless `by_cost` says otherwise. They go by ranks, and otherwise as those by ids do.

The index of the order is walked, and what comes is asked one by one whether the search finds it: where much is found, a
page is full after a few hundred. Where it is not, all that the search finds is listed by its masks and words: of few
pictures their drift is looked up and sorted, and of many a mask is made, by which the walk passes the others over.
"""

from __future__ import annotations

import sqlite3
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime
from math import inf
from typing import NamedTuple

import msgspec

from library.errors import OrderUnknown
from library.index.drift_rows import WHOLE
from library.search.fields.condition import Alike
from library.search.fields.drift import member_ids
from library.search.fields.drift_term import Drift
from library.search.language import Both, Tree
from library.search.masks import Span
from library.search.ordering.order import HIGHEST, Order
from library.search.pages import COUNT_SECONDS, Found, Search
from library.search.terms import LARGEST

_LEAST_CHUNK = 32
_FIRST_CHUNK = 128
_LARGEST_CHUNK = 4_096
"""Pictures of the order that are looked at together."""
MOST_ASKED = 4_096
"""Pictures that are asked one by one; of words each takes eight times as long."""
_MOST_ASKED_FOR_WORDS = 512
_MOST_SORTED = 20_000
"""Pictures whose drift is looked up and sorted; of more, a mask is made."""
_WINDOW = 1_000_000
"""Ids whose masks are made together."""


class All(NamedTuple):
    """All that a search finds: ranks from the lowest on, or a mask with a byte for each id from 0."""

    ranks: list[int] | None
    mask: bytes = b""


class RankedSearch(Search):
    """A search whose places are ranks; each take of a stack has a drift of its own, so that stacks lie open."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        text: str,
        trashed: bool,
        order: Order,
        now: datetime,
        alike: Alike | None = None,
    ) -> None:
        """Raises QueryWrong, OrderUnknown."""
        super().__init__(connection, text, trashed, False, now, alike)
        self._order = order
        self._member = member_of(connection, order)
        self._newest_id, self._newest = self._newest, HIGHEST
        self._bounds = self._bounds_of(self._tree)
        self._all: All | None = None
        self._pickers: list[Callable[[Sequence[int]], list[int]]] = []
        self._most_asked = _MOST_ASKED_FOR_WORDS if any(one.has_words for one in self._sieves) else MOST_ASKED

    def _walk(self, place: int, end: int, wanted: int, most: int, patience: float) -> tuple[list[int], int]:
        is_down, (low, high) = end < place, self._bounds
        begin, stop = (min(place, high + 1), max(end, low)) if is_down else (max(place, low), min(end, high + 1))
        if begin == stop or (stop < begin) is not is_down:
            return [], end
        ranks, reached = self._walk_between(begin, stop, wanted, most, patience)
        return ranks, end if reached == stop else reached

    def _walk_between(self, place: int, end: int, wanted: int, most: int, patience: float) -> tuple[list[int], int]:
        ranks: list[int] = []
        is_down, asked, chunk = end < place, 0, _FIRST_CHUNK
        begun = time.perf_counter()
        deadline = begun + patience
        while place != end and len(ranks) < most:
            if self._all is None and len(ranks) < wanted and asked >= self._most_asked:
                self._all = self._listed()
            missing = wanted - len(ranks)
            more, place = self._next(place, end, chunk)
            asked += chunk
            ranks += more
            now = time.perf_counter()
            if 0 < missing <= len(more):
                deadline = now + COUNT_SECONDS
            if now >= deadline:
                break
            # As many as are likely to have what is missing, and where enough is found, as there is time to count.
            aim = wanted if len(ranks) < wanted else most
            likely = (aim - len(ranks)) * asked // max(1, len(ranks)) + 1
            in_time = _LARGEST_CHUNK if len(ranks) < wanted else int(asked / max(now - begun, 1e-6) * (deadline - now))
            chunk = max(_LEAST_CHUNK, min(likely, chunk * 2, in_time, _LARGEST_CHUNK))
        if len(ranks) > most:
            del ranks[most:]
            place = ranks[-1] if is_down else ranks[-1] + 1
        return ranks, place

    def _bounds_of(self, tree: Tree) -> tuple[int, int]:
        """The lowest and the highest rank of all that a search can find: it may ask for the drift that orders it."""
        low, high = 1, HIGHEST
        for part in tree.parts if isinstance(tree, Both) else (tree,):
            if isinstance(part, Drift):
                asked = member_ids(self._connection, part.member, part.exact) if part.member else [WHOLE]
                if asked == [self._member]:
                    ends = [self._order.rank(drift, one) for drift in (part.low, part.high) for one in (0, LARGEST)]
                    low, high = max(low, min(ends)), min(high, max(ends))
        return low, high

    def _next(self, place: int, end: int, count: int) -> tuple[list[int], int]:
        """What is found of the next `count` of the order from a place towards an end, and the place after these."""
        is_down = end < place
        if self._all is not None and self._all.ranks is not None:
            at = bisect_left(self._all.ranks, place)
            some = self._all.ranks[max(0, at - count) : at][::-1] if is_down else self._all.ranks[at : at + count]
            return _within(some, some[-1] if len(some) == count else None, end, is_down)
        rows = self._candidates(place, is_down, count)
        last = self._order.rank(*rows[-1]) if len(rows) == count else None
        if self._all is None:
            kept = self._picked([identity for _, identity in rows])
            rows = [row for row in rows if row[1] in kept]
        return _within([self._order.rank(*row) for row in rows], last, end, is_down)

    def _picked(self, ids: Sequence[int]) -> set[int]:
        if not self._pickers:
            self._pickers = [sieve.picker(self._newest_id) for sieve in self._sieves]
        return set().union(*(pick(ids) for pick in self._pickers))

    def _candidates(self, place: int, is_down: bool, count: int) -> list[tuple[float, int]]:
        """The next of the order, each with its drift and id: of what is in the mask, where there is one."""
        # A place is over who is next on the way down, and it is who is next on the way up.
        drift, identity = self._order.place(place if is_down else place - 1)
        is_to_more = is_down is not self._order.is_farthest_first
        mask = self._all.mask if self._all is not None else b""
        passed = "and substr(:mask, picture_id + 1, 1) != x'00'" if mask else ""
        way = "asc" if is_to_more else "desc"
        cursor = self._connection.cursor()
        # Plain tuples: half the time of rows with names.
        cursor.row_factory = None
        return cursor.execute(
            "select drift, picture_id from drift indexed by drift_order where member_id = :member and drift is not null"
            f" and (drift, picture_id) {'>' if is_to_more else '<'} (:drift, :id) {passed}"
            f" order by drift {way}, picture_id {way} limit :count",
            {"member": self._member, "drift": drift, "id": identity, "count": count, "mask": mask},
        ).fetchall()

    def _found(self) -> list[int]:
        """The ids of all that the search finds, in their order."""
        ids: list[int] = []
        for low in range(1, self._newest_id + 1, _WINDOW):
            high = min(low + _WINDOW, self._newest_id + 1)
            span = Span(self._connection, low, high, self._values)
            ids += sorted(set().union(*(sieve.ids(span, high - low, False, True) for sieve in self._sieves)))
        return ids

    def _listed(self) -> All:
        ids = self._found()
        if len(ids) > _MOST_SORTED:
            mask = bytearray(self._newest_id + 1)
            for one in ids:
                mask[one] = 1
            return All(None, bytes(mask))
        known = drifts_of(self._connection, self._order, ids)
        return All(sorted(self._order.rank(drift, one) for one, drift in known.items()))

    def _rows(self, places: Sequence[int]) -> list[sqlite3.Row]:
        return super()._rows([self._order.place(rank)[1] for rank in places])


def _search(
    connection: sqlite3.Connection, text: str, trashed: bool, order: Order, now: datetime, alike: Alike | None
) -> RankedSearch:
    from library.search.ordering.by_cost import CostSearch

    kind = CostSearch if order.by == "cost" else RankedSearch
    return kind(connection, text, trashed, order, now, alike)


def ranked_page(
    connection: sqlite3.Connection,
    text: str,
    order: Order,
    before: int | None,
    after: int | None,
    limit: int,
    trashed: bool,
    patience: float = inf,
    alike: Alike | None = None,
    now: datetime | None = None,
) -> Found:
    """One page of a search in an order; places are ranks. Raises QueryWrong, OrderUnknown, sqlite3.Error."""
    search = _search(connection, text, trashed, order, now or datetime.now(), alike)
    return search.page(before, after, limit, patience)


def ranked_ids(
    connection: sqlite3.Connection,
    text: str,
    order: Order,
    first: int | None,
    last: int | None,
    trashed: bool,
    limit: int,
    alike: Alike | None = None,
) -> list[int]:
    """The ids that a search finds between two ranks, both included, in their order. Raises as `ranked_page`."""
    search = _search(connection, text, trashed, order, datetime.now(), alike)
    return [order.place(rank)[1] for rank in search.ids(first, last, limit)]


def drifts_of(connection: sqlite3.Connection, order: Order, ids: Sequence[int]) -> dict[int, float]:
    """The drift by which each of some pictures stands in an order; those that do not are left out.

    Raises OrderUnknown.
    """
    if order.by != "drift":
        return {}
    found = connection.execute(
        "select d.picture_id, d.drift from json_each(?) as j cross join drift as d indexed by drift_picture"
        " on d.member_id = ? and d.picture_id = j.value where d.drift is not null",
        (msgspec.json.encode(list(ids)).decode(), member_of(connection, order)),
    )
    return {int(row[0]): float(row[1]) for row in found}


def _within(ranks: Sequence[int], last: int | None, end: int, is_down: bool) -> tuple[list[int], int]:
    """Ranks without those beyond an end, and the place after the `last` that was looked at; None: that was all."""
    found = [rank for rank in ranks if (rank >= end if is_down else rank < end)]
    if last is None or len(found) < len(ranks):
        return found, end
    return found, max(last, end) if is_down else min(last + 1, end)


def member_of(connection: sqlite3.Connection, order: Order) -> int:
    """The member by whose drift is ordered. Raises OrderUnknown where there is none, or not one alone."""
    if not order.member:
        return WHOLE
    found = member_ids(connection, order.member, True) or member_ids(connection, order.member, False)
    if len(found) == 1:
        return found[0]
    how = "Nobody" if not found else "More than one"
    remedy = "Write the whole name" if found else "Write another name, or measure first: `studio cast measure`"
    raise OrderUnknown(f"{how} whose drift was measured is called “{order.member}”", remedy)
