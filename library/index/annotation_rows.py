"""What a person says of pictures, in the index: ratings, marks, tags, albums; and the searches they keep.

Each change tells what was before, so that it can be undone, and notes the picture for its sidecar in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from library.index.rows import one
from library.judgement import Judgement, names
from library.records import Mark

Kind = Literal["tag", "album"]


def set_values(
    connection: sqlite3.Connection, column: Literal["rating", "mark"], wanted: Mapping[int, int | str]
) -> dict[int, int | str]:
    """Set a column of some pictures; what each that changed had before. Raises NotInLibrary, and nothing changes."""
    before: dict[int, int | str] = {}
    for identity, value in wanted.items():
        was = one(connection, "picture", identity, "picture")[column]
        if was != value:
            before[identity] = was
            note_unsent(connection, identity)
            connection.execute(f"update picture set {column} = ? where id = ?", (value, identity))
    return before


def set_names(
    connection: sqlite3.Connection, kind: Kind, wanted: Mapping[int, Iterable[str]]
) -> dict[int, tuple[str, ...]]:
    """Set the tags or albums of some pictures; what each that changed had. Raises NotInLibrary."""
    before: dict[int, tuple[str, ...]] = {}
    for identity, found in wanted.items():
        one(connection, "picture", identity, "picture")
        was, wished = names_of(connection, kind, identity), names(found)
        had, wish = ({name.lower() for name in some} for some in (was, wished))
        if had == wish:
            continue
        before[identity] = was
        note_unsent(connection, identity)
        for name in (name for name in was if name.lower() not in wish):
            connection.execute(
                f"delete from picture_{kind} where picture_id = ?"
                f" and {kind}_id = (select id from {kind} where name = ?)",
                (identity, name),
            )
        for name in (name for name in wished if name.lower() not in had):
            connection.execute(f"insert or ignore into {kind} (name) values (?)", (name,))
            connection.execute(
                f"insert or ignore into picture_{kind} select id, ? from {kind} where name = ?", (identity, name)
            )
        if kind == "tag":
            tags = "\n".join(names_of(connection, kind, identity))
            connection.execute("update picture set tags = ? where id = ?", (tags, identity))
    return before


def change_names(
    connection: sqlite3.Connection, kind: Kind, ids: Sequence[int], add: Iterable[str], remove: Iterable[str]
) -> dict[int, tuple[str, ...]]:
    """Add and remove tags or albums of some pictures; what each that changed had. Raises NotInLibrary."""
    more, less = names(add), {name.lower() for name in names(remove)}
    wanted = {
        identity: [name for name in (*names_of(connection, kind, identity), *more) if name.lower() not in less]
        for identity in ids
    }
    return set_names(connection, kind, wanted)


def names_of(connection: sqlite3.Connection, kind: Kind, identity: int) -> tuple[str, ...]:
    """The tags or albums of a picture, by name."""
    found = connection.execute(
        f"select name from picture_{kind} join {kind} on {kind}.id = {kind}_id where picture_id = ? order by name",
        (identity,),
    )
    return tuple(row["name"] for row in found)


def all_names(connection: sqlite3.Connection, kind: Kind) -> tuple[tuple[str, int], ...]:
    """All tags or albums in use, with how many pictures each has, by name."""
    found = connection.execute(f"select name, pictures from {kind} where pictures > 0 order by name")
    return tuple((row["name"], row["pictures"]) for row in found)


def shared_names(connection: sqlite3.Connection, kind: Kind, ids: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """The tags or albums that some pictures have, with how many of these pictures have each, by name."""
    found = connection.execute(
        f"select name, count(*) as shared from picture_{kind} join {kind} on {kind}.id = {kind}_id"
        " where picture_id in (select value from json_each(?)) group by name order by name",
        (json.dumps(list(ids)),),
    )
    return tuple((row["name"], row["shared"]) for row in found)


def judgement(connection: sqlite3.Connection, row: sqlite3.Row) -> Judgement:
    """All that was said of a picture."""
    mark: Mark = row["mark"]
    return Judgement(
        rating=row["rating"],
        mark=mark,
        tags=names_of(connection, "tag", row["id"]),
        albums=names_of(connection, "album", row["id"]),
    )


def judge(connection: sqlite3.Connection, identity: int, said: Judgement) -> None:
    """Set all that was said of a picture, as its sidecar has it: nothing is noted for the sidecar."""
    noted = connection.execute("select change from unsent where picture_id = ?", (identity,)).fetchone()
    set_values(connection, "rating", {identity: said.rating})
    set_values(connection, "mark", {identity: said.mark})
    set_names(connection, "tag", {identity: said.tags})
    set_names(connection, "album", {identity: said.albums})
    if noted is None:
        connection.execute("delete from unsent where picture_id = ?", (identity,))


def set_label(connection: sqlite3.Connection, identity: int, label: str) -> None:
    """Set a picture's colour label, as its sidecar or its file has it: other programs say it, so nothing is noted."""
    connection.execute(
        "update picture set label = :label where id = :id and label != :label", {"id": identity, "label": label}
    )


def note_moved(connection: sqlite3.Connection, identity: int) -> None:
    """Note a picture that lies elsewhere now, without its sidecar, unless nothing was said of it."""
    row = one(connection, "picture", identity, "picture")
    connection.execute("update picture set sidecar_ns = 0 where id = ?", (identity,))
    if judgement(connection, row) != Judgement():
        note_unsent(connection, identity)
        # What lies beside it now is not what it was read from.
        connection.execute("update unsent set base = '' where picture_id = ?", (identity,))


def note_unsent(connection: sqlite3.Connection, identity: int) -> None:
    """Note, before something else is said of a picture, that its sidecar has to be written.

    What was said until now is kept with the note, for it is what the sidecar says unless another program changed it.
    The note's number tells a later change from this one.
    """
    again = connection.execute("update unsent set change = change + 1 where picture_id = ?", (identity,))
    if not again.rowcount:
        said = judgement(connection, one(connection, "picture", identity, "picture"))
        connection.execute(
            "insert into unsent (picture_id, base) values (?, ?)", (identity, msgspec.json.encode(said).decode())
        )
