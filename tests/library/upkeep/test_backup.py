"""A copy of the index is put back whole, or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from library.errors import DiskFull, IndexUnusable, LibraryUnwritable
from library.files import owners
from library.store import Library
from tests.library.making import facts, png


@pytest.fixture
def copy(library: Library, tmp_path: Path) -> Path:
    """A copy of the index of one picture with three stars, which has five now; the library is closed."""
    picture = library.save_picture(png(), facts(), key="a")
    library.annotations.rate_many([picture.id], 3)
    library.searches.save("old", "milo")
    library.upkeep.back_up(tmp_path / "copy.sqlite")
    library.annotations.rate_many([picture.id], 5)
    library.searches.save("new", "james")
    library.close()
    return tmp_path / "copy.sqlite"


def test_what_was_said_is_as_it_was_and_the_other_index_is_put_aside(copy: Path, folder: Path) -> None:
    before = copy.read_bytes()
    aside = Library.restore_at(folder, copy)
    assert copy.read_bytes() == before
    library = Library.open(folder)
    assert library.picture(1).rating == 3
    assert [one.name for one in library.searches.saved()] == ["new", "old"]
    assert library.upkeep.check() == ()
    library.close()
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("select rating from picture").fetchone() == (5,)
    # What sidecars say since comes with a rebuild.
    assert Library.rebuild_at(folder).pictures == 1
    library = Library.open(folder)
    assert library.picture(1).rating == 5
    library.close()


def test_a_copy_takes_the_place_of_a_copy_and_of_nothing_else(library: Library, tmp_path: Path) -> None:
    library.save_picture(png(), facts(), key="a")
    copy, precious = tmp_path / "copy.sqlite", tmp_path / "precious.png"
    assert library.upkeep.back_up(copy) == library.upkeep.back_up(copy)
    precious.write_bytes(png(1))
    sqlite3.connect(tmp_path / "other.sqlite").execute("create table picture (id)").connection.close()
    for wrong in (precious, tmp_path / "other.sqlite", library.folder / ".studio" / "index.sqlite"):
        before = wrong.read_bytes()
        with pytest.raises(LibraryUnwritable, match=r"left as it is|lies where"):
            library.upkeep.back_up(wrong)
        assert wrong.read_bytes() == before
    with pytest.raises(LibraryUnwritable, match="lies where"):
        library.upkeep.back_up(library.folder / ".studio" / "copy.sqlite")


def test_a_lost_index_is_restored_too(copy: Path, folder: Path) -> None:
    shutil.rmtree(folder / ".studio")
    assert Library.restore_at(folder, copy) == ""
    library = Library.open(folder)
    assert library.picture(1).rating == 3
    library.close()


def test_nothing_is_restored_while_another_has_the_library(copy: Path, folder: Path) -> None:
    claim = owners.claim(folder, str(uuid.uuid4()))
    with pytest.raises(IndexUnusable, match="Another studio"):
        Library.restore_at(folder, copy)
    claim.release()
    library = Library.open(folder)
    with pytest.raises(IndexUnusable, match="Another studio"):
        Library.restore_at(folder, copy)
    assert library.picture(1).rating == 5
    library.close()


def wrong(kind: str, copy: Path) -> Path:
    if kind == "cut":
        copy.write_bytes(copy.read_bytes()[:5000])
    elif kind == "text":
        copy.write_text("no index at all")
    elif kind == "missing":
        copy.unlink()
    else:
        copy.unlink()
        with closing(sqlite3.connect(copy)) as other:
            other.execute("create table picture (id)" if kind == "other" else "create table a (b)")
            other.execute(f"pragma user_version = {1 if kind == 'other' else 99}")
    return copy


@pytest.mark.parametrize("kind", ["cut", "text", "missing", "other", "newer"])
def test_what_is_no_index_is_refused_and_leaves_all_as_it_was(copy: Path, folder: Path, kind: str) -> None:
    with pytest.raises(IndexUnusable, match=copy.name):
        Library.restore_at(folder, wrong(kind, copy))
    library = Library.open(folder)
    assert library.picture(1).rating == 5
    library.close()
    assert not list((folder / ".studio").glob(".milo-*"))


def test_a_full_disk_leaves_the_index_as_it_was(copy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("library.files.disk.os.replace", full)
    monkeypatch.setattr("library.files.disk.os.link", full)
    with pytest.raises(DiskFull):
        Library.restore_at(folder, copy)
    monkeypatch.undo()
    library = Library.open(folder)
    assert library.picture(1).rating == 5
    library.close()
