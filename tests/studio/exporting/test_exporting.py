"""Copies for elsewhere: names, sizes, what is said in them, and what a bad disk or file leaves."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library import xmp
from library.errors import DiskFull
from library.store import Library
from studio.exporting import markdown
from studio.exporting.records import FORMATS, ExportWrong, Format, Wanted, sizes_of, stem_of
from studio.exporting.sheet import columns_for
from studio.exporting.writing import export
from tests.screens import drawn


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three pictures; the newest is lettered, rated and tagged."""
    library = drawn.shelf_of(tmp_path / "library", 3)
    drawn.letter(library, library.picture(3), "RTFM")
    library.rate(3, 4)
    library.tag([3], ["night"])
    library.write_sidecars()
    yield library
    library.close()


@given(st.text(max_size=200))
def test_a_stem_is_a_name_that_every_disk_takes(name: str) -> None:
    stem = stem_of(name.replace("/", "").replace("\0", ""))
    assert stem
    assert len(stem) <= 120
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
    assert not stem.startswith(".")


@given(st.text(alphabet="0123456789, pxab", max_size=30))
def test_sizes_are_numbers_or_refused(text: str) -> None:
    try:
        assert all(size >= 1 for size in sizes_of(text))
    except ExportWrong:
        return


@given(st.integers(1, 200))
def test_a_sheet_is_no_higher_than_wide_by_more_than_a_page(count: int) -> None:
    columns = columns_for(count)
    assert columns <= 10
    assert -(-count // columns) <= max(columns, 20)


def test_markdown_is_plain_text_in_brackets() -> None:
    assert markdown.snippet("a [b] *c* <i>", "x y.webp") == r"![a \[b\] \*c\* \<i\>](x%20y.webp)"


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_said_of_a_picture_goes_with_it_or_not_at_all(library: Library, tmp_path: Path, form: Format) -> None:
    kept = export(library, [3, 2], Wanted(target=tmp_path / "kept", format=form, sizes=(100, 999)))
    assert len(kept.files) == 4
    assert not kept.failures
    with Image.open(tmp_path / "kept" / kept.files[0]) as small:
        assert small.size == (100, 100)
    with Image.open(tmp_path / "kept" / kept.files[1]) as whole:
        whole.load()
        assert whole.size == (drawn.SIDE, drawn.SIDE)
        packet = whole.info.get("xmp") or str(whole.info["XML:com.adobe.xmp"]).encode()
        said = xmp.read(packet)
        assert (said.rating, said.tags) == (4, ("night",))
        assert "Milo counts to 3" in str(whole.getexif()[0x010E])
        assert form != "png" or "milo" in str(sorted(whole.info)).lower()
    bare = export(library, [3], Wanted(target=tmp_path / "bare", format=form, metadata=False))
    data = (tmp_path / "bare" / bare.files[0]).read_bytes()
    assert b"Milo" not in data
    assert b"night" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not set(image.info) & {"exif", "xmp", "XML:com.adobe.xmp"}


def test_the_lettered_version_goes_unless_the_drawn_one_is_wanted(library: Library, tmp_path: Path) -> None:
    wanted = Wanted(target=tmp_path / "out", format="png", metadata=False)
    assert "--rtfm" in export(library, [3], wanted).files[0]
    drawn_one = Wanted(target=tmp_path / "out", format="png", metadata=False, lettered=False)
    assert "--" not in export(library, [3], drawn_one).files[0]


def test_nothing_is_written_over_and_the_same_bytes_stay(library: Library, tmp_path: Path) -> None:
    wanted = Wanted(target=tmp_path / "out", markdown=True)
    first = export(library, [1, 2], wanted)
    assert export(library, [1, 2], wanted).there == 3
    (tmp_path / "out" / first.files[0]).write_bytes(b"mine")
    again = export(library, [1, 2], wanted)
    assert again.files[0] == Path(first.files[0]).stem + "-2.webp"
    assert (tmp_path / "out" / first.files[0]).read_bytes() == b"mine"
    assert (tmp_path / "out" / "pictures.md").read_text(encoding="utf-8") == first.markdown
    assert f"({first.files[0]})" in first.markdown


def test_a_zip_file_and_a_sheet_are_whole(library: Library, tmp_path: Path) -> None:
    report = export(library, [3, 2, 1], Wanted(target=tmp_path / "all.zip", format="jpeg", markdown=True))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted([*report.files, "pictures.md"])
    sheet = export(library, [3, 2, 1], Wanted(target=tmp_path / "sheet.png"))
    assert sheet.files == ("sheet.png",)
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.width > image.height / 2


def test_a_bad_file_stops_no_other_and_is_told(library: Library, tmp_path: Path) -> None:
    Path(library.picture(2).path).write_bytes(b"nothing of the kind")
    for target in ("out", "out.zip", "sheet.webp"):
        report = export(library, [3, 2, 1], Wanted(target=tmp_path / target))
        assert [failure.picture_id for failure in report.failures] == [2]
        assert report.files


def test_a_full_disk_leaves_no_half_file(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("library.files.os.fsync", full)
    for target in ("out", "out.zip", "sheet.png"):
        with pytest.raises(DiskFull, match=r"room|full|space"):
            export(library, [3], Wanted(target=tmp_path / "there" / target))
    assert [path for path in (tmp_path / "there").rglob("*") if path.is_file()] == []


def test_stopped_in_the_middle_it_keeps_whole_files_only(library: Library, tmp_path: Path) -> None:
    done: list[int] = []
    for target in ("out", "out.zip", "sheet.png"):
        done.clear()
        report = export(
            library, [3, 2, 1], Wanted(target=tmp_path / target), lambda one, _: done.append(one), lambda: bool(done)
        )
        assert report.stopped
    assert not (tmp_path / "out.zip").exists()
    assert not (tmp_path / "sheet.png").exists()


def test_what_cannot_be_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for ids, target in (([], "out"), ([1], "file")):
        with pytest.raises(ExportWrong):
            export(library, ids, Wanted(target=tmp_path / target))
