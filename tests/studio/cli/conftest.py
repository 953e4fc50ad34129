"""The command line in this process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from studio.cli import entry
from studio.cli.entry import Doors
from tests.conftest import Home
from tests.studio.cli.lettering.lettered import Letter, answers


class Ended(NamedTuple):
    """How a command ended: exit status, stdout, stderr."""

    status: int
    out: str
    err: str


Studio: TypeAlias = Callable[..., Ended]


def no_screens(is_demo: bool) -> int:
    """In place of the screens, where a test must never open them."""
    raise AssertionError("the screens were opened")


def no_picture(*_: object) -> str:
    """In place of what shows a picture, where nobody looks."""
    raise AssertionError("a picture was shown")


DOORS = Doors(no_screens, no_picture)


@pytest.fixture
def studio(home: Home, capsys: pytest.CaptureFixture[str]) -> Studio:
    """Run `studio ARGUMENTS` in this process."""

    def run(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        status = entry.run(DOORS, [str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err)

    return run


@pytest.fixture
def process(home: Home) -> Studio:
    """Run `studio ARGUMENTS` as a process of its own, without a terminal."""

    def run(*arguments: str | bytes | Path) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "studio", *map(os.fsencode, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def one_line(text: str) -> str:
    """The text of a message, which must be a single line from the studio and no traceback."""
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    assert text.startswith("studio: ")
    assert "Traceback" not in text
    return text.strip()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def letter(studio: Studio, out: Path) -> Letter:
    """Letter files with PEBKAC and give the JSON lines; no file may fail."""

    def run(*sources: Path) -> list[dict[str, Any]]:
        ended = studio("letter", *sources, "--text", "PEBKAC", "--out", out, "--json")
        assert ended.status == 0, ended.err
        return answers(ended)

    return run
