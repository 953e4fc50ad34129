"""The maps of cast and plates: they follow the rows, they are asked by words, and they know when they do not know."""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from library.index.database import connect, transaction
from library.index.maps import BLOCK, OTHER, fill_all
from library.index.rows import NewPicture, insert, picture_values
from library.records import PictureFacts
from library.store import Library

CASTS = (("Milo",), ("Milo", "James"), ("Zoë Washburne",), ())
PLATES = ("north wall", "[b]north[/b]", "", "Süd")


def add(connection: sqlite3.Connection, number: int, characters: tuple[str, ...], plate: str, **more: int) -> int:
    made = NewPicture(
        key=f"k{number}", path=f"{number}.png", sha256="", bytes=1, created=1.6e9 + number, width=64, height=48,
        facts=PictureFacts(scene=f"scene{number}", characters=characters, plate=plate),
    )  # fmt: skip
    return insert(connection, "picture", {**picture_values(made), **more})


def said(connection: sqlite3.Connection) -> dict[int, tuple[object, object]]:
    """What the maps say of each id, as values; None where values share a code."""
    names = {
        (plane, code): value for plane, value, code in connection.execute("select plane, value, code from map_value")
    }
    found = {}
    for block, state, cast, plates in connection.execute(
        "select s.block, s.codes, c.codes, p.codes from map_state s join map_characters c using (block)"
        " join map_plate p using (block)"
    ):
        assert len(cast) == len(plates) == BLOCK
        for place, present in enumerate(state):
            if present:
                named = names.get(("characters", cast[place])), names.get(("plate", plates[place]))
                found[block * BLOCK + place] = named
    return found


def meant(connection: sqlite3.Connection) -> dict[int, tuple[object, object]]:
    return {row["id"]: (row["characters"], row["plate"]) for row in connection.execute("select * from picture")}


@pytest.fixture
def connection(folder: Path, library: Library) -> sqlite3.Connection:
    return connect(folder / ".studio" / "index.sqlite")


def numbers(library: Library, text: str) -> list[int]:
    """The numbers of the pictures that a search finds, the oldest first."""
    return sorted(int(Path(one.path).stem) for one in library.page(text, limit=500).pictures)


def test_they_follow_the_rows(connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number in range(16):
            add(connection, number, CASTS[number % 4], PLATES[number // 4], id=number * 300 + 1)
        assert said(connection) == meant(connection)
        for change in ("plate = 'east'", "characters = '[]' where id < 900", "plate = 'new', characters = '[\"Ada\"]'"):
            connection.execute(f"update picture set {change}")
            assert said(connection) == meant(connection), change
        connection.execute("delete from picture where id = 301")
        assert said(connection) == meant(connection)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cast:milo", {0, 1}),
        ("cast:mi", {0, 1}),
        ('cast:"mi"', set()),
        ('cast:"milo james"', {1}),
        ('cast:"james milo"', set()),
        ("cast:zoe", {2}),
        ("cast:WASH", {2}),
        ("-cast:milo", {2, 3}),
        ("cast:milo -cast:james", {0}),
        ("cast:james or cast:zoë", {1, 2}),
        ("-milo", {2, 3}),
        ("-(milo or zoe)", {3}),
        ("-milo scene3", {3}),
        ("-scene1 cast:milo", {0}),
        ("-james -zoe -scene3", {0}),
        ("-(milo scene1)", {0, 2, 3}),
        ("cast:nobody", set()),
        ("-cast:nobody", {0, 1, 2, 3}),
    ],
)
def test_they_are_asked_by_words(library: Library, connection: sqlite3.Connection, text: str, found: set[int]) -> None:
    with closing(connection), transaction(connection):
        for number, characters in enumerate(CASTS):
            add(connection, number, characters, "")
    assert set(numbers(library, text)) == found


def test_plates_are_asked_by_words_too(library: Library, connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number, plate in enumerate(PLATES):
            add(connection, number, ("north",), plate)
    assert numbers(library, "plate:north") == [0, 1]
    assert numbers(library, "plate:sud") == [3]
    assert numbers(library, "-plate:north") == [2, 3]
    assert numbers(library, "cast:wall") == []
    assert numbers(library, "-wall") == [1, 2, 3]


def test_more_values_than_codes_are_found_by_their_words(library: Library, connection: sqlite3.Connection) -> None:
    many = OTHER + 20
    with closing(connection), transaction(connection):
        for number in range(many):
            add(connection, number, (f"nobody{number:03}",), "hall" if number % 2 else "yard")
    for number in (0, OTHER - 2, OTHER - 1, OTHER + 5):
        assert numbers(library, f"cast:nobody{number:03}") == [number]
        assert numbers(library, f"-nobody{number:03} plate:hall") == [
            one for one in range(many) if one % 2 and one != number
        ]
    assert len(numbers(library, "cast:nobody")) == many


def test_an_index_of_before_gets_them(library: Library, connection: sqlite3.Connection) -> None:
    with closing(connection), transaction(connection):
        for number in range(16):
            add(connection, number, CASTS[number % 4], PLATES[number // 4], id=number * 300 + 1)
        whole = said(connection)
        for name in (
            "map_value_plate",
            "map_value_characters",
            "picture_plate_mapped",
            "picture_characters_mapped",
        ):
            connection.execute(f"drop trigger {name}")
        for name in ("map_plate", "map_characters", "map_word"):
            connection.execute(f"drop table {name}")
        connection.execute("delete from map_value where plane in ('plate', 'characters')")
        importlib.import_module("library.index.migrations.0006_word_maps").upgrade(connection)
        assert said(connection) == whole == meant(connection)
    assert numbers(library, "cast:milo plate:north") == [0, 1, 4, 5]


def test_a_rebuild_mends_them(library: Library, connection: sqlite3.Connection) -> None:
    with closing(connection):
        with transaction(connection):
            for number in range(4):
                add(connection, number, CASTS[number], PLATES[number])
            whole = said(connection)
            connection.execute("delete from map_plate")
            fill_all(connection)
        assert said(connection) == whole
