"""Jobs and what they took, in the index: what `Library` gives as its `jobs`, and statements on an open connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from library.index import rows
from library.index.database import Index
from library.records import ENDED_STATES, JobRecord, RunRecord

RUNS_KEPT = 50
"""Past runs that are given for one engine, the newest first."""


class Jobs:
    """The jobs of an open library; any thread may use it."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def put(self, wanted: Sequence[JobRecord]) -> None:
        """Insert or change jobs, all of them or none; they are on the disk, even after a power cut, when this returns.

        Raises IndexUnusable, DiskFull, LibraryUnwritable.
        """
        self._index.write(lambda connection: put(connection, wanted), durable=True)

    def change(self, job: JobRecord, expected: JobRecord) -> bool:
        """Write a job that stands as `expected`, as durably; False, and nothing, if another studio changed it: its
        state, whose it is, or which drawing of it is meant."""
        return self._index.write(lambda connection: change(connection, job, expected), durable=True)

    def get(self, job_id: str) -> JobRecord:
        """The job with this id. Raises NotInLibrary."""
        with self._index.reading() as connection:
            return record(rows.one(connection, "job", job_id, "job"))

    def latest(self, *, unfinished_only: bool = False, limit: int = 200) -> tuple[JobRecord, ...]:
        """Jobs, newest first; with `unfinished_only` those that are in no state of ENDED_STATES."""
        with self._index.reading() as connection:
            return latest(connection, unfinished_only=unfinished_only, limit=limit)

    def troubles(self, picture_id: int) -> tuple[str, ...]:
        """What went wrong in a picture, as its job told: kinds of `trouble_term.KINDS`."""
        with self._index.reading() as connection:
            found = connection.execute("select kind from trouble where picture_id = ? order by kind", (picture_id,))
            return tuple(row[0] for row in found)

    def add_run(self, run: RunRecord) -> None:
        """Remember what a finished job took."""
        self._index.write(lambda connection: add_run(connection, run))

    def runs(self, engine: str) -> tuple[RunRecord, ...]:
        """What the latest jobs of an engine took, newest first, at most RUNS_KEPT."""
        with self._index.reading() as connection:
            return runs(connection, engine)


def put(connection: sqlite3.Connection, jobs: Iterable[JobRecord]) -> None:
    """Insert jobs, or set all but the `created` of those whose ids are there."""
    for job in jobs:
        values = _values(job)
        columns = ", ".join(values)
        marks = ", ".join(f":{column}" for column in values)
        changes = ", ".join(f"{column} = excluded.{column}" for column in values if column not in ("id", "created"))
        connection.execute(
            f"insert into job ({columns}) values ({marks}) on conflict (id) do update set {changes}", values
        )


def change(connection: sqlite3.Connection, job: JobRecord, expected: JobRecord) -> bool:
    """Write a job if the index still has it in the state of `expected`, with its owner and drawing; whether it had."""
    values = _values(job)
    changes = ", ".join(f"{column} = :{column}" for column in values if column not in ("id", "created"))
    cursor = connection.execute(
        f"update job set {changes} where id = :id and state = :state_before and client_id = :owner_before"
        " and prompt_id = :drawing_before",
        {
            **values,
            "state_before": expected.state,
            "owner_before": expected.client_id,
            "drawing_before": expected.prompt_id,
        },
    )
    return cursor.rowcount == 1


def record(row: sqlite3.Row) -> JobRecord:
    """A row of `job`."""
    values = dict(row)
    values["picture_ids"] = msgspec.json.decode(values["picture_ids"], type=tuple[int, ...])
    return JobRecord(**values)


def latest(connection: sqlite3.Connection, *, unfinished_only: bool, limit: int) -> tuple[JobRecord, ...]:
    """Jobs, newest first; with `unfinished_only` those that are in no state of ENDED_STATES."""
    ended = ", ".join(f"'{state}'" for state in ENDED_STATES)
    where = f"where state not in ({ended})" if unfinished_only else ""
    found = connection.execute(f"select * from job {where} order by created desc, rowid desc limit ?", (limit,))
    return tuple(record(row) for row in found)


def add_run(connection: sqlite3.Connection, run: RunRecord) -> None:
    """Remember what a job took."""
    values = {**msgspec.structs.asdict(run), "stages": msgspec.json.encode(run.stages).decode()}
    columns, marks = ", ".join(values), ", ".join(f":{column}" for column in values)
    connection.execute(f"insert into run ({columns}) values ({marks})", values)


def runs(connection: sqlite3.Connection, engine: str) -> tuple[RunRecord, ...]:
    """What the latest jobs of an engine took, newest first, at most RUNS_KEPT."""
    found = connection.execute(
        "select engine, family, width, height, steps, seconds, stages, finished from run"
        " where engine = ? order by id desc limit ?",
        (engine, RUNS_KEPT),
    )
    return tuple(
        RunRecord(**{**dict(row), "stages": msgspec.json.decode(row["stages"], type=dict[str, float])}) for row in found
    )


def _values(job: JobRecord) -> dict[str, object]:
    return {**msgspec.structs.asdict(job), "picture_ids": msgspec.json.encode(job.picture_ids).decode()}
