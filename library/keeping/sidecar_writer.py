"""Writing sidecars: what a person says of a picture, beside it, in the file that `library.exchange.sidecars` tells.

What a person says goes to the index first, with a note that the sidecar is behind (`unsent`), and in the background to
the sidecar; a kill leaves the note, and the next open writes what is noted. No picture's own bytes are changed. What
other programs have written into a sidecar stays; what they said meanwhile is merged with what was said here. XML is
imported where a sidecar is read or written: a library opens without.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from library.errors import LibraryError, PictureUnreadable
from library.exchange import sidecars
from library.files import disk
from library.index import annotation_rows, rows
from library.index.database import Index
from library.judgement import Judgement, merged
from library.places import Places
from library.records import Refused

PAUSE_SECONDS = 0.7
"""How long the writer waits for more to be said before it writes."""
CLOSE_SECONDS = 5.0
"""How long closing waits for the writer; what is left is written at the next open."""
_BATCH = 50


class Sent(msgspec.Struct, frozen=True):
    """A picture whose sidecar says what the index says: up to which change, and the sidecar's time.

    `label` is the colour label where another program has changed the sidecar, and None where none has.
    """

    picture_id: int
    change: int
    ns: int
    said: Judgement
    path: str
    label: str | None = None


class Failed(NamedTuple):
    """A picture whose sidecar could not be read or written: the sidecar, and why."""

    picture_id: int
    path: str
    reason: str


class Sidecars:
    """Writes the sidecars that are noted, in a thread of its own that begins with the first."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places
        self._asked = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._troubles: list[Refused] = []
        self._awaited: set[int] = set()
        self._thread: threading.Thread | None = None

    def wake(self, said_of: Iterable[int] = ()) -> None:
        """Something was noted, for pictures with these ids: what goes wrong with their sidecars is for `troubles`."""
        with self._lock:
            self._awaited.update(said_of)
            if self._closing.is_set():
                return
            self._asked.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="library-sidecars", daemon=True)
                self._thread.start()

    def wake_if_behind(self) -> None:
        """Go on with what an earlier studio left."""
        with self._index.reading() as connection:
            behind = connection.execute("select exists (select 1 from unsent)").fetchone()[0]
        if behind:
            self.wake()

    def close(self) -> None:
        """Write what is noted, for CLOSE_SECONDS at most, and end the thread."""
        with self._lock:
            self._closing.set()
            self._asked.set()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            self._closing.wait(PAUSE_SECONDS)
            until = time.monotonic() + CLOSE_SECONDS if self._closing.is_set() else float("inf")
            # Where it fails the notes stay; the next change or the next open tries again.
            with suppress(LibraryError):
                self.write_noted(until)
            if self._closing.is_set():
                return

    def write_noted(self, until: float = float("inf")) -> None:
        """Write every sidecar that is noted, once. Raises LibraryUnwritable, IndexUnusable, DiskFull."""
        last = 0
        while time.monotonic() < until:
            # One studio at a time: an older state must not be written over a newer one.
            with disk.alone(self._places.index.parent / "sidecars.lock"):
                with self._index.reading() as connection:
                    batch = _noted(connection, last)
                if not batch:
                    return
                last = batch[-1][0]["id"]
                tried = [self._send(row, said) for row, said in batch]
                sent = [one for one in tried if isinstance(one, Sent)]
                failed = [one for one in tried if isinstance(one, Failed)]
                self._index.write(partial(_settle, sent=sent, failed=failed))
                self._keep_for_who_asks(sent, failed)
            if self._closing.is_set() and until == float("inf"):
                until = time.monotonic() + CLOSE_SECONDS

    def _send(self, row: sqlite3.Row, said: Judgement) -> Sent | Failed:
        """Write one; where it cannot be done, its note stays, and it is tried again when more is said."""
        from library.exchange import xmp

        picture = self._places.root(bool(row["trashed"])) / row["path"]
        path = sidecars.sidecar_of(picture)
        label = None
        try:
            existing, ns = sidecars.existing_at(path)
            if existing and ns != row["sidecar_ns"]:
                theirs, label = xmp.read_with_label(existing, str(path))
                label = _said_inside(picture)[1] if label is None else label
                if xmp.says_anything(existing, str(path)):
                    base = msgspec.json.decode(row["base"], type=Judgement) if row["base"] else None
                    said = merged(said, theirs, base)
            is_needless = said == Judgement() == _said_inside(picture)[0]
            if existing and is_needless and xmp.is_judgement_only(existing, str(path)):
                disk.discard(path)
                ns = 0
            elif (existing or not is_needless) and picture.exists():
                data = xmp.write(said, existing, str(path))
                if data != existing:
                    disk.write_over(path, data)
                    ns = path.stat().st_mtime_ns
        except (LibraryError, OSError) as error:
            return Failed(row["id"], str(path), sidecars.why(path, error))
        return Sent(row["id"], row["change"], ns, said, str(path), label)

    def _keep_for_who_asks(self, done: Sequence[Sent], failed: Sequence[Failed]) -> None:
        """Keep what went wrong with those that somebody waits for: what was tried before is listed, and was told."""
        with self._lock:
            self._troubles += [Refused(one.path, one.reason) for one in failed if one.picture_id in self._awaited]
            self._awaited -= {one.picture_id for one in done} | {one.picture_id for one in failed}

    def troubles(self) -> tuple[Refused, ...]:
        """The sidecars that could not be read or written since this was asked last."""
        with self._lock:
            told, self._troubles = self._troubles, []
        return tuple(told)


def _said_inside(picture: Path) -> tuple[Judgement, str]:
    """What the picture's own file says, and its colour label: that it holds no more, only a sidecar can say."""
    from library.exchange.embedded import label_in, said_in
    from library.formats.heads import reading

    with suppress(PictureUnreadable):
        texts = reading.read(str(picture)).head.texts
        return said_in(texts), label_in(texts) or ""
    return Judgement(), ""


def discard_left(index: Index, places: Places, moved: Iterable[tuple[int, Path]]) -> None:
    """Write what is noted, and remove the sidecars that pictures left where they were: ids, and the files as they were.

    One stays whose words are not all at the new place, or not all the studio's. Raises as `Sidecars.write_noted`.
    """
    from library.exchange import xmp

    left = [(identity, was) for identity, was in moved]
    if not left:
        return
    Sidecars(index, places).write_noted()
    for identity, was in left:
        with index.reading() as connection:
            row = rows.one(connection, "picture", identity, "picture")
        now = places.root(bool(row["trashed"])) / row["path"]
        with suppress(PictureUnreadable):
            left_there = sidecars.sidecar_of(was)
            old, new = sidecars.existing_at(left_there)[0], sidecars.said_beside(str(now))
            if old and new and not was.exists() and xmp.is_judgement_only(old) and xmp.read(old) == new.judgement:
                disk.discard(left_there)


def take(connection: sqlite3.Connection, picture_id: int, said: Judgement, ns: int) -> None:
    """Let the index say what a sidecar says, unless it has something newer to say, or has read it already."""
    row = connection.execute(
        "select sidecar_ns = ? or id in (select picture_id from unsent) from picture where id = ?", (ns, picture_id)
    ).fetchone()
    if row is not None and not row[0]:
        annotation_rows.judge(connection, picture_id, said)
        connection.execute("update picture set sidecar_ns = ? where id = ?", (ns, picture_id))


def _noted(connection: sqlite3.Connection, last: int) -> list[tuple[sqlite3.Row, Judgement]]:
    found = connection.execute(
        "select p.id, p.path, p.trashed, p.rating, p.mark, p.sidecar_ns, u.change, u.base from unsent u"
        " join picture p on p.id = u.picture_id where u.picture_id > ? order by u.picture_id limit ?",
        (last, _BATCH),
    ).fetchall()
    return [(row, annotation_rows.judgement(connection, row)) for row in found]


def _settle(connection: sqlite3.Connection, sent: Sequence[Sent], failed: Sequence[Failed]) -> None:
    for trouble in failed:
        # The same again is no change, which others would look at.
        connection.execute(
            "insert into refused (path, reason, mtime_ns, bytes) values (?, ?, 0, 0) on conflict (path)"
            " do update set reason = excluded.reason where reason != excluded.reason",
            (trouble.path, trouble.reason[:1000]),
        )
    for one in sent:
        done = connection.execute(
            "delete from unsent where picture_id = ? and change = ?", (one.picture_id, one.change)
        ).rowcount
        if done:
            annotation_rows.judge(connection, one.picture_id, one.said)
        if one.label is not None:
            annotation_rows.set_label(connection, one.picture_id, one.label)
        connection.execute("update picture set sidecar_ns = ? where id = ?", (one.ns, one.picture_id))
        connection.execute("delete from refused where path = ?", (one.path,))
