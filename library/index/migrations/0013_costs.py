"""The thirteenth migration: what a service calls a job, what pictures cost, and every charge of a service.

A charge stands by itself: jobs and pictures may go, and what was paid stays. `day` is the local day on which it was
made, so that totals need no calendar; `kept` says that the file beside the index has the row as it is. Of pictures,
few have a cost: the index has these alone, by id, for a search goes through windows of ids.
"""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    "alter table job add column remote text not null default ''",
    "alter table picture add column cost real",
    "create index picture_cost on picture (id, cost) where cost is not null",
    "create table charge (key text primary key, request text not null, job text not null, time real not null,"
    " day text not null, engine text not null, model text not null, members text not null, dollars real not null,"
    " how text not null, changed real not null, kept integer not null default 0)",
    "create index charge_request on charge (request)",
    "create index charge_job on charge (job)",
    "create index charge_day on charge (day, how, dollars)",
    "create index charge_unkept on charge (day) where kept = 0",
    "pragma user_version = 13",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the columns and the table; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
