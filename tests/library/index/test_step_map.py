"""The map of the sampling steps: it follows the rows, and an index of before gets it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from library.index import schema
from library.index.database import connect, transaction
from library.index.maps import BLOCK, OTHER, fill_all
from library.index.rows import NewPicture, insert, picture_values
from library.records import PictureFacts
from library.store import Library


def add(connection: sqlite3.Connection, number: int, steps: int | None, **more: int) -> int:
    made = NewPicture(
        key=f"k{number}", path=f"{number}.png", sha256="", bytes=1, created=1.6e9 + number, width=64, height=48,
        facts=PictureFacts(scene="robot", steps=steps),
    )  # fmt: skip
    return insert(connection, "picture", {**picture_values(made), **more})


def said(connection: sqlite3.Connection) -> dict[int, object]:
    """The steps of each id by the map; None where it says that they are not known."""
    steps = dict(connection.execute("select code, value from map_value where plane = 'steps'").fetchall())
    found = {}
    for block, state, codes in connection.execute(
        "select s.block, s.codes, t.codes from map_state s join map_steps t using (block)"
    ):
        assert len(codes) == BLOCK
        present = [place for place in range(BLOCK) if state[place]]
        found.update({block * BLOCK + place: steps[codes[place]] if codes[place] else None for place in present})
    return found


def meant(connection: sqlite3.Connection) -> dict[int, object]:
    """The same by the rows alone."""
    return dict(connection.execute("select id, steps from picture").fetchall())


def found(library: Library, text: str) -> list[int]:
    return [one.id for one in library.page(text, limit=500).pictures]


@pytest.fixture
def connection(folder: Path, library: Library) -> sqlite3.Connection:
    return connect(folder / ".studio" / "index.sqlite")


def test_it_follows_the_rows(connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number, steps in enumerate((20, None, 4, 20, 0)):
            add(connection, number, steps, id=number * 700 + 1)
        assert said(connection) == meant(connection)
        for change in ("steps = 31 where id = 1", "steps = 8 where steps is null", "steps = null where steps = 20"):
            connection.execute(f"update picture set {change}")
            assert said(connection) == meant(connection), change
        connection.execute("delete from picture where id = 701")
        assert said(connection) == meant(connection)


def test_steps_without_a_code_are_told_by_their_rows(library: Library, connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        ids = [add(connection, number, number) for number in range(OTHER + 3)]
        unknown = add(connection, OTHER + 3, None)
    for number in (0, OTHER - 2, OTHER - 1, OTHER + 2):
        assert found(library, f"steps:{number}") == [ids[number]]
        assert found(library, f"-steps:{number}") == [unknown, *(one for one in ids[::-1] if one != ids[number])]
    assert found(library, "steps:>=0") == ids[::-1]


def test_an_index_of_the_tenth_version_gets_it(folder: Path) -> None:
    path = folder / ".studio" / "index.sqlite"
    path.parent.mkdir(parents=True)
    with closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        with transaction(connection):
            schema.migrations(10).apply(Database(connection, execute_plugins=False))
            ids = [add(connection, number, steps) for number, steps in enumerate((20, None, 4, 20))]
    library = Library.open(folder)
    assert found(library, "steps:20") == [ids[3], ids[0]]
    assert found(library, "-steps:20") == [ids[2], ids[1]]
    with closing(connect(path)) as connection:
        with transaction(connection):
            ids.append(add(connection, 4, 31))
        assert said(connection) == meant(connection)
    assert found(library, "steps:>30") == ids[4:]
    library.close()


def test_a_rebuild_mends_it(connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number, steps in enumerate((20, None, 4)):
            add(connection, number, steps)
        connection.execute("update map_steps set codes = zeroblob(1000)")
        assert said(connection) != meant(connection)
        fill_all(connection)
        assert said(connection) == meant(connection)
