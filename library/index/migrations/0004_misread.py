"""The fourth migration: letterings that their reader could not read."""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    "alter table lettering add column misread integer not null default 0",
    # Any lettering of the picture is misread.
    "alter table picture add column misread integer not null default 0",
    "create index picture_misread on picture (trashed, missing) where misread > 0",
    "drop index picture_shelf",
    "create index picture_shelf on picture (trashed, missing, id, rating, mark, letterings, draft, opened, created,"
    " width, height, seed, stack_top, misread)",
    "pragma user_version = 4",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply it; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
