"""Negative prompts: found by their words, offered by their parts, and counted whatever is done to the rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from library.index.database import connect, transaction
from library.index.rows import NewPicture, insert, picture_values
from library.records import PictureFacts
from library.search.fields import texts
from library.store import Library

NEGATIVES = (
    "lowres, (bad hands:1.2), blurry",
    "lowres, bad anatomy",
    "",
    "lowres, (bad hands:1.2), blurry",
    "[[Blurry]], embedding:EasyNegative, and a whole sentence that says at length what is not wanted",
)


def add(connection: sqlite3.Connection, number: int, negative: str) -> int:
    made = NewPicture(
        key=f"k{number}", path=f"{number}.png", sha256="", bytes=1, created=1.6e9 + number, width=64, height=48,
        facts=PictureFacts(prompt="a robot with hands", negative=negative),
    )  # fmt: skip
    return insert(connection, "picture", picture_values(made))


@pytest.fixture
def connection(folder: Path, library: Library) -> sqlite3.Connection:
    connection = connect(folder / ".studio" / "index.sqlite")
    with transaction(connection):
        for number, negative in enumerate(NEGATIVES):
            add(connection, number, negative)
    return connection


def numbers(library: Library, text: str) -> list[int]:
    return sorted(int(Path(one.path).stem) for one in library.page(text, limit=500).pictures)


FINDS = {
    "negative:lowres": [0, 1, 3],
    "negative:blur": [0, 3, 4],
    'negative:"blur"': [],
    'negative:"bad hands"': [0, 3],
    "negative:hands robot": [0, 3],
    "-negative:lowres": [2, 4],
    "negative:lowres -negative:anatomy": [0, 3],
    "negative:anatomy or negative:embedding": [1, 4],
    "blurry": [],
    "hands": [0, 1, 2, 3, 4],
    "negative:robot": [],
}


@pytest.mark.parametrize(("query", "found"), FINDS.items())
@pytest.mark.parametrize("most", [5_000, 1])
def test_they_are_found_by_their_words(
    library: Library,
    connection: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    found: list[int],
    most: int,
) -> None:
    monkeypatch.setattr(texts, "_MOST_TEXTS", most)
    with closing(connection):
        assert numbers(library, query) == found
        assert library.page(query, stacked=True).total == len(found)


def test_their_parts_are_offered_the_most_used_first(library: Library, connection: sqlite3.Connection) -> None:
    def offered(text: str) -> list[str]:
        return [one.text for one in library.searches.completions(text, len(text))]

    with closing(connection):
        assert offered("neg") == ["negative:"]
        assert offered("negative:")[:4] == ["Blurry", "lowres", '"bad hands"', '"bad anatomy"']
        assert offered("negative:bad") == ['"bad hands"', '"bad anatomy"']
        assert offered('negative:"han') == ['"bad hands"']
        assert not any("sentence" in text for text in offered("negative:"))


def test_they_follow_the_rows(connection: sqlite3.Connection) -> None:
    def said() -> dict[int, str]:
        found = connection.execute(
            "select l.picture_id, n.text from negative n join picture_negative l on l.negative_id = n.id"
        )
        return {row[0]: row[1] for row in found}

    def meant() -> dict[int, str]:
        rows = connection.execute("select id, negative from picture where negative != ''")
        return {row[0]: row[1] for row in rows}

    with closing(connection), transaction(connection):
        for change in (
            "update picture set negative = 'lowres, bad anatomy' where id = 1",
            "update picture set negative = '' where id = 4",
            "update picture set negative = 'new' where id = 3",
            "update picture set rating = 3, negative = negative",
            "delete from picture where id = 2",
            "delete from picture where id = 5",
        ):
            connection.execute(change)
            assert said() == meant(), change
            counted = connection.execute("select text, pictures from negative order by text").fetchall()
            assert [tuple(row) for row in counted] == sorted(
                (text, list(meant().values()).count(text)) for text in set(meant().values())
            )
            connection.execute("insert into negative_fts (negative_fts, rank) values ('integrity-check', 1)")
