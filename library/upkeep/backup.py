"""Copies of the index: one made while studios go on, and one put back while none has the library."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from library.errors import FolderMissing, IndexUnusable, LibraryUnwritable
from library.exchange.sidecars import is_beside
from library.files import disk, owners
from library.index.database import VERSION, Index, connect, sqlite_errors, transaction
from library.keeping import keepsakes
from library.places import OWN_FOLDER, Places

_TABLES = frozenset({"picture", "lettering", "job", "claim", "picture_fts"})
"""What an index has had since the first version."""


def back_up(index: Index, target: Path) -> int:
    """Copy the index to a file in one consistent state, while studios go on; its size in bytes.

    The file is whole or not there; one that is there already is replaced if it is such a copy too. Raises
    FolderMissing, LibraryUnwritable (also where another file would be lost), DiskFull, IndexUnusable.
    """
    wanted = target.expanduser().absolute()
    if not wanted.parent.is_dir():
        raise FolderMissing(f"{wanted.parent} is not a folder", "Make it first, or name another")
    home = index.path.parent.resolve()
    if wanted.resolve() == index.path.resolve() or (home.name == OWN_FOLDER and wanted.resolve().is_relative_to(home)):
        raise LibraryUnwritable(f"{wanted} lies where the index itself lies", "Name a file somewhere else")
    if wanted.exists() and not _is_copy(wanted):
        raise LibraryUnwritable(f"{wanted} is no copy of an index, and is left as it is", "Name another file")
    temporary = disk.temporary_name(wanted.parent)
    try:
        index.copy_to(temporary)
        with disk.disk_errors(wanted, "writing"):
            size = temporary.stat().st_size
        disk.finish(temporary, wanted)
        return size
    finally:
        _remove(temporary)


def restore(places: Places, source: Path) -> str:
    """Let a copy that `back_up` made be the index; where the one of before was put, empty where there was none.

    Folders and searches that are known beside the index stay known. Raises IndexUnusable (also where another studio
    has the library open), LibraryUnwritable, DiskFull.
    """
    wanted = source.expanduser().absolute()
    disk.make_folder(places.index.parent)
    if owners.any_running(places.folder):
        raise _held()
    temporary = disk.temporary_name(places.index.parent)
    try:
        _copy(wanted, temporary)
        Index(temporary).close()
        with sqlite_errors(temporary), closing(connect(temporary)) as connection, transaction(connection):
            keepsakes.take_in(connection, places)
            _trust_sidecars(connection, places)
        _let_go(places.index)
        aside = disk.replace_aside(temporary, places.index, time.strftime("before-%Y%m%d-%H%M%S"))
    finally:
        _remove(temporary)
    with closing(Index(places.index)) as index:
        keepsakes.write(index, places)
    return aside


def _copy(source: Path, target: Path) -> None:
    """Copy an index whole, once it is known to be one. Raises IndexUnusable."""
    try:
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, isolation_level=None)) as given:
            version = given.execute("pragma user_version").fetchone()[0]
            tables = {row[0] for row in given.execute("select name from sqlite_master where type = 'table'")}
            is_whole = given.execute("pragma quick_check(1)").fetchone()[0] == "ok"
            if not is_whole or not tables >= _TABLES or not 1 <= version <= VERSION:
                raise _no_index(source, "it is damaged" if not is_whole else "it was not made by this studio")
            with sqlite_errors(target), closing(sqlite3.connect(target, isolation_level=None)) as copy:
                given.backup(copy)
    except sqlite3.Error as error:
        raise _no_index(source, str(error)) from error


def _is_copy(path: Path) -> bool:
    """Whether a file is an index of the studio, whole or not."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as given:
            return {row[0] for row in given.execute("select name from sqlite_master where type = 'table'")} >= _TABLES
    except sqlite3.Error:
        return False


def _trust_sidecars(connection: sqlite3.Connection, places: Places) -> None:
    """Do not write over sidecars what was still to be written when the copy was made: they are newer."""
    noted = connection.execute(
        "select p.id, p.path, p.trashed from unsent u join picture p on p.id = u.picture_id"
    ).fetchall()
    newer = [(row["id"],) for row in noted if is_beside(places.root(bool(row["trashed"])) / row["path"])]
    connection.executemany("delete from unsent where picture_id = ?", newer)


def _let_go(index: Path) -> None:
    """Raise IndexUnusable where another process has the index open. A damaged one is nobody's."""
    if not index.exists():
        return
    try:
        with closing(sqlite3.connect(index, timeout=0, isolation_level=None)) as connection:
            # SQLite leaves the write-ahead log only for a connection that is alone.
            connection.execute("pragma journal_mode = delete")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise _held() from error


def _held() -> IndexUnusable:
    return IndexUnusable("Another studio has the library open", "Close it, then try again")


def _no_index(source: Path, why: str) -> IndexUnusable:
    return IndexUnusable(
        f"{source} is no index that can be restored: {why}", "Name a file that `studio library backup` made"
    )


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        disk.discard(path.with_name(path.name + suffix))
