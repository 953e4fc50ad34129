"""Thumbnails and hashes for pictures that came without: newest first, on all cores, behind everything else.

What is done is written some dozens at a time, so a kill loses no more than that, and the same again goes on.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from library.errors import PictureUnreadable
from library.files import disk
from library.files.processes import result_of, spawned
from library.files.untrusted import untrusted
from library.formats.decoding import Decoded, be_quiet, decode, in_turn, needed_for
from library.formats.hashes import hashes
from library.formats.thumbnails import thumbnail
from library.importing import batches
from library.importing.file_facts import content_hash
from library.importing.missing import is_gone
from library.importing.walking import Refusal
from library.index import rows
from library.index.database import Index
from library.places import Places
from library.records import Progress

BATCH, CHUNK = 64, 4
OnProgress = Callable[[Progress], None]
OnHashes = Callable[[dict[int, int]], None]

_WITHOUT_ALL = "sha256 = '' and missing = 0"
_WITHOUT_HASH = "dhash is null and sha256 != '' and missing = 0"
_CRASHED = "its decoder ended with an error"


class _Waiting(NamedTuple):
    """A picture without a hash; `path` is where it lies."""

    id: int
    path: str
    sha256: str
    bytes: int
    mtime_ns: int


def prepare_all(
    index: Index,
    places: Places,
    on_progress: OnProgress | None = None,
    stopped: Callable[[], bool] | None = None,
    on_hashes: OnHashes | None = None,
    processes: int | None = None,
    newer_than: int = 0,
) -> int:
    """Make every thumbnail and hash that is not there yet; how many pictures were made ready.

    Pictures with an id up to `newer_than` are left as they are.
    Pictures that cannot be decoded are listed as refused, and stay. Raises IndexUnusable, DiskFull, LibraryUnwritable.
    """
    wanted = f"{_WITHOUT_ALL} and id > {newer_than:d}"
    with index.reading() as connection:
        total = connection.execute(f"select count(*) from picture where {wanted}").fetchone()[0]
    done = ready = 0
    with _Decoders(processes or os.cpu_count() or 1, partial(decode, lock=_lock(places))) as decoders:
        for batch in _batches(index, places, wanted):
            if stopped is not None and stopped():
                return ready
            made = list(decoders.run(batch))
            for _, found in made:
                if found.jpeg:
                    disk.write_over(places.thumbnail(found.sha256), found.jpeg)
            ready += _keep(index, made, on_hashes)
            done += len(batch)
            if on_progress is not None:
                on_progress(Progress(done, max(done, total), batch[-1].path))
    return ready + _hash_thumbnails(index, places, on_hashes, newer_than)


def prepare_one(index: Index, places: Places, picture_id: int, on_hashes: OnHashes | None = None) -> Path:
    """The thumbnail of one picture that came without, made here and now.

    Raises NotInLibrary, PictureUnreadable, DiskFull, LibraryUnwritable.
    """
    with index.reading() as connection:
        waiting = _waiting(places, rows.one(connection, "picture", picture_id, "picture"))
    sha256 = content_hash(waiting.path)
    target = places.thumbnail(sha256)
    if not target.exists():
        with untrusted(waiting.path):
            data = disk.read_file(Path(waiting.path))
            with in_turn(len(data) + needed_for(data), _lock(places)):
                jpeg = thumbnail(data, waiting.path)
        disk.write_over(target, jpeg)
    _keep(index, [(waiting, Decoded(sha256, b"", hashes(disk.read_file(target)), ""))], on_hashes)
    return target


def _hash_thumbnails(index: Index, places: Places, on_hashes: OnHashes | None, newer_than: int) -> int:
    """Hash the pictures that have a thumbnail and no hash: those that an older studio saved."""
    ready = 0
    for batch in _batches(index, places, f"{_WITHOUT_HASH} and id > {newer_than:d}"):
        made = []
        for one in batch:
            with suppress(PictureUnreadable), untrusted(one.path):
                jpeg = disk.read_file(places.thumbnail(one.sha256))
                made.append((one, Decoded(one.sha256, b"", hashes(jpeg), "")))
        ready += _keep(index, made, on_hashes)
    return ready


def _lock(places: Places) -> Path:
    """What those have in turn that decode what takes much memory, in whatever process."""
    return places.index.parent / "decoding.lock"


def looks_of_thumbnails(
    index: Index, places: Places, on_progress: OnProgress | None = None, stopped: Callable[[], bool] | None = None
) -> int:
    """Make the looks that wait, of thumbnails; how many. Raises IndexUnusable, DiskFull, LibraryUnwritable."""
    with index.reading() as connection:
        total = connection.execute("select count(*) from look where fields is null").fetchone()[0]
    done = ready = 0
    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="library-looks") as threads:
        while done < total and not (stopped is not None and stopped()):
            with index.reading() as connection:
                waiting = connection.execute(
                    "select p.id, p.sha256 from look as l join picture as p on p.id = l.picture_id"
                    f" where l.fields is null order by l.picture_id desc limit {16 * BATCH}"
                ).fetchall()
            if not waiting:
                break
            made = list(threads.map(partial(_look, places), [row["sha256"] for row in waiting]))
            index.write(partial(_put_looks, made=list(zip([row["id"] for row in waiting], made, strict=True))))
            done += len(made)
            ready += sum(map(bool, made))
            if on_progress is not None:
                on_progress(Progress(done, max(done, total)))
    return ready


def _look(places: Places, sha256: str) -> bytes:
    """The look of a picture by its thumbnail; empty where there is none."""
    with suppress(PictureUnreadable):
        return hashes(disk.read_file(places.thumbnail(sha256))).look
    return b""


def _put_looks(connection: sqlite3.Connection, made: list[tuple[int, bytes]]) -> None:
    for identity, look in made:
        rows.put_look(connection, identity, look)


def _batches(index: Index, places: Places, which: str) -> Iterator[list[_Waiting]]:
    last = 2**63 - 1
    while True:
        with index.reading() as connection:
            found = connection.execute(
                f"select id, path, trashed, sha256, bytes, mtime_ns from picture where {which} and id < ?"
                " order by id desc limit ?",
                (last, BATCH),
            ).fetchall()
        if not found:
            return
        yield [_waiting(places, row) for row in found]
        last = found[-1]["id"]


def _waiting(places: Places, row: sqlite3.Row) -> _Waiting:
    path = places.root(bool(row["trashed"])) / row["path"]
    return _Waiting(row["id"], str(path), row["sha256"], row["bytes"], row["mtime_ns"])


def _keep(index: Index, made: list[tuple[_Waiting, Decoded]], on_hashes: OnHashes | None) -> int:
    """Write what decoding gave; how many pictures have a hash now."""
    if made:
        index.write(partial(_write, made=made))
    known = {one.id: found.hashes.dhash for one, found in made if found.hashes is not None}
    if on_hashes is not None:
        on_hashes(known)
    return len(known)


def _write(connection: sqlite3.Connection, made: list[tuple[_Waiting, Decoded]]) -> None:
    for one, found in made:
        # Of a file that was imported anew since, the hash is of the one before.
        dhash = None if found.hashes is None else found.hashes.dhash
        done = connection.execute(
            "update picture set sha256 = ?, dhash = ?, missing = ? where id = ? and bytes = ? and mtime_ns = ?",
            (found.sha256, dhash, int(not found.sha256 and is_gone(one.path)), one.id, one.bytes, one.mtime_ns),
        )
        if done.rowcount and found.hashes is not None:
            rows.put_look(connection, one.id, found.hashes.look)
        if found.trouble and not is_gone(one.path):
            why = found.trouble.removeprefix(f"{one.path} ")
            batches.refuse(connection, Refusal(one.path, f"taken, but {why}", one.mtime_ns, one.bytes))


def _each(work: Callable[[str], Decoded], paths: list[str]) -> list[Decoded]:
    return [work(path) for path in paths]


class _Decoders:
    """The processes that decode; started when first needed, and anew when a file has ended one of them."""

    def __init__(self, count: int, work: Callable[[str], Decoded]) -> None:
        self._count = count
        self._work = work
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Decoders:
        return self

    def __exit__(self, *given: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, batch: list[_Waiting]) -> Iterator[tuple[_Waiting, Decoded]]:
        """What the files of a batch gave, in their order."""
        left = list(batch)
        try:
            chunks = [[one.path for one in batch[at : at + CHUNK]] for at in range(0, len(batch), CHUNK)]
            pool = self._started(len(chunks))
            futures = [pool.submit(_each, self._work, chunk) for chunk in chunks]
            for future in futures:
                for found in result_of(pool, future):
                    yield left.pop(0), found
        except BrokenProcessPool:
            self._pool = None
            yield from self._one_by_one(left)

    def _one_by_one(self, batch: list[_Waiting]) -> Iterator[tuple[_Waiting, Decoded]]:
        """The same after a crash, so that it is known which file it was."""
        for one in batch:
            try:
                pool = self._started(1)
                yield one, result_of(pool, pool.submit(self._work, one.path))
            except BrokenProcessPool:
                self._pool = None
                sha256 = ""
                with suppress(PictureUnreadable):
                    # With the file's hash it counts as done, and is not tried again at every start.
                    sha256 = content_hash(one.path)
                yield one, Decoded(sha256, b"", None, _CRASHED)

    def _started(self, most: int) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = spawned(min(self._count, most), be_quiet)
        return self._pool
