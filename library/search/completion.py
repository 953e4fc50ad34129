"""What may stand at the cursor in a search: names of fields, and values that pictures have, the most used first."""

from __future__ import annotations

import re
import sqlite3

import msgspec

from library.index.segmentation import has_run
from library.search.fields.trouble_term import ANY, KINDS
from library.search.full_text import phrase
from library.search.language import Token, tokens
from library.search.terms import FIELDS, STATES, Words, quoted

MOST = 20
_MOST_READ = 2_000
"""Values with the same beginning that are looked at."""
_LONGEST_PART = 40
"""Letters of a part of a negative prompt that is offered; more are a sentence."""
_BETWEEN = re.compile(r"[,;|\n，、。]")
_WEIGHT = re.compile(r":\s*[\d.]+$")
_BRACKETS = "()[]{}<> \t"
_FACETS = ("cast", "saying", "plate", "style", "engine", "model", "lora", "label")
_DRIFTS = ("<0.3", "<0.5", ">0.5", ">1")
_FIXED = {
    "is": STATES,
    "trouble": (*KINDS, ANY),
    "steps": ("20", "4", "8", "28", "30", "50", ">=30", "<10"),
    "rating": (">=4", ">=3", "5", "4", "3", "2", "1", "0"),
    "before": ("today", "yesterday", "7d", "30d"),
    "after": ("today", "yesterday", "7d", "30d"),
    "cost": (">0.1", "<=0.05", ">=1", "0.01..0.1", "none"),
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
    elif name == "negative":
        found = _unwanted(connection, begun)
    elif name == "from":
        found = _references(connection, begun)
    elif name == "drift":
        found = [*_measured(connection, begun), *(value for value in _DRIFTS if value.startswith(begun))]
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
        # Where words have no spaces between, one may begin anywhere.
        later = f"%{plain}%" if has_run(begun) else f"% {plain}%"
        others = connection.execute(
            f"select * from (select {column} as value, pictures from {source} true limit {_MOST_READ})"
            " where value like :later escape '\\' or value like :dashed escape '\\' order by pictures desc, value",
            {"later": later, "dashed": f"%-{plain}%"},
        ).fetchall()
        found += [row["value"] for row in others if row["value"] not in found]
    return found[:MOST]


def _unwanted(connection: sqlite3.Connection, begun: str) -> list[str]:
    """Parts of negative prompts, between commas and without their weights, that begin or have a word that begins so."""
    where, values = "", []
    if any(letter.isalnum() for letter in begun):
        where = "where id in (select rowid from negative_fts where negative_fts match ?)"
        values = [phrase(Words("negative", begun, False))]
    used: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for text, pictures in connection.execute(
        f"select text, pictures from negative {where} order by id desc limit {_MOST_READ}", values
    ):
        for part in {_WEIGHT.sub("", part.strip(_BRACKETS)).strip(_BRACKETS) for part in _BETWEEN.split(text)}:
            if 0 < len(part) <= _LONGEST_PART:
                spelt.setdefault(part.lower(), part)
                used[part.lower()] = used.get(part.lower(), 0) + pictures
    found = [part for part in used if _has_begun(part, begun.lower())]
    found.sort(key=lambda part: (not part.startswith(begun.lower()), -used[part], part))
    return [spelt[part] for part in found[:MOST]]


def _references(connection: sqlite3.Connection, begun: str) -> list[str]:
    """Names of references and of their members that begin so, or have a word that does; the members first."""
    where, values = "", []
    if any(letter.isalnum() for letter in begun):
        where = "where id in (select rowid from reference_fts where reference_fts match ?)"
        values = [phrase(Words("from", begun, False))]
    used: dict[str, tuple[bool, int]] = {}
    for member, name, pictures in connection.execute(
        f"select member, name, pictures from reference {where} order by id desc limit {_MOST_READ}", values
    ):
        for text, is_file in ((member, False), (name, True)):
            if text and (
                not begun or text.lower().startswith(begun.lower()) or _has_begun(text.lower(), begun.lower())
            ):
                used[text] = (is_file, used.get(text, (is_file, 0))[1] + pictures)
    return sorted(used, key=lambda text: (used[text][0], -used[text][1], text))[:MOST]


def _measured(connection: sqlite3.Connection, begun: str) -> list[str]:
    """Members of whom drift was measured and whose name begins, or has a word that begins, so."""
    rows = connection.execute("select name from drift_member where name != '' order by name")
    return [row[0] for row in rows if _has_begun(row[0].lower(), begun.lower())]


def _has_begun(part: str, begun: str) -> bool:
    return begun in part if has_run(begun) else part.startswith(begun) or f" {begun}" in part


def _quoted(value: str) -> str:
    line = " ".join(value.split())
    return line if line and all(letter.isalnum() or letter in "-._" for letter in line) else quoted(line)
