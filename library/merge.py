"""The one transaction that puts what a rebuild has found into an index; the staging file is attached as `stage`."""

from __future__ import annotations

import sqlite3

from library.rows import refresh_sayings

_COLUMNS = (
    "key, path, trashed, sha256, bytes, created, width, height, scene, prompt, saying, sayings, characters, plate,"
    " style, engine, model, loras, seed, steps, guidance, draft, job_id, recipe"
)
_JOB_COLUMNS = "id, client_id, engine, state, recipe, created, changed, batch, notice, picture_ids"


def merge(connection: sqlite3.Connection, top: tuple[int, int]) -> None:
    """Replace all pictures and letterings with ids up to `top` by the staged ones; known keys keep id, rating and mark.

    What another studio saved after the scan began has a higher id, and stays. Pictures that the index did not know get
    new ids in the order of their times.
    """
    top_picture, top_lettering = top
    connection.execute(
        "create temp table latest as select key, id, path, trashed, rating, mark from main.picture where id <= ?",
        (top_picture,),
    )
    connection.execute("create unique index temp.latest_key on latest (key)")
    # Ratings may have changed since the scan began: the index's own word goes before the salvaged one.
    connection.execute(
        "insert or ignore into temp.latest select key, id, path, trashed, rating, mark from stage.kept"
        " where id not in (select id from main.picture)"
    )
    # Letterings of pictures that stay are not the cascade's business: they are put back below.
    _follow_moves(connection)
    newer = connection.execute("select * from main.lettering where id > ?", (top_lettering,)).fetchall()
    connection.execute("delete from main.lettering")
    connection.execute("delete from main.picture where id <= ?", (top_picture,))
    connection.execute(
        f"insert into main.picture (id, rating, mark, {_COLUMNS})"
        f" select l.id, coalesce(l.rating, 0), coalesce(l.mark, ''), {_prefixed('s')}"
        " from stage.picture s left join temp.latest l on l.key = s.key"
        " where s.key not in (select key from main.picture)"
        " and not exists (select 1 from main.picture p where p.path = s.path and p.trashed = s.trashed)"
        " order by l.id is null, l.id, s.created, s.path"
    )
    connection.execute(
        "insert into main.lettering (id, picture_id, path, sha256, bytes, created, sayings, record)"
        " select k.id, p.id, l.path, l.sha256, l.bytes, l.created, l.sayings, l.record"
        " from stage.lettering l join main.picture p on p.key = l.original_key"
        " left join stage.kept_lettering k on k.path = l.path"
        " order by k.id is null, k.id, l.created, l.path"
    )
    _put_back(connection, newer)
    connection.execute("delete from main.claim where key in (select key from main.picture)")
    lettered = connection.execute("select distinct picture_id from main.lettering").fetchall()
    for (picture_id,) in lettered:
        refresh_sayings(connection, picture_id)
    connection.execute("drop table temp.latest")


def _follow_moves(connection: sqlite3.Connection) -> None:
    """A picture that another studio moved to or from the trash since the scan began is where the index now says."""
    connection.execute(
        "update stage.picture as s set path = l.path, trashed = l.trashed from temp.latest l, stage.kept k"
        " where l.key = s.key and k.key = s.key and (l.path, l.trashed) != (k.path, k.trashed)"
    )


def put_jobs(connection: sqlite3.Connection) -> None:
    """Put the salvaged jobs into a new index."""
    connection.execute(f"insert or ignore into main.job ({_JOB_COLUMNS}) select {_JOB_COLUMNS} from stage.job")


def _put_back(connection: sqlite3.Connection, newer: list[sqlite3.Row]) -> None:
    for row in newer:
        values = dict(row)
        connection.execute(
            "insert or ignore into main.lettering (id, picture_id, path, sha256, bytes, created, sayings, record)"
            " select :id, :picture_id, :path, :sha256, :bytes, :created, :sayings, :record"
            " where exists (select 1 from main.picture where id = :picture_id)"
            " and not exists (select 1 from main.lettering where picture_id = :picture_id and path = :path)",
            values,
        )


def _prefixed(table: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in _COLUMNS.split(","))
