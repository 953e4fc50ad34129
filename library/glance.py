"""A short look at the index for a shell that completes words: nothing is made, brought up to date or waited for.

Where there is no index of today, or it cannot be read at once, there is nothing to see. No error comes out of here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from library.index.database import VERSION
from library.places import Places
from library.search.completion import Completion, completions

T = TypeVar("T")
MOST = 30
"""Things that are offered at once."""
WAITS = 0.2
"""Seconds that a look waits for a writer."""


class Named(NamedTuple):
    """Something by the name that a person types, and a few words on what it is."""

    name: str
    words: str = ""


def pictures(folder: Path, begun: str) -> list[Named]:
    """The newest pictures whose ids begin with these digits, or any, with their scenes."""

    def look(index: sqlite3.Connection) -> list[Named]:
        found: list[Named] = []
        # By ranges of ids, the longest first: a million of them are not read as text.
        for first, last in _spans(begun):
            rows = index.execute(
                "select id, scene, substr(prompt, 1, 200) as prompt from picture where id between ? and ?"
                " and trashed = 0 order by id desc limit ?",
                (first, last, MOST - len(found)),
            )
            found += [Named(str(row["id"]), row["scene"] or row["prompt"]) for row in rows]
        return found

    return _seen(folder, look, [])


def _spans(begun: str) -> list[tuple[int, int]]:
    """The ids that begin with these digits, in spans from the highest down; of SQLite's 19 digits all but the last."""
    if not begun:
        return [(1, 10**18)]
    if not (begun.isascii() and begun.isdecimal()) or begun.startswith("0"):
        return []
    number = int(begun)
    return [(number * 10**more, (number + 1) * 10**more - 1) for more in range(18 - len(begun), -1, -1)]


def tags(folder: Path, begun: str) -> list[Named]:
    """The tags that begin so, the most used first."""
    query = "select name from tag where pictures > 0 order by pictures desc, name"
    return _seen(folder, lambda index: _beginning(index.execute(query), begun), [])


def jobs(folder: Path, begun: str) -> list[Named]:
    """The newest jobs whose ids begin so, with their states."""
    query = f"select substr(id, 1, 8), state from job where substr(id, 1, ?) = ? order by created desc limit {MOST}"
    return _seen(
        folder, lambda index: [Named(row[0], row[1]) for row in index.execute(query, (len(begun), begun[:8]))], []
    )


def search(folder: Path, text: str) -> tuple[Completion, ...]:
    """What may stand at the end of a search."""
    return _seen(folder, lambda index: completions(index, text, len(text)), ())


def _beginning(rows: sqlite3.Cursor, begun: str) -> list[Named]:
    return [Named(row[0]) for row in rows if row[0].casefold().startswith(begun.casefold())][:MOST]


def _seen(folder: Path, look: Callable[[sqlite3.Connection], T], nothing: T) -> T:
    path = Places.of(folder, None).index
    if not path.exists():
        return nothing
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=WAITS)) as index:
            index.row_factory = sqlite3.Row
            if index.execute("pragma user_version").fetchone()[0] != VERSION:
                return nothing
            return look(index)
    except sqlite3.Error:
        return nothing
