"""The second version of the index's tables.

`picture.path` is relative to the library's folder, or to its trash when `trashed`; of an imported picture that lies
elsewhere it is absolute, and trashing hides it and moves nothing. Rows whose file is gone are `missing`, and keep what
a person said of them. Small columns come first: the rest of a row is on pages that a filter then never reads.
"""

from __future__ import annotations

import sqlite3

from library.index.stacks import stack_key
from library.index.word_columns import NAME_COLUMNS, WORD_COLUMNS

_WORDS = (*WORD_COLUMNS, *NAME_COLUMNS)

_PICTURE = """create table picture_two (
    id integer primary key autoincrement,
    trashed integer not null default 0,
    missing integer not null default 0,
    rating integer not null default 0 check (rating between 0 and 5),
    mark text not null default '' check (mark in ('', 'pick', 'reject')),
    opened integer not null default 0,
    letterings integer not null default 0,
    draft integer not null,
    stack_top integer not null default 1,
    width integer not null,
    height integer not null,
    bytes integer not null,
    mtime_ns integer not null default 0,
    sidecar_ns integer not null default 0,
    created real not null,
    seed integer,
    steps integer,
    guidance real,
    dhash integer,
    source text not null default 'studio' check (source in ('studio', 'import')),
    format text not null default 'png',
    key text not null unique,
    path text not null,
    sha256 text not null,
    stack text not null default '',
    job_id text not null,
    engine text not null,
    model text not null,
    sampler text not null default '',
    scheduler text not null default '',
    plate text not null,
    style text not null,
    characters text not null,
    loras text not null,
    tags text not null default '',
    saying text not null,
    sayings text not null,
    scene text not null,
    prompt text not null,
    negative text not null default '',
    recipe text not null,
    unread integer generated always as (opened = 0 and rating = 0 and mark = '') virtual,
    month integer generated always as (cast(strftime('%Y%m', created, 'unixepoch') as integer)) virtual,
    size text generated always as (width || 'x' || height) virtual,
    unique (path, trashed)
)"""

_SAME = (
    *("id", "trashed", "rating", "mark", "letterings", "draft", "width", "height", "bytes", "created", "seed", "steps"),
    *("guidance", "key", "path", "sha256", "job_id", "engine", "model", "plate", "style", "characters", "loras"),
    *("saying", "sayings", "scene", "prompt", "recipe"),
)
"""The columns of the first version."""

_INDICES = (
    # All that filters look at, newest first: a filter reads this and not the rows. 0.5 µs a picture instead of 3.
    "create index picture_shelf on picture (trashed, missing, id, rating, mark, letterings, draft, opened, created,"
    " width, height, seed, stack_top)",
    "create index picture_rating on picture (trashed, missing, rating)",
    "create index picture_mark on picture (trashed, missing, mark)",
    "create index picture_draft on picture (trashed, missing, draft)",
    "create index picture_unread on picture (trashed, missing, unread)",
    "create index picture_month on picture (trashed, missing, month)",
    "create index picture_size on picture (trashed, missing, size)",
    "create index picture_lettered on picture (trashed, missing) where letterings > 0",
    "create index picture_top on picture (trashed, missing) where stack_top = 1",
    "create index picture_seed on picture (seed) where seed is not null",
    "create index picture_stack on picture (stack, trashed, missing) where stack != ''",
    "create index picture_stack_top on picture (stack, trashed, missing) where stack != '' and stack_top = 1",
    "create index picture_sha256 on picture (sha256)",
    "create index picture_dhash on picture (dhash) where dhash is not null",
)

_TABLES = (
    "create table tag (id integer primary key, name text not null unique collate nocase,"
    " pictures integer not null default 0)",
    "create table picture_tag (tag_id integer not null references tag (id) on delete cascade,"
    " picture_id integer not null references picture (id) on delete cascade,"
    " primary key (tag_id, picture_id)) without rowid",
    "create index picture_tag_picture on picture_tag (picture_id)",
    "create table album (id integer primary key, name text not null unique collate nocase,"
    " pictures integer not null default 0)",
    "create table picture_album (album_id integer not null references album (id) on delete cascade,"
    " picture_id integer not null references picture (id) on delete cascade,"
    " primary key (album_id, picture_id)) without rowid",
    "create index picture_album_picture on picture_album (picture_id)",
    "create table saved_search (name text primary key collate nocase, query text not null, created real not null)",
    # The values that fields have and how many pictures have each, for completion.
    "create table facet (field text not null, value text not null collate nocase, pictures integer not null,"
    " primary key (field, value)) without rowid",
    # Pictures whose sidecar file does not yet say what the index says.
    "create table unsent (picture_id integer primary key references picture (id) on delete cascade,"
    " change integer not null default 1)",
    "create table import_root (id integer primary key, path text not null unique, recursive integer not null default 1,"
    " watched integer not null default 0, added real not null, scanned real)",
    "create table refused (path text primary key, reason text not null, mtime_ns integer not null,"
    " bytes integer not null) without rowid",
)

_TOP = (
    "update picture set stack_top = 0 where stack = {row}.stack and stack != '' and trashed = {row}.trashed"
    " and missing = {row}.missing and stack_top = 1 and id != ({top});"
    "update picture set stack_top = 1 where id = ({top}) and stack_top = 0;"
)
"""Let the newest of a stack on its shelf stand for it."""
_NEWEST = (
    "select max(id) from picture where stack = {row}.stack and stack != '' and trashed = {row}.trashed"
    " and missing = {row}.missing"
)

_COUNTED = {"plate": "plate", "style": "style", "engine": "engine", "model": "model", "saying": "saying"}
"""Fields of `facet` with the column that holds one value."""
_LISTED = {"cast": "characters", "lora": "loras"}
"""Fields of `facet` with the column that holds a JSON list."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the first version's tables the second's; inside a transaction, foreign keys off."""
    for trigger in ("picture_added", "picture_removed", "picture_reworded"):
        connection.execute(f"drop trigger {trigger}")
    connection.execute("drop table picture_fts")
    connection.execute(_PICTURE)
    same = ", ".join(_SAME)
    connection.execute(f"insert into picture_two ({same}) select {same} from picture order by id")
    highest = connection.execute("select seq from sqlite_sequence where name = 'picture'").fetchone()
    connection.execute("drop table picture")
    connection.execute("alter table picture_two rename to picture")
    if highest is not None:
        # Ids are never used twice, also not those of pictures that are gone.
        connection.execute("update sqlite_sequence set seq = ? where name = 'picture'", tuple(highest))
    _stack(connection)
    for statement in (*_INDICES, *_TABLES, *_words(), *_stack_triggers(), *_count_triggers()):
        connection.execute(statement)
    connection.execute("insert into picture_fts (picture_fts) values ('rebuild')")
    _count_all(connection)
    connection.execute("pragma user_version = 2")


def _stack(connection: sqlite3.Connection) -> None:
    """Give the pictures of the first version their stacks."""
    connection.execute("create index picture_stacking on picture (stack, trashed)")
    last = 0
    while batch := connection.execute(
        "select id, recipe from picture where id > ? order by id limit 1000", (last,)
    ).fetchall():
        keys = [(stack_key(row["recipe"]), row["id"]) for row in batch]
        connection.executemany("update picture set stack = ? where id = ?", keys)
        last = batch[-1]["id"]
    connection.execute(
        "update picture as p set stack_top = 0 where stack != '' and exists (select 1 from picture q"
        " where q.stack = p.stack and q.trashed = p.trashed and q.id > p.id)"
    )
    connection.execute("drop index picture_stacking")


def _words() -> tuple[str, ...]:
    columns = ", ".join(_WORDS)
    old, new = (", ".join(f"{row}.{column}" for column in _WORDS) for row in ("old", "new"))
    add = f"insert into picture_fts (rowid, {columns}) values (new.id, {new});"
    remove = f"insert into picture_fts (picture_fts, rowid, {columns}) values ('delete', old.id, {old});"
    return (
        # `mel*` at a million rows: 1,276 ms → 0.02. Also whole words are looked for as beginnings, for they may go on,
        # and without an index for their length FTS5 reads all their rows before it gives one: 130 ms.
        # In double quotes, by which sqlite-utils and Datasette know it.
        f'create virtual table picture_fts using fts5 ({columns}, content="picture", content_rowid="id",'
        " tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8 9 10 11 12')",
        f"create trigger picture_added after insert on picture begin {add} end",
        f"create trigger picture_removed after delete on picture begin {remove} end",
        # Only the words: a rating or a mark leaves the words' index alone.
        f"create trigger picture_reworded after update of {columns} on picture begin {remove} {add} end",
    )


def _stack_triggers() -> tuple[str, ...]:
    def top(row: str) -> str:
        return _TOP.format(row=row, top=_NEWEST.format(row=row))

    return (
        f"create trigger picture_stacked after insert on picture when new.stack != '' begin {top('new')} end",
        f"create trigger picture_unstacked after delete on picture when old.stack != '' begin {top('old')} end",
        "create trigger picture_restacked after update of stack, trashed, missing on picture"
        f" when (old.stack, old.trashed, old.missing) != (new.stack, new.trashed, new.missing) begin"
        f" update picture set stack_top = 1 where id = new.id and stack_top = 0; {top('old')} {top('new')} end",
    )


def _count_triggers() -> tuple[str, ...]:
    """The counts of `facet`, `tag` and `album` follow the rows."""
    columns = ", ".join((*_COUNTED.values(), *_LISTED.values()))
    lettered = "select 'saying', value, {change} from json_each({row}.sayings) where value != ''"
    return (
        f"create trigger picture_counted after insert on picture begin {_count('new', 1)} end",
        f"create trigger picture_uncounted after delete on picture begin {_count('old', -1)} end",
        f"create trigger picture_recounted after update of {columns} on picture begin"
        f" {_count('old', -1)} {_count('new', 1)} end",
        f"create trigger lettering_counted after insert on lettering begin"
        f" {_upsert(lettered.format(change=1, row='new'))} end",
        f"create trigger lettering_uncounted after delete on lettering begin"
        f" {_upsert(lettered.format(change=-1, row='old'))} end",
        *(
            f"create trigger picture_{table}_{word} after {event} on picture_{table} begin"
            f" update {table} set pictures = pictures {change} where id = {row}.{table}_id; end"
            for table in ("tag", "album")
            for word, event, row, change in (("added", "insert", "new", "+ 1"), ("removed", "delete", "old", "- 1"))
        ),
    )


def _count(row: str, change: int) -> str:
    single = [
        f"select '{field}' as field, {row}.{column} as value, {change} as change" for field, column in _COUNTED.items()
    ]
    listed = [f"select '{field}', value, {change} from json_each({row}.{column})" for field, column in _LISTED.items()]
    found = " union all ".join([*single, *listed])
    return _upsert(f"select field, value, change from ({found}) where value != ''")


def _upsert(values: str) -> str:
    return (
        f"insert into facet (field, value, pictures) {values}"
        " on conflict (field, value) do update set pictures = pictures + excluded.pictures;"
    )


def _count_all(connection: sqlite3.Connection) -> None:
    for field, column in _COUNTED.items():
        connection.execute(
            f"insert into facet select '{field}', {column}, count(*) from picture where {column} != ''"
            f" group by {column} collate nocase"
        )
    for field, column in _LISTED.items():
        connection.execute(
            f"insert into facet select '{field}', value, count(*) from picture, json_each({column}) where value != ''"
            " group by value collate nocase"
        )
    connection.execute(
        _upsert(
            "select 'saying', value, count(*) from lettering, json_each(lettering.sayings) where value != ''"
            " group by value collate nocase"
        )
    )
