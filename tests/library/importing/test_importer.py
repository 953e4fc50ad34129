"""Folders of other programs' pictures: taken in where they lie, again and again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from library.errors import FolderMissing
from library.formats.heads import reading
from library.records import ImportReport, Progress
from library.store import Library
from tests.library.exchange.foreign.samples import FOLDER
from tests.library.inboxes import add, by_name, contents, pictures


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
    assert library.upkeep.check() == ()
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
    library.annotations.rate_many([rated.id], 4)
    add(inbox / "2.png", 77)
    add(inbox / "new.png", 9)
    read: list[str] = []
    whole = reading.read

    def counted(path: str) -> reading.FileHead:
        read.append(path)
        return whole(path)

    monkeypatch.setattr("library.importing.file_facts.reading.read", counted)
    assert library.imports.folder(inbox) == ImportReport(found=6, added=1, changed=1, unchanged=4)
    assert sorted(Path(path).name for path in read) == ["2.png", "new.png"]
    now = library.picture(rated.id)
    assert (now.rating, now.facts.seed, now.created) == (4, 77, rated.created)
    read.clear()
    assert library.imports.folder(inbox) == ImportReport(found=6, unchanged=6)
    assert read == []


def test_folders_that_are_not_there_are_refused_and_nothing_is_taken_for_gone(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    inbox.rename(inbox.parent / "unplugged")
    with pytest.raises(FolderMissing):
        library.imports.folder(inbox)
    assert len(pictures(library)) == 5
    with pytest.raises(FolderMissing):
        library.imports.folder(inbox.parent / "unplugged" / "0.png")


def test_an_import_that_is_stopped_goes_on_later(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.importing.importer.BATCH", 2)
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
