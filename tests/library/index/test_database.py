"""The index itself: versions, transactions, a writer that survives its work, room that ends."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from library.errors import DiskFull, IndexUnusable, LibraryUnwritable
from library.index import database, schema
from library.index.database import VERSION, Index
from library.store import Library
from tests.library.making import facts, job, png


def test_the_version_counts_the_migrations(library: Library, folder: Path) -> None:
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as connection:
        names = [row[0] for row in connection.execute("select name from _sqlite_migrations order by id")]
        assert connection.execute("pragma user_version").fetchone()[0] == VERSION == len(names)


def test_an_empty_file_becomes_an_index(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.touch()
    opened = Index(path)
    with opened.reading() as connection:
        assert connection.execute("select count(*) from picture").fetchone()[0] == 0
    opened.close()


MIGRATIONS = schema.migrations


def later(*, fails: bool) -> Migrations:
    """The migrations of a studio of tomorrow."""
    tomorrow = MIGRATIONS(7)

    @tomorrow(name="tomorrow")
    def of_tomorrow(db: Database) -> None:
        db.conn.execute("create table shelf (id integer primary key)")
        if fails:
            raise sqlite3.OperationalError("the power went")
        db.conn.execute(f"pragma user_version = {VERSION + 1}")

    return tomorrow


def test_an_older_index_is_brought_up_to_date_and_keeps_what_it_has(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(), facts())
    library.close()
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    monkeypatch.setattr(schema, "migrations", lambda: later(fails=False))
    library = Library.open(folder)
    assert library.page().pictures == (picture,)
    library.close()
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as connection:
        assert connection.execute("pragma user_version").fetchone()[0] == VERSION + 1
        assert connection.execute("select count(*) from shelf").fetchone()[0] == 0


def test_a_migration_that_fails_leaves_the_index_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(), facts())
    library.close()
    with monkeypatch.context() as patched:
        patched.setattr(database, "VERSION", VERSION + 1)
        patched.setattr(schema, "migrations", lambda: later(fails=True))
        with pytest.raises(IndexUnusable, match="the power went"):
            Library.open(folder)
    library = Library.open(folder)
    assert library.page().pictures == (picture,)
    library.close()


def test_a_write_that_raises_changes_nothing_and_the_writer_goes_on(tmp_path: Path) -> None:
    opened = Index(tmp_path / "index.sqlite")

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("insert into claim (key, path) values ('a', 'b')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened.write(work)
    assert opened.write(lambda connection: connection.execute("select count(*) from claim").fetchone()[0]) == 0
    opened.close()


def test_all_writes_run_in_one_thread_and_all_threads_may_write(tmp_path: Path) -> None:
    opened = Index(tmp_path / "index.sqlite")
    writers: list[str] = []
    threads = [
        threading.Thread(target=lambda: writers.append(opened.write(lambda _: threading.current_thread().name)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened.close()
    assert len(writers) == 8
    assert len(set(writers)) == 1


def test_a_reader_cannot_write(library: Library) -> None:
    with pytest.raises(LibraryUnwritable), library._index.reading() as connection:
        connection.execute("delete from picture")


def save_many(library: Library) -> None:
    for number in range(50):
        library.save_picture(png(number), facts("long " * 2000), key=f"k/{number}")


def test_an_index_with_no_room_keeps_the_picture_that_was_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(folder).close()
    real = database.connect

    def cramped(path: Path) -> sqlite3.Connection:
        connection = real(path)
        connection.execute("pragma max_page_count = 1")
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(database, "connect", cramped)
        library = Library.open(folder)
        with pytest.raises(DiskFull) as caught:
            save_many(library)
        assert "index" in caught.value.reason
        count = library.page().total
        library.close()
    library = Library.open(folder)
    assert library.upkeep.rebuild().pictures in (count, count + 1)
    assert library.save_picture(png(count), facts("long " * 2000), key=f"k/{count}").id
    assert library.page().total == count + 1
    assert library.upkeep.check() == ()
    library.close()


def test_a_program_that_holds_the_index_is_named_as_the_reason(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(IndexUnusable, match="another program"):
            library.jobs.put([job(1)])
        assert library.page().total == 0
        other.execute("rollback")
    library.jobs.put([job(1)])
