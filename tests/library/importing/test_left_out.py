"""What an import leaves out, and that it says so: other kinds, links, what a person excludes, others' thumbnails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.importing.walking import Other, Seen, Walk
from library.keeping import keepsakes
from library.places import Places
from library.records import ImportReport
from library.store import Library
from tests.library.inboxes import add, by_name, refused


def taken(walk: Walk) -> set[str]:
    return {Path(one.path).name for one in walk if isinstance(one, Seen)}


def test_pictures_and_films_of_other_kinds_are_counted(library: Library, inbox: Path) -> None:
    for name in ("a.heic", "b.HEIC", "a.jxl", "a.tif", "below/a.mp4", "a.txt", "a.py", ".hidden.mov"):
        (inbox / name).write_bytes(b"x")
    report = library.imports.folder(inbox)
    assert report.others == (("heic", 2), ("jxl", 1), ("mp4", 1), ("tif", 1))
    assert (report.found, report.added, report.refused) == (5, 5, 0)


def test_every_kind_of_picture_and_film_that_is_not_read_is_counted(inbox: Path) -> None:
    said = (
        "heic heif hif jxl tif tiff bmp dib jp2 j2k jpx jxr psd psb xcf kra ora svg exr hdr tga qoi ico icns pcx ppm"
        " pgm pbm pnm dds dng cr2 cr3 nef nrw arw orf rw2 raf pef srw mp4 m4v mov webm mkv avi mpg mpeg wmv flv ogv 3gp"
        " mts m2ts"
    )
    kinds = said.split()
    for kind in (*kinds, "txt", "zip", "wav"):
        (inbox / f"one.{kind}").write_bytes(b"x")
    assert sorted(one.kind for one in Walk(str(inbox)) if isinstance(one, Other)) == sorted(kinds)


def test_a_link_to_a_folder_is_named(library: Library, inbox: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    add(elsewhere / "a.png", 9)
    (inbox / "linked").symlink_to(elsewhere)
    (inbox / "round").symlink_to(inbox)
    (inbox / "latest").symlink_to(inbox / "below")
    library.imports.folder(inbox)
    assert refused(library).keys() == {"linked"}
    assert str(elsewhere) in refused(library)["linked"]
    (inbox / "linked").unlink()
    library.imports.folder(inbox)
    assert refused(library) == {}


def invokeai(folder: Path) -> Path:
    (folder / "outputs" / "images" / "thumbnails" / "sub").mkdir(parents=True)
    (folder / "outputs" / "images" / "sub").mkdir()
    for place in ("", "sub"):
        add(folder / "outputs" / "images" / place / "0a.png", 9)
        shutil.copy(
            folder / "outputs" / "images" / place / "0a.png", folder / "outputs/images/thumbnails" / place / "0a.webp"
        )
    return folder / "outputs"


def test_invokeai_s_thumbnails_are_no_pictures(library: Library, tmp_path: Path) -> None:
    outputs = invokeai(tmp_path)
    add(outputs / "images" / "thumbnails" / "alone.png", 7)
    shutil.copy(outputs / "images" / "thumbnails" / "alone.png", outputs / "images" / "thumbnails" / "other.webp")
    assert library.imports.folder(outputs).added == 4
    assert by_name(library).keys() == {"0a.png", "alone.png", "other.webp"}
    # Who names the folder of thumbnails wants them.
    assert library.imports.folder(outputs / "images" / "thumbnails").added == 2
    assert library.imports.folder(outputs).excluded == 0


def test_what_is_excluded_stays_so_and_is_shown_no_more(library: Library, folder: Path, inbox: Path) -> None:
    library.imports.folder(inbox)
    library.annotations.rate_many([by_name(library)["1.png"].id], 4)
    report = library.imports.folder(inbox, excluded=["below"])
    assert report == ImportReport(found=3, unchanged=3, excluded=2)
    assert by_name(library).keys() == {"0.png", "2.png", "4.png"}
    add(inbox / "below" / "5.png", 5)
    assert library.imports.folder(inbox) == ImportReport(found=3, unchanged=3)
    assert library.imports.roots()[0].excluded == ("below",)
    assert keepsakes.all_excluded(Places.of(folder, None)) == {str(inbox): ("below",)}
    back = library.imports.folder(inbox, excluded=[""])
    assert (back.found, back.added, back.excluded) == (6, 1, 0)
    assert by_name(library)["1.png"].rating == 4
    assert library.imports.roots()[0].excluded == ()


def test_a_lost_index_knows_what_is_excluded(folder: Path, inbox: Path) -> None:
    library = Library.open(folder)
    library.imports.folder(inbox, excluded=["below", "4.*"])
    library.close()
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()
    library = Library.open(folder)
    library.upkeep.rebuild()
    assert by_name(library).keys() == {"0.png", "2.png"}
    library.close()


def test_a_folder_that_was_imported_by_itself_is_not_excluded_from_above(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox / "below")
    library.imports.folder(inbox, excluded=["below"])
    assert by_name(library).keys() == {"0.png", "1.png", "2.png", "3.png", "4.png"}


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["*.jpg"], {"a.png", "b.png", "c.png"}),
        (["a.*"], {"b.png", "c.png", "d.jpg"}),
        (["one"], {"a.png", "d.jpg"}),
        (["one/"], {"a.png", "d.jpg"}),
        (["two"], {"a.png", "b.png", "d.jpg"}),
        (["one/two"], {"a.png", "b.png", "d.jpg"}),
        (["/one"], {"a.png", "d.jpg"}),
        (["/two"], {"a.png", "b.png", "c.png", "d.jpg"}),
        (["one/*.png"], {"a.png", "d.jpg"}),
        (["[ab].png", "d.?pg"], {"c.png"}),
        (["A.PNG"], {"a.png", "b.png", "c.png", "d.jpg"}),
        ([], {"a.png", "b.png", "c.png", "d.jpg"}),
    ],
)
def test_patterns_are_those_of_a_shell(tmp_path: Path, patterns: list[str], left: set[str]) -> None:
    (tmp_path / "one" / "two").mkdir(parents=True)
    for name in ("a.png", "one/b.png", "one/two/c.png", "d.jpg"):
        (tmp_path / name).write_bytes(b"x")
    walk = Walk(str(tmp_path), True, patterns)
    assert taken(walk) == left
    for path in tmp_path.rglob("*.*g"):
        assert walk.leaves_out(str(path)) is (path.name not in left)


def test_a_walk_that_begins_below_heeds_the_whole_path(tmp_path: Path) -> None:
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "c.png").write_bytes(b"x")
    below = str(tmp_path / "one" / "two")
    assert taken(Walk(str(tmp_path), False, ["two/"], below)) == set()
    assert taken(Walk(str(tmp_path), False, ["one/two/c*"], below)) == set()
    assert taken(Walk(str(tmp_path), False, ["c/*"], below)) == {"c.png"}


@given(st.lists(st.text(max_size=12), max_size=3))
def test_any_pattern_can_be_asked_for(patterns: list[str]) -> None:
    walk = Walk("/nowhere", True, patterns)
    assert not any(isinstance(one, Other | Seen) for one in walk)
    walk.leaves_out("/nowhere/a/b.png")


def test_datasets_below_a_folder_are_passed_over(library: Library, inbox: Path, folder: Path) -> None:
    for place in (inbox / "below", folder / "datasets" / "milo"):
        (place / ".milo").mkdir(parents=True)
        (place / "dataset.toml").write_text('name = "milo"')
    shutil.copy(inbox / "0.png", folder / "datasets" / "milo" / "milo_01.png")
    assert taken(Walk(str(inbox))) == {"0.png", "2.png", "4.png"}
    assert taken(Walk(str(inbox), start=str(inbox / "below"))) == set()
    # Whoever names one gets it.
    assert taken(Walk(str(inbox / "below"))) == {"1.png", "3.png"}
    assert library.upkeep.check() == ()
    assert library.upkeep.rebuild().pictures == 0
    # Another program's file of that name makes no dataset.
    (inbox / "below" / ".milo").rmdir()
    assert len(taken(Walk(str(inbox)))) == 5
