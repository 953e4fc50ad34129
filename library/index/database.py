"""The index: one SQLite file, one writer thread, and a small store of read connections.

Opening costs one read of the file's header. An index that is behind is brought up to date under the write lock, so
that two studios may open it at once; a new one is made whole beside its place and then given its name.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from library.errors import DiskFull, IndexUnusable, LibraryError, LibraryUnwritable
from library.files import disk

VERSION = 14
"""`pragma user_version` of an index of today: the number of the last of `library.index.migrations`."""

BUSY_SECONDS = 20.0
"""How long a write waits for another studio's write."""

T = TypeVar("T")
_REBUILD = "Run `studio library rebuild`: it makes the index again from the pictures"


class Index:
    """The open index. Reads run in the caller's thread; writes run one after the other in the writer's thread."""

    def __init__(self, path: Path, begin: Callable[[sqlite3.Connection], object] = lambda connection: None) -> None:
        """Open the index at `path`, or make it, and let `begin` fill it before anybody sees it.

        Raises IndexUnusable, LibraryUnwritable, DiskFull.
        """
        self.path = path
        disk.make_folder(path.parent)
        if not path.exists():
            _make(path, begin)
        self._lock = threading.Lock()
        self._has_ended = threading.Condition(self._lock)
        self._under_way = 0
        self._finishing = False
        self._open()

    def _open(self) -> None:
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        # One thread: a connection belongs to its thread, and writes never wait for each other inside SQLite.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="library-writer")
        self._writing: sqlite3.Connection | None = None
        self._watching: sqlite3.Connection | None = None
        with sqlite_errors(self.path):
            first = connect(self.path)
            with _closed_if_raises(first):
                _bring_up_to_date(first, self.path)
                first.execute("pragma query_only = on")
            self._idle.put(first)
        self._closed = False

    def reopen(self) -> None:
        """Let go of the file, which was put aside, and open the one that has its name now. Raises as making one does.

        Who holds this index goes on with the new file.
        """
        self.close()
        self._open()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading, of this thread until the block ends. Raises IndexUnusable."""
        idle = self._idle
        with sqlite_errors(self.path):
            try:
                connection = idle.get_nowait()
            except queue.Empty:
                connection = _connect_to_read(self.path)
            try:
                yield connection
            finally:
                # Under the lock, for what is put back while the others are closed would stay open.
                with self._lock:
                    if self._closed or idle is not self._idle:
                        connection.close()
                    else:
                        idle.put(connection)

    def write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        """Run `work` as one transaction in the writer's thread and wait for its result.

        With `durable` the result is on the disk, even after a power cut, when this returns; without, it survives the
        end of this process in any manner. Raises what `work` raises, the transaction rolled back, and DiskFull,
        LibraryUnwritable, IndexUnusable.
        """

        def job() -> T:
            with sqlite_errors(self.path):
                if self._writing is None:
                    self._writing = connect(self.path)
                self._writing.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
                with transaction(self._writing):
                    return work(self._writing)

        with self._lock:
            if self._closed:
                raise IndexUnusable("The library is closed", "Open it again")
            result = self._writer.submit(job)
        return result.result()

    def version(self) -> int:
        """A number that is another one when anybody, in any process, has written since. Raises IndexUnusable.

        It is that of one connection, which never writes: of each it counts what the others do (SQLite, `data_version`).
        """
        with self._lock, sqlite_errors(self.path):
            if self._closed:
                raise IndexUnusable("The library is closed", "Open it again")
            if self._watching is None:
                self._watching = connect(self.path)
            return int(self._watching.execute("pragma data_version").fetchone()[0])

    def copy_to(self, path: Path) -> None:
        """Copy the index as it is at one moment to a new file at `path`, in one file; writes go on meanwhile."""
        with self.reading() as connection:
            # In a read transaction, for otherwise each write by another studio would begin the copy anew.
            connection.execute("begin")
            try:
                with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                    connection.backup(copy)
                    copy.execute("pragma journal_mode = delete")
            finally:
                connection.execute("rollback")

    @contextmanager
    def whole(self) -> Iterator[None]:
        """The block is done as a whole, for it changes files and rows that belong together: `finish` waits for it.

        Raises IndexUnusable, before anything is done, where the library is being closed.
        """
        with self._lock:
            if self._finishing:
                raise IndexUnusable("The library is closed", "Open it again")
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                self._has_ended.notify_all()

    def finish(self) -> None:
        """Begin nothing that is to be done as a whole, and wait for what is under way."""
        with self._lock:
            self._finishing = True
            self._has_ended.wait_for(lambda: not self._under_way)

    def close(self) -> None:
        """Finish the writes that wait, then let go of the file. Closing twice is harmless."""
        with self._lock:
            self._closed = True
        self._writer.shutdown()
        if self._writing is not None:
            self._writing.close()
            self._writing = None
        if self._watching is not None:
            self._watching.close()
            self._watching = None
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode with the library's settings; raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    with _closed_if_raises(connection):
        connection.execute("pragma foreign_keys = on")
        connection.create_function("segmented", 1, _segmented, deterministic=True)
        connection.create_function("used_references", 1, _used_references, deterministic=True)
        # KiB: enough for what a search looks at again and again of a million pictures' indices.
        connection.execute("pragma cache_size = -16000")
    return connection


def _segmented(text: str) -> str:
    """What triggers and views call: a text as the full-text tables read it."""
    from library.index.segmentation import segmented

    return segmented(text)


def _used_references(recipe: str) -> str:
    """What triggers call: the references that a recipe names, as JSON."""
    from library.index.used_references import used_references_json

    return used_references_json(recipe)


def _connect_to_read(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    with _closed_if_raises(connection):
        connection.execute("pragma query_only = on")
    return connection


@contextmanager
def _closed_if_raises(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that takes the write lock at once; rolled back when the block raises."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into an error of the library."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


def _translated(error: sqlite3.Error, path: Path) -> LibraryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"No room for the index {path}", "Free some space, then try again; what was there is whole")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexUnusable(
            f"The index {path} has been held by another program for {BUSY_SECONDS:.0f} seconds",
            "Close the other program, then try again",
        )
    if code == sqlite3.SQLITE_PROTOCOL:
        return LibraryUnwritable(f"The index {path} cannot be locked: {error}", "Keep the library on a local disk")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
        return LibraryUnwritable(f"The index {path} cannot be used: {error}", "Check who may write its folder")
    return IndexUnusable(f"The index {path} is damaged: {error}", _REBUILD)


def _make(path: Path, begin: Callable[[sqlite3.Connection], object]) -> None:
    temporary = disk.temporary_name(path.parent)
    try:
        make_empty(temporary)
        with sqlite_errors(path), closing(connect(temporary)) as connection, transaction(connection):
            begin(connection)
        disk.place_whole(temporary, path)
    finally:
        disk.discard(temporary)


def make_empty(path: Path) -> None:
    """Make a new, empty index of today at `path`, in one file."""
    with sqlite_errors(path), closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        _migrate(connection)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > VERSION:
        raise IndexUnusable(
            f"The index {path} was made by a newer studio (version {version}, and this one knows {VERSION})",
            "Update the studio, or run `studio library rebuild` to make an index for this one",
        )
    if version == VERSION:
        return
    connection.execute("pragma journal_mode = wal")
    _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    from library.index.schema import bring_up_to_date

    # A table that is made anew must not take the rows of others with it; inside a transaction this cannot be said.
    connection.execute("pragma foreign_keys = off")
    with transaction(connection):
        bring_up_to_date(connection)
    connection.execute("pragma foreign_keys = on")
