"""What leaves the index: imported folders, whose files stay as they are, and the trash, whose files are deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from library.errors import FolderMissing
from library.exchange import sidecars
from library.files import disk
from library.importing.missing import end_of
from library.index.database import Index
from library.keeping import keepsakes, originals, sidecar_writer
from library.places import Places
from library.records import Forgettable, Trashed

_BATCH = 500
_IMPORTED = "path > ? and path < ? and (source = 'import' or path like '/%')"
_JUDGED = (
    "(rating > 0 or mark != '' or tags != '' or exists (select 1 from picture_album l where l.picture_id = picture.id))"
)
_UNWRITTEN = "id in (select picture_id from unsent)"
_TRASHED = "trashed = 1 and path not like '/%'"
"""What lies in the trash; an imported picture that lies elsewhere is only hidden."""


def forgettable(index: Index, places: Places, folder: Path) -> Forgettable:
    """What `forget` would take out of the index, once sidecars are written. Raises as `forget`."""
    root = _rooted(places, folder)
    sidecar_writer.Sidecars(index, places).write_noted()
    with index.reading() as connection:
        pictures, judged, unwritten, lettered = connection.execute(
            f"select count(*), coalesce(sum({_JUDGED}), 0), coalesce(sum({_UNWRITTEN}), 0),"
            f" coalesce(sum(letterings > 0), 0) from picture where {_IMPORTED}",
            _span(root),
        ).fetchone()
        above = connection.execute(
            "select path from import_root where substr(?, 1, length(path) + 1) = path || '/' and path != ?"
            " or path = '/' and ? != '/' order by path limit 1",
            (root, root, root),
        ).fetchone()
    return Forgettable(pictures, judged, unwritten, lettered, above[0] if above else "")


def forget(index: Index, places: Places, folder: Path) -> int:
    """Take the imported pictures under a folder out of the index, and the folder off the list; how many there were.

    What was said of them is first written into their sidecars. The folder is off the list before that, so that nobody
    who watches it takes them in again. No file is touched but thumbnails. Killed, the same again goes on.
    Raises FolderMissing, IndexUnusable, DiskFull, LibraryUnwritable.
    """
    root = _rooted(places, folder)
    span = _span(root)
    index.write(partial(_unlist, root=root, span=span))
    keepsakes.write(index, places)
    sidecar_writer.Sidecars(index, places).write_noted()
    count = 0
    while batch := _first(index, f"select id, sha256 from picture where {_IMPORTED} limit {_BATCH}", span):
        index.write(partial(_drop, ids=[row["id"] for row in batch]))
        _drop_thumbnails(index, places, {row["sha256"] for row in batch})
        count += len(batch)
    return count


def trashed(index: Index, places: Places) -> Trashed:
    """What `empty_trash` would delete."""
    with index.reading() as connection:
        pictures = connection.execute(f"select count(*) from picture where {_TRASHED}").fetchone()[0]
    found = [path.stat().st_size for one in _trash(index) for path in _files(places, one) if path.exists()]
    return Trashed(pictures, len(found), sum(found))


def empty_trash(index: Index, places: Places) -> Trashed:
    """Delete for good what lies in the trash: pictures, letterings and sidecars; what was deleted.

    The files go first, so that killed, the same again goes on. Raises IndexUnusable, DiskFull, LibraryUnwritable.
    """
    pictures = count = size = 0
    for one in _trash(index):
        for path in _files(places, one):
            with disk.disk_errors(path, "deleting"):
                if path.exists():
                    count, size = count + 1, size + path.stat().st_size
                    path.unlink()
        index.write(partial(_drop, ids=[one.id]))
        _drop_thumbnails(index, places, set(one.hashes))
        pictures += 1
    return Trashed(pictures, count, size)


class _Thrown(msgspec.Struct, frozen=True):
    """A picture in the trash: its paths there, itself first, and the hashes of its files."""

    id: int
    paths: tuple[str, ...]
    hashes: tuple[str, ...]


def _trash(index: Index) -> Iterator[_Thrown]:
    last = 0
    while batch := _first(
        index, f"select id, path, sha256 from picture where {_TRASHED} and id > ? order by id limit {_BATCH}", (last,)
    ):
        for row in batch:
            letterings = _first(index, "select path, sha256 from lettering where picture_id = ?", (row["id"],))
            each = [row, *(one for one in letterings if not one["path"].startswith("/"))]
            yield _Thrown(row["id"], tuple(one["path"] for one in each), tuple(one["sha256"] for one in each))
        last = batch[-1]["id"]


def _files(places: Places, one: _Thrown) -> list[Path]:
    paths = [places.trash / path for path in one.paths]
    return [*paths[1:], sidecars.sidecar_of(paths[0]), paths[0]]


def _rooted(places: Places, folder: Path) -> str:
    """A folder's absolute path, whether it is there or not. Raises FolderMissing for the library's own."""
    root = os.path.abspath(os.path.expanduser(folder))  # noqa: PTH100,PTH111  without following the links in it
    if Path(root).is_relative_to(places.folder):
        raise FolderMissing(f"{root} is the library's own", "Name a folder that was imported")
    return root


def _span(root: str) -> tuple[str, str]:
    begin = root if root.endswith("/") else f"{root}/"
    return begin, end_of(begin)


def _first(index: Index, query: str, values: tuple[object, ...]) -> list[sqlite3.Row]:
    with index.reading() as connection:
        return connection.execute(query, values).fetchall()


def _drop(connection: sqlite3.Connection, ids: list[int]) -> None:
    connection.executemany("delete from picture where id = ?", ((identity,) for identity in ids))


def _drop_thumbnails(index: Index, places: Places, hashes: set[str]) -> None:
    """Remove what is kept under the hashes of files of which there is none any more: thumbnails, and originals."""
    known = (
        "select exists (select 1 from picture where sha256 = ?) or exists (select 1 from lettering where sha256 = ?)"
    )
    with index.reading() as connection:
        unused = [one for one in hashes if one and not connection.execute(known, (one, one)).fetchone()[0]]
    for one in unused:
        disk.discard(places.thumbnail(one))
        originals.discard(places, one)


def _unlist(connection: sqlite3.Connection, root: str, span: tuple[str, str]) -> None:
    connection.execute("delete from refused where path > ? and path < ?", span)
    connection.execute("delete from import_root where path = ? or path > ? and path < ?", (root, *span))
