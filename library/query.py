"""Pages of what a search finds: the newest first, by id, never by rank and never by OFFSET.

Each clause is led by what is rarest: a condition of few rows, or words, which FTS5 gives newest first, or a condition's
index. Ids are gone through in windows, small ones first, so that a page of what is common costs next to nothing, and a
search can stop at a time and go on from there.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

import msgspec

from library.clauses import Clause, clauses, spelled_out
from library.conditions import Binder, Lead
from library.language import Both, parse
from library.records import TOTAL_CAP

LARGEST_ID = 2**63 - 1
COUNT_SECONDS = 0.008
"""How long a page waits for its count, after its pictures are found."""

_FEW = 5_000
"""Rows of a condition that lead before anything else where no words are asked."""
_FEW_WITH_WORDS = 1_500
"""The same where each row is then looked for in the words' index."""
_FIRST_WINDOW = 16_000
_CHUNK = 60
"""Ids that are counted at once before it is known how fast they come."""
_SHELF = "p.trashed = :trashed and p.missing = 0"


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, up to its order, for the ids of a window; `newest` is the highest, `is_short`: it has few."""

    sql: str
    newest: int
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a page, how many there are in all (`at_least`: not all were counted), and the ids to go on from."""

    rows: list[sqlite3.Row]
    total: int
    at_least: bool
    before: int | None
    after: int | None


class Search:
    """A search of one shelf (the library, or its trash); `stacked` takes only the newest that is found of a stack."""

    def __init__(self, connection: sqlite3.Connection, text: str, trashed: bool, stacked: bool, now: datetime) -> None:
        """Raises QueryWrong."""
        self._connection = connection
        tree = spelled_out(parse(text, now), connection, now)
        self._values: dict[str, object] = {"trashed": int(trashed)}
        bind = Binder(self._values)
        found = clauses(tree, connection, trashed, bind)
        self._alone = _newest_of_stack(found, bind, tree == Both(())) if stacked else ""
        self._steps = [self._step(clause, trashed, bind) for clause in found]
        self._is_short = all(step.is_short for step in self._steps)
        highest = connection.execute("select max(id) from picture").fetchone()[0] or 0
        self._newest = min(max((step.newest for step in self._steps), default=0), highest)

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
        return Found(self._rows(shown), min(counted, TOTAL_CAP), at_least, older, newer)

    def ids(self, newest: int | None, oldest: int | None, limit: int) -> list[int]:
        """At most `limit` ids from `newest` down to `oldest`, both included."""
        top = self._newest + 1
        begin = top if newest is None else min(newest + 1, top)
        end = max(1, oldest or 1)
        return self._walk(begin, end, limit, limit, inf)[0] if begin > end else []

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
        chunk = _CHUNK
        size = abs(place - end) if self._is_short else _FIRST_WINDOW
        now = time.perf_counter()
        deadline = now + patience
        while place != end and len(ids) < most:
            begun, missing = now, wanted - len(ids)
            low, high = (max(end, place - size), place) if is_down else (place, min(end, place + size))
            ask = min(most - len(ids), missing if missing > 0 else chunk)
            more = self._window(low, high, ask, is_down)
            ids += more
            # A window that was cut short ends at the last that it gave.
            is_cut = len(more) >= ask
            place = (more[-1] if is_cut else low) if is_down else (more[-1] + 1 if is_cut else high)
            now = time.perf_counter()
            if 0 < missing <= len(more):
                deadline = now + COUNT_SECONDS
            if now >= deadline:
                break
            if more:
                chunk = max(_CHUNK, int(len(more) / max(now - begun, 1e-5) * COUNT_SECONDS / 2))
            rate = size / max(now - begun, 1e-5)
            size = int(max(_FIRST_WINDOW, min(size * 4, rate * (deadline - now))))
        return ids, place

    def _window(self, low: int, high: int, most: int, is_down: bool) -> list[int]:
        values = {**self._values, "low": low, "high": high, "most": most}
        order = "desc" if is_down else "asc"
        ids: set[int] = set()
        for step in self._steps:
            if step.newest >= low:
                ids.update(row[0] for row in self._connection.execute(f"{step.sql} {order} limit :most", values))
        return sorted(ids, reverse=is_down)[:most]

    def _rows(self, ids: Sequence[int]) -> list[sqlite3.Row]:
        listed = msgspec.json.encode(list(ids)).decode()
        return self._connection.execute(
            "select p.* from json_each(?) as j cross join picture as p on p.id = j.value order by j.key", (listed,)
        ).fetchall()

    def _step(self, clause: Clause, trashed: bool, bind: Binder) -> Step:
        conditions = [f"({condition.sql.format(p='p')})" for condition in clause.conditions]
        leads = [condition.lead for condition in clause.conditions if condition.lead is not None]
        if trashed:
            leads.append(Lead("picture as p indexed by picture_shelf", _SHELF))
        tail = "".join(f" and {sql}" for sql in conditions) + self._alone
        match, unmatch = clause.match, clause.unmatch
        is_alone = len(leads) == len(conditions) == 1 and not match and leads[0].in_order
        few = None if is_alone else self._few(leads, _FEW_WITH_WORDS if match else _FEW)
        if few is not None:
            return self._step_of_few(few, match, unmatch, tail, bind)
        newest = min((self._highest(lead) for lead in leads if lead.newest), default=LARGEST_ID)
        if match:
            # The plus keeps SQLite from handing the window on to `p`, where it would then read all of it for each row.
            source = (
                f"picture_fts as f cross join picture as p indexed by picture_shelf on {_SHELF} and p.id = +f.rowid"
            )
            return Step(_statement(source, f"f.picture_fts match {bind(match)}", "f.rowid", tail), newest)
        if unmatch:
            rows = f"select rowid from picture_fts where picture_fts match {bind(unmatch)}"
            tail += f" and p.id not in ({rows} and rowid >= :low and rowid < :high)"
        if is_alone:
            return Step(_statement(leads[0].source, leads[0].where, leads[0].key, tail), newest)
        ordered = [lead for lead in leads if lead.in_order]
        if len(ordered) > 1:
            # Two indices are read side by side for a window; the rows themselves only where both have them.
            first, *others = (
                f"select {lead.key} as id from {lead.source} where {lead.where}"
                f" and {lead.key} >= :low and {lead.key} < :high"
                for lead in ordered
            )
            source = f"({first}) as l cross join picture as p indexed by picture_shelf on {_SHELF} and p.id = +l.id"
            where = " and ".join(f"l.id in ({other})" for other in others)
            return Step(_statement(source, where, "l.id", tail), newest)
        return Step(_statement("picture as p indexed by picture_shelf", _SHELF, "p.id", tail), newest)

    def _step_of_few(self, ids: list[int], match: str, unmatch: str, tail: str, bind: Binder) -> Step:
        listed = bind(msgspec.json.encode(ids).decode())
        where = _SHELF
        for expression, wanted in ((match, "exists"), ("" if match else unmatch, "not exists")):
            if expression:
                look = f"select 1 from picture_fts where picture_fts match {bind(expression)} and rowid = p.id"
                where += f" and {wanted} ({look})"
        source = f"json_each({listed}) as j cross join picture as p indexed by picture_shelf on p.id = +j.value"
        return Step(_statement(source, where, "+j.value", tail), max(ids, default=0), True)

    def _few(self, leads: Sequence[Lead], most: int) -> list[int] | None:
        """The rows of the lead that has the fewest, None where all have more than `most`."""
        fewest: list[int] | None = None
        for lead in leads:
            limit = most + 1 if fewest is None else len(fewest)
            sql = f"select {lead.key} from {lead.source} where {lead.where} limit {limit}"
            ids = [row[0] for row in self._connection.execute(sql, self._values)]
            if len(ids) < limit:
                fewest = ids
        return fewest

    def _highest(self, lead: Lead) -> int:
        return self._connection.execute(lead.newest, self._values).fetchone()[0] or 0


def _statement(source: str, where: str, key: str, tail: str) -> str:
    return f"select distinct {key} from {source} where {where} and {key} >= :low and {key} < :high{tail} order by {key}"


def _newest_of_stack(found: Sequence[Clause], bind: Binder, is_all: bool) -> str:
    """The condition that no newer picture of the same stack is found too."""
    if is_all:
        return " and p.stack_top = 1"
    either = []
    for clause in found:
        each = [f"({condition.sql.format(p='q')})" for condition in clause.conditions]
        look = "exists (select 1 from picture_fts where picture_fts match {} and rowid = q.id)"
        if clause.match:
            each.append(look.format(bind(clause.match)))
        elif clause.unmatch:
            each.append("not " + look.format(bind(clause.unmatch)))
        either.append(f"({' and '.join(each) or '1'})")
    return (
        " and (p.stack_top = 1 or not exists (select 1 from picture as q indexed by picture_stack"
        " where q.stack = p.stack and q.stack != '' and q.trashed = :trashed and q.missing = 0 and q.id > p.id"
        f" and ({' or '.join(either)})))"
    )


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
) -> Found:
    """One page of a search, newest first; `now` is what days are told by. Raises QueryWrong, sqlite3.Error."""
    return Search(connection, text, trashed, stacked, now or datetime.now()).page(before, after, limit, patience)


def found_ids(
    connection: sqlite3.Connection,
    text: str,
    newest: int | None,
    oldest: int | None,
    trashed: bool,
    stacked: bool,
    limit: int,
) -> list[int]:
    """The ids that a search finds between two ids, both included, newest first. Raises QueryWrong, sqlite3.Error."""
    return Search(connection, text, trashed, stacked, datetime.now()).ids(newest, oldest, limit)
