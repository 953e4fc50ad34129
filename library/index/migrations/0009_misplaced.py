"""The ninth migration: letterings whose words nobody wears.

Such pictures are few, so they have an index of their own, and no bit in the map of states, which has none left.
"""

from __future__ import annotations

import sqlite3

from library.index.misplaced import is_misplaced


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the flags, and raise those of letterings that are there; inside a transaction."""
    for table in ("lettering", "picture"):
        connection.execute(f"alter table {table} add column misplaced integer not null default 0")
    likely = connection.execute("select id, record from lettering where instr(record, '\"centre\"')").fetchall()
    found = [(identity,) for identity, record in likely if is_misplaced(record)]
    connection.executemany("update lettering set misplaced = 1 where id = ?", found)
    connection.execute(
        "update picture set misplaced = 1 where id in (select picture_id from lettering where misplaced > 0)"
    )
    connection.execute("create index picture_misplaced on picture (id) where misplaced > 0")
    connection.execute("pragma user_version = 9")
