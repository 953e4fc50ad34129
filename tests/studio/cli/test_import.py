"""`studio library import` and `studio gallery similar`."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.library.making import png
from tests.studio.cli.conftest import Studio


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    settings = "a raccoon\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 3"
    (folder / "one.png").write_bytes(png(1, parameters=settings))
    (folder / "two.png").write_bytes(png(1, parameters=settings.replace("raccoon", "fox")))
    (folder / "bad\x1b[2J.png").write_bytes(b"x")
    return folder


def test_a_folder_is_imported_and_its_pictures_are_found(studio: Studio, inbox: Path) -> None:
    ended = studio("library", "import", inbox)
    assert ended.status == 0
    assert ended.out == "2 new, 1 not taken or with a remark\n"
    assert ended.err == f"studio: {inbox}/bad\\x1b[2J.png: its name has control characters: rename it\n"
    assert studio("library", "import", inbox).out == "2 as before, 1 not taken or with a remark\n"
    found = studio("gallery", "search", "fox").out
    assert found.endswith(f"{inbox}/two.png  a fox\n")
    assert studio("library", "check").status == 0


def test_pictures_that_look_alike_are_listed(studio: Studio, inbox: Path) -> None:
    studio("library", "import", inbox)
    ended = studio("gallery", "similar", "1")
    assert ended.out.split() == ["0", "2", f"{inbox}/two.png", "a", "fox"]
    assert studio("gallery", "similar", "2", "--limit", "1").out.split()[:2] == ["0", "1"]
    assert "99" in studio("gallery", "similar", "99").err


def test_an_empty_folder_and_one_that_is_not_there_say_so(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert studio("library", "import", tmp_path / "empty").out == "No pictures\n"
    ended = studio("library", "import", tmp_path / "gone")
    assert ended.status == 1
    assert "is not a folder" in ended.err


def test_watching_tells_of_the_first_import_once_and_ends_with_ctrl_c(home: Home, inbox: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "studio", "library", "import", str(inbox), "--watch"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("2 new")
        assert "control characters" in process.stderr.readline()
        assert process.stderr.readline().startswith("studio: Watching")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "studio: Stopped\n")
