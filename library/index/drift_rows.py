"""What was measured of drift, as rows: one for each member in a picture, and one for the picture as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from library.records import Measured

WHOLE = 0
"""The id of the member that stands for the whole picture: its drift is that of who is farthest off."""


def put(connection: sqlite3.Connection, picture_id: int, measured: Sequence[Measured]) -> None:
    """Keep what was measured of some members in a picture, in place of what was kept of these; of the others it stays.

    Nothing is kept of a picture that is gone. Inside a transaction.
    """
    if connection.execute("select 1 from picture where id = ?", (picture_id,)).fetchone() is None:
        return
    for one in measured:
        drift = None if one.drift is None else max(0.0, one.drift)
        connection.execute("insert or ignore into drift_member (name) values (?)", (one.member,))
        connection.execute(
            "insert or replace into drift (picture_id, member_id, drift, measure, reason, against)"
            " select ?, id, ?, ?, ?, ? from drift_member where name = ?",
            (picture_id, drift, one.measure, one.reason, one.against, one.member),
        )
    connection.execute("delete from drift where picture_id = ? and member_id = ?", (picture_id, WHOLE))
    connection.execute(
        f"insert into drift (picture_id, member_id, drift) select picture_id, {WHOLE}, max(drift) from drift"
        " where picture_id = ? and drift is not null group by picture_id",
        (picture_id,),
    )


def members(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The members of whom there is a drift, by name."""
    found = connection.execute(
        f"select name from drift_member as m where id != {WHOLE} and exists (select 1 from drift indexed by drift_order"
        " where member_id = m.id and drift is not null) order by name"
    )
    return tuple(row[0] for row in found)


def of_picture(connection: sqlite3.Connection, picture_id: int) -> tuple[Measured, ...]:
    """What was measured of a picture, figures first, by the members' names."""
    found = connection.execute(
        "select m.name, d.drift, d.measure, d.reason, d.against from drift as d join drift_member as m"
        f" on m.id = d.member_id where d.picture_id = ? and d.member_id != {WHOLE} order by d.drift is null, m.name",
        (picture_id,),
    )
    return tuple(Measured(row["name"], row["drift"], row["measure"], row["reason"], row["against"]) for row in found)
