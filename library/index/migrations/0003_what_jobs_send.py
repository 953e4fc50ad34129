"""The third migration: what a job sends, in which order jobs wait, and what finished ones took."""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    "alter table job add column prompt_id text not null default ''",
    "alter table job add column graph text not null default ''",
    "alter table job add column attempts integer not null default 0",
    "alter table job add column priority integer not null default 0",
    "alter table job add column place real not null default 0",
    "update job set prompt_id = id, place = created",
    """create table run (
        id integer primary key autoincrement,
        engine text not null,
        family text not null,
        width integer not null,
        height integer not null,
        steps integer not null,
        seconds real not null,
        stages text not null,
        finished real not null
    )""",
    "create index run_engine on run (engine, id)",
    "pragma user_version = 3",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply it; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
