"""The index made again from the files: the same pages, nothing lost, nothing invented."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from library.errors import IndexUnusable
from library.places import Places
from library.records import PictureFacts, Progress
from library.store import Library
from library.upkeep import staging
from tests.library.making import facts, png
from tests.library.upkeep.filling import everything, fill


def test_a_lost_index_comes_back_from_the_files_with_the_same_pages(folder: Path) -> None:
    library = Library.open(folder)
    fill(library)
    before = everything(library)
    library.close()
    shutil.rmtree(folder / ".studio" / "thumbnails")
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()
    report = Library.rebuild_at(folder)
    assert (report.pictures, report.letterings, report.unreadable, report.kept) == (6, 3, (), "")
    library = Library.open(folder)
    assert everything(library) == before
    assert library.upkeep.check() == ()
    assert library.thumbnail(1).exists()
    library.close()


def test_a_rebuild_of_a_good_index_changes_nothing(library: Library) -> None:
    fill(library)
    library.annotations.rate_many([1], 5)
    library.annotations.mark_many([4], "reject")
    before = everything(library)
    told: list[Progress] = []
    report = library.upkeep.rebuild(told.append)
    assert everything(library) == before
    assert report.kept == ""
    assert [progress.done for progress in told] == list(range(1, 10))
    assert {progress.total for progress in told} == {9}
    assert library.picture(1).rating == 5
    assert library.upkeep.check() == ()


def test_a_lost_index_gets_the_imported_folders_and_the_saved_searches_back(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    for name in ("inbox", "away"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(png(7 if name == "inbox" else 8))
        library.imports.folder(tmp_path / name)
    library.searches.save("best", "rating:>=4")
    library.searches.save("gone", "milo")
    library.searches.forget("gone")
    library.close()
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()
    shutil.rmtree(tmp_path / "away")
    report = Library.rebuild_at(folder)
    assert report.pictures == 1
    assert [(one.kind, one.path) for one in report.unreadable] == [("missing", str(tmp_path / "away"))]
    assert not report.forgotten
    library = Library.open(folder)
    assert [one.name for one in library.searches.saved()] == ["best"]
    assert len(library.imports.roots()) == 2
    library.close()
    shutil.rmtree(folder / ".studio")
    assert Library.rebuild_at(folder).forgotten


def test_an_index_that_was_lost_unnoticed_knows_what_the_files_beside_it_say(library: Library, folder: Path) -> None:
    library.searches.save("best", "rating:>=4")
    library.close()
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()
    library = Library.open(folder)
    library.searches.save("other", "milo")
    assert [one.name for one in library.searches.saved()] == ["best", "other"]
    library.close()


@pytest.mark.parametrize("text", ["", "[", "[1]", "{}", '[{"path": "relative"}]', '[{"name": 1}]', "\x00" * 9])
def test_files_beside_the_index_may_say_anything(folder: Path, text: str) -> None:
    (folder / ".studio").mkdir(parents=True)
    for name in ("imports.json", "searches.json"):
        (folder / ".studio" / name).write_text(text)
    library = Library.open(folder)
    assert not library.searches.saved()
    assert not library.imports.roots()
    assert library.upkeep.rebuild().pictures == 0
    library.searches.save("best", "milo")
    assert [one.name for one in library.searches.saved()] == ["best"]
    library.close()


def test_what_another_studio_does_meanwhile_stays(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    scanned = staging.Staging.mend_trash

    def late(stage: staging.Staging, places: Places) -> None:
        scanned(stage, places)
        other = Library.open(folder)
        new = other.save_picture(png(30), facts("late"), key="late")
        other.save_lettering(new.id, png(31), ["LATE"], "{}")
        other.save_lettering(1, png(32), ["LATER"], "{}")
        other.annotations.rate_many([1], 5)
        other.trash.put([1])
        other.trash.restore([5])
        other.close()

    monkeypatch.setattr(staging.Staging, "mend_trash", late)
    library.upkeep.rebuild()
    assert library.page("late").total == 1
    assert library.page("later", trashed=True).pictures[0].rating == 5
    # Six, two of them in the trash; then one more, one into the trash, one out of it.
    assert library.page().total == 5
    assert library.page(trashed=True).total == 2
    assert library.upkeep.check() == ()


def test_saving_goes_on_during_a_rebuild(library: Library) -> None:
    fill(library)
    rebuilding = threading.Thread(target=library.upkeep.rebuild)
    rebuilding.start()
    saved = [library.save_picture(png(n), facts(f"during {n}"), key=f"d/{n}") for n in range(40, 52)]
    rebuilding.join()
    assert library.page("during").total == 12
    assert [library.picture(picture.id) for picture in saved] == saved
    assert library.upkeep.check() == ()


def test_an_empty_library_is_rebuilt_to_an_empty_one(library: Library) -> None:
    assert library.upkeep.rebuild().pictures == 0
    assert library.page().pictures == ()
    picture = library.save_picture(png(), PictureFacts())
    assert library.page().pictures == (picture,)


def test_words_that_the_index_lost_are_found_again(library: Library, folder: Path) -> None:
    fill(library)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as connection:
        connection.execute("delete from picture_fts_data where id > 10")
        connection.commit()
    library.annotations.rate_many([2], 3)
    library.upkeep.rebuild()
    assert library.page("scene").total == 4
    assert library.page("rtfm").pictures[0].rating == 3


def test_a_good_index_is_hardly_written_by_a_rebuild(library: Library, folder: Path) -> None:
    fill(library)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        library.upkeep.rebuild()
        before = (folder / ".studio" / "index.sqlite").read_bytes()
        connection.execute("pragma wal_checkpoint(truncate)")
        assert (folder / ".studio" / "index.sqlite").read_bytes() == before


def test_a_rebuild_that_cannot_get_the_index_leaves_it_where_it_is(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    before = everything(library)
    monkeypatch.setattr("library.index.database.BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(IndexUnusable, match="held by another program"):
            library.upkeep.rebuild()
        other.execute("rollback")
    assert everything(library) == before
    assert [path.name for path in (folder / ".studio").glob("*index*sqlite*damaged*")] == []


def test_an_index_with_other_tables_is_put_aside(folder: Path) -> None:
    (folder / ".studio").mkdir(parents=True)
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as other:
        other.execute("create table picture (something text)")
        other.execute("pragma user_version = 1")
    assert Library.rebuild_at(folder).kept
    library = Library.open(folder)
    assert library.page().total == 0
    library.close()
