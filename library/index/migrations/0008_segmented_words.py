"""The eighth migration: any part of a word without spaces is found, negative prompts are searched, pictures have looks.

The full-text tables read words as `library.index.segmentation` cuts them: triggers call it as the function `segmented`,
which each connection of the studio has, and the view `picture_words` gives the large table its content in that form.
Rows of which nothing is cut, as are all without such scripts, stay in it as they are.

Negative prompts are mostly the same few: each text stands once in `negative`, with how many pictures have it, and
`picture_negative` says which.
"""

from __future__ import annotations

import sqlite3

from library.index.maps import WORDED, word_ids
from library.index.word_columns import NAME_COLUMNS, WORD_COLUMNS

_WORDS = (*WORD_COLUMNS, *NAME_COLUMNS)
_COLUMNS = ", ".join(_WORDS)

_FEW = 10
"""Where more than one of so many pictures has words without spaces, the full-text table is made anew."""
_NEGATIVE = (
    "create table negative (id integer primary key, text text not null unique, pictures integer not null default 0)",
    "create table picture_negative (negative_id integer not null references negative (id) on delete cascade,"
    " picture_id integer not null references picture (id) on delete cascade,"
    " primary key (negative_id, picture_id)) without rowid",
    "create view negative_words as select id, segmented(text) as text from negative",
    'create virtual table negative_fts using fts5 (text, content="negative_words", content_rowid="id",'
    " tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8 9 10 11 12')",
)
_NEGATIVE_TRIGGERS = (
    "create trigger negative_added after insert on negative begin"
    " insert into negative_fts (rowid, text) values (new.id, segmented(new.text)); end",
    "create trigger negative_removed after delete on negative begin"
    " insert into negative_fts (negative_fts, rowid, text) values ('delete', old.id, segmented(old.text)); end",
    "create trigger negative_unused after update of pictures on negative when new.pictures = 0 begin"
    " delete from negative where id = new.id; end",
)
_PUT = (
    "insert into negative (text, pictures) values (new.negative, 1)"
    " on conflict (text) do update set pictures = pictures + 1;"
    "insert into picture_negative select id, new.id from negative where text = new.negative;"
)
_TAKE = (
    "delete from picture_negative where picture_id = old.id"
    " and negative_id = (select id from negative where text = old.negative);"
    "update negative set pictures = pictures - 1 where text = old.negative;"
)
_PICTURE_TRIGGERS = (
    f"create trigger picture_negated after insert on picture when new.negative != '' begin {_PUT} end",
    f"create trigger picture_unnegated after delete on picture when old.negative != '' begin {_TAKE} end",
    "create trigger picture_renegated_from after update of negative on picture"
    f" when new.negative != old.negative and old.negative != '' begin {_TAKE} end",
    "create trigger picture_renegated_to after update of negative on picture"
    f" when new.negative != old.negative and new.negative != '' begin {_PUT} end",
)
_LOOKS = (
    # `library.formats.looks` tells what they are; null until one is made of the thumbnail, empty where none can be
    # made.
    "create table look (picture_id integer primary key references picture (id) on delete cascade, fields blob)",
    "create index look_waiting on look (picture_id) where fields is null",
    "insert into look select id, null from picture where dhash is not null",
    "create trigger picture_looked after insert on picture when new.dhash is not null begin"
    " insert into look values (new.id, null); end",
    "create trigger picture_relooked after update of dhash on picture begin"
    " delete from look where picture_id = new.id;"
    " insert into look select new.id, null where new.dhash is not null; end",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the seventh version's tables the eighth's; inside a transaction."""
    _cut_words(connection)
    for statement in (*_NEGATIVE, *_LOOKS, *_NEGATIVE_TRIGGERS):
        connection.execute(statement)
    connection.execute(
        "insert into negative (text, pictures) select negative, count(*) from picture where negative != ''"
        " group by negative order by min(id)"
    )
    connection.execute(
        "insert into picture_negative select n.id, p.id from picture as p join negative as n on n.text = p.negative"
        " where p.negative != '' order by n.id, p.id"
    )
    for statement in _PICTURE_TRIGGERS:
        connection.execute(statement)
    connection.execute("pragma user_version = 8")


def _cut_words(connection: sqlite3.Connection) -> None:
    connection.execute(
        "create view picture_words as select id, "
        + ", ".join(f"segmented({column}) as {column}" for column in _WORDS)
        + " from picture"
    )
    for trigger in ("picture_added", "picture_removed", "picture_reworded"):
        connection.execute(f"drop trigger {trigger}")
    connection.execute("create temp table recut (id integer primary key)")
    every = " || ' ' || ".join(_WORDS)
    cut = connection.execute(f"insert into recut select id from picture where segmented({every}) != {every}").rowcount
    is_much = cut * _FEW > connection.execute("select count(*) from picture").fetchone()[0]
    if not is_much:
        _recut(connection)
    _read_words_of_view(connection)
    if is_much:
        # Words that are moved within the table one by one leave it in pieces, through which searches go slowly.
        connection.execute("insert into picture_fts (picture_fts) values ('rebuild')")
    connection.execute("drop table temp.recut")
    for statement in (*_word_triggers(), *_name_triggers()):
        connection.execute(statement)
    connection.execute("update map_word set value = segmented(value)")


def _recut(connection: sqlite3.Connection) -> None:
    """Take the rows in `recut` out of the full-text table by the words that they had; put them in as they are cut."""
    plain = f"insert into picture_fts (picture_fts, rowid, {_COLUMNS}) select 'delete', id, {_COLUMNS} from picture"
    cut = f"insert into picture_fts (rowid, {_COLUMNS}) select id, {_COLUMNS} from picture_words"
    for statement in (plain, cut):
        connection.execute(f"{statement} where id in (select id from temp.recut)")


def _read_words_of_view(connection: sqlite3.Connection) -> None:
    """Let the full-text table's content be the view: what it has indexed is that already.

    Making it anew would take minutes of a million pictures. This way is for changes of a table's text that change
    nothing that is stored: https://www.sqlite.org/lang_altertable.html#otheralter
    """
    connection.execute("pragma writable_schema = on")
    connection.execute(
        "update sqlite_schema set sql = replace(sql, 'content=\"picture\",',"
        # By these words sqlite-utils and Datasette know which table it searches.
        " 'content=\"picture_words\", /* of content=\"picture\" */') where name = 'picture_fts'"
    )
    connection.execute("pragma writable_schema = reset")


def _word_triggers() -> tuple[str, ...]:
    old, new = (", ".join(f"segmented({row}.{column})" for column in _WORDS) for row in ("old", "new"))
    add = f"insert into picture_fts (rowid, {_COLUMNS}) values (new.id, {new});"
    remove = f"insert into picture_fts (picture_fts, rowid, {_COLUMNS}) values ('delete', old.id, {old});"
    return (
        f"create trigger picture_added after insert on picture begin {add} end",
        f"create trigger picture_removed after delete on picture begin {remove} end",
        f"create trigger picture_reworded after update of {_COLUMNS} on picture begin {remove} {add} end",
    )


def _name_triggers() -> tuple[str, ...]:
    """Values of cast and plates are asked for by their words too."""
    return tuple(
        statement
        for column in WORDED.values()
        for statement in (
            f"drop trigger map_value_{column}",
            f"create trigger map_value_{column} after insert on map_value when new.plane = '{column}' begin"
            f" insert into map_word (rowid, value) values (new.code + {word_ids(column)}, segmented(new.value)); end",
        )
    )
