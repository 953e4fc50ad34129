"""Rows of the index as records, and records as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from library.errors import NotInLibrary
from library.index.misplaced import is_misplaced
from library.index.stacks import stack_key
from library.names import clean, storable
from library.records import MOST_DOLLARS, Lettering, Picture, PictureFacts

_BATCH = "batch:"
_WORD_FIELDS = (
    *("scene", "prompt", "saying", "plate", "style", "engine", "model", "job_id"),
    *("negative", "sampler", "scheduler", "stack"),
)
_TEXT_FIELDS = (*(field for field in _WORD_FIELDS if field != "stack"), "recipe")


class NewPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture's file as it goes into the index; `path` is relative, with forward slashes."""

    key: str
    path: str
    sha256: str
    bytes: int
    created: float
    width: int
    height: int
    facts: PictureFacts
    source: Literal["studio", "import"] = "studio"
    format: str = "png"
    mtime_ns: int = 0
    dhash: int | None = None


class NewLettering(msgspec.Struct, frozen=True, kw_only=True):
    """A lettering's file as it goes into the index; `path` is relative, with forward slashes."""

    path: str
    sha256: str
    bytes: int
    created: float
    sayings: tuple[str, ...]
    record: str
    misread: bool = False


def cleaned(facts: PictureFacts) -> PictureFacts:
    """The facts without control characters, but the recipe as it is; numbers that no engine has become unknown."""
    changes: dict[str, Any] = {field: clean(getattr(facts, field)) for field in _WORD_FIELDS}
    changes["recipe"] = storable(facts.recipe)
    changes["seed"] = facts.seed if facts.seed is not None and 0 <= facts.seed < 2**64 else None
    changes["steps"] = facts.steps if facts.steps is not None and 0 <= facts.steps < 2**31 else None
    changes["cost"] = facts.cost if facts.cost is not None and 0 < facts.cost <= MOST_DOLLARS else None
    changes["characters"] = tuple(clean(name) for name in facts.characters)
    changes["loras"] = tuple(clean(name) for name in facts.loras)
    return msgspec.structs.replace(facts, **changes)


def picture_values(new: NewPicture) -> dict[str, Any]:
    """The columns of a new row of `picture`."""
    facts = msgspec.structs.asdict(new.facts)
    facts["characters"] = _json(facts["characters"])
    facts["loras"] = _json(facts["loras"])
    facts["draft"] = int(facts["draft"])
    if facts["cost"] is None:
        # The column says so by itself, also in an index that has none yet.
        del facts["cost"]
    if facts["seed"] is not None and facts["seed"] >= 2**63:
        # SQLite's integers are signed: seeds of 64 bits, which ComfyUI has, are kept as their two's complement.
        facts["seed"] -= 2**64
    facts["stack"] = _BATCH + new.facts.stack if new.facts.stack else stack_key(new.facts.recipe)
    own = msgspec.structs.asdict(new)
    del own["facts"]
    return {**own, **facts, "sayings": new.facts.saying}


def lettering_values(new: NewLettering) -> dict[str, Any]:
    """The columns of a new row of `lettering`, but its picture's id."""
    return {
        **msgspec.structs.asdict(new),
        "sayings": _json(new.sayings),
        "misread": int(new.misread),
        "misplaced": int(is_misplaced(new.record)),
    }


def insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    """Insert one row and give its id."""
    columns = ", ".join(values)
    marks = ", ".join(f":{column}" for column in values)
    cursor = connection.execute(f"insert into {table} ({columns}) values ({marks})", values)
    return int(cursor.lastrowid or 0)


def put_look(connection: sqlite3.Connection, picture_id: int, look: bytes) -> None:
    """Write the look (`library.formats.looks`) of a picture that has a hash; empty where none can be made."""
    connection.execute("update look set fields = ? where picture_id = ?", (look, picture_id))


def insert_lettering(connection: sqlite3.Connection, picture_id: int, new: NewLettering) -> int:
    """Insert a lettering, and let its picture count it and be found by its words."""
    identity = insert(connection, "lettering", {**lettering_values(new), "picture_id": picture_id})
    refresh_sayings(connection, picture_id)
    return identity


def refresh_sayings(connection: sqlite3.Connection, picture_id: int) -> None:
    """Set what a picture's letterings say of it: their count, whether one is misread or misplaced, and the words it is
    searched by.

    Those are its own saying and theirs, each once.
    """
    rows = connection.execute(
        "select sayings, misread, misplaced from lettering where picture_id = ? order by id", (picture_id,)
    ).fetchall()
    own = connection.execute("select saying from picture where id = ?", (picture_id,)).fetchone()[0]
    sayings = dict.fromkeys([own, *(saying for row in rows for saying in strings(row["sayings"]))])
    connection.execute(
        "update picture set letterings = :count, misread = :misread, misplaced = :misplaced, sayings = :words"
        " where id = :id"
        " and (letterings, misread, misplaced, sayings) != (:count, :misread, :misplaced, :words)",
        {
            "count": len(rows),
            "misread": int(any(row["misread"] for row in rows)),
            "misplaced": int(any(row["misplaced"] for row in rows)),
            "words": "\n".join(filter(None, sayings)),
            "id": picture_id,
        },
    )


def picture_record(row: sqlite3.Row, root: Path) -> Picture:
    """A row of `picture`; `root` is the folder or the trash, whichever holds it."""
    return Picture(
        id=row["id"],
        path=str(root / row["path"]),
        sha256=row["sha256"],
        created=row["created"],
        width=row["width"],
        height=row["height"],
        bytes=row["bytes"],
        facts=facts_record(row),
        letterings=row["letterings"],
        rating=row["rating"],
        mark=row["mark"],
        trashed=bool(row["trashed"]),
        missing=bool(row["missing"]),
        opened=bool(row["opened"]),
        tags=tuple(row["tags"].split("\n")) if row["tags"] else (),
        source=row["source"],
        format=row["format"],
        misread=bool(row["misread"]),
        misplaced=bool(row["misplaced"]),
        label=row["label"],
    )


def facts_record(row: sqlite3.Row) -> PictureFacts:
    """What a row of `picture` knows."""
    return PictureFacts(
        **{field: row[field] for field in _TEXT_FIELDS},
        characters=strings(row["characters"]),
        loras=strings(row["loras"]),
        seed=None if row["seed"] is None else row["seed"] % 2**64,
        steps=row["steps"],
        guidance=row["guidance"],
        cost=row["cost"],
        draft=bool(row["draft"]),
        stack=row["stack"].removeprefix(_BATCH) if row["stack"].startswith(_BATCH) else "",
    )


def lettering_record(row: sqlite3.Row, root: Path) -> Lettering:
    """A row of `lettering`; `root` is the folder or the trash, whichever holds it."""
    return Lettering(
        id=row["id"],
        picture_id=row["picture_id"],
        path=str(root / row["path"]),
        created=row["created"],
        sayings=strings(row["sayings"]),
        record=row["record"],
        misread=bool(row["misread"]),
        misplaced=bool(row["misplaced"]),
    )


def one(connection: sqlite3.Connection, table: str, identity: int | str, what: str) -> sqlite3.Row:
    """The row of `table` with this id. Raises NotInLibrary."""
    row: sqlite3.Row | None = None
    # A number over SQLite's largest is nobody's id.
    with suppress(OverflowError):
        row = connection.execute(f"select * from {table} where id = ?", (identity,)).fetchone()
    if row is None:
        raise NotInLibrary(f"The library has no {what} {identity}", "Look at the gallery for what is there")
    return row


def many(connection: sqlite3.Connection, table: str, ids: Iterable[int]) -> list[sqlite3.Row]:
    """The rows of `table` that have one of these ids, the highest id first."""
    listed = msgspec.json.encode([identity for identity in ids if abs(identity) < 2**63]).decode()
    query = f"select t.* from json_each(?) as j cross join {table} as t on t.id = j.value order by t.id desc"
    return connection.execute(query, (listed,)).fetchall()


def _json(words: Iterable[str]) -> str:
    return msgspec.json.encode(list(words)).decode()


def strings(text: str) -> tuple[str, ...]:
    """The words of a column that holds a list of them as JSON."""
    return msgspec.json.decode(text, type=tuple[str, ...])
