"""What a search that finds nothing could have been: with a word that is near and known, or without one of its parts."""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator

import msgspec

from library.errors import QueryWrong
from library.search.language import Token, flattened, tokens
from library.search.terms import quoted

MOST = 4
MOST_PARTS = 12
"""Parts of a search that are looked at: each is a search of its own, or several."""
_MOST_READ = 2_000
"""Pictures whose words are known, the newest, and values of a field."""
_NEAR, _NEAREST = 0.65, 3
_WORD = re.compile(r"[^\W_]{3,}")
_FACETS = ("cast", "saying", "plate", "style", "engine", "model", "lora", "label")
_BARE = re.compile(r"[\w.-]+")

Count = Callable[[str], int]
"""How many pictures a search finds. Raises QueryWrong."""


class Suggestion(msgspec.Struct, frozen=True):
    """Another search, and how many pictures it finds."""

    query: str
    found: int


class Part(msgspec.Struct, frozen=True):
    """A term of a search: from `start` to `end`, with its minus sign where it has one."""

    token: Token
    start: int
    end: int
    is_unwanted: bool


def suggestions(connection: sqlite3.Connection, query: str, count: Count) -> tuple[Suggestion, ...]:
    """At most MOST searches near to one that finds nothing, each of which finds something; near words come first."""
    text = flattened(query)
    found: dict[str, int] = {}

    def keep(others: Iterable[str]) -> bool:
        counted = {other: many for other in others if other and other not in found and (many := _count(count, other))}
        # Of several, what finds least is nearest to what was wanted.
        found.update(sorted(counted.items(), key=lambda one: one[1]))
        return bool(counted)

    corrected = text
    # From the end, so that places before stay what they are.
    for part in reversed(_parts(text)):
        if not part.is_unwanted and not _count(count, text[part.start : part.end]):
            near = [_as_written(value) for value in _near(connection, part.token)]
            keep(_with(text, part, value) for value in near)
            corrected = _with(corrected, part, near[0]) if near else corrected
    keep([corrected] if corrected != text else [])
    parts = _parts(corrected)
    if len(parts) > 1 and not found and not keep(_without(corrected, part) for part in parts):
        keep(corrected[part.start : part.end] for part in parts if not part.is_unwanted)
    return tuple(Suggestion(other, many) for other, many in found.items())[:MOST]


def _with(text: str, part: Part, value: str) -> str:
    """A search with another value in a part."""
    return f"{text[: part.token.at]}{value}{text[part.token.end :]}"


def _without(text: str, part: Part) -> str:
    """A search without a part."""
    return f"{text[: part.start].rstrip()} {text[part.end :].lstrip()}".strip()


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    minus: Token | None = None
    for token in tokens(text):
        if token.kind in ("(", ")", "or", "-"):
            minus = token if token.kind == "-" else None
            continue
        parts.append(Part(token, token.start if minus is None else minus.start, token.end, minus is not None))
        minus = None
    return tuple(parts[:MOST_PARTS])


def _count(count: Count, query: str) -> int:
    try:
        return count(query)
    except QueryWrong:
        # What is left of brackets, or of an "or".
        return 0


def _near(connection: sqlite3.Connection, token: Token) -> list[str]:
    """Known values, or words, that are written nearly so; the nearest first."""
    known = {value.casefold(): value for value in _known(connection, token.kind.removesuffix(":"))}
    wanted = token.value.strip().casefold()
    near = difflib.get_close_matches(wanted, known, _NEAREST, _NEAR)
    return [known[value] for value in near if value != wanted]


def _known(connection: sqlite3.Connection, field: str) -> Iterator[str]:
    """The values of a field; of no field, the words that the newest pictures have."""
    if field in ("tag", "album"):
        for row in connection.execute(f"select name from {field} where pictures > 0 limit {_MOST_READ}"):
            yield row[0]
    elif field == "saved":
        for row in connection.execute("select name from saved_search"):
            yield row[0]
    elif field in ("word", "phrase", *_FACETS):
        where = "" if field in ("word", "phrase") else f"field = '{field}' and "
        for row in connection.execute(f"select value from facet where {where}pictures > 0 limit {_MOST_READ}"):
            yield row[0]
            yield from _WORD.findall(row[0])
    if field == "word":
        rows = connection.execute(f"select scene, prompt, tags from picture order by id desc limit {_MOST_READ}")
        for words in {text for row in rows for text in row}:
            yield from _WORD.findall(words)


def _as_written(value: str) -> str:
    line = " ".join(value.split())
    return line if _BARE.fullmatch(line) and line.casefold() != "or" else quoted(line)
