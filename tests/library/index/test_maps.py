"""The maps of the shelf say what the rows say, whatever is done to the rows."""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from library.index.database import connect, transaction
from library.index.maps import BLOCK, OTHER
from library.index.rows import NewPicture, insert, picture_values
from library.records import PictureFacts
from library.store import Library
from tests.library.making import facts, png

MIGRATION = importlib.import_module("library.index.migrations.0005_maps")


def new(number: int, stack: str = "") -> NewPicture:
    return NewPicture(
        key=f"k{number}", path=f"{number}.png", sha256="", bytes=1, created=1.6e9 + number * 86400 * 20,
        width=64 + number, height=48, facts=PictureFacts(scene="robot", draft=number % 2 == 0, stack=stack),
    )  # fmt: skip


def add(connection: sqlite3.Connection, number: int, stack: str = "", **values: int) -> int:
    return insert(connection, "picture", {**picture_values(new(number, stack)), **values})


def said(connection: sqlite3.Connection) -> list[tuple[int, int, int, object, object]]:
    """For each id that a map has: what the maps say, sizes and months in words; None where they share a code."""
    names = {
        (plane, code): value for plane, value, code in connection.execute("select plane, value, code from map_value")
    }
    found = []
    for block, *maps in connection.execute(
        "select j.block, j.codes, s.codes, z.codes, m.codes from map_judged j join map_state s using (block)"
        " join map_size z using (block) join map_month m using (block) order by block"
    ):
        for place, (judged, state, size, month) in enumerate(zip(*maps, strict=True)):
            if state:
                named = names.get(("size", size)), names.get(("month", month))
                found.append((block * BLOCK + place, judged, state, *named))
        assert all(len(codes) == BLOCK for codes in maps)
    return found


def meant(connection: sqlite3.Connection) -> list[tuple[int, int, int, object, object]]:
    """The same by the rows alone."""
    found = []
    for row in connection.execute("select * from picture order by id"):
        judged = row["rating"] * 6 + ("", "pick", "reject").index(row["mark"]) * 2 + row["opened"]
        bits = ("trashed", "missing", "draft", "letterings", "misread", "stack_top")
        state = 64 + sum(bool(row[column]) << bit for bit, column in enumerate(bits))
        found.append((row["id"], judged, state, row["size"], row["month"]))
    return found


@pytest.fixture
def connection(folder: Path, library: Library) -> sqlite3.Connection:
    return connect(folder / ".studio" / "index.sqlite")


def test_maps_follow_the_rows(connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number in range(4):
            add(connection, number, "s")
        # Not the newest of its stack, though it comes last, and in another block than those before.
        add(connection, 5, "s", id=BLOCK * 2 + 7)
        add(connection, 6, "s", id=BLOCK + 3)
        assert said(connection) == meant(connection)
        for change in (
            "rating = 5 where id = 2",
            "mark = 'reject', opened = 1 where id % 2 = 1",
            f"trashed = 1 where id = {BLOCK * 2 + 7}",
            "missing = 1 where id = 3",
            "letterings = 2, misread = 1 where id = 1",
            "width = 10, created = 5000 where id = 1",
            "rating = 0, mark = '', opened = 0",
            "stack = '' where id = 4",
        ):
            connection.execute(f"update picture set {change}")
            assert said(connection) == meant(connection), change
        connection.execute("delete from picture where id = 2")
        assert said(connection) == meant(connection)


def test_sizes_without_a_code_are_told_by_their_rows(connection: sqlite3.Connection, library: Library) -> None:
    with closing(connection):
        with transaction(connection):
            for number in range(OTHER + 3):
                add(connection, number)
        assert connection.execute("select max(code) from map_value").fetchone()[0] == OTHER - 1
        for number in (0, OTHER - 2, OTHER - 1, OTHER + 2):
            assert [one.width for one in library.page(f"size:{64 + number}x48").pictures] == [64 + number]
            assert library.page(f"-size:{64 + number}x48").total == OTHER + 2
        months = {one.created for one in library.page("after:2027", limit=500).pictures}
        assert months == {
            row[0] for row in connection.execute("select created from picture where created >= 1798761600")
        }


def test_a_rebuild_mends_the_maps(library: Library, connection: sqlite3.Connection) -> None:
    with closing(connection):
        picture = library.save_picture(png(), facts())
        library.annotations.rate_many([picture.id], 4)
        connection.execute("update map_judged set codes = zeroblob(1000)")
        connection.execute("delete from map_state")
        assert library.page("rating:4").total == 0
        library.upkeep.rebuild()
        assert library.page("rating:4").total == 1
        assert said(connection) == meant(connection)


def test_an_older_index_gets_its_maps(folder: Path, connection: sqlite3.Connection) -> None:
    with closing(connection):
        with transaction(connection):
            for number in range(6):
                add(connection, number, "ab"[number % 2], id=number * 700 + 1, rating=number % 6)
        whole = said(connection)
        with transaction(connection):
            for (name,) in connection.execute(
                "select name from sqlite_schema where type = 'trigger' and name like '%mapped'"
            ).fetchall():
                connection.execute(f"drop trigger {name}")
            for name in ("judged", "state", "size", "month", "value"):
                connection.execute(f"drop table map_{name}")
            for name in MIGRATION._REPLACED:
                connection.execute(f"create index picture_{name} on picture (id)")
            connection.execute("drop index picture_unhashed")
            MIGRATION.upgrade(connection)
        assert said(connection) == whole == meant(connection)
