"""Imported folders and saved searches, in small files beside the index, so that they survive its loss.

`imports.json` and `searches.json` in the library's own folder say what the index says; an index that is new, for the
one before was lost, takes them in. Each is written whole, under a lock, from what the index says at that moment.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from library.errors import PictureUnreadable
from library.files import disk
from library.index.database import Index
from library.keeping import charge_files
from library.names import clean
from library.places import OWN_FOLDER, Places
from library.records import SavedSearch

T = TypeVar("T", list["Root"], list[SavedSearch])

_ROOTS = "select path, recursive, watched, added from import_root order by path"
_SEARCHES = "select name, query from saved_search order by name"


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """A folder that was imported, absolute; `excluded` are the patterns of what is left out, which stand only here."""

    path: str
    recursive: bool = True
    watched: bool = False
    added: float = 0.0
    excluded: tuple[str, ...] = ()


def imports_file(places: Places) -> Path:
    """Where the imported folders are listed."""
    return places.folder / OWN_FOLDER / "imports.json"


def searches_file(places: Places) -> Path:
    """Where the saved searches are listed."""
    return places.folder / OWN_FOLDER / "searches.json"


def write(index: Index, places: Places, excluded: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """Write both files anew where the index says something else. Raises DiskFull, LibraryUnwritable, IndexUnusable.

    `excluded` has new patterns of some folders, by their paths; others keep theirs.
    """
    with disk.alone(places.folder / OWN_FOLDER / "keepsakes.lock"):
        left_out = {**all_excluded(places), **(excluded or {})}
        with index.reading() as connection:
            roots = [
                Root(
                    path=row[0],
                    recursive=bool(row[1]),
                    watched=bool(row[2]),
                    added=row[3],
                    excluded=left_out.get(row[0], ()),
                )
                for row in connection.execute(_ROOTS)
            ]
            searches = [SavedSearch(row["name"], row["query"]) for row in connection.execute(_SEARCHES)]
        _keep(imports_file(places), roots)
        _keep(searches_file(places), searches)


def all_excluded(places: Places) -> dict[str, tuple[str, ...]]:
    """The patterns of what is left out, by the imported folder."""
    return {root.path: root.excluded for root in _kept(imports_file(places), list[Root]) if root.excluded}


def take_in(connection: sqlite3.Connection, places: Places) -> None:
    """Let an index know the folders, searches and charges of the files, beside those it has; inside a transaction or
    not."""
    charge_files.take_in(connection, places)
    for root in _kept(imports_file(places), list[Root]):
        if Path(root.path).is_absolute() and clean(root.path) == root.path:
            connection.execute(
                "insert or ignore into import_root (path, recursive, watched, added) values (?, ?, ?, ?)",
                (root.path, int(root.recursive), int(root.watched), root.added),
            )
    for search in _kept(searches_file(places), list[SavedSearch]):
        connection.execute(
            "insert or ignore into saved_search values (?, ?, ?)",
            (clean(search.name), clean(search.query), time.time()),
        )


def not_imported(index: Index) -> list[Root]:
    """The folders that no import into this index has ended for."""
    with index.reading() as connection:
        found = connection.execute("select path, recursive from import_root where scanned is null order by path")
        return [Root(path=row["path"], recursive=bool(row["recursive"])) for row in found]


def _keep(path: Path, listed: list[Root] | list[SavedSearch]) -> None:
    data = msgspec.json.format(msgspec.json.encode(listed)) + b"\n"
    before = path.read_bytes() if path.exists() else b"[]\n"
    if data != before:
        disk.write_over(path, data)


def _kept(path: Path, kind: type[T]) -> T:
    """What a file lists; nothing where it is not there, or is none of these."""
    with suppress(PictureUnreadable, msgspec.DecodeError, UnicodeError):
        return msgspec.json.decode(disk.read_file(path), type=kind)
    return kind()
