"""Copies that `studio draw` puts where it is told: numbered, never over another file, and none lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.drawing.drawn import SMALL, drawn


def test_out_gets_a_copy_of_the_lettered_version(studio: Studio, tmp_path: Path) -> None:
    target = tmp_path / "milo.png"
    (record,) = drawn(studio("draw", "somebody", "--shirt", "RTFM", "--out", target, *SMALL, "--json").out)
    assert record["out"] == str(target)
    assert target.read_bytes() == Path(record["lettered"][0]).read_bytes()


def test_out_gets_a_number_for_each_of_several(studio: Studio, tmp_path: Path) -> None:
    ended = studio("draw", "somebody", "--count", "2", "--out", tmp_path / "milo.png", *SMALL, "--json")
    assert [record["out"] for record in drawn(ended.out)] == [str(tmp_path / f"milo-{n}.png") for n in (1, 2)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("there.png", "is there already"),
        ("gone/milo.png", "There is no folder"),
        ("milo.jpg", "milo.png"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_drawing(
    studio: Studio, home: Home, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "there.png").write_bytes(b"mine")
    ended = studio("draw", "somebody", "--out", tmp_path / name, *SMALL)
    assert ended.status == 2
    assert said in one_line(ended.err)
    assert not home.library.exists()
    assert (tmp_path / "there.png").read_bytes() == b"mine"


def test_a_numbered_place_that_is_taken_is_refused_too(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "milo-2.png").write_bytes(b"mine")
    ended = studio("draw", "somebody", "--count", "3", "--out", tmp_path / "milo.png", *SMALL)
    assert ended.status == 2
    assert "milo-2.png is there already" in one_line(ended.err)


def test_a_copy_that_fails_loses_nothing(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, link = tmp_path / "copies" / "milo.png", os.link
    target.parent.mkdir()

    def full(source: Path, place: Path) -> None:
        if place.parent == target.parent:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(source, place)

    monkeypatch.setattr(os, "link", full)
    ended = studio("draw", "somebody", "--out", target, *SMALL)
    assert ended.status == 1
    (path,) = map(Path, ended.out.splitlines())
    said = one_line(ended.err)
    assert f"Cannot write {target}" in said
    assert f"The picture itself is safe: {path}" in said
    assert path.exists()
    assert list(target.parent.iterdir()) == []
