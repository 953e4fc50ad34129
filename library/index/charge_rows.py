"""Charges in the index, as statements on an open connection; what they mean stands in `library.charges`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

import msgspec

from library.charges import Charge, Key, Spent, Total

_COUNTS = "how != 'nothing'"
_TOTALS = (
    "sum({amount}) as dollars, count(*) as charges, sum(case how when 'maybe' then {amount} else 0 end) as maybe,"
    " sum(how = 'maybe') as doubtful, sum(case how when 'estimated' then {amount} else 0 end) as estimated"
)
_OF: dict[Key, str] = {
    "all": "''",
    "day": "day",
    "month": "substr(day, 1, 7)",
    "engine": "engine",
    "model": "model",
    "member": "m.value",
}
_CERTAINTY = {"nothing": 0, "maybe": 0, "estimated": 1, "measured": 2}
"""What is known for surer is not written over: a studio that looks again may know less."""


def reserve(connection: sqlite3.Connection, charge: Charge, allows: Callable[[Spent], bool]) -> Charge | None:
    """Write that a request is about to be sent which may be charged, if what was spent before `allows` it.

    The charge that stands then, None where it is not allowed, and nothing was written. A request that may have been
    charged by this engine already is the same; one that was charged is sent once more, and costs again.
    """
    last = latest(connection, charge.request)
    if last is not None and last.how == "maybe" and last.engine == charge.engine:
        return last
    if not allows(spent(connection, charge.day)):
        return None
    number = 1 if last is None else last.number + (last.how != "nothing")
    made = msgspec.structs.replace(charge, how="maybe", number=number)
    _put(connection, made)
    return made


def settle(connection: sqlite3.Connection, charge: Charge) -> Charge:
    """Write what became of a request's latest charge, unless more is known of it; the charge that stands then.

    It keeps its day. Written twice it is one.
    """
    last = latest(connection, charge.request)
    if last is None:
        made = msgspec.structs.replace(charge, number=1)
    elif _CERTAINTY[charge.how] < _CERTAINTY[last.how]:
        return last
    else:
        made = msgspec.structs.replace(
            last,
            how=charge.how,
            dollars=last.dollars if charge.how in ("maybe", "nothing") else charge.dollars,
            model=charge.model or last.model,
            changed=charge.changed,
        )
    _put(connection, made)
    return made


def latest(connection: sqlite3.Connection, request: str) -> Charge | None:
    """The latest charge of a request; None where there is none."""
    found = connection.execute("select * from charge where request = ?", (request,))
    return max(map(_record, found), key=lambda charge: charge.number, default=None)


def of_jobs(connection: sqlite3.Connection, jobs: Sequence[str]) -> dict[str, tuple[Charge, ...]]:
    """The charges that count of each of some jobs, the oldest first; jobs that have none are left out."""
    found: dict[str, tuple[Charge, ...]] = {}
    for row in connection.execute(
        f"select c.* from json_each(?) as j join charge as c on c.job = j.value where {_COUNTS} order by time, c.key",
        (msgspec.json.encode(list(jobs)).decode(),),
    ):
        found[row["job"]] = (*found.get(row["job"], ()), _record(row))
    return found


def spent(connection: sqlite3.Connection, day: str) -> Spent:
    """What was spent, or may have been, on a day and in its month."""
    row = connection.execute(
        "select coalesce(sum(case day when :day then dollars else 0 end), 0), coalesce(sum(dollars), 0),"
        " coalesce(sum(case how when 'maybe' then dollars else 0 end), 0) from charge indexed by charge_day"
        f" where day between :first and :last and {_COUNTS}",
        {"day": day, "first": f"{day[:7]}-00", "last": f"{day[:7]}-99"},
    ).fetchone()
    return Spent(*row)


def totals(connection: sqlite3.Connection, by: Key, first: str, last: str) -> tuple[Total, ...]:
    """Totals of what was charged on the days from `first` to `last`, the dearest first; days and months the newest.

    Nothing for a span in which there were no charges.
    """
    source, amount = "charge as c", "dollars"
    if by == "member":
        # Who is in no cast is nobody, and whoever is shares.
        source += " join json_each(case members when '[]' then '[\"\"]' else members end) as m"
        amount = "dollars / max(1, json_array_length(members))"
    order = "of desc" if by in ("day", "month") else "dollars desc, of"
    found = connection.execute(
        f"select {_OF[by]} as of, {_TOTALS.format(amount=amount)} from {source}"
        f" where day between ? and ? and {_COUNTS} group by 1 order by {order}",
        (first, last),
    )
    return tuple(Total(**dict(row)) for row in found)


def is_any(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever charged, or may have been."""
    return bool(connection.execute(f"select exists (select 1 from charge where {_COUNTS})").fetchone()[0])


def unkept_days(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The days of which a charge is not in its file as it is."""
    return tuple(row[0] for row in connection.execute("select distinct day from charge where kept = 0 order by day"))


def of_day(connection: sqlite3.Connection, day: str) -> list[Charge]:
    """All charges of a day, the oldest first."""
    return [
        _record(row)
        for row in connection.execute(
            "select * from charge indexed by charge_day where day = ? order by time, key", (day,)
        )
    ]


def mark_kept(connection: sqlite3.Connection, charges: Iterable[Charge]) -> None:
    """Note that these are in their file, but those that were changed since."""
    connection.executemany(
        "update charge set kept = 1 where key = ? and changed = ? and how = ?",
        [(charge.key, charge.changed, charge.how) for charge in charges],
    )


def take_in(connection: sqlite3.Connection, charges: Iterable[Charge]) -> None:
    """Take in what a file says, where the index knows no such charge, or an older state of it."""
    for charge in charges:
        known = connection.execute("select changed from charge where key = ?", (charge.key,)).fetchone()
        if known is None or known[0] < charge.changed:
            _put(connection, charge)


def _put(connection: sqlite3.Connection, charge: Charge) -> None:
    values = msgspec.structs.asdict(charge)
    del values["number"]
    values |= {"key": charge.key, "members": msgspec.json.encode(charge.members).decode(), "kept": 0}
    columns, marks = ", ".join(values), ", ".join(f":{column}" for column in values)
    connection.execute(f"insert or replace into charge ({columns}) values ({marks})", values)


def _record(row: sqlite3.Row) -> Charge:
    values = dict(row)
    del values["kept"]
    values["number"] = int(values.pop("key").rpartition("/")[2])
    values["members"] = msgspec.json.decode(values["members"], type=tuple[str, ...])
    return Charge(**values)
