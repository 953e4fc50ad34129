"""Folders of other programs' pictures: taken in where they lie, again and again, whatever lies in them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from library.errors import FolderMissing
from library.heads import reading
from library.records import ImportReport, Picture, Progress
from library.store import Library
from tests.library.foreign.samples import FOLDER
from tests.library.making import chunk, encode, facts, png

SETTINGS = "a raccoon\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: {}"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with five pictures of A1111, in two folders, the first the oldest."""
    folder = tmp_path / "inbox"
    (folder / "below").mkdir(parents=True)
    for number in range(5):
        add(folder / ("below" if number % 2 else "") / f"{number}.png", number)
    return folder


def add(path: Path, number: int, **texts: str) -> Path:
    path.write_bytes(png(number, **{"parameters": SETTINGS.format(number), **texts}))
    os.utime(path, ns=(0, 1_700_000_000_000_000_000 + number * 1_000_000_000))
    return path


def pictures(library: Library) -> list[Picture]:
    """All pictures that are not missing, the oldest first."""
    return list(reversed(library.page(limit=500).pictures))


def by_name(library: Library) -> dict[str, Picture]:
    return {Path(picture.path).name: picture for picture in pictures(library)}


def refused(library: Library) -> dict[str, str]:
    return {Path(one.path).name: one.reason for one in library.imports.refused()}


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_pictures_come_in_by_their_time_and_lie_where_they_were(library: Library, inbox: Path) -> None:
    before = contents(inbox)
    heard: list[Progress] = []
    report = library.imports.folder(inbox, on_progress=heard.append)
    assert report == ImportReport(found=5, added=5)
    found = pictures(library)
    assert [picture.facts.seed for picture in found] == [0, 1, 2, 3, 4]
    assert [picture.created for picture in found] == [1_700_000_000.0 + number for number in range(5)]
    assert found[1].path == str(inbox / "below" / "1.png")
    assert (found[0].source, found[0].format, found[0].facts.engine) == ("import", "png", "A1111")
    assert (found[0].facts.sampler, found[0].facts.guidance) == ("Euler", 7.0)
    assert heard[-1].done == heard[-1].total == 5
    assert contents(inbox) == before
    assert library.check() == ()
    assert [root.path for root in library.imports.roots()] == [str(inbox)]


def test_real_pictures_of_comfyui_are_found_by_their_words(library: Library) -> None:
    report = library.imports.folder(FOLDER)
    assert (report.added, report.refused) == (16, 0)
    assert {Path(one.path).stem for one in library.page("mulan rice").pictures} == {"girl_in_field"}


def test_again_only_what_is_new_or_changed_is_read(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.imports.folder(inbox)
    rated = by_name(library)["2.png"]
    library.rate(rated.id, 4)
    add(inbox / "2.png", 77)
    add(inbox / "new.png", 9)
    read: list[str] = []
    whole = reading.read

    def counted(path: str) -> reading.FileHead:
        read.append(path)
        return whole(path)

    monkeypatch.setattr("library.found.reading.read", counted)
    assert library.imports.folder(inbox) == ImportReport(found=6, added=1, changed=1, unchanged=4)
    assert sorted(Path(path).name for path in read) == ["2.png", "new.png"]
    now = library.picture(rated.id)
    assert (now.rating, now.facts.seed, now.created) == (4, 77, rated.created)
    read.clear()
    assert library.imports.folder(inbox) == ImportReport(found=6, unchanged=6)
    assert read == []


@pytest.mark.parametrize("is_prepared", [False, True])
def test_files_that_moved_keep_what_was_said_of_them(library: Library, inbox: Path, is_prepared: bool) -> None:
    library.imports.folder(inbox)
    if is_prepared:
        for picture in pictures(library):
            library.thumbnail(picture.id)
    rated = by_name(library)["1.png"]
    library.rate(rated.id, 5)
    library.mark(rated.id, "pick")
    (inbox / "below").rename(inbox / "elsewhere")
    (inbox / "elsewhere" / "1.png").rename(inbox / "renamed.png")
    assert library.imports.folder(inbox) == ImportReport(found=5, moved=2, unchanged=3)
    now = library.picture(rated.id)
    assert (now.path, now.rating, now.mark, now.missing) == (str(inbox / "renamed.png"), 5, "pick", False)
    assert len(pictures(library)) == 5


def test_what_was_said_of_a_moved_file_survives_the_index(library: Library, folder: Path, inbox: Path) -> None:
    library.imports.folder(inbox)
    for name in ("1.png", "2.png", "3.png"):
        library.rate(by_name(library)[name].id, 5)
    library.tag([by_name(library)["3.png"].id], add=["night"])
    library.write_sidecars()
    others = inbox / "below" / "1.png.xmp"
    others.write_bytes(
        others.read_bytes().replace(b"<rdf:Description", b'<rdf:Description xmlns:d="urn:d" d:history="2"')
    )
    (inbox / "sub").mkdir()
    for name in ("below/1.png", "2.png", "below/3.png"):
        (inbox / name).rename(inbox / "sub" / Path(name).name)
    assert library.imports.folder(inbox).moved == 3
    # What another program wrote stays where it was.
    assert sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.xmp")) == [
        "below/1.png.xmp",
        "sub/1.png.xmp",
        "sub/2.png.xmp",
        "sub/3.png.xmp",
    ]
    library.close()
    shutil.rmtree(folder / ".studio")
    library = Library.open(folder)
    library.imports.folder(inbox)
    assert sorted(Path(one.path).name for one in library.page("rating:5").pictures) == ["1.png", "2.png", "3.png"]
    assert library.page("tag:night").total == 1
    library.close()


def test_a_moved_file_whose_new_folder_takes_no_sidecar_keeps_the_old_one(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    library.rate(by_name(library)["2.png"].id, 5)
    library.write_sidecars()
    (inbox / "sub").mkdir()
    (inbox / "2.png").rename(inbox / "sub" / "2.png")
    # A folder under the sidecar's name: it cannot be written.
    (inbox / "sub" / "2.png.xmp.d").mkdir()
    (inbox / "sub" / "2.png.xmp").symlink_to(inbox / "sub" / "2.png.xmp.d")
    assert library.imports.folder(inbox).moved == 1
    assert (inbox / "2.png.xmp").exists()
    assert by_name(library)["2.png"].rating == 5


def test_what_was_said_while_a_file_was_away_is_written_when_it_is_back(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    away = by_name(library)["2.png"]
    Path(away.path).rename(inbox.parent / "2.png")
    library.imports.folder(inbox)
    library.rate(away.id, 4)
    library.write_sidecars()
    assert not list(inbox.rglob("*.xmp"))
    (inbox.parent / "2.png").rename(away.path)
    library.imports.folder(inbox)
    library.write_sidecars()
    assert [path.name for path in inbox.rglob("*.xmp")] == ["2.png.xmp"]


def test_a_file_that_only_looks_like_the_one_that_went_is_another(library: Library, inbox: Path) -> None:
    path = add(inbox / "large.png", 50, filler="x" * 20_000)
    library.imports.folder(inbox)
    first = by_name(library)["large.png"]
    library.thumbnail(first.id)
    data = path.read_bytes()
    path.unlink()
    at = data.index(b"x" * 20_000) + 12_000
    (inbox / "other.png").write_bytes(data[:at] + b"y" + data[at + 1 :])
    assert library.imports.folder(inbox) == ImportReport(found=6, added=1, missing=1, unchanged=5)
    assert library.picture(first.id).missing


def test_copies_are_pictures_of_their_own(library: Library, inbox: Path) -> None:
    shutil.copy2(inbox / "0.png", inbox / "copy.png")
    shutil.copy2(inbox / "0.png", inbox / "below" / "copy.png")
    assert library.imports.folder(inbox).added == 7
    assert library.imports.folder(inbox).unchanged == 7
    (inbox / "copy.png").rename(inbox / "copy moved.png")
    assert library.imports.folder(inbox) == ImportReport(found=7, moved=1, unchanged=6)


def test_what_is_gone_is_missing_and_comes_back(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    rated = by_name(library)["3.png"]
    library.rate(rated.id, 3)
    hidden = inbox.parent / "hidden.png"
    (inbox / "below" / "3.png").rename(hidden)
    assert library.imports.folder(inbox) == ImportReport(found=4, missing=1, unchanged=4)
    assert library.picture(rated.id).missing
    assert "3.png" not in by_name(library)
    assert library.check() == ()
    hidden.rename(inbox / "below" / "3.png")
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    now = library.picture(rated.id)
    assert (now.missing, now.rating) == (False, 3)


def test_folders_that_are_not_there_are_refused_and_nothing_is_taken_for_gone(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    inbox.rename(inbox.parent / "unplugged")
    with pytest.raises(FolderMissing):
        library.imports.folder(inbox)
    assert len(pictures(library)) == 5
    with pytest.raises(FolderMissing):
        library.imports.folder(inbox.parent / "unplugged" / "0.png")


def hostile(folder: Path) -> dict[str, str]:
    """Files that cannot be taken, and a word of the reason of each."""
    whole = png(1)
    (folder / "empty.png").touch()
    (folder / "text.jpg").write_text("no picture")
    (folder / "cut.png").write_bytes(png(3)[:-40])
    (folder / "bomb.png").write_bytes(whole[:16] + b"\0\1\x86\xa0" * 2 + whole[24:])
    (folder / "esc\x1b[2J.png").write_bytes(whole)
    (folder / "line\nbreak.png").write_bytes(whole)
    os.mkfifo(folder / "pipe.png")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "nothing.png").symlink_to("gone.png")
    (folder / "device.png").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    (folder / "folder.png").mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.png")).write_bytes(whole)
    return {
        "empty.png": "empty", "text.jpg": "no PNG", "cut.png": "too early", "bomb.png": "million",
        "esc\\x1b[2J.png": "control", "line\\x0abreak.png": "control", "pipe.png": "pipe", "loop.png": "link",
        "nothing.png": "link", "device.png": "device", "\\xff\\xfe.png": "UTF-8",
    }  # fmt: skip


def test_broken_and_hostile_files_are_listed_with_a_reason_and_hurt_nothing(library: Library, inbox: Path) -> None:
    expected = hostile(inbox)
    for _ in range(2):
        report = library.imports.folder(inbox)
        assert report.refused == len(expected)
        found = refused(library)
        assert found.keys() == expected.keys()
        for name, word in expected.items():
            assert word in found[name], name
    assert len(pictures(library)) == 5
    assert library.check() == ()


def test_what_was_refused_and_is_mended_or_gone_is_no_longer_listed(library: Library, inbox: Path) -> None:
    hostile(inbox)
    library.imports.folder(inbox)
    (inbox / "empty.png").write_bytes(png(30))
    (inbox / "cut.png").unlink()
    (inbox / "esc\x1b[2J.png").unlink()
    library.imports.folder(inbox)
    assert not {"empty.png", "cut.png", "esc\\x1b[2J.png"} & refused(library).keys()
    assert "empty.png" in by_name(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_listed(library: Library, inbox: Path) -> None:
    (inbox / "0.png").chmod(0)
    (inbox / "below").chmod(0)
    try:
        library.imports.folder(inbox)
        assert {"0.png", "below"} <= refused(library).keys()
    finally:
        (inbox / "below").chmod(0o755)


def test_an_unreadable_folder_is_listed_and_its_pictures_are_not_taken_for_gone(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.imports.folder(inbox)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("below"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("library.folders.os.scandir", refuse)
    assert library.imports.folder(inbox) == ImportReport(found=4, unchanged=3, refused=1)
    assert "cannot be listed" in refused(library)["below"]
    assert len(pictures(library)) == 5


def test_mislabelled_files_and_long_texts_are_taken_and_listed(library: Library, inbox: Path) -> None:
    from PIL import Image

    (inbox / "really.png").write_bytes(encode(Image.new("RGB", (8, 8)), "JPEG"))
    whole = png(1)
    (inbox / "long.png").write_bytes(whole[:33] + chunk(b"tEXt", b"prompt\0" + b"x" * 9_000_000) + whole[33:])
    (inbox / "odd.png").write_bytes(png(9, parameters="Steps: no, nothing"))
    assert library.imports.folder(inbox).added == 8
    assert by_name(library)["really.png"].format == "jpeg"
    assert "mislabelled" in refused(library)["really.png"]
    assert "8 MiB" in refused(library)["long.png"]
    assert library.imports.folder(inbox) == ImportReport(found=8, unchanged=8)


def test_control_characters_in_metadata_do_not_come_in(library: Library, inbox: Path) -> None:
    add(inbox / "evil.png", 9, parameters="[red]\x1b[31m\u202eevil[/red]\n" + SETTINGS.format(1).split("\n")[1])
    library.imports.folder(inbox)
    assert by_name(library)["evil.png"].facts.prompt == "[red][31mevil[/red]"


def test_an_import_that_is_stopped_goes_on_later(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.importer.BATCH", 2)
    asked = iter([False] * 4 + [True] * 100)
    first = library.imports.folder(inbox, stopped=lambda: next(asked))
    assert 0 < first.added < 5
    assert library.imports.roots()[0].scanned == 0
    second = library.imports.folder(inbox)
    assert first.added + second.added == 5
    assert library.imports.roots()[0].scanned > 0


def test_hidden_names_and_other_files_are_passed_over(library: Library, inbox: Path) -> None:
    (inbox / ".thumbs").mkdir()
    add(inbox / ".thumbs" / "a.png", 8)
    add(inbox / ".hidden.png", 8)
    (inbox / "readme.txt").write_text("x")
    assert library.imports.folder(inbox).found == 5
    assert library.imports.folder(inbox, recursive=False).found == 3


def test_pictures_in_the_library_s_own_folder_are_relative_and_go_to_the_trash(library: Library) -> None:
    add(library.folder / "foreign.png", 3)
    saved = library.save_picture(png(1), facts(), key="own")
    report = library.imports.folder(library.folder)
    assert report == ImportReport(found=2, added=1, unchanged=1)
    found = by_name(library)["foreign.png"]
    assert Path(library.trash(found.id).path).is_relative_to(library.folder / ".studio" / "trash")
    assert library.imports.folder(library.folder) == ImportReport(found=1, unchanged=1)
    library.restore(found.id)
    Path(saved.path).unlink()
    library.imports.folder(library.folder)
    assert not library.picture(saved.id).missing
    assert [finding.kind for finding in library.check()] == ["missing"]


def test_the_library_s_folder_by_another_name_is_the_library_s_folder(library: Library, tmp_path: Path) -> None:
    library.save_picture(png(1), facts(), key="own")
    (tmp_path / "link").symlink_to(library.folder)
    assert library.imports.folder(tmp_path / "link") == ImportReport(found=1, unchanged=1)
    assert library.imports.folder(tmp_path) == ImportReport(found=1, unchanged=1)


def test_trashing_an_imported_picture_hides_it_and_moves_nothing(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    before = contents(inbox)
    found = by_name(library)["0.png"]
    trashed = library.trash(found.id)
    assert (trashed.path, trashed.trashed) == (found.path, True)
    assert "0.png" not in by_name(library)
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    assert library.picture(found.id).trashed
    assert not library.restore(found.id).trashed
    assert contents(inbox) == before
    assert library.check() == ()


def test_letterings_of_an_imported_picture_go_into_the_library(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    before = contents(inbox)
    found = by_name(library)["1.png"]
    made = library.save_lettering(found.id, png(2), ["RTFM"], "{}")
    month = time.strftime("%Y/%m", time.localtime(made.created))
    assert Path(made.path) == library.folder / month / "1--rtfm.png"
    library.trash(found.id)
    assert not Path(made.path).exists()
    library.restore(found.id)
    assert Path(made.path).exists()
    assert contents(inbox) == before
    assert library.check() == ()
    assert library.rebuild().letterings == 1
    add(inbox / "below" / "1.png", 88)
    library.imports.folder(inbox)
    assert library.rebuild().letterings == 1
    assert library.check() == ()


def test_the_studio_s_own_pictures_and_letterings_stay_what_they_are(
    library: Library, tmp_path: Path, inbox: Path
) -> None:
    other = Library.open(tmp_path / "other library")
    saved = other.save_picture(png(1), facts("Milo naps"), key="theirs")
    lettering = other.save_lettering(saved.id, png(2), ["RTFM"], "{}")
    other.close()
    copied = inbox / "from elsewhere"
    copied.mkdir()
    shutil.copy2(lettering.path, copied / "a lettering.png")
    os.utime(copied / "a lettering.png", (1, 1))
    first = library.imports.folder(inbox)
    assert "letters" in refused(library)["a lettering.png"]
    assert first.refused == 1
    shutil.copy2(saved.path, copied / "the picture.png")
    library.imports.folder(inbox)
    found = by_name(library)["the picture.png"]
    assert (found.source, found.facts, found.created) == ("studio", facts("Milo naps"), saved.created)
    assert [Path(one.path).name for one in library.letterings(found.id)] == ["a lettering.png"]
    assert "a lettering.png" not in by_name(library)
    assert refused(library) == {}
    assert library.imports.folder(inbox).unchanged == 7
    assert library.check() == ()
    assert library.rebuild().pictures == 6
    assert len(library.letterings(found.id)) == 1


def damage(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[20_000:24_096] = b"\xff" * 4096
    index.write_bytes(data)


def newer(index: Path) -> None:
    import sqlite3

    with sqlite3.connect(index) as connection:
        connection.execute("pragma user_version = 999")
    connection.close()


@pytest.mark.parametrize("harm", [None, newer])
def test_rebuild_keeps_imported_pictures_and_their_ratings(
    folder: Path, inbox: Path, harm: Callable[[Path], None] | None
) -> None:
    library = Library.open(folder)
    library.imports.folder(inbox)
    library.save_picture(png(1), facts(), key="own")
    rated = by_name(library)["1.png"]
    library.rate(rated.id, 4)
    library.trash(by_name(library)["0.png"].id)
    library.save_lettering(rated.id, png(2), ["RTFM"], "{}")
    library.close()
    if harm is not None:
        harm(folder / ".studio" / "index.sqlite")
    assert Library.rebuild_at(folder).pictures == 6
    library = Library.open(folder)
    now = library.picture(rated.id)
    assert (now.rating, now.path, now.letterings) == (4, rated.path, 1)
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    assert library.check() == ()
    library.close()


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{}"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>night</rdf:li></rdf:Bag></dc:subject>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def test_what_other_programs_rated_and_tagged_comes_in(library: Library, inbox: Path) -> None:
    (inbox / "0.png.xmp").write_text(XMP.format(4))
    add(inbox / "2.png", 2, **{"XML:com.adobe.xmp": XMP.format(3)})
    (inbox / "4.png.xmp").write_text("<broken")
    report = library.imports.folder(inbox)
    assert (report.found, report.added) == (5, 5)
    found = by_name(library)
    assert [(found[name].rating, found[name].tags) for name in ("0.png", "1.png", "2.png", "4.png")] == [
        (4, ("night",)), (0, ()), (3, ("night",)), (0, ()),
    ]  # fmt: skip
    (inbox / "0.png.xmp").write_text(XMP.format(2))
    os.utime(inbox / "0.png.xmp", (5, 5))
    assert library.imports.folder(inbox) == ImportReport(found=5, unchanged=5)
    assert by_name(library)["0.png"].rating == 2
    add(inbox / "2.png", 2, note="changed", **{"XML:com.adobe.xmp": XMP.format(5)})
    library.imports.folder(inbox)
    assert by_name(library)["2.png"].rating == 3
