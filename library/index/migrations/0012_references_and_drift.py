"""The twelfth migration: which references pictures were drawn after, and how far their figures are from their members.

References are few, and each stands once in `reference`, with how many pictures have it; `picture_reference` says which.
Triggers read them in recipes by the function `used_references`, which each connection of the studio has.

`drift` is what was measured: a row for each member in a picture, with the measure as JSON, or the reason why there is
none, and what it was measured `against`. The member 0 stands for the whole picture, whose drift is that of the member
who is farthest off. It is derived: what is lost is measured again.
"""

from __future__ import annotations

import sqlite3

from library.index.used_references import used_references

_TABLES = (
    "create table reference (id integer primary key, member text not null, name text not null, sha256 text not null,"
    " pictures integer not null default 0, unique (sha256, member, name))",
    "create table picture_reference (reference_id integer not null references reference (id) on delete cascade,"
    " picture_id integer not null references picture (id) on delete cascade,"
    " primary key (reference_id, picture_id)) without rowid",
    "create index picture_reference_picture on picture_reference (picture_id)",
    "create view reference_words as select id, segmented(member) as member, segmented(name) as name from reference",
    'create virtual table reference_fts using fts5 (member, name, content="reference_words", content_rowid="id",'
    " tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8 9 10 11 12')",
    "create table drift_member (id integer primary key, name text not null unique collate nocase)",
    "insert into drift_member values (0, '')",
    "create table drift (picture_id integer not null references picture (id) on delete cascade,"
    " member_id integer not null references drift_member (id) on delete cascade, drift real,"
    " measure text not null default '', reason text not null default '', against text not null default '',"
    " primary key (picture_id, member_id)) without rowid",
    # The order of a member's pictures, and the pictures of a span of ids.
    "create index drift_order on drift (member_id, drift, picture_id) where drift is not null",
    "create index drift_picture on drift (member_id, picture_id, against, drift)",
)
_TRIGGERS = (
    "create trigger reference_added after insert on reference begin insert into reference_fts (rowid, member, name)"
    " values (new.id, segmented(new.member), segmented(new.name)); end",
    "create trigger reference_removed after delete on reference begin"
    " insert into reference_fts (reference_fts, rowid, member, name)"
    " values ('delete', old.id, segmented(old.member), segmented(old.name)); end",
    "create trigger reference_used after insert on picture_reference begin"
    " update reference set pictures = pictures + 1 where id = new.reference_id; end",
    "create trigger reference_left after delete on picture_reference begin"
    " update reference set pictures = pictures - 1 where id = old.reference_id;"
    " delete from reference where id = old.reference_id and pictures = 0; end",
)
_READ = (
    "select json_extract(value, '$[0]') as member, json_extract(value, '$[1]') as name,"
    " json_extract(value, '$[2]') as sha256 from json_each(used_references(new.recipe))"
)
_PUT = (
    f"insert or ignore into reference (member, name, sha256) select member, name, sha256 from ({_READ});"
    f" insert into picture_reference select r.id, new.id from ({_READ}) as u"
    " join reference as r on (r.sha256, r.member, r.name) = (u.sha256, u.member, u.name);"
)
_HAS = "instr({row}.recipe, '\"sha256\"') > 0"
_PICTURE_TRIGGERS = (
    f"create trigger picture_referred after insert on picture when {_HAS.format(row='new')} begin {_PUT} end",
    "create trigger picture_rereferred after update of recipe on picture when new.recipe != old.recipe"
    f" and ({_HAS.format(row='old')} or {_HAS.format(row='new')}) begin"
    f" delete from picture_reference where picture_id = new.id; {_PUT} end",
    # A file that became another one shows something else.
    "create trigger picture_repainted after update of sha256 on picture"
    " when new.sha256 != old.sha256 and old.sha256 != '' begin delete from drift where picture_id = new.id; end",
)
_BATCH = 1_000


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables, and read the recipes that are there; inside a transaction."""
    for statement in (*_TABLES, *_TRIGGERS[:2]):
        connection.execute(statement)
    known: dict[tuple[str, str, str], int] = {}
    last = 0
    while batch := connection.execute(
        f"select id, recipe from picture where id > ? and {_HAS.format(row='picture')} order by id limit {_BATCH}",
        (last,),
    ).fetchall():
        for identity, recipe in batch:
            for one in used_references(recipe):
                if one not in known:
                    made = connection.execute("insert into reference (member, name, sha256) values (?, ?, ?)", one)
                    known[one] = int(made.lastrowid or 0)
                connection.execute("insert into picture_reference values (?, ?)", (known[one], identity))
        last = batch[-1][0]
    connection.execute(
        "update reference set pictures ="
        " (select count(*) from picture_reference as l where l.reference_id = reference.id)"
    )
    for statement in (*_TRIGGERS[2:], *_PICTURE_TRIGGERS):
        connection.execute(statement)
    connection.execute("pragma user_version = 12")
