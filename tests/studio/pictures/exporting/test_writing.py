"""What exports leave on the disk: nothing written over, no half files, and refusals that say why."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import pytest

from library.errors import DiskFull
from library.store import Library
from studio.pictures.exporting.records import ExportWrong, TargetUnwritable, Wanted
from studio.pictures.exporting.writing import export


def test_nothing_is_written_over_and_the_same_bytes_stay(library: Library, tmp_path: Path) -> None:
    wanted = Wanted(target=tmp_path / "out", markdown=True)
    first = export(library, [1, 2], wanted)
    again = export(library, [1, 2], wanted)
    assert (len(again.files), again.there) == (2, 2)
    (tmp_path / "out" / first.files[0]).write_bytes(b"mine")
    again = export(library, [1, 2], wanted)
    assert again.files[0] == Path(first.files[0]).stem + "-2.webp"
    assert (tmp_path / "out" / first.files[0]).read_bytes() == b"mine"
    assert (tmp_path / "out" / "pictures.md").read_text(encoding="utf-8") == first.markdown
    assert f"({first.files[0]})" in first.markdown


@pytest.mark.parametrize("name", ["sheet.pdf", "all.tar", "one.gif", "page.html"])
def test_an_ending_that_is_no_exports_is_refused(library: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportWrong, match=re.escape(Path(name).suffix)):
        export(library, [1], Wanted(target=tmp_path / name))
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["v1.2", "blog.pictures", "plain"])
def test_a_folder_may_have_a_dot_in_its_name(library: Library, tmp_path: Path, name: str) -> None:
    assert export(library, [1], Wanted(target=tmp_path / name)).files
    assert (tmp_path / name).is_dir()


@pytest.mark.parametrize("asked", [{"sizes": (64,)}, {"markdown": True}])
def test_a_sheet_says_that_it_takes_neither_sizes_nor_a_snippet(
    library: Library, tmp_path: Path, asked: dict[str, Any]
) -> None:
    with pytest.raises(ExportWrong, match="neither"):
        export(library, [3], Wanted(target=tmp_path / "sheet.png", **asked))


@pytest.mark.parametrize("name", ["x", "x/all.zip", "x/sheet.png"])
def test_a_place_that_cannot_be_written_is_not_called_the_library(library: Library, name: str) -> None:
    with pytest.raises(TargetUnwritable) as caught:
        export(library, [1], Wanted(target=Path("/proc") / name))
    assert "library" not in caught.value.notice.line().lower()
    assert "settings" not in caught.value.notice.line()


def test_a_bad_file_stops_no_other_and_is_told(library: Library, tmp_path: Path) -> None:
    Path(library.picture(2).path).write_bytes(b"nothing of the kind")
    for target in ("out", "out.zip", "sheet.webp"):
        report = export(library, [3, 2, 1], Wanted(target=tmp_path / target))
        assert [failure.picture_id for failure in report.failures] == [2]
        assert report.files


def test_a_full_disk_leaves_no_half_file(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("library.files.disk.os.fsync", full)
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
