"""What may stand at the cursor in a search: names of fields, and values that pictures have, the most used first."""

from __future__ import annotations

import sqlite3

import msgspec

from library.language import Token, tokens
from library.terms import FIELDS, STATES, quoted

MOST = 20
_MOST_READ = 2_000
"""Values with the same beginning that are looked at."""
_FACETS = ("cast", "saying", "plate", "style", "engine", "model", "lora")
_FIXED = {
    "is": STATES,
    "rating": (">=4", ">=3", "5", "4", "3", "2", "1", "0"),
    "before": ("today", "yesterday", "7d", "30d"),
    "after": ("today", "yesterday", "7d", "30d"),
    "size": ("1:1", "16:9", "9:16", "4:3", "3:4", ">=1024"),
}


class Completion(msgspec.Struct, frozen=True):
    """`text` may take the place of the characters from `start` to `end`; `kind` says what it is."""

    text: str
    start: int
    end: int
    kind: str


def completions(connection: sqlite3.Connection, text: str, cursor: int) -> tuple[Completion, ...]:
    """At most MOST completions at a cursor (0 to the length of `text`), of fields or of a field's values."""
    cursor = max(0, min(cursor, len(text)))
    token = next((token for token in tokens(text) if token.start < cursor <= token.end), None)
    if token is None or token.kind in ("(", ")", "-"):
        return tuple(Completion(f"{name}:", cursor, cursor, "field") for name in FIELDS)
    if token.kind in ("word", "or"):
        begun = text[token.start : cursor].lower()
        fits = [name for name in FIELDS if name.startswith(begun)]
        return tuple(Completion(f"{name}:", token.start, token.end, "field") for name in fits)
    if token.kind == "phrase":
        return ()
    name = token.kind[:-1]
    if cursor < token.start + len(token.kind):
        fits = [field for field in FIELDS if field.startswith(text[token.start : cursor].lower())]
        return tuple(Completion(f"{field}:", token.start, token.at, "field") for field in fits)
    return _values(connection, name, token, text[token.at : cursor].lstrip('"“”„'))


def _values(connection: sqlite3.Connection, name: str, token: Token, begun: str) -> tuple[Completion, ...]:
    if name in _FACETS:
        found = _like(connection, "value", f"facet where field = '{name}' and pictures > 0 and", begun)
    elif name in ("tag", "album"):
        found = _like(connection, "name", f"{name} where pictures > 0 and", begun)
    elif name == "saved":
        rows = connection.execute("select name from saved_search order by name")
        found = [row[0] for row in rows if row[0].lower().startswith(begun.lower())]
    else:
        found = [value for value in _FIXED.get(name, ()) if value.startswith(begun.lower())]
    return tuple(Completion(_quoted(value), token.at, token.end, "value") for value in found[:MOST])


def _like(connection: sqlite3.Connection, column: str, source: str, begun: str) -> list[str]:
    """Values that begin with what was typed, or have a word that does."""
    plain = begun.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    firsts = connection.execute(
        f"select * from (select {column} as value, pictures from {source} {column} >= :begun"
        f" and {column} < :end limit {_MOST_READ}) order by pictures desc, value limit {MOST}",
        {"begun": begun, "end": begun + "\U0010ffff"},
    ).fetchall()
    found = [row["value"] for row in firsts]
    if begun and len(found) < MOST:
        others = connection.execute(
            f"select * from (select {column} as value, pictures from {source} true limit {_MOST_READ})"
            " where value like :later escape '\\' or value like :dashed escape '\\' order by pictures desc, value",
            {"later": f"% {plain}%", "dashed": f"%-{plain}%"},
        ).fetchall()
        found += [row["value"] for row in others if row["value"] not in found]
    return found[:MOST]


def _quoted(value: str) -> str:
    line = " ".join(value.split())
    return line if line and all(letter.isalnum() or letter in "-._" for letter in line) else quoted(line)
