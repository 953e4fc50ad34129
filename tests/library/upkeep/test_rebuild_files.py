"""A rebuild finds what was done to the files: moved, copied, stripped, put in, taken away, exchanged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from library.store import Library
from tests.library.making import encode, facts, pixels, png
from tests.library.upkeep.filling import fill


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
