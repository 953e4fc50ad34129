"""The first version of the index's tables: pictures with full-text search, letterings, jobs, and the names of files
that saves in progress have claimed.

`picture.id` grows with the time of saving and is never used twice, so newest first is `id desc` and a page begins
before an id.
"""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    """create table picture (
        id integer primary key autoincrement,
        key text not null unique,
        path text not null,
        sha256 text not null,
        bytes integer not null,
        created real not null,
        width integer not null,
        height integer not null,
        scene text not null,
        prompt text not null,
        saying text not null,
        sayings text not null,
        characters text not null,
        plate text not null,
        style text not null,
        engine text not null,
        model text not null,
        loras text not null,
        seed integer,
        steps integer,
        guidance real,
        draft integer not null,
        job_id text not null,
        letterings integer not null default 0,
        rating integer not null default 0 check (rating between 0 and 5),
        mark text not null default '' check (mark in ('', 'pick', 'reject')),
        trashed integer not null default 0,
        recipe text not null,
        unique (path, trashed)
    )""",
    "create index picture_trashed on picture (trashed)",
    "create index picture_sha256 on picture (sha256)",
    """create table lettering (
        id integer primary key autoincrement,
        picture_id integer not null references picture (id) on delete cascade,
        path text not null,
        sha256 text not null,
        bytes integer not null,
        created real not null,
        sayings text not null,
        record text not null
    )""",
    "create index lettering_picture on lettering (picture_id)",
    "create index lettering_path on lettering (path)",
    """create table job (
        id text primary key,
        client_id text not null,
        engine text not null,
        state text not null,
        recipe text not null,
        created real not null,
        changed real not null,
        batch text not null,
        notice text not null,
        picture_ids text not null
    )""",
    "create index job_created on job (created)",
    "create index job_state on job (state)",
    "create table claim (key text primary key, path text not null) without rowid",
    # `mel*` at a million rows: 1,276 ms → 0.02. One letter at 50,000: 44 ms → 2.5, for 3 % more bytes.
    """create virtual table picture_fts using fts5 (
        scene, prompt, sayings, characters, plate, style,
        content='picture', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4'
    )""",
    """create trigger picture_added after insert on picture begin
        insert into picture_fts (rowid, scene, prompt, sayings, characters, plate, style)
        values (new.id, new.scene, new.prompt, new.sayings, new.characters, new.plate, new.style);
    end""",
    """create trigger picture_removed after delete on picture begin
        insert into picture_fts (picture_fts, rowid, scene, prompt, sayings, characters, plate, style)
        values ('delete', old.id, old.scene, old.prompt, old.sayings, old.characters, old.plate, old.style);
    end""",
    # Only the words: a rating or a mark leaves the words' index alone.
    """create trigger picture_reworded after update of scene, prompt, sayings, characters, plate, style on picture
    begin
        insert into picture_fts (picture_fts, rowid, scene, prompt, sayings, characters, plate, style)
        values ('delete', old.id, old.scene, old.prompt, old.sayings, old.characters, old.plate, old.style);
        insert into picture_fts (rowid, scene, prompt, sayings, characters, plate, style)
        values (new.id, new.scene, new.prompt, new.sayings, new.characters, new.plate, new.style);
    end""",
    "pragma user_version = 1",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables; inside a transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
