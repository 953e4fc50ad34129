"""Putting files that were read into the index, one batch a transaction; looked at again there, as others write too.

A file is known by its path. One at a path that is not known may have been moved: then a picture has its content and no
file at its old place, and that picture goes with it, with all that a person said of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.exchange import sidecars
from library.importing.file_facts import FILE_KEY, Found, Said, content_hash
from library.importing.missing import is_gone
from library.importing.walking import Refusal
from library.index import annotation_rows, rows
from library.index.rows import NewLettering, NewPicture
from library.judgement import Judgement
from library.keeping import sidecar_writer
from library.places import Places
from library.records import PictureFacts

Outcome = Literal["added", "changed", "moved", "unchanged", "refused"]

WAITING = "it is a lettering, and the picture that it letters is not here"
"""The reason of letterings whose picture may yet come."""
_FILE_COLUMNS = (
    *("sha256", "bytes", "mtime_ns", "width", "height", "format", "dhash", "prompt", "negative", "engine", "model"),
    *("loras", "seed", "steps", "guidance", "sampler", "scheduler"),
)
"""What a changed file says anew; when it was made, and what people said of it, stays."""
_HEAD_COLUMNS = ("bytes", "mtime_ns", "created", "width", "height", "format")
"""What a file's head says, whoever made it."""
_KNOWN_COLUMNS = {*_HEAD_COLUMNS, *_FILE_COLUMNS} - {"sha256", "dhash"}
"""What a file says anew that has its content of before, and is read again by readers that know more."""


class Proof(NamedTuple):
    """That a new file is the content of a known picture: its id, its path in the index, and the file that is gone."""

    id: int
    path: str
    file: Path


def proofs(connection: sqlite3.Connection, places: Places, batch: Iterable[Found]) -> dict[str, Proof]:
    """The pictures that files of a batch were moved from, by the files' paths; reads files, so before the write lock.

    Size, first and last bytes are compared first; only where all of those agree, and the whole file's hash is known,
    the file is read for its own.
    """
    found: dict[str, Proof] = {}
    for one in batch:
        if one.picture is not None and _at(connection, one.picture.path) is None:
            for row in _same_content(connection, one.picture.key):
                file = places.root(bool(row["trashed"])) / row["path"]
                if is_gone(str(file)) and _is_proven(row, one):
                    found[one.path] = Proof(row["id"], row["path"], file)
                    break
    return found


def take(
    connection: sqlite3.Connection, places: Places, batch: Iterable[Found | Refusal], moved: dict[str, Proof]
) -> list[Outcome]:
    """Put a batch into the index, inside a transaction; what became of each file."""
    outcomes: list[Outcome] = []
    for one in batch:
        if isinstance(one, Refusal):
            refuse(connection, one)
            outcomes.append("refused")
            continue
        if one.lettering is not None:
            outcome = _take_lettering(connection, places, one, one.lettering)
        elif one.picture is not None:
            outcome = _take_picture(connection, places, one.picture, moved.get(one.path))
            _remark(connection, one, one.picture)
            said = Said(Judgement(), 0) if one.said is None and outcome == "changed" else one.said
            if said is not None and (row := _at(connection, one.picture.path)) is not None:
                take_said(connection, [(row["id"], said)])
        outcomes.append(outcome)
    return outcomes


def take_trashed(connection: sqlite3.Connection, one: Found) -> None:
    """Put a file that lies in the trash into the index, inside a transaction; its path is relative to the trash."""
    if one.picture is not None:
        new = msgspec.structs.replace(one.picture, key=_free_key(connection, one.picture))
        identity = rows.insert(connection, "picture", {**rows.picture_values(new), "trashed": 1})
        if one.said is not None:
            take_said(connection, [(identity, one.said)])


def take_said(connection: sqlite3.Connection, said: Iterable[tuple[int, Said]]) -> None:
    """Let pictures, by their ids, have what was said of them; what stands in their files only where nothing was yet."""
    for identity, one in said:
        if one.trouble:
            refuse(connection, Refusal(one.sidecar, one.trouble, 0, 0))
        elif one.sidecar:
            connection.execute("delete from refused where path = ?", (one.sidecar,))
        if one.sidecar_ns:
            sidecar_writer.take(connection, identity, one.judgement, one.sidecar_ns)
        elif (
            one.judgement != Judgement()
            and connection.execute(
                "select 1 from picture where id = ? and rating = 0 and mark = '' and tags = ''"
                # What is to go into the sidecar yet may be that there is no star, or only an album.
                " and id not in (select picture_id from unsent)",
                (identity,),
            ).fetchone()
        ):
            annotation_rows.judge(connection, identity, one.judgement)
        if one.label or not one.trouble:
            annotation_rows.set_label(connection, identity, one.label)


def refuse(connection: sqlite3.Connection, refusal: Refusal) -> None:
    """List a file that is not taken, or taken with a remark."""
    connection.execute(
        "insert into refused (path, reason, mtime_ns, bytes) values (?, ?, ?, ?) on conflict (path)"
        " do update set reason = excluded.reason, mtime_ns = excluded.mtime_ns, bytes = excluded.bytes",
        (refusal.path, refusal.reason[:1000], refusal.mtime_ns, refusal.bytes),
    )


def _remark(connection: sqlite3.Connection, one: Found, picture: NewPicture) -> None:
    if one.remark:
        refuse(connection, Refusal(one.path, one.remark, picture.mtime_ns, picture.bytes))
    else:
        connection.execute("delete from refused where path = ?", (one.path,))


def _take_picture(connection: sqlite3.Connection, places: Places, new: NewPicture, proof: Proof | None) -> Outcome:
    row = _at(connection, new.path)
    if row is not None:
        return _take_again(connection, places, row, new)
    if proof is not None:
        # Only where nobody has moved it elsewhere since it was proven.
        done = connection.execute(
            # What is to be read again is that at its new place too.
            "update picture set path = ?, mtime_ns = iif(mtime_ns < 0, -1, 1) * ?, missing = 0"
            " where id = ? and path = ?",
            (new.path, new.mtime_ns, proof.id, proof.path),
        )
        if done.rowcount:
            if not sidecars.is_beside(places.folder / new.path):
                annotation_rows.note_moved(connection, proof.id)
            return "moved"
    key = _free_key(connection, new)
    rows.insert(connection, "picture", rows.picture_values(msgspec.structs.replace(new, key=key)))
    return "added"


def _take_again(connection: sqlite3.Connection, places: Places, row: sqlite3.Row, new: NewPicture) -> Outcome:
    """A file at a known path: as it was, back again, or changed."""
    if row["missing"] and not sidecars.is_beside(places.folder / new.path):
        annotation_rows.note_moved(connection, row["id"])
    same = row["mtime_ns"] == new.mtime_ns and row["bytes"] == new.bytes
    if (same or row["source"] == "studio") and not row["missing"]:
        # The studio's own pictures do not change: what differs is told by `check`, and not taken for good.
        return "unchanged"
    is_known = _content_key(row["key"]) == _content_key(new.key)
    if is_known and row["source"] == "import" and row["mtime_ns"] < 0:
        _learn(connection, row["id"], new)
        return "changed"
    if is_known or row["source"] == "studio":
        connection.execute(
            "update picture set missing = 0, mtime_ns = ?, bytes = ? where id = ?", (new.mtime_ns, new.bytes, row["id"])
        )
        return "unchanged" if same else "changed"
    values = rows.picture_values(new)
    changes: dict[str, Any] = {column: values[column] for column in _FILE_COLUMNS}
    if not row["letterings"]:
        # Letterings name their picture by its key, so that one stays.
        changes["key"] = _free_key(connection, new)
    sets = ", ".join(f"{column} = :{column}" for column in changes)
    connection.execute(f"update picture set {sets}, missing = 0 where id = :id", {**changes, "id": row["id"]})
    return "changed"


def _learn(connection: sqlite3.Connection, identity: int, new: NewPicture) -> None:
    """Write what is read of a file today; where nothing tells any more how it was made, that stays as it was read."""
    columns = _HEAD_COLUMNS if new.facts == PictureFacts() else sorted(_KNOWN_COLUMNS)
    values = rows.picture_values(new)
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    connection.execute(f"update picture set {sets}, missing = 0 where id = :id", {**values, "id": identity})


def _take_lettering(connection: sqlite3.Connection, places: Places, one: Found, new: NewLettering) -> Outcome:
    picture = connection.execute("select id, trashed from picture where key = ?", (one.original_key,)).fetchone()
    if picture is None:
        refuse(connection, Refusal(one.path, WAITING, one.mtime_ns, new.bytes))
        return "refused"
    connection.execute("delete from refused where path = ?", (one.path,))
    outcome: Outcome = "added"
    known = connection.execute(
        "select id, path, sha256 from lettering where picture_id = ?", (picture["id"],)
    ).fetchall()
    if any(row["path"] == new.path and row["sha256"] == new.sha256 for row in known):
        return "unchanged"
    for row in known:
        place = places.root(bool(picture["trashed"])) / row["path"]
        if row["path"] == new.path or (row["sha256"] == new.sha256 and not place.exists()):
            connection.execute("delete from lettering where id = ?", (row["id"],))
            outcome = "changed" if row["path"] == new.path else "moved"
            break
    rows.insert_lettering(connection, picture["id"], new)
    return outcome


def _free_key(connection: sqlite3.Connection, new: NewPicture) -> str:
    """The content's key, or where another picture has it, one of this copy's own, the same whenever it is asked for."""
    if not _has_key(connection, new.key):
        return new.key
    own = sha256_of(new.path.encode())[:32]
    return f"{new.key}:{own}" if new.key.startswith(FILE_KEY) else f"copy:{own}"


def _has_key(connection: sqlite3.Connection, key: str) -> bool:
    return connection.execute("select 1 from picture where key = ?", (key,)).fetchone() is not None


def _content_key(key: str) -> str:
    return ":".join(key.split(":")[:2]) if key.startswith(FILE_KEY) else key


def _at(connection: sqlite3.Connection, path: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "select * from picture where path = ? order by trashed", (path,)
    ).fetchone()
    return row


def _same_content(connection: sqlite3.Connection, key: str) -> list[sqlite3.Row]:
    """Pictures with this content key, the first first, then the copies."""
    return connection.execute(
        "select id, path, trashed, sha256, bytes from picture where key = ? or (key > ? and key < ?) order by key",
        (key, f"{key}:", f"{key};"),
    ).fetchall()


def _is_proven(row: sqlite3.Row, one: Found) -> bool:
    if not row["sha256"]:
        return one.picture is not None and row["bytes"] == one.picture.bytes
    with suppress(PictureUnreadable):
        return bool(content_hash(one.path) == row["sha256"])
    return False
