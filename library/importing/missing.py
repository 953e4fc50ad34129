"""Pictures whose files are gone: marked as missing, never dropped; they keep what a person said of them."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from library.importing.walking import Walk
from library.index.database import Index
from library.keeping import keepsakes
from library.places import Places
from library.records import Missing

_BATCH = 1000
_PICTURES = (
    "select id, path from picture where path > ? and path < ? and not missing and not trashed"
    " and (source = 'import' or path like '/%') order by path limit ?"
)
_REFUSED = "select 0, path from refused where path > ? and path < ? and mtime_ns != -1 order by path limit ?"

_MISSING = "select path from picture where missing and not trashed limit ?"
MOST_COUNTED = 10_000
"""Missing pictures that are counted."""

Row = tuple[int, str]


def mark_missing(
    index: Index, places: Places, root: str, recursive: bool, is_excluded: Callable[[str], bool]
) -> tuple[int, int]:
    """Mark the imported pictures under `root` (absolute) whose files are gone, and those that are left out now.

    How many there were of each. Both stay, and come back with all that was said of them.
    """
    missing = excluded = 0
    for rows in _rows(index, _PICTURES, places.stored(f"{root}/"), recursive):
        gone: list[Row] = []
        hidden: list[Row] = []
        for row in rows:
            path = str(places.folder / row[1])
            if is_gone(path):
                gone.append(row)
            elif is_excluded(path):
                hidden.append(row)
        if gone or hidden:
            index.write(partial(_miss, rows=gone + hidden))
            # A remark on one that is left out would keep it from coming back.
            index.write(partial(_forget, rows=[(row[0], str(places.folder / row[1])) for row in hidden]))
        missing, excluded = missing + len(gone), excluded + len(hidden)
    return missing, excluded


def forget_refused(index: Index, places: Places, root: str, recursive: bool) -> None:
    """Take files off the list of those that were refused when they are gone."""
    for rows in _rows(index, _REFUSED, f"{root}/", recursive):
        if gone := [row for row in rows if is_gone(str(places.folder / row[1]))]:
            index.write(partial(_forget, rows=gone))


def all_missing(index: Index, places: Places) -> Missing:
    """Those that are marked as missing; what is left out of an import is marked so too, and is none of them."""
    with index.reading() as connection:
        paths = [row[0] for row in connection.execute(_MISSING, (MOST_COUNTED,))]
        roots = [row[0] for row in connection.execute("select path from import_root order by length(path) desc")]
    excluded = keepsakes.all_excluded(places)
    walks = {root: Walk(root, True, excluded.get(root, ())) for root in roots}
    counts: Counter[str] = Counter()
    for path in paths:
        file = str(places.folder / path)
        root = next((root for root in roots if file.startswith(f"{root}/")), "")
        if not root or is_gone(file) or not walks[root].leaves_out(file):
            counts[root] += 1
    folders = sorted((root, count) for root, count in counts.items() if root)
    return Missing(sum(counts.values()), tuple(folders))


def is_gone(path: str) -> bool:
    """Whether nothing lies at `path`; a place that cannot be looked at is not empty for that."""
    try:
        os.stat(path)  # noqa: PTH116  a Path costs as much again
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def end_of(begin: str) -> str:
    """What all paths that begin with `begin`, a folder with its slash, come before."""
    # The library's own folder is the empty text: its pictures begin with anything but a slash.
    return f"{begin[:-1]}0" if begin else "\U0010ffff"


def _rows(index: Index, query: str, begin: str, recursive: bool) -> Iterator[list[Row]]:
    """The rows of what is under a folder, some at a time."""
    last = begin
    while True:
        with index.reading() as connection:
            batch: list[Row] = [(row[0], row[1]) for row in connection.execute(query, (last, end_of(begin), _BATCH))]
        if not batch:
            return
        last = batch[-1][1]
        inside = [row for row in batch if begin or not row[1].startswith("/")]
        yield [row for row in inside if recursive or "/" not in row[1][len(begin) :]]


def _miss(connection: sqlite3.Connection, rows: list[Row]) -> None:
    connection.executemany("update picture set missing = 1 where id = ? and path = ?", rows)


def _forget(connection: sqlite3.Connection, rows: list[Row]) -> None:
    connection.executemany("delete from refused where path = ?", ((path,) for _, path in rows))
