"""The seventh migration: what a sidecar said before the index said something else."""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    # A judgement as JSON: what index and sidecar agreed on last, empty where that is not known.
    "alter table unsent add column base text not null default ''",
    "pragma user_version = 7",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply it; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
