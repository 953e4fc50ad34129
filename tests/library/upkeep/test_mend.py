"""Mending loses nothing that was said; a backup is whole and of one moment."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from library.errors import FolderMissing, NotRemade
from library.store import Library
from tests.library.making import facts, png


def mended(library: Library) -> set[str]:
    """Check, mend, check again: what is left."""
    library.upkeep.mend(library.upkeep.check())
    return {finding.kind for finding in library.upkeep.check()}


def test_a_picture_that_was_moved_by_hand_keeps_what_was_said(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    library.annotations.rate_many([picture.id], 5)
    library.annotations.tag([picture.id], add=["night"])
    library.annotations.write_sidecars()
    (folder / "sorted").mkdir()
    for path in (Path(picture.path), Path(library.letterings(picture.id)[0].path)):
        shutil.move(path, folder / "sorted" / path.name)
    assert mended(library) == set()
    moved = library.picture(picture.id)
    assert (moved.rating, moved.tags, moved.missing) == (5, ("night",), False)
    assert Path(moved.path).parent == folder / "sorted"
    assert Path(library.letterings(picture.id)[0].path).exists()
    assert library.page().total == 1
    assert [path.parent for path in folder.rglob("*.xmp")] == [folder / "sorted"]


def test_a_picture_that_is_gone_is_missing_until_it_comes_back(library: Library, tmp_path: Path) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.rate_many([picture.id], 3)
    shutil.move(picture.path, tmp_path / "away.png")
    assert mended(library) == set()
    assert library.page().total == 0
    assert library.picture(picture.id).missing
    library.upkeep.rebuild()
    assert library.picture(picture.id).rating == 3
    shutil.move(tmp_path / "away.png", picture.path)
    library.upkeep.rebuild()
    assert [found.id for found in library.page("rating:3").pictures] == [picture.id]


def test_a_lettering_that_is_gone_is_made_again_from_its_record(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    kept = library.save_lettering(picture.id, png(2), ["RTFM"], "record")
    before = Path(kept.path).read_bytes()

    def remake(original: Path, record: str) -> bytes:
        assert (original, record) == (Path(picture.path), "record")
        return png(2)

    Path(kept.path).unlink()
    (mended,) = library.upkeep.mend(library.upkeep.check(), remake)
    assert mended.done
    assert "byte for byte" in mended.outcome
    assert Path(kept.path).read_bytes() == before
    Path(kept.path).unlink()
    (mended,) = library.upkeep.mend(library.upkeep.check(), lambda *_: png(3))
    assert "byte for byte" not in mended.outcome
    assert library.upkeep.check() == ()


def test_one_that_cannot_be_made_again_is_taken_out(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    kept = library.save_lettering(picture.id, png(2), ["RTFM"], "record")

    def remake(original: Path, record: str) -> bytes:
        raise NotRemade("The record has no words")

    Path(kept.path).unlink()
    library.upkeep.mend(library.upkeep.check(), remake)
    assert library.letterings(picture.id) == ()
    assert library.upkeep.check() == ()


def test_orphans_are_taken_in_and_leftovers_go(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    other = Library.open(folder, index=folder / "other.sqlite")
    orphan = other.save_picture(png(2), facts("orphan"), key="b")
    other.close()
    for path in folder.glob("other.sqlite*"):
        path.unlink()
    (folder / ".milo-1-a.tmp").write_bytes(b"half")
    shutil.copy(picture.path, folder / "copy.png")
    assert mended(library) == {"orphaned"}
    assert not (folder / ".milo-1-a.tmp").exists()
    assert library.page("orphan").pictures[0].path == orphan.path


def test_a_backup_is_whole_while_others_write(library: Library, tmp_path: Path) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k/{number}").id for number in range(3)]
    stop = threading.Event()

    def write() -> None:
        rating = 0
        while not stop.is_set():
            rating = (rating + 1) % 6
            library.annotations.rate_many(ids, rating)

    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(FolderMissing):
        library.upkeep.back_up(tmp_path / "backup" / "index.sqlite")
    (tmp_path / "backup").mkdir()
    target = tmp_path / "backup" / "index.sqlite"
    try:
        for _ in range(5):
            assert library.upkeep.back_up(target) > 0
            with closing(sqlite3.connect(target)) as copy:
                assert copy.execute("pragma integrity_check").fetchone()[0] == "ok"
                assert len({row[0] for row in copy.execute("select rating from picture")}) == 1
    finally:
        stop.set()
        writer.join()
    assert [path.name for path in target.parent.iterdir()] == ["index.sqlite"]


def test_other_tools_read_the_index(library: Library, folder: Path) -> None:
    from sqlite_utils import Database

    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.tag([picture.id], add=["night"])
    library.close()
    connection = sqlite3.connect(folder / ".studio" / "index.sqlite")
    with closing(connection):
        database = Database(connection)
        assert [row["size"] for row in database["picture"].rows] == ["48x32"]
        assert [row["name"] for row in database["tag"].rows] == ["night"]
        assert len(list(database["picture"].search("milo"))) == 1  # type: ignore[union-attr]
