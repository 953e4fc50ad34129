"""The terms of a search: as masks of ids, and as SQL on a row of `picture` where a mask does not tell for sure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from library.index.maps import DRAFT, LETTERED, MISREAD, MISSING, OTHER, PRESENT, TOP, TRASHED, WORDED
from library.search.fields import cost, drift, texts, trouble
from library.search.fields.condition import NOTHING, Binder, Condition, coded, one_of
from library.search.fields.cost_term import Costing
from library.search.fields.drift_term import Drift
from library.search.fields.trouble_term import Troubled
from library.search.full_text import codes_of, words
from library.search.masks import MAYBE, NO, YES, Codes, Listed
from library.search.terms import LARGEST, Made, Named, Numbers, Shape, State, Term, Words

_MOST_NAMES = 1000
"""Tags or albums that begin with what was typed."""
_MOST_SEEDS = 50_000
"""Pictures of the seeds asked for that are listed; of more, each row is looked at."""
_MOST_FILES = 50_000
"""Pictures with a part of a file's name that are listed at once."""
_NUMBERED = {"": 0, "pick": 1, "reject": 2}


def without(term: Words, connection: sqlite3.Connection) -> tuple[Condition, ...]:
    """What rules out most of the pictures that have plain words, where these are in the names of cast or plates.

    It is true of all that do not have them, and of some that do.
    """
    ruled_out = []
    for column in WORDED.values() if not term.field and term.text else ():
        codes = codes_of(column, term, connection)
        if codes:
            table = bytes(NO if code in codes else YES for code in range(256))
            ruled_out.append(Condition("1", Codes(column, table)))
    return tuple(ruled_out)


def shelf(trashed: bool, is_top: bool) -> Condition:
    """On the shelf (the library, or its trash), and where `is_top` the one that stands for its stack."""
    want = PRESENT | (TRASHED if trashed else 0) | (TOP if is_top else 0)
    care = PRESENT | TRASHED | MISSING | (TOP if is_top else 0)
    sql = f"p.trashed = {int(trashed)} and p.missing = 0{' and p.stack_top = 1' if is_top else ''}"
    return Condition(sql, coded("state", lambda code: code & care == want))


def condition(term: Term, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """The condition of a term that is not in the large full-text table. Raises sqlite3.Error."""
    match term:
        case Words():
            return _words(term, connection, bind)
        case Named("file", name, _):
            return _file(name, connection, bind)
        case Named("label", name, exact):
            return _labelled(name.casefold(), exact, bind)
        case Named(_, name, exact):
            return _linked("album", name, exact, connection)
        case Numbers(field, low, high):
            return _number(field, low, high, connection, bind)
        case Shape():
            return _shape(term, connection, bind)
        case State(word):
            return _state(word)
        case Drift() | Costing() | Troubled():
            return _measured(term, connection, bind)
        case Made(field, when):
            return _made(field, when, connection, bind)


def _measured(term: Drift | Costing | Troubled, connection: sqlite3.Connection, bind: Binder) -> Condition:
    if isinstance(term, Troubled):
        return trouble.condition(term)
    return drift.condition(term, connection, bind) if isinstance(term, Drift) else cost.condition(term, bind)


def _words(term: Words, connection: sqlite3.Connection, bind: Binder) -> Condition:
    if not term.text:
        return NOTHING
    if term.field in WORDED:
        return _named(term, connection, bind)
    if term.field == "negative":
        return texts.negative(term, connection, bind)
    if term.field == "from":
        return texts.drawn_from(term, connection, bind)
    return _linked("tag", term.text, True, connection)


def _named(term: Words, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """In the cast, or of the plate."""
    has = f"select 1 from picture_fts where picture_fts match {bind(words(term))} and rowid = p.id"
    codes = codes_of(WORDED[term.field], term, connection)
    table = bytes(MAYBE if code == OTHER else YES if code in codes else NO for code in range(256))
    return Condition(f"exists ({has})", Codes(WORDED[term.field], table))


def _number(field: str, low: int, high: int, connection: sqlite3.Connection, bind: Binder) -> Condition:
    if field == "rating":
        return Condition(f"p.rating between {low} and {high}", coded("judged", lambda code: low <= code // 6 <= high))
    if field == "seed":
        return _seed(low, high, connection, bind)
    if field == "steps":
        # Without the map, steps that none of a million pictures has take a second: each row is looked at.
        sql = f"(p.steps is not null and p.steps between {bind(low)} and {bind(high)})"
        return Condition(sql, _valued("steps", connection, lambda steps: YES if low <= steps <= high else NO))
    if field == "size":
        longer = f"max(p.width, p.height) between {bind(low)} and {bind(high)}"
        return Condition(longer, _sizes(connection, lambda width, height: low <= max(width, height) <= high))
    if field == "similar":
        ids = ", ".join(map(str, bind.alike(min(low, LARGEST))))
        listed = f"select value from json_each('[{ids}]') where value >= :low and value < :high"
        return Condition(f"p.id in ({ids})", Listed(listed))
    return _stack(min(low, LARGEST), connection, bind)


def _stack(identity: int, connection: sqlite3.Connection, bind: Binder) -> Condition:
    row = connection.execute("select stack from picture where id = ?", (identity,)).fetchone()
    if row is None or not row["stack"]:
        # A picture that is in no stack is one by itself.
        own = bind(identity)
        return Condition(f"p.id = {own}", Listed(f"select {own} where {own} >= :low and {own} < :high"))
    own = bind(row["stack"])
    listed = "select id from picture indexed by picture_stack where stack = {} and stack != ''"
    each = " union all ".join(
        f"{listed.format(own)} and trashed = {trashed} and missing = 0 and id >= :low and id < :high"
        for trashed in (0, 1)
    )
    return Condition(f"p.stack = {own}", Listed(each))


def _file(name: str, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """A part of the file's name. The index of paths is read, and no row: a million pictures take a quarter second."""
    part = bind(f"%{_escaped(name)}%")
    # What is behind the last slash: the path without all that is none, taken off the path.
    last = "substr(p.path, length(rtrim(p.path, replace(p.path, '/', ''))) + 1)"
    sql = f"(p.path like {part} escape '\\' and {last} like {part} escape '\\')"
    listed = f"select p.id from picture as p indexed by sqlite_autoindex_picture_2 where {sql} limit {_MOST_FILES}"
    ids = [row[0] for row in connection.execute(listed, bind.values)]
    return Condition(sql, None if len(ids) == _MOST_FILES else one_of(ids, bind).mask)


def _labelled(label: str, exact: bool, bind: Binder) -> Condition:
    """With a colour label that is this one, or begins with it."""
    first, last = bind(label), bind(label if exact else f"{label}\U0010ffff")
    fits = f"label != '' and label between {first} and {last}"
    listed = f"select id from picture indexed by picture_label where {fits} and id >= :low and id < :high"
    return Condition(f"(p.{fits.replace('and ', 'and p.', 1)})", Listed(listed))


def _escaped(text: str) -> str:
    """A text that LIKE takes as it is, with `escape '\\'`."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _seed(low: int, high: int, connection: sqlite3.Connection, bind: Binder) -> Condition:
    # Seeds of 64 bits are kept as their two's complement.
    signed = [(low, min(high, LARGEST)), (max(low, LARGEST + 1) - 2**64, high - 2**64)]
    spans = [(bind(first), bind(last)) for first, last in signed if first <= last]
    sql = " or ".join(f"p.seed between {first} and {last}" for first, last in spans)
    each = " union all ".join(
        f"select p.id from picture as p indexed by picture_seed where p.seed is not null"
        f" and p.seed between {first} and {last}{{}}"
        for first, last in spans
    )
    count = f"select count(*) from (select 1 from ({each.replace('{}', '')}) limit {_MOST_SEEDS})"
    is_few = connection.execute(count, bind.values).fetchone()[0] < _MOST_SEEDS
    window = " and +p.id >= :low and +p.id < :high"
    mask = Listed(each.replace("{}", window)) if is_few else None
    return Condition(f"(p.seed is not null and ({sql}))", mask)


def _shape(shape: Shape, connection: sqlite3.Connection, bind: Binder) -> Condition:
    if not shape.ratio:
        sql = f"(p.width = {bind(shape.width)} and p.height = {bind(shape.height)})"
        return Condition(sql, _sizes(connection, lambda width, height: (width, height) == (shape.width, shape.height)))
    ratio = Fraction(shape.width, shape.height)
    across, down = ratio.numerator, ratio.denominator
    sql = f"abs(p.width * {bind(down)} - p.height * {bind(across)}) * 100.0 <= p.height * {bind(across)}"
    return Condition(
        sql, _sizes(connection, lambda width, height: abs(width * down - height * across) * 100 <= height * across)
    )


def _state(word: str) -> Condition:
    if word in ("pick", "reject"):
        return Condition(f"p.mark = '{word}'", coded("judged", lambda code: code // 2 % 3 == _NUMBERED[word]))
    if word == "unread":
        return Condition("(p.opened = 0 and p.rating = 0 and p.mark = '')", coded("judged", lambda code: code == 0))
    if word == "misplaced":
        listed = "select id from picture indexed by picture_misplaced where misplaced > 0"
        return Condition("p.misplaced > 0", Listed(f"{listed} and id >= :low and id < :high"))
    column, bit = {"lettered": ("letterings", LETTERED), "misread": ("misread", MISREAD), "draft": ("draft", DRAFT)}[
        word
    ]
    return Condition(f"p.{column} > 0", coded("state", lambda code: bool(code & bit)))


def _made(field: str, when: float, connection: sqlite3.Connection, bind: Binder) -> Condition:
    sql = f"p.created {'<' if field == 'before' else '>='} {bind(when)}"
    edge, begun = connection.execute(
        "select cast(strftime('%Y%m', :t, 'unixepoch') as integer), strftime('%s', :t, 'unixepoch', 'start of month')",
        {"t": when},
    ).fetchone()
    if edge is None:
        return Condition(sql)
    # The month of the edge has more than is asked for, unless the edge is its begin.
    is_split = float(begun) != when

    def said(month: int) -> int:
        return MAYBE if month == edge and is_split else YES if (month < edge) is (field == "before") else NO

    return Condition(sql, _valued("month", connection, said))


def _sizes(connection: sqlite3.Connection, fits: Callable[[int, int], bool]) -> Codes:
    def said(size: str) -> int:
        width, height = size.split("x")
        return YES if fits(int(width), int(height)) else NO

    return _valued("size", connection, said)


def _valued(plane: str, connection: sqlite3.Connection, said: Callable[[Any], int]) -> Codes:
    """The codes of the values of a map; what has no code of its own may be anything."""
    table = bytearray(256)
    table[OTHER] = MAYBE
    for value, code in connection.execute("select value, code from map_value where plane = ?", (plane,)):
        table[code] = said(value)
    return Codes(plane, bytes(table))


def _linked(kind: str, name: str, exact: bool, connection: sqlite3.Connection) -> Condition:
    """In one of the tags or albums that have this name, or begin with it."""
    found = connection.execute(
        f"select id from {kind} where name = :name or not :exact and name like :like escape '\\' limit {_MOST_NAMES}",
        {"name": name, "exact": int(exact), "like": f"{_escaped(name)}%"},
    ).fetchall()
    if not found:
        return NOTHING
    ids = ", ".join(str(row[0]) for row in found)
    sql = f"exists (select 1 from picture_{kind} as l where l.picture_id = p.id and l.{kind}_id in ({ids}))"
    listed = f"select picture_id from picture_{kind} where {kind}_id in ({ids}) and picture_id >= :low"
    return Condition(sql, Listed(f"{listed} and picture_id < :high"))
