"""Mending what `check` found: files taken in, lost ones followed or noted, leftovers removed. No picture is deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from library.errors import NotRemade, PictureUnreadable
from library.exchange import sidecars
from library.files import disk
from library.files.untrusted import untrusted
from library.formats.heads import reading
from library.formats.png_text import OWN, OWN_LETTERING, SIGNATURE, LetteringNote, PictureNote, note_in
from library.importing.importer import Importer
from library.index import annotation_rows, rows
from library.index.database import Index
from library.keeping import saving, sidecar_writer
from library.names import clean
from library.places import Places
from library.records import Finding, Mended
from library.upkeep import scan

Remake = Callable[[Path, str], bytes]
"""A picture's file and a lettering's record → the lettered picture as PNG. Raises NotRemade, PictureUnreadable."""


def mend(index: Index, places: Places, findings: Sequence[Finding], remake: Remake | None) -> tuple[Mended, ...]:
    """Mend each finding that can be mended; what was done, in words. Raises IndexUnusable.

    Orphans first: a picture that is missing may lie elsewhere now, and keeps its id and what was said of it. A
    lettering that is gone is made again by `remake`.
    """
    order = {"leftover": 0, "orphaned": 1, "missing": 2}
    done = []
    for finding in sorted(findings, key=lambda finding: order.get(finding.kind, 9)):
        try:
            outcome = _mend(index, places, finding, remake)
        except (PictureUnreadable, OSError) as error:
            outcome = f"left as it is: {error}"
        done.append(Mended(finding, outcome, not outcome.startswith("left")))
    return tuple(done)


_LETTERING_AT = "select l.* from lettering l join picture p on p.id = l.picture_id where l.path = ? and p.trashed = ?"


def _mend(index: Index, places: Places, finding: Finding, remake: Remake | None) -> str:
    path = Path(finding.path)
    if finding.kind == "leftover":
        disk.discard(path)
        return "removed"
    if finding.kind == "orphaned":
        return adopt(index, places, path)
    if finding.kind == "missing":
        return _lose(index, places, path, remake)
    return "left for you to look at"


def adopt(index: Index, places: Places, path: Path) -> str:
    """Take in a file of the folder or the trash that the index does not know; what was done, in words.

    Raises PictureUnreadable, IndexUnusable.
    """
    trashed = path.is_relative_to(places.trash)
    entry = scan.Entry(path, path.relative_to(places.root(trashed)).as_posix(), trashed)
    data = disk.read_file(path)
    with untrusted(str(path)):
        texts = reading.read(str(path)).head.texts
        lettering, note = note_in(texts.get(OWN_LETTERING), LetteringNote), note_in(texts.get(OWN), PictureNote)
    if lettering is not None:
        return _adopt_lettering(index, places, entry, data, lettering)
    if note is None or not data.startswith(SIGNATURE):
        return Importer(index, places).file(path)
    with untrusted(str(path)):
        new = saving.new_picture(entry.relative, data, note)
    with index.reading() as connection:
        known = connection.execute("select id, path, trashed from picture where key = ?", (new.key,)).fetchone()
    outcome = index.write(partial(_take, new=new, trashed=trashed, places=places), durable=True)
    if known is not None:
        was = places.root(bool(known["trashed"])) / known["path"]
        sidecar_writer.discard_left(index, places, [(known["id"], was)])
    return outcome


def _take(connection: sqlite3.Connection, new: rows.NewPicture, trashed: bool, places: Places) -> str:
    row = connection.execute("select id, path, trashed from picture where key = ?", (new.key,)).fetchone()
    if row is None:
        identity = rows.insert(connection, "picture", {**rows.picture_values(new), "trashed": trashed})
        return f"taken in as picture {identity}"
    if (places.root(bool(row["trashed"])) / row["path"]).exists():
        return "left as it is: a copy of a picture that is in the index; `studio library rebuild` takes it in"
    connection.execute(
        "update picture set path = ?, trashed = ?, missing = 0, sha256 = ?, bytes = ? where id = ?",
        (new.path, int(trashed), new.sha256, new.bytes, row["id"]),
    )
    if not sidecars.is_beside(places.root(trashed) / new.path):
        annotation_rows.note_moved(connection, row["id"])
    return f"picture {row['id']} was moved here, and keeps what was said of it"


def _adopt_lettering(index: Index, places: Places, entry: scan.Entry, data: bytes, note: LetteringNote) -> str:
    new = saving.new_lettering(entry.relative, data, note)

    def work(connection: sqlite3.Connection) -> str:
        picture = connection.execute(
            "select id, trashed from picture where key = ?", (clean(note.original_key),)
        ).fetchone()
        connection.execute("delete from refused where path = ?", (str(entry.path),))
        if picture is None:
            alone = saving.new_alone(entry.relative, data, note)
            return _take(connection, alone, entry.trashed, places)
        if bool(picture["trashed"]) != entry.trashed:
            return "left as it is: its picture is on the other side of the trash; `studio library rebuild` moves it"
        known = connection.execute(
            "select id, path from lettering where picture_id = ? and sha256 = ?", (picture["id"], new.sha256)
        ).fetchone()
        if known is None:
            rows.insert_lettering(connection, picture["id"], new)
            return f"taken in as a lettering of picture {picture['id']}"
        if (places.root(entry.trashed) / known["path"]).exists():
            return "left as it is: a copy of a lettering that is in the index"
        connection.execute("update lettering set path = ? where id = ?", (new.path, known["id"]))
        return f"the lettering of picture {picture['id']} was moved here"

    return index.write(work, durable=True)


def _lose(index: Index, places: Places, path: Path, remake: Remake | None) -> str:
    """Note that a picture's file is gone; the row, and what was said, stay for when it comes back."""
    if path.exists():
        return "found: it is there again"
    trashed = path.is_relative_to(places.trash)
    # An imported picture's path is absolute, and is its path on both sides of the trash.
    relative = path.relative_to(places.root(trashed)).as_posix() if path.is_relative_to(places.folder) else str(path)

    if remake is not None and (made := _remade(index, places, path, relative, trashed, remake)):
        return made

    def work(connection: sqlite3.Connection) -> str:
        row = connection.execute(
            "select id from picture where path = ? and (trashed = ? or path like '/%')", (relative, int(trashed))
        ).fetchone()
        if row is not None:
            connection.execute("update picture set missing = 1 where id = ?", (row["id"],))
            return f"picture {row['id']} is noted as missing; what was said of it is kept"
        lettering = connection.execute(_LETTERING_AT, (relative, int(trashed))).fetchone()
        if lettering is None:
            return "found: the index does not ask for it any more"
        connection.execute("delete from lettering where id = ?", (lettering["id"],))
        rows.refresh_sayings(connection, lettering["picture_id"])
        return f"the lettering is taken out of picture {lettering['picture_id']}"

    return index.write(work, durable=True)


def _remade(index: Index, places: Places, path: Path, relative: str, trashed: bool, remake: Remake) -> str:
    """Make a lettering that is gone again, in its place; what was done, or nothing where that cannot be."""
    with index.reading() as connection:
        row = connection.execute(_LETTERING_AT, (relative, int(trashed))).fetchone()
        if row is None:
            return ""
        picture = rows.one(connection, "picture", row["picture_id"], "picture")
    try:
        png = remake(places.root(trashed) / picture["path"], row["record"])
    except (NotRemade, PictureUnreadable):
        return ""
    note = saving.lettering_note(
        picture, rows.strings(row["sayings"]), row["record"], bool(row["misread"]), row["created"]
    )
    whole = saving.with_note(png, note, picture, places.root(trashed))
    disk.write_new(path, whole)
    new = saving.new_lettering(relative, whole, note)
    index.write(
        lambda connection: connection.execute(
            "update lettering set sha256 = ?, bytes = ? where id = ?", (new.sha256, new.bytes, row["id"])
        ),
        durable=True,
    )
    same = ", byte for byte as it was" if new.sha256 == row["sha256"] else ""
    return f"the lettering of picture {row['picture_id']} is made again from its record{same}"
