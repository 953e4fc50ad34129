"""A made-up house whose tests see one mistake and miss another."""

from __future__ import annotations

import fcntl
import re
import shutil
from pathlib import Path

import pytest

from tests.mutants.__main__ import measure
from tests.mutants.copies import Copy
from tests.mutants.executing import digest, is_recorded
from tests.mutants.house import modules


@pytest.fixture(autouse=True)
def plain_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs within begin at once: nothing in the made-up house needs plugins."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


FAR = """
import subprocess, sys

def test_all_the_way():
    print_width = "import made.doors; print(made.doors.width())"
    assert subprocess.run([sys.executable, "-c", print_width], capture_output=True).stdout == b"90\\n"

def test_beside():
    pass
"""
"""What comes to the room by no import that its source names."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with a room of two modules, of which one is tested."""
    files = {
        "pyproject.toml": "[tool.pytest.ini_options]\n",
        "made/__init__.py": "",
        "made/doors.py": (
            "def is_open(angle, gap):\n    return angle > gap\n\n\ndef shut(door):\n    door.close()\n\n\n"
            "WIDTH = 90\n\n\ndef width():\n    return WIDTH\n"
        ),
        "tests/made/test_doors.py": (
            "from made.doors import is_open\n\n\ndef test_open():\n    assert is_open(9, 0)\n\n\n"
            "def test_broken():\n    assert not is_open(9, 0)\n"
        ),
        "tests/made/test_unreadable.py": "import made.windows\n",
        "tests/far/test_streets.py": FAR,
    }
    root = tmp_path / "root"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_what_is_killed_and_what_survives_is_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    record = tmp_path / "record"
    assert measure(root, ["made"], 1, 10, 1, record=record) == 0
    told = capsys.readouterr().out
    assert re.search(r"killed +made/doors.py:2, comparison turned, \d+ s, by tests/made/test_doors.py::test_open", told)
    assert "survived: made/doors.py:6, call dropped\n  - door.close()\n  + (...)\n" in told
    assert "it fails without a mistake: tests/made/test_doors.py::test_broken" in told
    assert "it fails without a mistake: tests/made/test_unreadable.py" in told
    far = "tests/far/test_streets.py::test_all_the_way"
    assert re.search(rf"killed +made/doors.py:9, constant changed, \d+ s, by {far}", told)
    assert "2 of 3 mutants killed (67%)" in told
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    every = modules(root, ["made"])
    assert is_recorded(record, digest(root, every))
    (root / "made/doors.py").write_text("WIDTH = 80\n", encoding="utf-8")
    assert not is_recorded(record, digest(root, every))


def test_where_nothing_is_tested_nothing_is_measured(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "tests")
    assert measure(root, ["made"], 1, 10, 1) == 1
    assert "left out, for nothing tests them: made/__init__.py, made/doors.py" in capsys.readouterr().out


def test_of_the_same_sample_only_a_part_is_tried(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, ["made"], 1, 10, 1, ["made/windows"]) == 1
    assert "0 of 3 mutants in 1 modules" in capsys.readouterr().out


HANGS = """
import subprocess, sys
from pathlib import Path

CHILD = "import fcntl, signal; f = open('lock', 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); signal.pause()"

def test_waits():
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, start_new_session=True)
    child.stdout.readline()
    Path("begun").touch()
    child.wait()
"""


def test_what_hangs_is_ended_with_all_that_it_has_started(root: Path, tmp_path: Path) -> None:
    (root / "tests/made/test_doors.py").write_text(HANGS, encoding="utf-8")
    copy = Copy(root, tmp_path / "copy")
    run = copy.run(["tests/made/test_doors.py"], (), 5.0)
    assert run.hung
    assert not run.passed
    assert run.last == "tests/made/test_doors.py::test_waits"
    assert (copy.root / "begun").exists()
    with (copy.root / "lock").open() as file:
        # Waits until the process that holds it has ended.
        fcntl.flock(file, fcntl.LOCK_EX)
