"""The mark that a picture is AI-made: in what is kept, in letterings and copies, and gone only where that is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from library.exchange import source_types, xmp
from library.exchange.source_types import ALGORITHMIC, COMPOSITE, TRAINED
from library.formats.heads import reading
from library.formats.heads.parts import XMP
from library.formats.pictures import write_png
from library.judgement import Judgement
from library.records import Picture, PictureFacts
from library.store import Library
from studio.pictures.exporting.records import FORMATS, Format, Wanted
from studio.pictures.exporting.writing import export
from tests.library.formats.manifests import with_manifest
from tests.library.making import chunk
from tests.screens import drawn

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def said_by(path: str | Path) -> str:
    """What a file says of how it came into being."""
    return source_types.said_in(reading.read(str(path)).head.texts)


def by_engine(library: Library) -> Picture:
    facts = PictureFacts(scene="Milo", engine="spark2", seed=1)
    return library.save_picture(write_png(drawn.suit(30)), facts)


def imported(library: Library, folder: Path, mark: str) -> Picture:
    """A picture of another program's, which says so of itself."""
    folder.mkdir()
    image = Image.fromarray(drawn.suit(70))
    image.save(folder / "theirs.jpg", xmp=source_types.packet(mark) if mark else xmp.write(Judgement(rating=2)))
    library.imports.folder(folder)
    return library.page("file:theirs").pictures[0]


def test_what_is_kept_says_it_and_so_does_each_lettering(library: Library) -> None:
    assert said_by(library.picture(3).path) == ALGORITHMIC
    assert said_by(library.letterings(3)[0].path) == ALGORITHMIC
    picture = by_engine(library)
    drawn.letter(library, picture, "RTFM")
    assert said_by(picture.path) == TRAINED
    assert said_by(library.letterings(picture.id)[0].path) == TRAINED


def test_an_engine_that_says_it_itself_is_not_spoken_over(library: Library) -> None:
    data = write_png(drawn.suit(50))
    packet = xmp.with_source_type(xmp.write(Judgement(tags=("theirs",))), CAPTURED)
    theirs = data[:33] + chunk(b"iTXt", XMP.encode() + b"\0\0\0\0\0" + packet) + data[33:]
    kept = library.save_picture(theirs, PictureFacts(engine="spark2"))
    assert said_by(kept.path) == CAPTURED
    assert xmp.read(reading.read(kept.path).head.texts[XMP].encode()).tags == ("theirs",)


@pytest.mark.parametrize("mark", [CAPTURED, TRAINED, ""])
def test_what_came_from_elsewhere_keeps_its_own_and_is_claimed_to_be_nothing(
    library: Library, tmp_path: Path, mark: str
) -> None:
    picture = imported(library, tmp_path / "in", mark)
    before = Path(picture.path).read_bytes()
    drawn.letter(library, picture, "RTFM")
    assert said_by(library.letterings(picture.id)[0].path) == mark
    for name, metadata in (("kept", True), ("bare", False)):
        report = export(library, [picture.id], Wanted(target=tmp_path / name, metadata=metadata))
        assert said_by(tmp_path / name / report.files[0]) == mark
    assert Path(picture.path).read_bytes() == before


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("metadata", [True, False])
def test_copies_say_it_unless_that_is_left_out(library: Library, tmp_path: Path, form: Format, metadata: bool) -> None:
    picture = by_engine(library)
    for mark in (True, False):
        wanted = Wanted(target=tmp_path / str(mark), format=form, metadata=metadata, mark=mark)
        names = export(library, [picture.id, 2], wanted).files
        assert [said_by(wanted.target / name) for name in names] == ([TRAINED, ALGORITHMIC] if mark else ["", ""])


def test_a_picture_that_was_kept_before_there_were_marks_gets_one_in_its_copies(
    library: Library, tmp_path: Path
) -> None:
    picture = by_engine(library)
    data = Path(picture.path).read_bytes()
    begin = data.index(b"iTXt" + XMP.encode()) - 4
    end = begin + 12 + int.from_bytes(data[begin : begin + 4], "big")
    Path(picture.path).write_bytes(data[:begin] + data[end:])
    assert said_by(picture.path) == ""
    report = export(library, [picture.id], Wanted(target=tmp_path / "out"))
    assert said_by(tmp_path / "out" / report.files[0]) == TRAINED


def test_a_sheet_says_what_is_on_it(library: Library, tmp_path: Path) -> None:
    export(library, [1, 2], Wanted(target=tmp_path / "drafts.png"))
    assert said_by(tmp_path / "drafts.png") == ALGORITHMIC
    both = [1, by_engine(library).id]
    export(library, both, Wanted(target=tmp_path / "both.webp"))
    assert said_by(tmp_path / "both.webp") == COMPOSITE
    export(library, both, Wanted(target=tmp_path / "bare.jpg", mark=False))
    assert said_by(tmp_path / "bare.jpg") == ""


@pytest.mark.parametrize("target", ["out", "out.zip", "out.png"])
def test_content_credentials_stay_with_the_original_and_that_is_said_once(
    library: Library, tmp_path: Path, target: str
) -> None:
    (tmp_path / "in").mkdir()
    for name, form in (("theirs-1.png", "PNG"), ("theirs-2.jpg", "JPEG"), ("theirs-3.webp", "WEBP")):
        (tmp_path / "in" / name).write_bytes(with_manifest(form))
    library.imports.folder(tmp_path / "in")
    theirs = library.page("file:theirs").pictures
    assert len(theirs) == 3
    before = {one.path: Path(one.path).read_bytes() for one in theirs}
    drawn.letter(library, theirs[0], "RTFM")
    report = export(library, [*(one.id for one in theirs), 1], Wanted(target=tmp_path / target))
    assert set(report.credentials) == set(before)
    assert all(path in report.about_credentials() for path in before)
    assert {path: Path(path).read_bytes() for path in before} == before
    assert export(library, [1], Wanted(target=tmp_path / f"none-{target}")).about_credentials() == ""
