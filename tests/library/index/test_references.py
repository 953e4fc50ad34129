"""References that recipes name: they follow the rows, and an index of before gets them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from library.index import schema
from library.index.database import connect, transaction
from library.index.rows import NewPicture, insert, picture_values
from library.index.used_references import MOST, UsedReference, used_references
from library.records import PictureFacts
from library.store import Library
from tests.library.making import facts, png

A, B = "a1b2c3" + "0" * 58, "f" * 64
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(("sha256", "name", "character")), part),
    max_leaves=8,
)


def recipe(*references: tuple[str, str, str], start: tuple[str, str] | None = None) -> str:
    listed = [{"character": whose, "name": name, "sha256": sha256} for whose, name, sha256 in references]
    return json.dumps({"references": listed, "start": start and {"name": start[0], "sha256": start[1]}})


RECIPES = (
    recipe(("Milo", "milo.png", A)),
    recipe(("Milo", "milo.png", A), ("James", "猫の絵.jpg", B), ("Milo", "milo.png", A)),
    "",
    recipe(start=("sketch 2.png", B)),
    '{"references": "sha256", "start": ["sha256"]}',
    'not JSON, but with "sha256" in it',
)


def add(connection: sqlite3.Connection, number: int, text: str) -> int:
    made = NewPicture(
        key=f"k{number}", path=f"{number}.png", sha256="", bytes=1, created=1.6e9 + number, width=64, height=48,
        facts=PictureFacts(scene="robot", recipe=text),
    )  # fmt: skip
    return insert(connection, "picture", picture_values(made))


def said(connection: sqlite3.Connection) -> dict[tuple[str, str, str], list[int]]:
    """Which pictures have each reference, by the index; their count is right too."""
    connection.execute("insert into reference_fts (reference_fts, rank) values ('integrity-check', 1)")
    found: dict[tuple[str, str, str], list[int]] = {}
    for one in connection.execute("select * from reference").fetchall():
        linked = "select picture_id from picture_reference where reference_id = ? order by 1"
        ids = [row[0] for row in connection.execute(linked, (one["id"],))]
        assert one["pictures"] == len(ids) > 0
        found[one["member"], one["name"], one["sha256"]] = ids
    return found


def meant(connection: sqlite3.Connection) -> dict[tuple[str, str, str], list[int]]:
    """The same by the recipes alone."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for identity, text in connection.execute("select id, recipe from picture order by id"):
        for one in used_references(text):
            found.setdefault((one.member, one.name, one.sha256), []).append(identity)
    return found


def found(library: Library, text: str) -> list[int]:
    return [one.id for one in library.page(text, limit=500).pictures]


def test_they_follow_the_rows(folder: Path, library: Library) -> None:
    with closing(connect(folder / ".studio" / "index.sqlite")) as connection, transaction(connection):
        for number, text in enumerate(RECIPES):
            add(connection, number, text)
        assert said(connection) == meant(connection)
        assert len(meant(connection)) == 3
        for statement in (
            f"update picture set recipe = '{RECIPES[0]}' where id = 2",
            "update picture set recipe = '' where id = 1",
            f"update picture set recipe = '{RECIPES[1]}' where id = 3",
            "delete from picture where id in (2, 4)",
            "delete from picture",
        ):
            connection.execute(statement)
            assert said(connection) == meant(connection), statement


def test_an_index_of_the_eleventh_version_gets_them(folder: Path) -> None:
    path = folder / ".studio" / "index.sqlite"
    path.parent.mkdir(parents=True)
    with closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        with transaction(connection):
            schema.migrations(11).apply(Database(connection, execute_plugins=False))
            ids = [add(connection, number, text) for number, text in enumerate(RECIPES)]
    library = Library.open(folder)
    assert found(library, "from:milo.png") == [ids[1], ids[0]]
    assert found(library, "from:絵") == [ids[1]]
    assert found(library, "from:sketch") == found(library, "from:ffffff -from:james") == [ids[3]]
    with closing(connect(path)) as connection:
        assert said(connection) == meant(connection)
    library.close()


def test_a_picture_that_became_a_reference_is_asked_for_by_its_number(library: Library) -> None:
    first, other = library.save_picture(png(1), facts(), key="a"), library.save_picture(png(2), facts(), key="b")
    lettered = library.save_lettering(first.id, png(3), ["RTFM"], "{}")
    blob = Path(lettered.path).read_bytes()
    texts = [
        recipe(("Milo", "best.png", library.references.add(Path(first.path).read_bytes()))),
        recipe(start=("lettered.png", library.references.add(blob))),
        recipe(("Milo", f"{other.id}.png", B)),
    ]
    drawn = [library.save_picture(png(10 + n), PictureFacts(recipe=text), key=f"d{n}") for n, text in enumerate(texts)]
    assert found(library, f"from:{first.id}") == [drawn[1].id, drawn[0].id]
    assert found(library, f"from:{other.id}") == []
    assert found(library, f'from:"{other.id}"') == [drawn[2].id]
    library.upkeep.rebuild()
    assert found(library, f"from:{first.id}") == [drawn[1].id, drawn[0].id]
    (library.folder / ".studio" / "index.sqlite").write_bytes(b"lost")
    library.close()
    Library.rebuild_at(library.folder)
    again = Library.open(library.folder)
    assert [one.facts.recipe for one in again.page("from:best.png").pictures] == [texts[0]]
    again.close()


def test_what_is_offered_finds_something(library: Library) -> None:
    for number, text in enumerate(RECIPES):
        library.save_picture(png(number), PictureFacts(recipe=text), key=f"k{number}")
    offered = [one.text for one in library.searches.completions("from:", 5)]
    assert offered[:2] == ["Milo", "James"]
    assert all(library.page(f"from:{one}").total for one in offered)
    assert [one.text for one in library.searches.completions("from:2", 6)] == ['"sketch 2.png"']


@given(st.dictionaries(st.sampled_from(("references", "start", "seed")), JSON).map(json.dumps) | st.text(max_size=40))
def test_any_text_is_read_as_what_it_names(text: str) -> None:
    assert all(len(one.sha256) in (0, 64) for one in used_references(text))


def test_what_a_recipe_from_elsewhere_may_name_is_bounded() -> None:
    many = recipe(*[("M\x1b", "n" * 999, f"{number:064X}") for number in range(MOST + 5)])
    read = used_references(many)
    assert len(read) == MOST
    assert read[10] == UsedReference("M", "n" * 200, f"{10:064x}")
    assert used_references('{"start": ' + "[" * 5000 + '"sha256"') == ()


@pytest.mark.parametrize("query", ["from:1e99", "from:99999999999999999999999", "from:0"])
def test_what_names_no_reference_finds_nothing(library: Library, query: str) -> None:
    library.save_picture(png(1), PictureFacts(recipe=RECIPES[0]))
    assert found(library, query) == []
