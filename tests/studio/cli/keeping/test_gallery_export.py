"""`studio gallery export` as it is typed."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Home
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
