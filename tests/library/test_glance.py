"""What a shell's completion sees of a library: the newest, and few of them; and nothing where nothing is to be seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from library import glance
from library.glance import MOST, Named
from library.index.database import VERSION
from library.store import Library
from tests.library.making import facts, png
from tests.library.seeding import seed_rows


@pytest.fixture
def many(folder: Path) -> Path:
    """A library of 220 pictures, of which one of four is tagged, and that of the id 219 is in the trash."""
    Library.open(folder).close()
    seed_rows(folder / ".studio" / "index.sqlite", 220)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as index, index:
        index.execute("update picture set trashed = 1 where id = 219")
    return folder


@pytest.mark.parametrize(
    ("begun", "ids"),
    [
        ("", [220, *range(218, 189, -1)]),
        ("1", [*range(199, 169, -1)]),
        ("2", [220, *range(218, 199, -1), *range(29, 19, -1)]),
        ("21", [*range(218, 209, -1), 21]),
        ("219", []),
        ("7", [*range(79, 69, -1), 7]),
        ("01", []),
        ("-1", []),
        ("²", []),
        ("x", []),
    ],
)
def test_pictures_are_the_newest_whose_ids_begin_so(many: Path, begun: str, ids: list[int]) -> None:
    found = glance.pictures(many, begun)
    assert [one.name for one in found] == [str(number) for number in ids][:MOST]
    assert all(one.words for one in found)


def test_tags_and_jobs_are_those_that_begin_so(folder: Path) -> None:
    with closing(Library.open(folder)) as library:
        saved = [library.save_picture(png(number), facts(f"scene {number}")) for number in range(3)]
        library.annotations.tag([one.id for one in saved], ["Robot"], [])
        library.annotations.tag([saved[0].id], ["raccoon"], [])
        library.annotations.tag([saved[1].id], ["rack"], [])
    assert glance.tags(folder, "r") == [Named("Robot"), Named("raccoon"), Named("rack")]
    assert glance.tags(folder, "RA") == [Named("raccoon"), Named("rack")]
    assert glance.jobs(folder, "") == []
    assert [one.text for one in glance.search(folder, "tag:ro")]


def test_nothing_is_seen_where_there_is_no_index_of_today(folder: Path) -> None:
    assert glance.pictures(folder, "") == []
    assert not folder.exists() or not [*folder.rglob("*")]
    with closing(Library.open(folder)) as library:
        library.save_picture(png(1), facts("scene"))
    assert len(glance.pictures(folder, "")) == 1
    path = folder / ".studio" / "index.sqlite"
    with closing(sqlite3.connect(path)) as index:
        index.execute(f"pragma user_version = {VERSION + 1}")
    assert glance.pictures(folder, "") == []
    path.write_bytes(b"no index at all" * 100)
    assert glance.tags(folder, "") == []
