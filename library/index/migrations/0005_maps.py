"""The fifth migration: maps of the shelf, by which a search of any number of pictures looks at each in a nanosecond.

`library.index.maps` tells what they are. The indices that did this work before go.
"""

from __future__ import annotations

import sqlite3

from library.index.maps import BLOCK, CODES, STATE, fill, number, number_values, put

_COLUMNS = {
    "judged": "rating, mark, opened",
    "state": "trashed, missing, draft, letterings, misread, stack_top",
    "size": "width, height",
    "month": "created",
}
"""What each map is made of."""
_REPLACED = ("rating", "mark", "draft", "unread", "month", "size", "lettered", "misread", "top")


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the maps; inside a transaction."""
    connection.execute(
        "create table map_value (plane text not null, value not null, code integer not null,"
        " primary key (plane, value)) without rowid"
    )
    for plane in CODES:
        connection.execute(f"create table map_{plane} (block integer primary key, codes blob not null)")
    for plane in ("size", "month"):
        number_values(connection, plane)
    fill(connection, CODES)
    for statement in _triggers():
        connection.execute(statement)
    for index in _REPLACED:
        connection.execute(f"drop index picture_{index}")
    # Almost all pictures have a hash: those without are found without reading the others.
    connection.execute("create index picture_unhashed on picture (missing) where dhash is null")
    connection.execute("pragma user_version = 5")


def _triggers() -> tuple[str, ...]:
    numbered = {"judged": "", "state": "", "size": number("size"), "month": number("month")}
    # Triggers that ran before may have changed whether the new row is the top of its stack.
    state_now = f"(select {STATE.format(row='p')} from picture as p where p.id = new.id)"
    added = "".join(
        f"insert or ignore into map_{plane} values (new.id / {BLOCK}, zeroblob({BLOCK}));"
        f"{numbered[plane]} {put(plane, state_now if plane == 'state' else code.format(row='new'))}"
        for plane, code in CODES.items()
    )
    gone = put("state", "0").replace("new.id", "old.id")
    return (
        f"create trigger picture_mapped after insert on picture begin {added} end",
        f"create trigger picture_unmapped after delete on picture begin {gone} end",
        *(
            f"create trigger picture_{plane}_mapped after update of {columns} on picture begin"
            f" {numbered[plane]} {put(plane, CODES[plane].format(row='new'))} end"
            for plane, columns in _COLUMNS.items()
        ),
    )
