"""The one transaction that puts what a rebuild has found into an index; the staging file is attached as `stage`.

Only rows that differ are written, so a rebuild of a good index holds the write lock for a moment.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec

from library.index import annotation_rows
from library.index.rows import refresh_sayings
from library.judgement import Judgement
from library.keeping import sidecar_writer

_FILE_COLUMNS = (
    *("path", "trashed", "sha256", "bytes", "created", "width", "height", "scene", "prompt", "saying", "characters"),
    *("plate", "style", "engine", "model", "loras", "seed", "steps", "guidance", "draft", "job_id", "recipe"),
    *("negative", "sampler", "scheduler", "stack", "cost"),
)
"""What the file says of a picture; the rest of a row (id, rating, mark, what letterings add) is the index's own."""
IMPORTED_COLUMNS = (
    *("id", "key", *_FILE_COLUMNS, "rating", "mark", "opened", "missing", "sayings", "dhash", "source", "format"),
    *("mtime_ns", "letterings", "stack_top", "label"),
)
"""All that an index knows of a picture whose file says too little to make its row again."""
_LETTERING_COLUMNS = ("sha256", "bytes", "created", "sayings", "record", "misread", "misplaced")
_JOB_COLUMNS = (
    "id, client_id, engine, state, recipe, created, changed, batch, notice, picture_ids, prompt_id, graph, attempts,"
    " priority, place, remote"
)
CHARGE_COLUMNS = (
    *("key", "request", "job", "time", "day", "engine", "model", "members", "dollars"),
    *("how", "changed"),
)


class Moved(NamedTuple):
    """A picture that lies elsewhere now, and where it was: the path in the index, and whether in the trash."""

    id: int
    path: str
    trashed: bool


def merge(connection: sqlite3.Connection, top: tuple[int, int], *, is_new: bool = False) -> list[Moved]:
    """Make the pictures and letterings with ids up to `top` those that were staged; known keys keep id, rating, mark.

    What another studio saved after the scan began has a higher id, and stays. Pictures that the index did not know get
    new ids in the order of their times. An index that is new gets what was salvaged of tags, albums and searches.
    Gives the pictures that are not where they were.
    """
    top_picture, top_lettering = top
    _follow_moves(connection)
    connection.execute(
        "delete from main.lettering where id <= ? and not exists (select 1 from stage.lettering s, main.picture p"
        " where p.id = lettering.picture_id and s.path = lettering.path and s.original_key = p.key)"
        # What lies outside of the library was not looked for.
        " and path not like '/%'",
        (top_lettering,),
    )
    _lose_pictures(connection, top_picture)
    _change_pictures(connection)
    _add_pictures(connection)
    _merge_letterings(connection)
    connection.execute(
        "update main.picture set missing = 0 where missing = 1 and key in (select key from stage.picture)"
    )
    if is_new:
        put_said(connection)
    _take_sidecars(connection)
    moved = _note_moves(connection)
    connection.execute("delete from main.claim where key in (select key from main.picture)")
    lettered = connection.execute(
        "select id from main.picture where letterings > 0 union select picture_id from main.lettering"
    ).fetchall()
    for (picture_id,) in lettered:
        refresh_sayings(connection, picture_id)
    return moved


def put_jobs(connection: sqlite3.Connection) -> None:
    """Put the salvaged jobs, and what they cost, into a new index."""
    connection.execute(f"insert or ignore into main.job ({_JOB_COLUMNS}) select {_JOB_COLUMNS} from stage.job")
    connection.execute("update main.job set prompt_id = id where prompt_id = ''")
    columns = _list(CHARGE_COLUMNS)
    connection.execute(f"insert or ignore into main.charge ({columns}) select {columns} from stage.charge")


def put_imported(connection: sqlite3.Connection) -> None:
    """Put the salvaged pictures of imported folders into a new index, before all others: they keep their ids."""
    # An index of a version that knew no labels: its pictures are to be read again (`migration 0010`).
    connection.execute("update stage.imported set label = '', mtime_ns = -abs(mtime_ns) where label is null")
    columns = _list(IMPORTED_COLUMNS)
    connection.execute(f"insert or ignore into main.picture ({columns}) select {columns} from stage.imported")
    connection.execute(
        "insert or ignore into main.import_root (path, recursive, watched, added, scanned)"
        " select path, recursive, watched, added, scanned from stage.import_root"
    )


def put_said(connection: sqlite3.Connection) -> None:
    """Put salvaged tags, albums and saved searches into a new index, whose pictures have their old ids."""
    for kind in ("tag", "album"):
        known = f"stage.named n where n.kind = '{kind}'"
        connection.execute(f"insert or ignore into main.{kind} (name) select n.name from {known}")
        connection.execute(
            f"insert or ignore into main.picture_{kind} select t.id, n.picture_id from main.{kind} t, {known}"
            " and n.name = t.name and n.picture_id in (select id from main.picture)"
        )
    connection.execute(
        "update main.picture as p set tags = (select group_concat(name, char(10)) from (select t.name from main.tag t"
        " join main.picture_tag l on l.tag_id = t.id where l.picture_id = p.id order by t.name))"
        " where id in (select picture_id from main.picture_tag)"
    )
    connection.execute("insert or ignore into main.saved_search select name, query, created from stage.saved_search")
    connection.execute(
        "insert or ignore into main.unsent (picture_id) select picture_id from stage.unsent"
        " where picture_id in (select id from main.picture)"
    )


def _lose_pictures(connection: sqlite3.Connection, top: int) -> None:
    """Pictures whose files are gone go; those that somebody has judged stay, as missing."""
    gone = (
        # One that was moved since the scan began may have been passed over, and is not gone.
        "id <= ? and key not in (select key from stage.picture) and not exists"
        " (select 1 from stage.kept k where k.key = p.key and (k.path, k.trashed) != (p.path, p.trashed))"
        " and source = 'studio' and path not like '/%'"
        # A lettered picture that stands alone, for the picture that it letters is still gone.
        " and not exists (select 1 from stage.lettering s where s.path = p.path and s.trashed = p.trashed"
        " and s.original_key not in (select key from stage.picture union all select key from main.picture))"
    )
    judged = (
        "(rating > 0 or mark != '' or tags != ''"
        " or exists (select 1 from main.picture_album l where l.picture_id = p.id))"
    )
    connection.execute(f"delete from main.picture as p where {gone} and not {judged}", (top,))
    connection.execute(f"update main.picture as p set missing = 1 where missing = 0 and {gone}", (top,))


def _take_sidecars(connection: sqlite3.Connection) -> None:
    found = connection.execute(
        "select p.id, s.ns, s.said, s.label from stage.sidecar s join main.picture p on p.key = s.key"
        " where p.sidecar_ns != s.ns"
    ).fetchall()
    for row in found:
        sidecar_writer.take(connection, row["id"], msgspec.json.decode(row["said"], type=Judgement), row["ns"])
        if row["label"] is not None:
            annotation_rows.set_label(connection, row["id"], row["label"])


def _note_moves(connection: sqlite3.Connection) -> list[Moved]:
    """Note the pictures whose sidecar has stayed where they were."""
    found = connection.execute(
        "select p.id, k.path, k.trashed from stage.kept k join main.picture p on p.key = k.key"
        " join stage.picture s on s.key = k.key where (p.path, p.trashed) != (k.path, k.trashed)"
        " and k.key not in (select key from stage.sidecar)"
    ).fetchall()
    for row in found:
        annotation_rows.note_moved(connection, row["id"])
    return [Moved(row["id"], row["path"], bool(row["trashed"])) for row in found]


def _follow_moves(connection: sqlite3.Connection) -> None:
    """A file that another studio moved to or from the trash since the scan began is where the index now says."""
    connection.execute(
        "update stage.picture as s set path = p.path, trashed = p.trashed from main.picture p, stage.kept k"
        " where p.key = s.key and k.key = s.key and (p.path, p.trashed) != (k.path, k.trashed)"
    )
    connection.execute(
        "update stage.lettering as s set path = l.path from main.lettering l, stage.kept_lettering k"
        " where k.path = s.path and l.id = k.id and l.path != k.path"
    )


def _change_pictures(connection: sqlite3.Connection) -> None:
    ours, theirs = _list(_FILE_COLUMNS, "p"), _list(_FILE_COLUMNS, "s")
    # Two files may have exchanged their names: no row may stand in another's way.
    connection.execute(
        "update main.picture as p set path = 'moving/' || p.id from stage.picture s"
        " where s.key = p.key and (p.path, p.trashed) != (s.path, s.trashed)"
    )
    connection.execute(
        f"update main.picture as p set ({_list(_FILE_COLUMNS)}) = ({theirs}) from stage.picture s"
        f" where s.key = p.key and ({ours}) is not ({theirs})"
    )


def _add_pictures(connection: sqlite3.Connection) -> None:
    connection.execute(
        f"insert into main.picture (id, rating, mark, label, key, sayings, {_list(_FILE_COLUMNS)})"
        f" select k.id, coalesce(k.rating, 0), coalesce(k.mark, ''), coalesce(k.label, ''), s.key, s.saying,"
        f" {_list(_FILE_COLUMNS, 's')}"
        " from stage.picture s left join stage.kept k on k.key = s.key"
        " where s.key not in (select key from main.picture)"
        " and not exists (select 1 from main.picture p where p.path = s.path and p.trashed = s.trashed)"
        " order by k.id is null, k.id, s.created, s.path"
    )


def _merge_letterings(connection: sqlite3.Connection) -> None:
    ours, theirs = _list(_LETTERING_COLUMNS, "l"), _list(_LETTERING_COLUMNS, "s")
    connection.execute(
        f"update main.lettering as l set ({_list(_LETTERING_COLUMNS)}) = ({theirs})"
        " from stage.lettering s, main.picture p"
        f" where p.id = l.picture_id and s.path = l.path and s.original_key = p.key and ({ours}) is not ({theirs})"
    )
    connection.execute(
        f"insert into main.lettering (id, picture_id, path, {_list(_LETTERING_COLUMNS)})"
        f" select k.id, p.id, s.path, {theirs}"
        " from stage.lettering s join main.picture p on p.key = s.original_key"
        " left join stage.kept_lettering k on k.path = s.path"
        " where not exists (select 1 from main.lettering l where l.picture_id = p.id and l.path = s.path)"
        " order by k.id is null, k.id, s.created, s.path"
    )


def _list(columns: tuple[str, ...], table: str = "") -> str:
    return ", ".join(f"{table}.{column}" if table else column for column in columns)
