"""Comparing the files with the index, in batches, changing nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files import disk
from library.files.untrusted import untrusted
from library.formats import png_text
from library.formats.heads import reading
from library.formats.heads.kinds import SUFFIXES
from library.formats.png_text import OWN_LETTERING, LetteringNote, note_in
from library.index.database import Index
from library.names import clean
from library.places import Places
from library.records import Finding
from library.upkeep import scan

_BATCH = 500
_FILES = {
    "picture": "select id, path, trashed, sha256, bytes, source, mtime_ns from picture"
    " where id > ? and missing = 0 order by id limit ?",
    "lettering": "select l.id, l.path, p.trashed, l.sha256, l.bytes, 'studio' as source, 0 as mtime_ns from lettering l"
    " join picture p on p.id = l.picture_id where l.id > ? order by l.id limit ?",
}


def check(index: Index, places: Places, on_progress: scan.OnProgress | None) -> tuple[Finding, ...]:
    """All that is wrong, nothing for a library in order. Raises IndexUnusable."""
    with index.reading() as connection:
        total = sum(connection.execute(f"select count(*) from {table}").fetchone()[0] for table in _FILES)
    teller = scan.Teller(on_progress, total)
    findings: list[Finding] = []
    for row in _rows(index):
        path = places.root(bool(row["trashed"])) / row["path"]
        findings.extend(_compare(path, row))
        teller.step(str(path))
    findings.extend(_unknown(index, places))
    findings.extend(Finding("leftover", str(path), "a save was killed") for path in scan.leftovers(places))
    findings.extend(_references(places))
    return tuple(findings)


def _rows(index: Index) -> Iterator[sqlite3.Row]:
    for query in _FILES.values():
        last = 0
        while True:
            with index.reading() as connection:
                batch = connection.execute(query, (last, _BATCH)).fetchall()
            if not batch:
                break
            yield from batch
            last = batch[-1]["id"]


def _compare(path: Path, row: sqlite3.Row) -> Iterator[Finding]:
    try:
        status = path.stat()
    except OSError:
        yield Finding("missing", str(path), "the index knows it, and the file is gone")
        return
    if row["source"] == "import":
        if (status.st_size, status.st_mtime_ns) != (row["bytes"], abs(row["mtime_ns"])):
            yield Finding("altered", str(path), "it was changed since: `studio library import` reads it again")
        return
    try:
        data = disk.read_file(path)
        # One that was found elsewhere, and not saved here, has no hash until it has a thumbnail.
        is_same = not row["sha256"] or sha256_of(data) == row["sha256"]
        if len(data) != row["bytes"] or not is_same:
            png_text.parse_header(data, str(path))
            yield Finding("altered", str(path), "its bytes are not those that were saved")
    except PictureUnreadable as error:
        yield Finding("unreadable", str(path), error.reason)


def _unknown(index: Index, places: Places) -> Iterator[Finding]:
    """Pictures in the folder and in the trash that the index does not know, the studio's and anybody's."""
    for entry in scan.entries(places, SUFFIXES):
        if is_known(index, entry):
            continue
        try:
            with untrusted(str(entry.path)):
                texts = reading.read(str(entry.path)).head.texts
                lettering = note_in(texts.get(OWN_LETTERING), LetteringNote)
        except PictureUnreadable as error:
            yield Finding("unreadable", str(entry.path), error.reason)
            continue
        yield Finding("orphaned", str(entry.path), _whose(index, lettering))


def _whose(index: Index, lettering: LetteringNote | None) -> str:
    """What is to be done with a picture that the index does not know."""
    remedy = "the index does not know it: `studio library rebuild` takes it in"
    if lettering is None:
        return remedy
    with index.reading() as connection:
        original = connection.execute("select 1 from picture where key = ?", (clean(lettering.original_key),))
        return remedy if original.fetchone() else f"{remedy}, as a picture of its own, for the one it letters is gone"


def is_known(index: Index, entry: scan.Entry) -> bool:
    """Whether a file is a picture or a lettering of the index."""
    with index.reading() as connection:
        row = connection.execute(
            "select exists (select 1 from picture where path = :path and trashed = :trashed)"
            " or exists (select 1 from lettering l join picture p on p.id = l.picture_id"
            " where l.path = :path and p.trashed = :trashed)",
            {"path": entry.relative, "trashed": int(entry.trashed)},
        ).fetchone()
    return bool(row[0])


def _references(places: Places) -> Iterator[Finding]:
    if not places.references.is_dir():
        return
    for path in sorted(places.references.iterdir()):
        if disk.is_temporary(path.name):
            continue
        try:
            if sha256_of(disk.read_file(path)) != path.stem:
                yield Finding("altered", str(path), "its bytes are not those that were added")
        except PictureUnreadable as error:
            yield Finding("unreadable", str(path), error.reason)
