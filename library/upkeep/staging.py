"""What a rebuild has found in the files, kept in a SQLite file of its own, so that memory does not grow with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.exchange import sidecars
from library.files import disk
from library.files.untrusted import untrusted
from library.formats import png_text
from library.formats.png_text import LetteringNote, PictureNote
from library.index import rows
from library.names import clean, storable
from library.places import Places
from library.records import Finding
from library.upkeep import merge, scan

_TABLES = """
create table picture (
    key text primary key, path text, trashed integer, sha256 text, bytes integer, created real, width integer,
    height integer, scene text, prompt text, saying text, sayings text, characters text, plate text, style text,
    engine text, model text, loras text, seed integer, steps integer, guidance real, draft integer, job_id text,
    recipe text, negative text, sampler text, scheduler text, stack text, source text, format text, mtime_ns integer,
    dhash integer, cost real
);
create table lettering (
    path text, trashed integer, original_key text, sha256 text, bytes integer, created real, sayings text, record text,
    misread integer, misplaced integer
);
create index lettering_path on lettering (path);
create table kept (key text primary key, id integer, path text, trashed integer, rating integer, mark text, label text);
create table kept_lettering (path text primary key, id integer);
create table sidecar (key text primary key, ns integer, said text, label text);
create table named (kind text, picture_id integer, name text);
create table saved_search (name text primary key, query text, created real);
create table unsent (picture_id integer primary key);
create table imported ({imported}, unique (key));
create table import_root (path text primary key, recursive integer, watched integer, added real, scanned real);
create table charge ({charges});
create table job (
    id text primary key, client_id text, engine text, state text, recipe text, created real, changed real, batch text,
    notice text, picture_ids text, prompt_id text default '', graph text default '', attempts integer default 0,
    priority integer default 0, place real default 0, remote text default ''
);
"""
_SALVAGE = {
    "kept": ("picture", "key, id, path, trashed, rating, mark, label"),
    "kept_lettering": ("lettering", "path, id"),
    "imported": ("picture", ", ".join(merge.IMPORTED_COLUMNS)),
    "saved_search": ("saved_search", "name, query, created"),
    "unsent": ("unsent", "picture_id"),
    "import_root": ("import_root", "path, recursive, watched, added, scanned"),
    "job": (
        "job",
        "id, client_id, engine, state, recipe, created, changed, batch, notice, picture_ids, prompt_id, graph,"
        " attempts, priority, place, remote",
    ),
    "charge": ("charge", ", ".join(merge.CHARGE_COLUMNS)),
}
_IMPORTED = "where source = 'import' or path like '/%'"


class Staging:
    """The staging file at `path`, for the time of a `with` block."""

    def __init__(self, path: Path) -> None:
        self.findings: list[Finding] = []
        self._linked: set[tuple[int, int]] = set()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Staging:
        try:
            self._connection.execute("pragma journal_mode = off")
            self._connection.execute("pragma synchronous = off")
            self._connection.executescript(
                _TABLES.format(imported=", ".join(merge.IMPORTED_COLUMNS), charges=", ".join(merge.CHARGE_COLUMNS))
            )
            self._connection.execute("begin")
        except sqlite3.Error:
            self._connection.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._connection.execute("commit")
        finally:
            self._connection.close()

    def salvage(self, old: sqlite3.Connection) -> None:
        """Take ids, ratings, marks, jobs and charges from the old index, as far as each table can be read."""
        for target, (source, columns) in _SALVAGE.items():
            # An older index has fewer columns.
            there = {row[1] for row in _readable(old, f"pragma table_info({source})")}
            chosen = ", ".join(column for column in columns.split(", ") if column.strip() in there)
            which = _IMPORTED if target == "imported" else ""
            for row in _readable(old, f"select {chosen} from {source} {which}" if chosen else "select 1 where 0"):
                marks = ", ".join("?" for _ in row)
                self._connection.execute(f"insert or ignore into {target} ({chosen}) values ({marks})", tuple(row))

        for kind in ("tag", "album"):
            named = f"select picture_id, name from picture_{kind} join {kind} on {kind}.id = {kind}_id"
            for row in _readable(old, named):
                self._connection.execute("insert into named values (?, ?, ?)", (kind, *row))

    def gather(self, places: Places, old: sqlite3.Connection, on_progress: scan.OnProgress | None) -> None:
        """Read every file of the library. What cannot be read goes to `findings`; foreign pictures are left alone.

        A picture whose note another program has stripped is still known where the old index has its path.
        """
        total = sum(1 for _ in scan.entries(places)) if on_progress is not None else 0
        teller = scan.Teller(on_progress, total)
        for entry in scan.entries(places):
            if not self._is_second_name(entry):
                try:
                    with untrusted(str(entry.path)):
                        header = png_text.read_header(entry.path)
                        lettering, note = header.lettering, header.note
                    self._take(entry, places, lettering, note or _remembered(old, entry))
                except PictureUnreadable as error:
                    # A file that went away meanwhile was moved by another studio.
                    if entry.path.exists():
                        self.findings.append(Finding("unreadable", str(entry.path), error.reason))
            teller.step(str(entry.path))

    def mend_trash(self, places: Places) -> None:
        """Put letterings where their picture is: a kill may have left them on the other side of the trash."""
        apart = self._connection.execute(
            "select l.rowid, l.path, l.trashed from lettering l join picture p on p.key = l.original_key"
            " where p.trashed != l.trashed"
        ).fetchall()
        for rowid, path, trashed in apart:
            was, root = places.root(bool(trashed)) / path, places.root(not trashed)
            now = disk.move_new(was, root / path).relative_to(root).as_posix()
            self._connection.execute(
                "update lettering set path = ?, trashed = ? where rowid = ?", (now, int(not trashed), rowid)
            )

    def _is_second_name(self, entry: scan.Entry) -> bool:
        """Whether a kill in the middle of a move left this file under a second name; that name then goes."""
        with suppress(OSError):
            status = entry.path.stat()
            if status.st_nlink > 1:
                inode = (status.st_dev, status.st_ino)
                if inode in self._linked and entry.trashed:
                    disk.discard(entry.path)
                    return True
                self._linked.add(inode)
        return False

    def _take(
        self, entry: scan.Entry, places: Places, lettering: LetteringNote | None, note: PictureNote | None
    ) -> None:
        if lettering is not None:
            self._take_lettering(entry, lettering)
        elif note is not None:
            self._take_picture(entry, note, places)

    def _take_picture(self, entry: scan.Entry, note: PictureNote, places: Places) -> None:
        found = scan.content(entry.path)
        new = rows.NewPicture(
            key=self._own_key(entry, clean(note.key), places),
            path=entry.relative,
            sha256=found.sha256,
            bytes=found.bytes,
            created=note.created,
            width=found.header.width,
            height=found.header.height,
            facts=rows.cleaned(note.facts),
        )
        rows.insert(self._connection, "picture", {**rows.picture_values(new), "trashed": int(entry.trashed)})
        self._take_sidecar(entry, new.key)

    def _take_sidecar(self, entry: scan.Entry, key: str) -> None:
        try:
            said = sidecars.said_beside(str(entry.path))
        except PictureUnreadable as error:
            self.findings.append(Finding("unreadable", str(sidecars.sidecar_of(entry.path)), error.reason))
            return
        if said is not None:
            values = (key, said.ns, msgspec.json.encode(said.judgement).decode(), said.label)
            self._connection.execute("insert or replace into sidecar values (?, ?, ?, ?)", values)

    def _take_lettering(self, entry: scan.Entry, note: LetteringNote) -> None:
        found = scan.content(entry.path)
        new = rows.NewLettering(
            path=entry.relative,
            sha256=found.sha256,
            bytes=found.bytes,
            created=note.created,
            sayings=tuple(clean(saying) for saying in note.sayings),
            record=storable(note.record),
            misread=note.misread,
        )
        values = {**rows.lettering_values(new), "original_key": clean(note.original_key), "trashed": int(entry.trashed)}
        rows.insert(self._connection, "lettering", values)

    def _own_key(self, entry: scan.Entry, key: str, places: Places) -> str:
        """The file's key, or one made from its path where it is a copy that a person made of another picture's file."""
        known = self._connection.execute("select path, trashed from kept where key = ?", (key,)).fetchone()
        taken = self._connection.execute("select 1 from picture where key = ?", (key,)).fetchone() is not None
        if taken or (known is not None and _is_elsewhere(places, known, entry, key)):
            return f"copy:{sha256_of(entry.relative.encode())[:32]}"
        return key


def _is_elsewhere(places: Places, known: sqlite3.Row, entry: scan.Entry, key: str) -> bool:
    """Whether the picture with this key still lies where the old index has it, and that is not this file."""
    path = places.root(bool(known["trashed"])) / known["path"]
    if path == entry.path:
        return False
    with suppress(PictureUnreadable), untrusted(str(path)):
        note = png_text.read_header(path).note
        return note is not None and note.key == key
    return False


def _readable(old: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    """The rows of an index that may be damaged, up to the first that cannot be read."""
    cursor: Iterator[sqlite3.Row] = iter(())
    with suppress(sqlite3.DatabaseError):
        cursor = old.execute(query)
    while True:
        try:
            row = next(cursor)
        except (StopIteration, sqlite3.DatabaseError):
            return
        yield row


def _remembered(old: sqlite3.Connection, entry: scan.Entry) -> PictureNote | None:
    with suppress(sqlite3.DatabaseError):
        place = (entry.relative, int(entry.trashed))
        # An index of before has no cost; of two columns with one name, a row gives the first.
        query = "select *, null as cost from picture where path = ? and trashed = ?"
        row = old.execute(query, place).fetchone()
        if row is not None:
            return PictureNote(key=row["key"], created=row["created"], facts=rows.facts_record(row))
    return None
