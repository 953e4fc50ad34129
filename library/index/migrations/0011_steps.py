"""The eleventh migration: a map of the sampling steps, of which a library has few different numbers."""

from __future__ import annotations

import sqlite3

from library.index.maps import BLOCK, LATER_CODES, fill, number, number_values, put

_PUT = f"{number('steps')} {put('steps', LATER_CODES['steps'].format(row='new'))}"
_STATEMENTS = (
    f"create trigger picture_steps_added after insert on picture begin"
    f" insert or ignore into map_steps values (new.id / {BLOCK}, zeroblob({BLOCK})); {_PUT} end",
    f"create trigger picture_steps_mapped after update of steps on picture begin {_PUT} end",
    "pragma user_version = 11",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the map; inside a transaction."""
    connection.execute("create table map_steps (block integer primary key, codes blob not null)")
    number_values(connection, "steps")
    fill(connection, {"steps": LATER_CODES["steps"]})
    for statement in _STATEMENTS:
        connection.execute(statement)
