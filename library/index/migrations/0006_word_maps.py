"""The sixth migration: maps of the cast and of the plates, and the words of their values.

A library has few of either, and each value has a code, as sizes and months have since the fifth. Which values have a
word is asked of a small full-text table, `map_word`, that reads them as the large one does; then the map tells of each
picture in a nanosecond what walking FTS5's list of a common name tells in a hundred.
"""

from __future__ import annotations

import sqlite3

from library.index.maps import BLOCK, CODES, WORD_CODES, WORDED, fill, number, number_values, put, word_ids


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the maps; inside a transaction."""
    connection.execute("create virtual table map_word using fts5 (value, tokenize='unicode61 remove_diacritics 2')")
    for column in WORDED.values():
        connection.execute(f"create table map_{column} (block integer primary key, codes blob not null)")
        connection.execute(
            f"create trigger map_value_{column} after insert on map_value when new.plane = '{column}' begin"
            f" insert into map_word (rowid, value) values (new.code + {word_ids(column)}, new.value); end"
        )
        number_values(connection, column)
    fill(connection, WORD_CODES)
    for trigger in ("picture_mapped", "picture_unmapped"):
        connection.execute(f"drop trigger {trigger}")
    for statement in _triggers():
        connection.execute(statement)
    connection.execute("pragma user_version = 6")


def _triggers() -> tuple[str, ...]:
    # Triggers that ran before may have changed whether the new row is the top of its stack.
    state_now = f"(select {CODES['state'].format(row='p')} from picture as p where p.id = new.id)"
    codes = {plane: code.format(row="new") for plane, code in {**CODES, **WORD_CODES}.items()} | {"state": state_now}
    begun = "".join(
        f"insert or ignore into map_{plane} values (new.id / {BLOCK}, zeroblob({BLOCK}));" for plane in codes
    )
    numbered = "".join(number(plane) for plane in codes if plane not in ("judged", "state"))
    puts = "".join(put(plane, code) for plane, code in codes.items())
    gone = put("state", "0").replace("new.id", "old.id")
    return (
        f"create trigger picture_mapped after insert on picture begin {begun} {numbered} {puts} end",
        f"create trigger picture_unmapped after delete on picture begin {gone} end",
        *(
            f"create trigger picture_{column}_mapped after update of {column} on picture begin"
            f" {number(column)} {put(column, codes[column])} end"
            for column in WORDED.values()
        ),
    )
