"""The terms of a search as SQL on a row of `picture`, and the index that finds their rows, newest first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from library.schema_two import WORD_COLUMNS
from library.terms import LARGEST, Made, Named, Numbers, Shape, State, Term, Words

_MOST_VALUES = 1000
"""Different sizes or months that are looked up one by one."""
_COLUMNS = {
    **{"cast": "characters", "saying": "sayings", "plate": "plate", "style": "style", "engine": "engine"},
    **{"model": "model", "lora": "loras", "tag": "tags"},
}
_SHELF = "{p}.trashed = :trashed and {p}.missing = 0"
_ON_SHELF = "p.trashed = :trashed and p.missing = 0"


class Binder:
    """Names for the values of one statement."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __call__(self, value: object) -> str:
        """The name of a value, with its colon."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


@dataclass(frozen=True, slots=True)
class Lead:
    """Rows of a condition by an index: `key` is the picture's id, `where` and `source` use the alias `p`.

    `newest`: a query for the highest id, empty where only reading all would tell. `in_order`: the rows between two
    ids are found without reading the others.
    """

    source: str
    where: str
    key: str = "p.id"
    newest: str = ""
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """`sql` is about the row of the alias that takes the place of `{p}`; it is never null."""

    sql: str
    lead: Lead | None = None


NOTHING = Condition("0", Lead("picture as p", "0"))


def words(term: Words) -> str:
    """The FTS5 expression of words: a quoted string, so that nothing that is typed is an operator."""
    columns = _COLUMNS[term.field] if term.field else f"{{{' '.join(WORD_COLUMNS)}}}"
    text = term.text.replace('"', " ")
    return f'({columns} : "{text}"{"" if term.exact else " *"})'


def is_whole_tag(term: Term) -> bool:
    """Whether a term asks for one tag by its whole name, which words cannot tell from a part of another."""
    return isinstance(term, Words) and term.field == "tag" and term.exact


def condition(term: Term, connection: sqlite3.Connection, trashed: bool, bind: Binder) -> Condition:
    """The condition of a term that is no words. Raises sqlite3.Error."""
    match term:
        case Words(_, name, _):
            return _linked("tag", name, True, connection)
        case Named(_, name, exact):
            return _linked("album", name, exact, connection)
        case Numbers(field, low, high):
            return _number(field, low, high, connection, trashed, bind)
        case Shape():
            return _shape(term, connection, trashed, bind)
        case State(word):
            return _state(word)
        case Made(field, when):
            return _made(field, when, connection, trashed, bind)


def _number(field: str, low: int, high: int, connection: sqlite3.Connection, trashed: bool, bind: Binder) -> Condition:
    if field == "rating":
        return _rating(low, high)
    if field == "seed":
        return _seed(low, high, bind)
    if field == "size":
        longer = f"max({{p}}.width, {{p}}.height) between {bind(low)} and {bind(high)}"
        return _sizes(longer, connection, trashed, bind)
    row = connection.execute("select stack from picture where id = ?", (min(low, LARGEST),)).fetchone()
    if row is None or not row["stack"]:
        # A picture that is in no stack is one by itself.
        own = f"{{p}}.id = {bind(min(low, LARGEST))}"
        return Condition(own, Lead("picture as p", f"{own.format(p='p')} and {_ON_SHELF}"))
    stack = f"({{p}}.stack != '' and {{p}}.stack = {bind(row['stack'])})"
    return Condition(stack, Lead("picture as p indexed by picture_stack", f"{stack.format(p='p')} and {_ON_SHELF}"))


def _shape(shape: Shape, connection: sqlite3.Connection, trashed: bool, bind: Binder) -> Condition:
    if not shape.ratio:
        sql = f"({{p}}.width = {bind(shape.width)} and {{p}}.height = {bind(shape.height)})"
        return Condition(sql, _values("size", [f"{shape.width}x{shape.height}"], bind))
    ratio = Fraction(shape.width, shape.height)
    across, down = bind(ratio.numerator), bind(ratio.denominator)
    sql = f"abs({{p}}.width * {down} - {{p}}.height * {across}) * 100.0 <= {{p}}.height * {across}"
    return _sizes(sql, connection, trashed, bind)


def _rating(low: int, high: int) -> Condition:
    if low > high:
        return NOTHING
    stars = ", ".join(str(number) for number in range(low, high + 1))
    return Condition(f"{{p}}.rating in ({stars})", _listed("rating", stars))


def _seed(low: int, high: int, bind: Binder) -> Condition:
    # Seeds of 64 bits are kept as their two's complement.
    signed = [(low, min(high, LARGEST)), (max(low, LARGEST + 1) - 2**64, high - 2**64)]
    spans = [f"{{p}}.seed between {bind(first)} and {bind(last)}" for first, last in signed if first <= last]
    if not spans:
        return NOTHING
    sql = f"({{p}}.seed is not null and ({' or '.join(spans)}))"
    # With two spans an index would be read twice; nobody asks for that but by `>=`.
    if len(spans) > 1:
        return Condition(sql)
    return Condition(
        sql, Lead("picture as p indexed by picture_seed", f"{sql.format(p='p')} and {_ON_SHELF}", in_order=False)
    )


def _state(word: str) -> Condition:
    if word in ("pick", "reject"):
        return Condition(f"{{p}}.mark = '{word}'", _listed("mark", f"'{word}'"))
    if word in ("lettered", "misread"):
        column = "letterings" if word == "lettered" else word
        source = f"picture as p indexed by picture_{word}"
        return Condition(f"{{p}}.{column} > 0", Lead(source, f"{_ON_SHELF} and p.{column} > 0"))
    if word == "draft":
        return Condition("{p}.draft = 1", _listed("draft", "1"))
    return Condition("({p}.opened = 0 and {p}.rating = 0 and {p}.mark = '')", _listed("unread", "1"))


def _made(field: str, when: float, connection: sqlite3.Connection, trashed: bool, bind: Binder) -> Condition:
    sql = f"{{p}}.created {'<' if field == 'before' else '>='} {bind(when)}"
    months = _distinct("month", connection, trashed)
    if len(months) > _MOST_VALUES:
        return Condition(sql)
    edge = connection.execute("select cast(strftime('%Y%m', ?, 'unixepoch') as integer)", (when,)).fetchone()[0] or 0
    fits = [month for month in months if (month <= edge if field == "before" else month >= edge)]
    lead = _values("month", fits, bind)
    # The months at the edges have more than is asked for.
    return Condition(sql, Lead(lead.source, lead.where, newest=lead.newest, in_order=False))


def _sizes(sql: str, connection: sqlite3.Connection, trashed: bool, bind: Binder) -> Condition:
    known = _distinct("size", connection, trashed)
    if len(known) > _MOST_VALUES:
        return Condition(sql)
    fits = [
        size
        for size in known
        if connection.execute(
            f"select {sql.format(p='p')} from (select :w as width, :h as height) as p",
            {**bind.values, "w": int(size.split("x")[0]), "h": int(size.split("x")[1])},
        ).fetchone()[0]
    ]
    return Condition(sql, _values("size", fits, bind))


def _distinct(column: str, connection: sqlite3.Connection, trashed: bool) -> list[Any]:
    """The different values of an indexed column, by jumping from one to the next; at most _MOST_VALUES and one."""
    step = (
        f"select {column} from picture indexed by picture_{column}"
        f" where trashed = :trashed and missing = 0 {{}} order by {column} limit 1"
    )
    found = connection.execute(
        f"with recursive each (value) as (select ({step.format('')}) union all"
        f" select ({step.format(f'and {column} > each.value')}) from each where value is not null)"
        f" select value from each where value is not null limit {_MOST_VALUES + 1}",
        {"trashed": int(trashed)},
    )
    return [row[0] for row in found]


def _values(column: str, values: list[Any], bind: Binder) -> Lead:
    return _listed(column, ", ".join(bind(value) for value in values)) if values else Lead("picture as p", "0")


def _listed(column: str, listed: str) -> Lead:
    """The lead of a column that has one of few values; each value's rows are in the order of their ids."""
    source = f"picture as p indexed by picture_{column}"
    each = ", ".join(f"({value})" for value in listed.split(", "))
    newest = (
        f"select max((select p.id from {source} where {_ON_SHELF} and p.{column} = v.column1"
        f" order by p.id desc limit 1)) from (values {each}) as v"
    )
    return Lead(source, f"{_ON_SHELF} and p.{column} in ({listed})", newest=newest)


def _linked(kind: str, name: str, exact: bool, connection: sqlite3.Connection) -> Condition:
    """In one of the tags or albums that have this name, or begin with it."""
    like = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = connection.execute(
        f"select id from {kind} where name = :name or not :exact and name like :like escape '\\' limit {_MOST_VALUES}",
        {"name": name, "exact": int(exact), "like": f"{like}%"},
    ).fetchall()
    if not found:
        return NOTHING
    ids = ", ".join(str(row[0]) for row in found)
    sql = f"exists (select 1 from picture_{kind} as l where l.picture_id = {{p}}.id and l.{kind}_id in ({ids}))"
    source = (
        f"picture_{kind} as a cross join picture as p indexed by picture_shelf on {_ON_SHELF} and p.id = +a.picture_id"
    )
    return Condition(sql, Lead(source, f"a.{kind}_id in ({ids})", "a.picture_id"))
