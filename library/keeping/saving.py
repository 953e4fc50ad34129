"""Saving a picture or a lettering: the file first, whole, then its row, so that a kill between loses nothing.

A save with a key first claims its file name in the index; after a kill the same save finds the claimed file and adopts
it instead of writing a second one.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from library.digest import sha256_of
from library.errors import DiskFull, LibraryUnwritable, PictureUnreadable
from library.files import disk
from library.formats import png_text
from library.formats.png_text import LetteringNote, PictureNote
from library.index import rows
from library.index.database import Index
from library.keeping import originals
from library.names import clean, imported_lettering_name, lettering_name, picture_name, storable
from library.places import Places
from library.records import PictureFacts

ALONE = "lettering:"
"""Keys begin so of lettered pictures that stand alone, for the picture that they letter is gone."""


def save_picture(
    index: Index, places: Places, data: bytes, facts: PictureFacts, created: float | None, key: str
) -> int:
    """Save encoded picture bytes and give the picture's id; see `Library.save_picture`."""
    from library.exchange import source_types
    from library.formats.hashes import hashes
    from library.formats.pictures import as_png
    from library.formats.thumbnails import thumbnail

    if created is not None and not 0 <= created <= png_text.LATEST:
        raise ValueError(f"a picture is not made at {created}")
    key = clean(key) or f"made:{uuid.uuid4().hex}"
    if (known := adopt(index, places, key)) is not None:
        return known
    note = PictureNote(key=key, created=time.time() if created is None else created, facts=rows.cleaned(facts))
    signed = originals.signed_format(data)
    plain = originals.unsigned(as_png(data)) if signed else as_png(data)
    png = _noted(plain, png_text.picture_texts(note), source_types.of_facts(note.facts))
    # Before anything is written: it decodes every pixel, so a picture that is not whole is refused here.
    small = thumbnail(png)
    made = hashes(small)
    new = msgspec.structs.replace(new_picture("", png, note), dhash=made.dhash)
    if signed:
        originals.keep(places, data, signed, new.sha256)
    claimed = _claim(index, places, key, picture_name(note.facts.scene, note.facts.seed, note.created))
    target = disk.write_new(places.folder / claimed, png)
    new = msgspec.structs.replace(new, path=target.relative_to(places.folder).as_posix())
    identity, is_ours = index.write(partial(_insert_once, new=new, look=made.look), durable=True)
    if not is_ours:
        # Another studio saved the same picture between our look and our write.
        disk.discard(target)
        originals.discard(places, new.sha256)
    _keep_thumbnail(places, new.sha256, small)
    return identity


def save_lettering(
    index: Index, places: Places, picture_id: int, png: bytes, sayings: Sequence[str], record: str, misread: bool
) -> int:
    """Save a lettered version beside its picture, or in the library where that lies elsewhere, and give its id."""
    from library.formats.thumbnails import thumbnail

    with index.reading() as connection:
        row = rows.one(connection, "picture", picture_id, "picture")
    root = places.root(bool(row["trashed"]))
    original = PurePosixPath(row["path"])
    words = tuple(clean(saying) for saying in sayings)
    note = lettering_note(row, words, storable(record), misread, time.time())
    whole = with_note(png, note, row, root)
    small = thumbnail(whole)
    png_text.parse_header(whole)
    is_elsewhere = original.is_absolute()
    wanted = imported_lettering_name(original, words, note.created) if is_elsewhere else lettering_name(original, words)
    left = _left_behind(index, root, wanted, note)
    if left is not None:
        target, whole, note = left
    else:
        with index.reading() as connection:
            name = _free_name(connection, places, wanted, row["key"])
        target = disk.write_new(root / name, whole)
    new = new_lettering(target.relative_to(root).as_posix(), whole, note)
    identity = index.write(partial(rows.insert_lettering, picture_id=picture_id, new=new), durable=True)
    _keep_thumbnail(places, new.sha256, small)
    return identity


def lettering_note(
    picture: sqlite3.Row, sayings: tuple[str, ...], record: str, misread: bool, created: float
) -> LetteringNote:
    """What the file of a lettering says of itself; `picture` is the row of the picture that it letters."""
    return LetteringNote(
        original=PurePosixPath(picture["path"]).name,
        original_key=picture["key"],
        created=created,
        sayings=sayings,
        record=record,
        misread=misread,
    )


def with_note(png: bytes, note: LetteringNote, picture: sqlite3.Row, root: Path) -> bytes:
    """A lettered picture (PNG) that says what it is, and what the picture is that it letters, which lies in `root`."""
    from library.exchange import source_types

    facts = rows.facts_record(picture)
    picture_note = PictureNote(key=picture["key"], created=picture["created"], facts=facts)
    if picture["source"] == "studio":
        source_type = source_types.of_facts(facts)
    else:
        source_type = source_types.said_in(_texts_of(root / picture["path"]))
    return _noted(png, png_text.lettering_texts(note, picture_note), source_type)


def _noted(png: bytes, texts: dict[str, str], source_type: str) -> bytes:
    """A PNG with texts of the studio's, which says how it came into being unless it does already."""
    from library.exchange import source_types

    mark = source_types.marked(png_text.parse_header(png).texts, source_type)
    return png_text.with_texts(png, {**texts, **mark})


def _texts_of(path: Path) -> dict[str, str]:
    """The texts of a file's head; none of a file that cannot be read."""
    from library.formats.heads import reading

    with suppress(PictureUnreadable):
        return reading.read(str(path)).head.texts
    return {}


def _left_behind(
    index: Index, root: Path, wanted: PurePosixPath, note: LetteringNote
) -> tuple[Path, bytes, LetteringNote] | None:
    """The same lettering's file, its bytes and note, of a save that was killed before the row; None where none is."""
    same = msgspec.structs.replace(note, created=0.0)
    for path in _numbered(root / wanted):
        with index.reading() as connection:
            name = path.relative_to(root).as_posix()
            known = connection.execute("select exists (select 1 from lettering where path = ?)", (name,)).fetchone()[0]
        if known or not path.exists():
            continue
        with suppress(PictureUnreadable):
            data = disk.read_file(path)
            found = png_text.parse_header(data, str(path)).lettering
            if found is not None and msgspec.structs.replace(found, created=0.0) == same:
                return path, data, found
    return None


def adopt(index: Index, places: Places, key: str) -> int | None:
    """The id of the picture with this key, taking in the file that a killed save may have left; None where none is."""
    with index.reading() as connection:
        row = connection.execute("select id from picture where key = ?", (key,)).fetchone()
        claim = connection.execute("select path from claim where key = ?", (key,)).fetchone()
    if row is not None:
        return int(row["id"])
    if claim is None:
        return None
    for path in _numbered(places.folder / claim["path"]):
        with suppress(PictureUnreadable):
            data = disk.read_file(path)
            header = png_text.parse_header(data, str(path))
            note = header.note
            if note is not None and note.key == key and header.lettering is None:
                new = new_picture(path.relative_to(places.folder).as_posix(), data, note)
                return index.write(partial(_insert_once, new=new), durable=True)[0]
    return None


def new_picture(path: str, png: bytes, note: PictureNote) -> rows.NewPicture:
    """The row of a picture's file. Raises PictureUnreadable."""
    header = png_text.parse_header(png, path or "The picture")
    return rows.NewPicture(
        key=note.key,
        path=path,
        sha256=sha256_of(png),
        bytes=len(png),
        created=note.created,
        width=header.width,
        height=header.height,
        facts=rows.cleaned(note.facts),
    )


def new_alone(path: str, png: bytes, note: LetteringNote) -> rows.NewPicture:
    """The row of a lettering as a picture of its own: the one it letters is gone. Raises PictureUnreadable."""
    header = png_text.parse_header(png, path)
    facts = header.note.facts if header.note is not None else PictureFacts()
    said = msgspec.structs.replace(facts, saying=" / ".join(note.sayings) or facts.saying)
    # By its bytes, so that it is the same picture wherever it is moved to.
    key = f"{ALONE}{sha256_of(png)[:32]}"
    return new_picture(path, png, PictureNote(key=key, created=note.created, facts=said))


def new_lettering(path: str, png: bytes, note: LetteringNote) -> rows.NewLettering:
    """The row of a lettering's file."""
    return rows.NewLettering(
        path=path,
        sha256=sha256_of(png),
        bytes=len(png),
        created=note.created,
        sayings=tuple(clean(saying) for saying in note.sayings),
        record=storable(note.record),
        misread=note.misread,
    )


def _claim(index: Index, places: Places, key: str, wanted: PurePosixPath) -> str:
    """Claim the first free name for `key`, in a transaction, so that two saves cannot claim the same one."""

    def work(connection: sqlite3.Connection) -> str:
        path = _free_name(connection, places, wanted, key)
        connection.execute(
            "insert into claim (key, path) values (?, ?) on conflict (key) do update set path = excluded.path",
            (key, path),
        )
        return path

    return index.write(work)


def _free_name(connection: sqlite3.Connection, places: Places, wanted: PurePosixPath, key: str) -> str:
    """The first of `wanted`, `-2`, `-3`… that is free in the folder, the trash (for a restore), and the index."""
    candidate, number = wanted, 1
    while (
        (places.folder / candidate).exists()
        or (places.trash / candidate).exists()
        or connection.execute(
            "select exists (select 1 from picture where path = :path)"
            " or exists (select 1 from lettering where path = :path)"
            " or exists (select 1 from claim where path = :path and key != :key)",
            {"path": str(candidate), "key": key},
        ).fetchone()[0]
    ):
        number += 1
        candidate = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return str(candidate)


def _numbered(path: Path) -> list[Path]:
    """The file that was claimed, and those that a save got whose claim was taken in between."""
    return [path, *sorted(path.parent.glob(f"{path.stem}-*{path.suffix}"))]


def _insert_once(connection: sqlite3.Connection, new: rows.NewPicture, look: bytes = b"") -> tuple[int, bool]:
    """Insert the row unless its key is there; the id of the row that has the key, and whether it is this file's."""
    connection.execute("delete from claim where key = ?", (new.key,))
    row = connection.execute("select id, path from picture where key = ?", (new.key,)).fetchone()
    if row is not None:
        return int(row["id"]), row["path"] == new.path
    identity = rows.insert(connection, "picture", rows.picture_values(new))
    rows.put_look(connection, identity, look)
    return identity, True


def _keep_thumbnail(places: Places, sha256: str, small: bytes) -> None:
    # A thumbnail is made again when it is asked for; a full disk must not lose the picture that is already safe.
    with suppress(DiskFull, LibraryUnwritable):
        disk.write_over(places.thumbnail(sha256), small)
