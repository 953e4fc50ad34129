"""Maps of the shelf, by which a search of any number of pictures looks at each in a nanosecond.

A map has one byte for each id, in blocks of BLOCK: what was said of a picture, its state, its size, its month, who is
in it, its plate, its steps. Triggers keep them, so that whatever writes a row keeps them too. Sizes, months, casts,
plates and steps are numbered as they come; when the numbers are used up the others share OTHER, and their rows tell
them apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

BLOCK = 1000
"""Ids of a block: four blocks fill a page of the index."""
OTHER = 127
"""The code of all values of a map that have no code of their own; no code is higher, so that each is one byte."""
TRASHED, MISSING, DRAFT, LETTERED, MISREAD, TOP, PRESENT = (1 << bit for bit in range(7))
"""Bits of the state; where no picture is, all are 0."""

_JUDGED = "{row}.rating * 6 + case {row}.mark when 'pick' then 2 when 'reject' then 4 else 0 end + ({row}.opened != 0)"
STATE = (
    f"({{row}}.trashed != 0) * {TRASHED} + ({{row}}.missing != 0) * {MISSING} + ({{row}}.draft != 0) * {DRAFT}"
    f" + ({{row}}.letterings > 0) * {LETTERED} + ({{row}}.misread > 0) * {MISREAD}"
    f" + ({{row}}.stack_top != 0) * {TOP} + {PRESENT}"
)
"""The code of a row in the map of states."""
_VALUE = f"coalesce((select code from map_value where plane = '{{plane}}' and value = {{row}}.{{plane}}), {OTHER})"
CODES = {
    "judged": _JUDGED,
    "state": STATE,
    "size": _VALUE.replace("{plane}", "size"),
    "month": _VALUE.replace("{plane}", "month"),
}
"""The code of a row, by map; migration 0005 makes its maps of it, so that nothing is added."""
WORDED = {"cast": "characters", "plate": "plate"}
"""Search fields with a map of their own, and its column."""
WORD_CODES = {
    column: f"coalesce((select code from map_value where plane = '{column}' and value = {{row}}.{column}), {OTHER})"
    for column in WORDED.values()
}
"""The code of a row, by map of words; migration 0006 makes its maps of it, so that nothing is added."""
LATER_CODES = {"steps": f"case when {{row}}.steps is null then 0 else {_VALUE.replace('{plane}', 'steps')} end"}
"""The code of a row, by map, of the maps that came later, each by its own migration; 0 where there is no value."""


def word_ids(column: str) -> int:
    """What is added to the codes of a map to make the ids of its values in `map_word`."""
    return 256 * list(WORDED.values()).index(column)


def fill_all(connection: sqlite3.Connection) -> None:
    """Make all blocks of all maps anew from the rows; inside a transaction."""
    fill(connection, {**CODES, **WORD_CODES, **LATER_CODES})


def number_values(connection: sqlite3.Connection, plane: str) -> None:
    """Give the values of a column their codes, the commonest first; inside a transaction."""
    connection.execute(
        f"insert into map_value select '{plane}', value, row_number() over (order by pictures desc) from"
        f" (select {plane} as value, count(*) as pictures from picture where {plane} is not null group by {plane})"
        f" limit {OTHER - 1}"
    )


def fill(connection: sqlite3.Connection, planes: Mapping[str, str]) -> None:
    """Make all blocks of these maps anew from the rows, by the code of each; inside a transaction."""
    for plane in planes:
        connection.execute(f"delete from map_{plane}")
    highest = connection.execute("select coalesce(max(id), 0) from picture").fetchone()[0]
    codes = ", ".join(code.format(row="p") for code in planes.values())
    for block in range(highest // BLOCK + 1):
        found = connection.execute(
            f"select p.id % {BLOCK}, {codes} from picture as p where p.id >= ? and p.id < ?",
            (block * BLOCK, (block + 1) * BLOCK),
        ).fetchall()
        if not found:
            continue
        made = [bytearray(BLOCK) for _ in planes]
        for place, *each in map(tuple, found):
            for codes_of, code in zip(made, each, strict=True):
                codes_of[place] = code
        for plane, codes_of in zip(planes, made, strict=True):
            connection.execute(f"insert into map_{plane} values (?, ?)", (block, bytes(codes_of)))


def put(plane: str, code: str) -> str:
    """The statement of a trigger that writes a row's code, an SQL expression, into a map."""
    before, after = f"substr(codes, 1, new.id % {BLOCK})", f"substr(codes, new.id % {BLOCK} + 2)"
    # A text that is put together of bytes has these bytes; a code under 128 is one.
    return (
        f"update map_{plane} set codes = cast({before} || char({code}) || {after} as blob)"
        f" where block = new.id / {BLOCK};"
    )


def number(plane: str) -> str:
    """The statement of a trigger that gives a value that is new its code, while there are any."""
    used = f"(select count(*) from map_value where plane = '{plane}')"
    known = f"exists (select 1 from map_value where plane = '{plane}' and value = new.{plane})"
    return (
        f"insert into map_value select '{plane}', new.{plane}, {used} + 1"
        f" where new.{plane} is not null and not {known} and {used} < {OTHER - 1};"
    )
