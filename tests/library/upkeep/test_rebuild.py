"""The index made again from the files: the same pages, nothing lost, nothing invented."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from library.errors import IndexUnusable
from library.places import Places
from library.records import PictureFacts, Progress
from library.store import Library
from library.upkeep import staging
from tests.library.making import encode, facts, pixels, placed, png


def fill(library: Library, count: int = 6) -> None:
    for number in range(count):
        library.save_picture(
            png(number), facts(f"scene {number}", seed=number), created=1000.0 + number, key=f"j/{number}"
        )
    library.save_lettering(2, png(20), ["RTFM"], '{"a": 1}', misread=True)
    library.save_lettering(2, png(21), ["It's a Feature", "PEBKAC"], '{"a": 2}')
    library.save_lettering(4, png(22), ["Works On My Machine"], placed("centre"))
    library.trash.put([4])
    library.trash.put([5])


def everything(library: Library) -> tuple[object, ...]:
    pages = (
        library.page(),
        library.page(trashed=True),
        library.page("is:misread"),
        library.page("is:misplaced", trashed=True),
        library.page("scene", limit=2),
    )
    shown = [picture.id for page in pages[:2] for picture in page.pictures]
    return (*pages, *(library.letterings(picture_id) for picture_id in shown))


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


def test_a_file_that_was_moved_by_hand_keeps_its_id_and_rating(library: Library, folder: Path) -> None:
    fill(library)
    library.annotations.rate_many([3], 4)
    moved = folder / "best of" / "renamed.png"
    moved.parent.mkdir()
    Path(library.picture(3).path).rename(moved)
    library.upkeep.rebuild()
    assert library.picture(3).path == str(moved)
    assert library.picture(3).rating == 4
    assert library.upkeep.check() == ()
    library.close()
    shutil.rmtree(folder / ".studio")
    library = Library.open(folder)
    library.upkeep.rebuild()
    assert [Path(one.path) for one in library.page("rating:4").pictures] == [moved]
    assert [path.name for path in folder.rglob("*.xmp")] == ["renamed.png.xmp"]
    library.close()


def test_a_copy_is_a_picture_of_its_own(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(), facts(), key="k")
    library.annotations.rate_many([picture.id], 5)
    copy = folder / "a copy.png"
    shutil.copy(picture.path, copy)
    for _ in range(2):
        report = library.upkeep.rebuild()
        assert report.pictures == 2
        assert library.picture(picture.id).path == picture.path
        assert library.picture(picture.id).rating == 5
        assert library.picture_by_key("k") == library.picture(picture.id)
        assert library.page().pictures[0].path == str(copy)
        assert library.upkeep.check() == ()


def test_a_picture_whose_note_was_stripped_is_still_known(library: Library) -> None:
    picture = library.save_picture(png(), facts("scene with a stripped note"))
    Path(picture.path).write_bytes(png())
    assert [finding.kind for finding in library.upkeep.check()] == ["altered"]
    assert library.upkeep.rebuild().pictures == 1
    assert library.picture(picture.id).facts == picture.facts
    assert library.upkeep.check() == ()


@pytest.mark.parametrize("is_mended", [False, True])
def test_files_that_were_put_into_the_folder_are_named_and_taken_in(
    library: Library, folder: Path, is_mended: bool
) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "deep").mkdir()
    settings = "a deep raccoon\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 9"
    (folder / "deep" / "deep.png").write_bytes(png(2, parameters=settings))
    (folder / "holiday.jpg").write_bytes(encode(Image.fromarray(pixels()), "JPEG"))
    trashed = folder / ".studio" / "trash" / "old.webp"
    trashed.parent.mkdir()
    trashed.write_bytes(encode(Image.fromarray(pixels(3)), "WEBP"))
    found = library.upkeep.check()
    assert {Path(one.path).name: one.kind for one in found} == {
        "broken.png": "unreadable",
        "deep.png": "orphaned",
        "holiday.jpg": "orphaned",
        "old.webp": "orphaned",
    }
    if is_mended:
        library.upkeep.mend(found)
    else:
        report = library.upkeep.rebuild()
        assert report.pictures == 3
        assert [(one.kind, one.path) for one in report.unreadable] == [("unreadable", str(folder / "broken.png"))]
    assert [Path(one.path).name for one in library.page("deep").pictures] == ["deep.png"]
    assert library.page().total == 2
    assert [Path(one.path).name for one in library.page(trashed=True).pictures] == ["old.webp"]
    assert [finding.kind for finding in library.upkeep.check()] == ["unreadable"]
    ids = {one.id for one in library.page().pictures}
    library.upkeep.rebuild()
    assert {one.id for one in library.page().pictures} == ids


@pytest.mark.parametrize("is_mended", [False, True])
def test_a_lettered_picture_whose_original_is_gone_stands_alone_until_that_is_back(
    library: Library, folder: Path, is_mended: bool
) -> None:
    picture = library.save_picture(png(), facts("the rack"))
    lettering = library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    original = Path(picture.path).read_bytes()
    Path(picture.path).unlink()
    library.close()
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()
    library = Library.open(folder)
    (orphan,) = library.upkeep.check()
    assert "picture of its own" in orphan.detail
    if is_mended:
        library.upkeep.mend([orphan])
    else:
        library.upkeep.rebuild()
    (alone,) = library.page("rack saying:rtfm").pictures
    assert (alone.path, alone.facts.prompt) == (lettering.path, picture.facts.prompt)
    assert library.upkeep.check() == ()
    assert library.upkeep.rebuild().unreadable == ()
    assert [one.id for one in library.page().pictures] == [alone.id]
    Path(picture.path).write_bytes(original)
    library.upkeep.rebuild()
    (back,) = library.page().pictures
    assert (back.path, back.letterings) == (picture.path, 1)
    assert library.upkeep.check() == ()
    library.close()


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


def test_hostile_notes_in_files_hurt_nothing(library: Library, folder: Path) -> None:
    from library.formats.png_text import OWN, OWN_LETTERING, with_texts

    notes = [
        '{"key":"a","created":1,"facts":{"seed":' + "9" * 40 + "}}",
        '{"key":"b","created":1,"facts":{"seed":-5,"steps":99999999999,"scene":"\\u001b[2J","draft":true}}',
        '{"key":"b","created":1,"facts":{"characters":["\\u0000x"],"guidance":1e999}}',
        '{"key":"' + "k" * 100_000 + '","created":1,"facts":{}}',
        '{"format":99,"key":"c","created":1,"facts":{}}',
        "[" * 100_000,
    ]
    for number, text in enumerate(notes):
        (folder / f"{number}.png").write_bytes(with_texts(png(number), {OWN: text}))
        (folder / f"letter {number}.png").write_bytes(with_texts(png(number), {OWN_LETTERING: text}))
    report = library.upkeep.rebuild()
    assert report.pictures >= 2
    for picture in library.page().pictures:
        assert "\x1b" not in picture.facts.scene
        assert picture.facts.seed is None
    assert library.upkeep.check() == ()


def test_an_empty_library_is_rebuilt_to_an_empty_one(library: Library) -> None:
    assert library.upkeep.rebuild().pictures == 0
    assert library.page().pictures == ()
    picture = library.save_picture(png(), PictureFacts())
    assert library.page().pictures == (picture,)


def test_two_files_that_exchanged_their_names_are_told_apart(library: Library) -> None:
    fill(library)
    first, second = (Path(library.picture(number).path) for number in (1, 3))
    aside = first.with_name("aside.png")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)
    library.upkeep.rebuild()
    assert library.picture(1).path == str(second)
    assert library.picture(3).path == str(first)
    assert library.upkeep.check() == ()


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
