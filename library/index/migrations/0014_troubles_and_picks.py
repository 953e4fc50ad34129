"""The fourteenth migration: what went wrong in pictures, and stacks that are shown by the picture that is picked.

`trouble` has a row for each kind of thing that went wrong in a picture, as the notice of its job says; triggers read it
there, so that a rebuilt index has it too. A picked picture stands for its stack, the newest of several; where none is
picked that is the newest of the stack, as before.
"""

from __future__ import annotations

import sqlite3

from library.index.maps import STATE, put

_TABLE = (
    "create table trouble (kind text not null, picture_id integer not null references picture (id) on delete cascade,"
    " primary key (kind, picture_id)) without rowid"
)
_HAS = 'instr({row}.notice, \'"troubles":["\') > 0 and json_valid({row}.notice)'
_READ = (
    "insert or ignore into trouble select k.value, p.id from json_each(new.notice, '$.troubles') as k,"
    " json_each(new.picture_ids) as j join picture as p on p.id = j.value;"
)
_FORGET = "delete from trouble where picture_id in (select value from json_each(old.picture_ids));"
_JOB_TRIGGERS = (
    "create index trouble_picture on trouble (picture_id)",
    f"create trigger job_told after insert on job when {_HAS.format(row='new')} begin {_READ} end",
    f"create trigger job_retold after update of notice, picture_ids on job when {_HAS.format(row='old')}"
    f" or {_HAS.format(row='new')} begin {_FORGET} {_READ.replace(';', '')} where {_HAS.format(row='new')}; end",
)
_STATE_NOW = f"(select {STATE.format(row='p')} from picture as p where p.id = new.id)"
_SHELF = "stack = {row}.stack and stack != '' and trashed = {row}.trashed and missing = {row}.missing"
_STANDS = (
    f"select coalesce((select max(id) from picture where {_SHELF} and mark = 'pick'),"
    f" (select max(id) from picture where {_SHELF}))"
)
_TOP = (
    f"update picture set stack_top = 0 where {_SHELF} and stack_top = 1 and id != ({{top}});"
    " update picture set stack_top = 1 where id = ({top}) and stack_top = 0;"
)
_PICKED = "q.stack = picture.stack and q.trashed = picture.trashed and q.missing = picture.missing and q.mark = 'pick'"
_INDEX = "create index picture_stack_pick on picture (stack, trashed, missing) where stack != '' and mark = 'pick'"
_NOW = (
    f"update picture set stack_top = 0 where stack != '' and stack_top = 1 and mark != 'pick'"
    f" and exists (select 1 from picture as q where q.stack != '' and {_PICKED})",
    f"update picture set stack_top = 1 where stack != '' and mark = 'pick' and stack_top = 0"
    f" and not exists (select 1 from picture as q where q.stack != '' and {_PICKED} and q.id > picture.id)",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the table, and let picked pictures stand for their stacks; inside a transaction."""
    for name in ("picture_stacked", "picture_unstacked", "picture_restacked", "picture_state_mapped"):
        connection.execute(f"drop trigger {name}")
    for statement in (_TABLE, *_JOB_TRIGGERS, _INDEX, *_NOW, *_stack_triggers()):
        connection.execute(statement)
    connection.execute("pragma user_version = 14")


def _stack_triggers() -> tuple[str, ...]:
    def top(row: str) -> str:
        return _TOP.format(row=row, top=_STANDS.format(row=row))

    return (
        f"create trigger picture_stacked after insert on picture when new.stack != '' begin {top('new')} end",
        f"create trigger picture_unstacked after delete on picture when old.stack != '' begin {top('old')} end",
        "create trigger picture_restacked after update of stack, trashed, missing on picture"
        " when (old.stack, old.trashed, old.missing) != (new.stack, new.trashed, new.missing) begin"
        f" update picture set stack_top = 1 where id = new.id and stack_top = 0; {top('old')} {top('new')} end",
        "create trigger picture_picked after update of mark on picture"
        f" when new.stack != '' and (old.mark = 'pick') != (new.mark = 'pick') begin {top('new')} end",
        # Of the row as it is, for nobody says which trigger of a row comes first.
        "create trigger picture_state_mapped after update of trashed, missing, draft, letterings, misread, stack_top"
        f" on picture begin {put('state', _STATE_NOW)} end",
    )
