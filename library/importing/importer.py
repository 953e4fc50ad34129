"""Importing a folder where it lies: its pictures come into the index, and its files are never changed nor moved.

First the folder is walked and compared with the index, 60,000 files a second of a core; what is new or changed is put
aside in the order of its time, in a private file of SQLite's, so that memory stays small. Then heads are read, of many
files in processes of their own (`library.importing.reading`), while the index's thread writes the batch before: what
was written stays when the import is killed, and the next import goes on from there. At last pictures whose files are
gone are marked as missing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from library.errors import FolderMissing, PictureUnreadable
from library.exchange import sidecars
from library.importing import batches, file_facts
from library.importing.file_facts import Found
from library.importing.missing import forget_refused, mark_missing
from library.importing.reading import Readers
from library.importing.walking import NOT_OPENED, Beside, Other, Refusal, Seen, Walk, shown
from library.index.database import Index
from library.keeping import keepsakes, sidecar_writer
from library.places import Places
from library.records import ImportReport, Progress

BATCH = 500
"""Files a transaction: others that write wait for one at most."""

_WORDS: dict[batches.Outcome, str] = {
    "added": "taken in",
    "changed": "read again",
    "moved": "it was moved here, and keeps what was said of it",
    "unchanged": "found: the index knows it",
    "refused": "left as it is: it is listed as refused",
}

OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]
T = TypeVar("T")


class Importer:
    """One import into one library; `report` says how far it is, at any time."""

    def __init__(
        self, index: Index, places: Places, on_progress: OnProgress | None = None, stopped: Stopped | None = None
    ) -> None:
        self._index = index
        self._places = places
        self._on_progress = on_progress
        self._stopped = stopped
        self._counts: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self.newest_ns = 0
        """When the file that changed last was changed, of those that were seen; Unix nanoseconds."""

    @property
    def report(self) -> ImportReport:
        """What was found and what became of it so far."""
        others = sorted(self._others.items(), key=lambda one: (-one[1], one[0]))
        return ImportReport(**self._counts, others=tuple(others))

    def folder(
        self,
        folder: Path,
        *,
        recursive: bool = True,
        watched: bool | None = None,
        excluded: Iterable[str] | None = None,
    ) -> ImportReport:
        """Import a folder, and remember it as one that was imported, whether it is to be watched, and what is left out.

        None: as before. Raises FolderMissing, IndexUnusable, DiskFull, LibraryUnwritable; nothing for whatever lies in
        the folder.
        """
        root = self.rooted(folder)
        self._index.write(partial(_remember, path=root, recursive=recursive, watched=watched))
        patterns = None if excluded is None else {root: tuple(one for one in excluded if one.strip("/"))}
        keepsakes.write(self._index, self._places, patterns)
        return self.again(root, recursive=recursive)

    def again(self, root: str, *, recursive: bool = True) -> ImportReport:
        """Import a folder that `rooted` gave; one that is not listed as imported stays off the list."""
        self.look(root, recursive=recursive)
        if not self._is_stopped():
            self._index.write(partial(_scanned, path=root))
        return self.report

    def look(self, root: str, *, recursive: bool = True, below: str | None = None) -> ImportReport:
        """Import what is new, changed or gone in a folder that `rooted` gave, or only `below` it; that is not noted."""
        walk = Walk(root, recursive, keepsakes.all_excluded(self._places).get(root, ()), below)
        start = root if below is None else below
        self._index.write(partial(_unlist, root=start))
        self.take(walk)
        if not self._is_stopped():
            self._take_waiting(start)
            left_out = self._left_out(walk, root)
            missing, excluded = mark_missing(self._index, self._places, start, recursive, left_out)
            self._counts["missing"] += missing
            self._counts["excluded"] += excluded
            forget_refused(self._index, self._places, start, recursive)
        return self.report

    def take(self, found: Iterable[Seen | Beside | Other | Refusal]) -> None:
        """Import what is new or changed of what was found, wherever it lies."""
        with closing(sqlite3.connect("", isolation_level=None)) as stage:
            stage.execute("create table file (path text primary key, bytes integer, mtime_ns integer) without rowid")
            stage.execute("begin")
            for batch in _batches(found, BATCH):
                if self._is_stopped():
                    return
                self._sort_out(stage, batch)
            self._take_staged(stage)

    def file(self, path: Path) -> str:
        """Take in one file of the library's own folder or trash; what was done, in words.

        Raises PictureUnreadable, IndexUnusable, DiskFull, LibraryUnwritable.
        """
        status = path.stat()
        seen = Seen(str(path), status.st_size, status.st_mtime_ns)
        trashed = path.is_relative_to(self._places.trash)
        one = file_facts.read(seen, Places(self._places.trash, self._places.index) if trashed else self._places)
        if isinstance(one, Refusal):
            raise PictureUnreadable(f"{path}: {one.reason}", "Look at the file")
        if trashed:
            self._index.write(partial(batches.take_trashed, one=one))
            return "taken in, in the trash"
        return _WORDS[self._put([one])[0]]

    def rooted(self, folder: Path) -> str:
        """A folder's absolute path, by the library's own where it lies in that. Raises FolderMissing."""
        root = Path(os.path.abspath(os.path.expanduser(folder)))  # noqa: PTH100,PTH111  without following the links in it
        if not os.path.isdir(root):  # noqa: PTH112  where a Path raises, the disk is sick
            raise FolderMissing(f"{root} is not a folder", "Name a folder that has pictures in it")
        if shown(str(root)) != str(root):
            raise FolderMissing(f"{shown(str(root))} has a name that cannot be stored", "Rename the folder")
        real, home = root.resolve(), self._places.folder.resolve()
        return str(self._places.folder / real.relative_to(home)) if real.is_relative_to(home) else str(root)

    def _left_out(self, walk: Walk, root: str) -> Callable[[str], bool]:
        """Whether a picture that was taken is left out now, unless it lies in a folder that was imported by itself."""
        with self._index.reading() as connection:
            roots = [f"{row[0]}/" for row in connection.execute("select path from import_root")]
        inner = tuple(one for one in roots if one.startswith(f"{root}/") and one != f"{root}/")
        return (lambda path: walk.leaves_out(path) and not path.startswith(inner)) if inner else walk.leaves_out

    def _sort_out(self, stage: sqlite3.Connection, batch: list[Seen | Beside | Other | Refusal]) -> None:
        """Put aside what is new or changed, list what is refused already, and read sidecars that changed."""
        seen = [one for one in batch if isinstance(one, Seen)]
        refused = [one for one in batch if isinstance(one, Refusal)]
        if refused:
            self._index.write(partial(_refuse_all, refused=refused))
        self.newest_ns = max(self.newest_ns, max((one.mtime_ns for one in seen), default=0))
        if besides := [one for one in batch if isinstance(one, Beside)]:
            self._take_besides(besides)
        known, listed = self._known(seen)
        as_before = {one.path for one in seen if known.get(one.path) == one}
        still = {one.path for one in seen if listed.get(one.path) == one and one.path not in as_before}
        stage.executemany(
            "insert or replace into file values (?, ?, ?)",
            (one for one in seen if one.path not in as_before and one.path not in still),
        )
        self._others.update(one.kind for one in batch if isinstance(one, Other))
        self._counts["found"] += len(seen) + len(refused)
        self._counts["refused"] += len(refused) + len(still)
        self._counts["unchanged"] += len(as_before)
        if self._on_progress is not None:
            self._on_progress(Progress(0, 0, batch[-1].path))

    def _take_besides(self, besides: list[Beside]) -> None:
        """Take what sidecars say that changed since they were read; those of new pictures are read with them."""
        stored = {self._places.stored(path): (path, one) for one in besides for path in sidecars.pictures_of(one.path)}
        marks = ", ".join("?" * len(stored))
        with self._index.reading() as connection:
            rows = connection.execute(
                f"select id, path, sidecar_ns from picture where path in ({marks}) and not trashed", [*stored]
            ).fetchall()
        changed = [
            (row["id"], stored[row["path"]][0]) for row in rows if row["sidecar_ns"] != stored[row["path"]][1].mtime_ns
        ]
        if said := [(identity, one) for identity, path in changed if (one := file_facts.said_of(path)) is not None]:
            self._index.write(partial(batches.take_said, said=said))

    def _known(self, seen: list[Seen]) -> tuple[dict[str, Seen], dict[str, Seen]]:
        """What the index has of these files, by path: of pictures and letterings, and of those that were refused."""
        stored = {self._places.stored(one.path): one for one in seen}
        marks = ", ".join("?" * len(stored))
        known: dict[str, Seen] = {}
        with self._index.reading() as connection:
            listed = {
                row[0]: Seen(*row)
                for row in connection.execute(
                    f"select path, bytes, mtime_ns from refused where path in ({marks})", [one.path for one in seen]
                )
            }
            # Those that the studio saved have no time in the index, and those that it lettered have none anywhere.
            for path, size, mtime_ns in connection.execute(
                f"select path, bytes, mtime_ns from picture where path in ({marks}) and not missing"
                f" union all select path, bytes, 0 from lettering where path in ({marks})",
                [*stored, *stored],
            ):
                one = stored[path]
                known[one.path] = Seen(one.path, size, mtime_ns or one.mtime_ns)
        return known, listed

    def _take_staged(self, stage: sqlite3.Connection) -> None:
        """Read what was put aside, the oldest first, and write it: the reading goes ahead by one batch."""
        total = stage.execute("select count(*) from file").fetchone()[0]
        if not total:
            return
        stage.execute("create index file_time on file (mtime_ns, path)")
        rows = stage.execute("select path, bytes, mtime_ns from file order by mtime_ns, path")
        waiting: Future[None] | None = None
        done = 0
        with (
            ThreadPoolExecutor(1, thread_name_prefix="library-import") as writer,
            Readers(self._places, total) as readers,
        ):
            for batch in _batches(chain.from_iterable(readers.read(Seen(*row) for row in rows)), BATCH):
                if self._is_stopped():
                    break
                if waiting is not None:
                    waiting.result()
                waiting = writer.submit(self._write, batch)
                done += len(batch)
                if self._on_progress is not None:
                    self._on_progress(Progress(done, total, batch[-1].path))
            if waiting is not None:
                waiting.result()

    def _write(self, batch: list[Found | Refusal]) -> None:
        self._count(self._put(batch))

    def _count(self, outcomes: list[batches.Outcome]) -> None:
        for outcome in outcomes:
            self._counts[outcome] += 1

    def _put(self, batch: list[Found | Refusal]) -> list[batches.Outcome]:
        with self._index.reading() as connection:
            moved = batches.proofs(connection, self._places, (one for one in batch if isinstance(one, Found)))
        outcomes = self._index.write(lambda connection: batches.take(connection, self._places, batch, moved))
        sidecar_writer.discard_left(self._index, self._places, ((proof.id, proof.file) for proof in moved.values()))
        return outcomes

    def _take_waiting(self, root: str) -> None:
        """Look again at letterings that came before their picture."""
        with self._index.reading() as connection:
            rows = connection.execute(
                "select path, bytes, mtime_ns from refused where path > ? and path < ? and reason = ?",
                (f"{root}/", f"{root}0", batches.WAITING),
            ).fetchall()
        for batch in _batches((Seen(*row) for row in rows), BATCH):
            outcomes = self._put([file_facts.read(one, self._places) for one in batch])
            # They were counted as refused before, which those that are still waiting stay.
            self._counts["refused"] -= len(outcomes)
            self._count(outcomes)

    def _is_stopped(self) -> bool:
        return self._stopped is not None and self._stopped()


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch


def _remember(connection: sqlite3.Connection, path: str, recursive: bool, watched: bool | None) -> None:
    connection.execute(
        "insert into import_root (path, recursive, watched, added) values (:path, :recursive, coalesce(:watched, 0),"
        " :now) on conflict (path) do update set recursive = :recursive, watched = coalesce(:watched, watched)",
        {"path": path, "recursive": recursive, "watched": watched, "now": time.time()},
    )


def _scanned(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("update import_root set scanned = ? where path = ?", (time.time(), path))


def _unlist(connection: sqlite3.Connection, root: str) -> None:
    """Forget what walking alone refuses: what is still there is found again; its name here may not be its real one."""
    values = (f"{root}/", f"{root}0", NOT_OPENED)
    connection.execute("delete from refused where path > ? and path < ? and mtime_ns = ?", values)


def _refuse_all(connection: sqlite3.Connection, refused: list[Refusal]) -> None:
    for one in refused:
        batches.refuse(connection, one)
