"""Paths are completed as a shell does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.path_completion import common, completions, is_file, is_folder, is_there


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "Pictures").mkdir()
    (tmp_path / "Pictures" / "a b.PNG").touch()
    (tmp_path / "Pictures" / "words.txt").touch()
    (tmp_path / "Pictures" / ".hidden.png").touch()
    (tmp_path / "Pictures" / "above").mkdir()
    return tmp_path


def test_folders_and_the_wanted_files_are_offered(place: Path) -> None:
    assert completions(f"{place}/Pic") == (f"{place}/Pictures/",)
    assert completions(f"{place}/Pictures/", {".png"}) == (f"{place}/Pictures/a b.PNG", f"{place}/Pictures/above/")
    assert completions(f"{place}/Pictures/ab", {".png"}) == (f"{place}/Pictures/above/",)
    assert completions(f"{place}/Pictures/.", {".png"}) == (f"{place}/Pictures/.hidden.png",)


def test_the_persons_own_folder_stays_as_it_was_typed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(place))
    assert completions("~") == ("~/",)
    assert completions("~/P") == ("~/Pictures/",)


def test_a_path_from_here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert completions("Pic") == ("Pictures/",)


@pytest.mark.parametrize("typed", ["/nowhere/at/all", "~nobody-has-this-name/x", "\0", "/dev/null/x"])
def test_what_cannot_be_listed_has_none(typed: str) -> None:
    assert completions(typed) == ()


@given(st.lists(st.text(max_size=6), min_size=1))
def test_what_they_have_in_common(paths: list[str]) -> None:
    same = common(paths)
    assert all(path.startswith(same) for path in paths)
    assert len({path[: len(same) + 1] for path in paths}) > 1 or same in paths


def test_of_none_nothing_is_common() -> None:
    assert common(()) == ""
    assert os.path.isabs(common(["/a", "/b"]))  # noqa: PTH117


def test_nothing_lies_where_no_file_can_be_called_so(tmp_path: Path) -> None:
    for name in ("a" * 300, "a" * 5000, "nothing"):
        assert not any(look(tmp_path / name) for look in (is_there, is_file, is_folder))
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    assert [look(tmp_path / "file") for look in (is_there, is_file, is_folder)] == [True, True, False]
    assert [look(tmp_path) for look in (is_there, is_file, is_folder)] == [True, False, True]
    assert [look(tmp_path / "link") for look in (is_there, is_file, is_folder)] == [True, False, False]
