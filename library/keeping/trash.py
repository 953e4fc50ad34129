"""Moving a picture and its letterings to the trash and back; nothing is ever deleted.

A picture that lies outside of the library is somebody else's file: it is hidden, and stays where it is.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from library.errors import LibraryError, NotInLibrary
from library.exchange import sidecars
from library.files import disk
from library.index import rows
from library.index.database import Index
from library.places import Places

Move = tuple[str, int, Path, Path]
"""Table, id, where the file was, where it is."""


def set_trashed(index: Index, places: Places, picture_id: int, trashed: bool) -> None:
    """Move a picture's files to the trash, or out of it, then say so in the index.

    When one file cannot be moved, those that were moved go back. Killed in between, the same again or `rebuild`
    mends it. Letterings whose files are gone are left to `check`. Raises NotInLibrary, LibraryUnwritable, DiskFull.
    """
    moves: list[Move] = []
    try:
        # All of it in the writer's turn: of two who move it to and fro the one would go by what the other changes.
        index.write(lambda connection: moves.extend(_move_files(connection, places, picture_id, trashed)))
    except LibraryError:
        _move_back(moves)
        raise


def _move_files(connection: sqlite3.Connection, places: Places, picture_id: int, trashed: bool) -> list[Move]:
    picture = rows.one(connection, "picture", picture_id, "picture")
    letterings = connection.execute("select * from lettering where picture_id = ?", (picture_id,)).fetchall()
    if bool(picture["trashed"]) == trashed:
        return []
    source, target = places.root(not trashed), places.root(trashed)
    is_elsewhere = Path(picture["path"]).is_absolute()
    if not is_elsewhere and not (source / picture["path"]).exists() and not (target / picture["path"]).exists():
        raise NotInLibrary(f"The file {source / picture['path']} is gone", "Run `studio library check`")
    if not is_elsewhere:
        _move_sidecar(source / picture["path"], target / picture["path"])
    moves = _move_all(source, target, [("lettering", row) for row in letterings] + [("picture", picture)])
    try:
        for table, identity, _, place in moves:
            path = place.relative_to(target).as_posix()
            connection.execute(f"update {table} set path = ? where id = ? and path != ?", (path, identity, path))
        connection.execute("update picture set trashed = ? where id = ?", (int(trashed), picture_id))
    except sqlite3.Error:
        _move_back(moves)
        raise
    return moves


def _move_all(source: Path, target: Path, entries: list[tuple[str, sqlite3.Row]]) -> list[Move]:
    moved: list[Move] = []
    try:
        for table, row in entries:
            was, wanted = source / row["path"], target / row["path"]
            # The same path under both roots: it is absolute, and the file is not the library's to move.
            if was != wanted and was.exists():
                moved.append((table, row["id"], was, disk.move_new(was, wanted)))
    except LibraryError:
        _move_back(moved)
        raise
    return moved


def _move_sidecar(was: Path, wanted: Path) -> None:
    """Let a picture's sidecar go with it; one that stays behind is written again when something is said."""
    sidecar = sidecars.sidecar_of(was)
    if sidecar.exists() and not sidecars.is_beside(wanted):
        with suppress(LibraryError):
            disk.move_new(sidecar, wanted.with_name(sidecar.name))


def _move_back(moves: list[Move]) -> None:
    for _, _, was, place in reversed(moves):
        disk.move_new(place, was)
