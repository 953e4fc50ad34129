"""`studio gallery export` as it is typed."""

from __future__ import annotations

from pathlib import Path

from library.exchange import source_types
from library.formats.heads import reading
from library.store import Library
from tests.conftest import Home
from tests.library.formats.manifests import with_manifest
from tests.screens import drawn
from tests.studio.cli.conftest import Studio, one_line


def test_what_a_search_finds_is_copied_with_a_snippet(studio: Studio, home: Home, tmp_path: Path) -> None:
    drawn.shelf_of(home.library, 3).close()
    result = studio("gallery", "export", "counts", "--to", str(tmp_path / "out"), "--size", "64", "--markdown")
    assert result.status == 0
    assert len(list((tmp_path / "out").glob("*-64.webp"))) == 3
    assert result.out.count("![Milo counts to") == 3
    assert "3 files and pictures.md in" in one_line(result.err)
    again = studio("gallery", "export", "counts", "--to", str(tmp_path / "out"), "--size", "64", "--markdown")
    assert again.err.endswith(", 3 of them there already\n")


def test_what_cannot_be_exported_is_told(studio: Studio, home: Home, tmp_path: Path) -> None:
    library = drawn.shelf_of(home.library, 2)
    Path(library.picture(1).path).write_bytes(b"nothing")
    library.close()
    broken = studio("gallery", "export", "--to", str(tmp_path / "out.zip"))
    assert broken.status == 1
    assert "picture 1:" in broken.err
    assert (tmp_path / "out.zip").exists()
    assert studio("gallery", "export", "--to", str(tmp_path / "sheet.pdf")).status == 2
    nowhere = studio("gallery", "export", "--to", "/proc/x")
    assert nowhere.status == 1
    assert "/proc/x cannot be written" in nowhere.err
    for more in (["xylophone"], ["rating:"], ["--size", "big"]):
        assert studio("gallery", "export", *more, "--to", str(tmp_path / "no")).status == 2
    assert not (tmp_path / "no").exists()


def test_a_stripped_copy_is_ai_made_unless_that_too_is_left_out(studio: Studio, home: Home, tmp_path: Path) -> None:
    drawn.shelf_of(home.library, 1).close()
    said = []
    for name, more in (("strip", ["--strip"]), ("bare", ["--strip", "--no-ai-mark"])):
        assert studio("gallery", "export", "--to", tmp_path / name, *more).status == 0
        (copy,) = (tmp_path / name).iterdir()
        said.append(source_types.said_in(reading.read(str(copy)).head.texts))
    assert said == [source_types.ALGORITHMIC, ""]


def test_content_credentials_are_told_once_with_the_original(studio: Studio, home: Home, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "signed.jpg").write_bytes(with_manifest("JPEG"))
    library = Library.open(home.library)
    library.imports.folder(tmp_path / "in")
    library.close()
    ended = studio("gallery", "export", "--to", tmp_path / "out", "--size", "4", "--size", "8")
    assert ended.status == 0
    assert ended.err.count("Content Credentials (C2PA)") == 1
    assert str(tmp_path / "in" / "signed.jpg") in ended.err
