"""Folders for a while go with their process, or with the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from library.files.scratch import scratch_folder, sweep

NAME = "milo-scratch-test-"
HOLDER = f"""
import sys
from library.files.scratch import scratch_folder
with scratch_folder({NAME!r}) as folder:
    (folder / "file").write_text("x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's place for temporary files, for this process and for those that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def holder() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_it_goes_with_all_that_is_in_it(place: Path) -> None:
    with scratch_folder(NAME) as folder:
        assert folder.parent == place
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("x")
    assert list(place.iterdir()) == []


def test_it_goes_where_something_fails_in_it(place: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch_folder(NAME):
        raise ZeroDivisionError
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(place: Path) -> None:
    process, folder = holder()
    with process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert folder.is_dir()
        with scratch_folder(NAME) as mine:
            assert list(place.iterdir()) == [mine]


def test_what_another_process_uses_stays(place: Path) -> None:
    process, folder = holder()
    with process:
        assert sweep(NAME) == 0
        assert (folder / "file").exists()
        process.communicate()
    assert not folder.exists()


def test_a_link_leads_nowhere_else(place: Path) -> None:
    kept = place / "kept"
    kept.mkdir()
    (place / f"{NAME}link").symlink_to(kept)
    assert sweep(NAME) == 0
    assert kept.is_dir()
