"""The tenth migration: colour labels that other programs gave pictures, and a second look at what was imported.

Pictures with a label are few, so they have an index of their own; `facet` counts them for completion.

The readers know more than they did when a picture was imported. Where a picture's `mtime_ns` is below zero, its file is
what it was at that time but for the sign, and is read again when it is next found. Sidecars, of which no label was
read, are read again too, but those that are about to be written; what was refused is looked at again.
"""

from __future__ import annotations

import sqlite3


def _count(row: str, change: int) -> str:
    return (
        f"insert into facet (field, value, pictures) select 'label', {row}.label, {change} where {row}.label != ''"
        " on conflict (field, value) do update set pictures = pictures + excluded.pictures;"
    )


_STATEMENTS = (
    "alter table picture add column label text not null default ''",
    "create index picture_label on picture (id, label) where label != ''",
    f"create trigger picture_labelled after insert on picture when new.label != '' begin {_count('new', 1)} end",
    f"create trigger picture_unlabelled after delete on picture when old.label != '' begin {_count('old', -1)} end",
    "create trigger picture_relabelled after update of label on picture when new.label != old.label begin"
    f" {_count('old', -1)} {_count('new', 1)} end",
    "update picture set mtime_ns = -mtime_ns where source = 'import' and mtime_ns > 0",
    "update picture set sidecar_ns = 0 where sidecar_ns != 0 and id not in (select picture_id from unsent)",
    # Of letterings that wait for their picture nothing more is known; what has no time is no file of a picture.
    "update refused set mtime_ns = -1 where mtime_ns > 0 and reason not like 'it is a lettering,%'",
    "pragma user_version = 10",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply it; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
