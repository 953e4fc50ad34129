"""Making the index again from the files.

What the files say is gathered in a staging file first. Then one transaction puts it into the index: other studios see
the old index or the new one, and what they save meanwhile stays. An index that is damaged, or from a newer studio, is
put aside and a new one takes its place in one step.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from library.errors import FolderMissing, IndexUnusable, PictureUnreadable
from library.files import disk
from library.formats.heads.kinds import SUFFIXES
from library.importing.importer import Importer
from library.index.database import VERSION, Index, connect, make_empty, sqlite_errors, transaction
from library.index.maps import fill_all
from library.keeping import keepsakes, sidecar_writer
from library.places import Places
from library.records import Finding, RebuildReport
from library.upkeep import mend, merge, scan
from library.upkeep.check import is_known
from library.upkeep.staging import Staging

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""What SQLite says of an index that is damaged or has other tables; of the disk and of locks it says other things."""
STALE_SECONDS = 3600
"""A temporary file older than this belongs to no running save."""


def rebuild(places: Places, on_progress: scan.OnProgress | None) -> RebuildReport:
    """Make the index of `places` again. Raises LibraryUnwritable, DiskFull, IndexUnusable."""
    disk.make_folder(places.folder)
    disk.make_folder(places.index.parent)
    _sweep(places)
    forgotten = not places.index.exists() and not keepsakes.imports_file(places).exists()
    stage_path = disk.temporary_name(places.index.parent)
    try:
        with sqlite_errors(places.index):
            healthy = _healthy(places.index)
            top = _top(places.index) if healthy else (0, 0)
        with sqlite_errors(stage_path), Staging(stage_path) as stage:
            with _old(places.index) as old:
                stage.salvage(old)
                stage.gather(places, old, on_progress)
            stage.mend_trash(places)
        kept, moved = "", _merge_live(places.index, stage_path, top) if healthy else None
        if moved is None:
            kept, moved = _replace(places, stage_path)
    finally:
        _remove_index(stage_path)
    with closing(Index(places.index)) as index:
        sidecar_writer.discard_left(index, places, ((one.id, places.root(one.trashed) / one.path) for one in moved))
        findings = stage.findings + _take_others(index, places)
        keepsakes.write(index, places)
        return _report(index, findings, kept, forgotten)


def _take_others(index: Index, places: Places) -> list[Finding]:
    """Take in what is in the folder and no PNG of the studio's, and the imported folders; what cannot be taken in."""
    importer = Importer(index, places)
    importer.look(str(places.folder))
    findings = []
    for root in keepsakes.not_imported(index):
        try:
            importer.folder(Path(root.path), recursive=root.recursive)
        except FolderMissing as error:
            again = f"studio library import {root.path}"
            findings.append(Finding("missing", root.path, f"{error.reason}: when it is back, `{again}`"))
    for entry in scan.entries(places, SUFFIXES):
        if not is_known(index, entry):
            # What cannot be read is told already, or listed by the importer.
            with suppress(PictureUnreadable):
                mend.adopt(index, places, entry.path)
    return findings


def _merge_live(index: Path, stage_path: Path, top: tuple[int, int]) -> list[merge.Moved] | None:
    """Put the staged rows into the index in one transaction; None where it turns out to be damaged."""
    try:
        with sqlite_errors(index), closing(connect(index)) as connection:
            connection.execute("attach ? as stage", (str(stage_path),))
            connection.execute("pragma synchronous = full")
            with transaction(connection):
                moved = merge.merge(connection, top)
                fill_all(connection)
            return moved
    except IndexUnusable as error:
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code not in _DAMAGE:
            raise
        return None


def _replace(places: Places, stage_path: Path) -> tuple[str, list[merge.Moved]]:
    """Make a new index from the staged rows and let it take the old one's place; where the old one was put aside."""
    index = places.index
    fresh = disk.temporary_name(index.parent)
    try:
        make_empty(fresh)
        with sqlite_errors(fresh), closing(connect(fresh)) as connection:
            connection.execute("attach ? as stage", (str(stage_path),))
            with transaction(connection):
                merge.put_imported(connection)
                moved = merge.merge(connection, (0, 0), is_new=True)
                merge.put_jobs(connection)
                keepsakes.take_in(connection, places)
        return disk.replace_aside(fresh, index, time.strftime("damaged-%Y%m%d-%H%M%S")), moved
    finally:
        _remove_index(fresh)


def _healthy(index: Path) -> bool:
    """Whether the index is there, of this studio's version, and whole."""
    if not index.exists():
        return False
    try:
        with closing(connect(index)) as connection:
            if connection.execute("pragma user_version").fetchone()[0] != VERSION:
                return False
            if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                return False
            # The words' index against the pictures' words; raises where they differ.
            connection.execute("insert into picture_fts (picture_fts, rank) values ('integrity-check', 1)")
            return True
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
            raise
        return False


@contextmanager
def _old(index: Path) -> Iterator[sqlite3.Connection]:
    """The old index for reading, or an empty one where there is none."""
    with closing(sqlite3.connect(index if index.exists() else ":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _top(index: Path) -> tuple[int, int]:
    """The highest ids of pictures and letterings before the scan: rows above them are other studios' new ones."""
    with closing(connect(index)) as connection:
        row = connection.execute(
            "select coalesce((select max(id) from picture), 0), coalesce((select max(id) from lettering), 0)"
        ).fetchone()
        return int(row[0]), int(row[1])


def _report(index: Index, findings: list[Finding], kept: str, forgotten: bool) -> RebuildReport:
    with index.reading() as connection:
        pictures = connection.execute("select count(*) from picture where missing = 0").fetchone()[0]
        letterings = connection.execute("select count(*) from lettering").fetchone()[0]
    return RebuildReport(pictures, letterings, tuple(findings), kept, forgotten)


def _sweep(places: Places) -> None:
    """Remove what killed saves left behind, old enough to belong to no running one."""
    now = time.time()
    for path in scan.leftovers(places):
        with suppress(OSError):
            if now - path.stat().st_mtime > STALE_SECONDS:
                disk.discard(path)


def _remove_index(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        disk.discard(path.with_name(path.name + suffix))
