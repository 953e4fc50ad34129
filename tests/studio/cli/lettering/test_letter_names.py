"""Names of lettered files: never a source, never a file of the person's own, never one twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cli.lettering.letter_names import Target, plan


def nothing(path: Path) -> str:
    return ""


def test_each_source_gets_its_own_name(tmp_path: Path) -> None:
    sources = [Path("a/x.png"), Path("b/x.jpg"), Path("b/y.png"), Path("c/x.png")]
    planned = plan(sources, tmp_path, nothing)
    assert [target.path.name for target in planned] == ["x.png", "x-2.png", "y.png", "x-3.png"]
    assert not any(target.over for target in planned)


def test_a_file_of_the_persons_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"mine")
    assert plan([Path("a/x.png")], tmp_path, nothing) == [Target(tmp_path / "x-2.png", False)]


def test_an_earlier_lettering_of_the_same_source_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"ours")
    assert plan([Path("a/x.png")], tmp_path, lambda _: "x.png") == [Target(tmp_path / "x.png", True)]
    assert plan([Path("a/x.jpg")], tmp_path, lambda _: "x.png") == [Target(tmp_path / "x-2.png", False)]


def test_a_source_is_never_replaced_also_when_it_is_an_earlier_lettering(tmp_path: Path) -> None:
    source = tmp_path / "x.png"
    source.write_bytes(b"ours")
    other = tmp_path / "link" / "x.png"
    other.parent.mkdir()
    other.symlink_to(source)
    assert plan([source], tmp_path, lambda _: "x.png") == [Target(tmp_path / "x-2.png", False)]
    assert plan([other], tmp_path, lambda _: "x.png") == [Target(tmp_path / "x-2.png", False)]


def test_a_broken_link_counts_as_taken(tmp_path: Path) -> None:
    (tmp_path / "x.png").symlink_to(tmp_path / "gone.png")
    assert plan([Path("x.jpg")], tmp_path, nothing) == [Target(tmp_path / "x-2.png", False)]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    for name in ("a.png", "b-2.png", "a-3.png"):
        (folder / name).write_bytes(b"mine")
    return folder


NAMES = st.lists(st.sampled_from(["a.png", "a.jpg", "d/a.png", "b.png", "b-2.png", "e/b.webp"]), max_size=12)


@given(NAMES)
def test_no_name_is_given_twice_or_taken_from_anybody(crowded: Path, names: list[str]) -> None:
    planned = plan([Path("elsewhere") / name for name in names], crowded, nothing)
    paths = [target.path for target in planned]
    assert len(set(paths)) == len(names)
    assert not any(path.exists() for path in paths)
    assert all(path.parent == crowded for path in paths)
