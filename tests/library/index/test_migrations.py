"""An index of the first version becomes one of today, and keeps everything."""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from library.index import schema
from library.index.database import connect, transaction
from library.index.rows import NewPicture, insert, picture_values
from library.records import PictureFacts
from library.store import Library
from tests.library.making import placed

RECIPE = '{"format":1,"scene":"x","seed":%d,"width":64}'
FTS_CHECK = "insert into picture_fts (picture_fts, rank) values ('integrity-check', 1)"


def first_version(folder: Path) -> Path:
    """An index as the first version made it: six pictures of two recipes, one of them trashed, and two letterings."""
    path = folder / ".studio" / "index.sqlite"
    path.parent.mkdir(parents=True)
    old = schema.migrations(1)
    with closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        with transaction(connection):
            old.apply(Database(connection, execute_plugins=False))
            for number in range(1, 7):
                recipe = RECIPE % number if number < 5 else ""
                connection.execute(
                    "insert into picture (key, path, sha256, bytes, created, width, height, scene, prompt, saying,"
                    " sayings, characters, plate, style, engine, model, loras, seed, draft, job_id, rating, mark,"
                    " trashed, recipe) values (?, ?, ?, 10, ?, 64, 48, ?, 'words', 'PEBKAC', 'PEBKAC', '[\"Milo\"]',"
                    " 'north wall', 'flat', 'draft', 'painter', '[\"a.safetensors\"]', ?, 1, 'job', ?, ?, ?, ?)",
                    (
                        *(f"job/{number}", f"{number}.png", f"{number:064x}", 1.6e9 + number, f"scene {number}"),
                        *(number, number % 6, "pick" if number == 2 else "", number == 4, recipe),
                    ),
                )
            for number in (1, 2):
                connection.execute(
                    "insert into lettering (picture_id, path, sha256, bytes, created, sayings, record)"
                    " values (1, ?, 'x', 1, 1.0, '[\"RTFM\"]', '{}')",
                    (f"1--{number}.png",),
                )
            connection.execute("update picture set letterings = 2 where id = 1")
            connection.execute("delete from picture where id = 6")
            connection.execute("insert into claim values ('a', 'b')")
            connection.execute("insert into job values ('j', 'c', 'draft', 'done', '{}', 1, 1, '', '', '[1]')")
    return path


def test_everything_is_kept(folder: Path) -> None:
    path = first_version(folder)
    library = Library.open(folder)
    pictures = {picture.id: picture for picture in library.page().pictures}
    assert list(pictures) == [5, 3, 2, 1]
    assert [picture.rating for picture in pictures.values()] == [5, 3, 2, 1]
    assert pictures[2].mark == "pick"
    assert pictures[1].facts.characters == ("Milo",)
    assert (pictures[1].letterings, len(library.letterings(1))) == (2, 2)
    assert [picture.id for picture in library.page(trashed=True).pictures] == [4]
    assert library.page("scene 3").total == 1
    assert library.jobs.get("j").picture_ids == (1,)
    assert library.jobs.get("j").remote == ""
    assert {picture.facts.cost for picture in pictures.values()} == {None}
    assert not library.spending.any()
    library.close()
    with closing(connect(path)) as connection:
        assert connection.execute("select id from picture where stack_top = 1 order by id").fetchall() != []
        tops = [row[0] for row in connection.execute("select id from picture where stack_top = 1 order by id")]
        assert tops == [2, 4, 5], "who is picked stands for the stack of 1 to 3"
        counts = {tuple(row) for row in connection.execute("select field, value, pictures from facet")}
        assert ("cast", "Milo", 5) in counts
        assert ("saying", "RTFM", 2) in counts
        assert connection.execute("select path from claim").fetchone()[0] == "b"
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        connection.execute(FTS_CHECK)
        connection.execute("delete from picture where id = 1")
        assert connection.execute("select count(*) from lettering").fetchone()[0] == 0


def test_letterings_of_the_third_version_are_not_misread(folder: Path) -> None:
    path = folder / ".studio" / "index.sqlite"
    path.parent.mkdir(parents=True)
    old = schema.migrations(3)
    with closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        with transaction(connection):
            old.apply(Database(connection, execute_plugins=False))
            new = NewPicture(
                key="k", path="a.png", sha256="", bytes=1, created=1.6e9, width=64, height=48,
                facts=PictureFacts(scene="a robot", saying="PEBKAC"),
            )  # fmt: skip
            picture = insert(connection, "picture", picture_values(new))
            connection.execute(
                "insert into lettering (picture_id, path, sha256, bytes, created, sayings, record)"
                " values (?, 'a--rtfm.png', 'x', 1, 1.0, '[\"RTFM\"]', '{}')",
                (picture,),
            )
            refreshed = "update picture set letterings = 1, sayings = 'PEBKAC' || char(10) || 'RTFM' where id = ?"
            connection.execute(refreshed, (picture,))
            connection.execute("insert into tag (name) values ('night')")
            connection.execute("insert into picture_tag values (1, ?)", (picture,))
    library = Library.open(folder)
    found = library.page("robot rtfm is:lettered -is:misread").pictures
    assert [(one.id, one.letterings, one.misread) for one in found] == [(picture, 1, False)]
    assert [one.misread for one in library.letterings(picture)] == [False]
    assert library.annotations.tags() == (("night", 1),)
    assert library.page("is:misread").pictures == ()
    library.close()
    with closing(connect(path)) as connection:
        connection.execute(FTS_CHECK)


def test_letterings_of_former_versions_whose_words_nobody_wears_are_found(folder: Path) -> None:
    path = first_version(folder)
    with closing(connect(path)) as connection:
        connection.execute("update lettering set record = ? where id = 1", (placed("panel"),))
        connection.execute("update lettering set record = ? where id = 2", (placed("panel", "centre"),))
    library = Library.open(folder)
    assert [one.misplaced for one in library.letterings(1)] == [False, True]
    assert library.page("is:misplaced").pictures == (library.picture(1),)
    assert library.picture(1).misplaced
    library.close()


def test_numbers_are_never_used_twice(folder: Path) -> None:
    path = first_version(folder)
    Library.open(folder).close()
    with closing(connect(path)) as connection:
        assert connection.execute("select seq from sqlite_sequence where name = 'picture'").fetchone()[0] == 6


def test_a_failing_upgrade_leaves_the_first_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = first_version(folder)

    def fails(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("the power went")

    with monkeypatch.context() as patched:
        second = importlib.import_module("library.index.migrations.0002_imports_tags_albums")
        patched.setattr(second, "_count_all", fails)
        with pytest.raises(Exception, match="the power went"):
            Library.open(folder)
    with closing(connect(path)) as connection:
        assert connection.execute("pragma user_version").fetchone()[0] == 1
        assert connection.execute("select count(*) from picture_fts where picture_fts match 'scene'").fetchone()[0] == 5
    library = Library.open(folder)
    assert library.page().total == 4
    library.close()


@pytest.mark.parametrize("every", [25, 2])
def test_words_without_spaces_of_the_seventh_version_are_found(folder: Path, every: int) -> None:
    """In a few pictures, and in so many that the full-text table is made anew."""
    path = folder / ".studio" / "index.sqlite"
    path.parent.mkdir(parents=True)
    old = schema.migrations(7)
    with closing(connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        with transaction(connection):
            old.apply(Database(connection, execute_plugins=False))
            for number in range(50):
                prompt = "港の灯台" if number % every == 0 else "a harbour"
                new = NewPicture(
                    key=f"k{number}", path=f"{number}.png", sha256="x", bytes=1, created=1.6e9, width=64, height=48,
                    dhash=number,
                    facts=PictureFacts(prompt=prompt, plate="海辺", negative="blurry" if number % 2 else ""),
                )  # fmt: skip
                insert(connection, "picture", picture_values(new))
    library = Library.open(folder)
    assert library.page("灯台", limit=100).total == 50 // every
    assert library.page("harbour").total == 50 - 50 // every
    assert library.page("辺").total == library.page("plate:辺").total == 50
    assert library.page("negative:blur").total == 25
    library.close()
    with closing(connect(path)) as connection:
        connection.execute(FTS_CHECK)
        connection.execute("update picture set prompt = '灯' where id % 3 = 0")
        connection.execute("delete from picture where id % 5 = 0")
        connection.execute(FTS_CHECK)
        assert connection.execute("select count(*) from picture_fts where picture_fts match '灯 *'").fetchone()[0] >= 14
