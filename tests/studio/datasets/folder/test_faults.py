"""A disk that fills up or refuses at any step, and a process that is killed at any: all of a change or nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from library.errors import DiskFull, LibraryError, LibraryUnwritable
from library.files.transaction import hash_of
from studio.datasets.folder import layout, reading, undoing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import changing
from studio.datasets.records import DatasetWrong
from tests.studio.datasets.folder.datasets import added, contents, leftovers, made

ROOT = Path(__file__).parents[4]
STEPS = ("open", "write", "fsync", "link", "replace", "unlink", "mkdir")

CHANGES: dict[str, Callable[[Opened], object]] = {
    "add": lambda opened: added(opened, {"fig_04": "four"}),
    "aside": lambda opened: changing.set_aside(opened, {"fig_01": "blurred"}),
    "undo": lambda opened: undoing.undo(opened.folder),
}


class FailsAt:
    """Functions of `os`, the Nth call of which, of all together, does something else, for files under a folder."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, number: int, instead: Callable[[], None]) -> None:
        self.calls, self._number, self._instead = 0, number, instead
        for step in STEPS:
            patch.setattr(os, step, self._counted(getattr(os, step), str(folder)))

    def _counted(self, real: Callable[..., object], folder: str) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            is_folders = isinstance(given[0], int) or str(given[0]).startswith(folder)
            is_read = real is OPEN and not int(str(given[1])) & (os.O_WRONLY | os.O_RDWR)
            if is_folders and not is_read:
                self.calls += 1
                if self.calls == self._number:
                    self._instead()
            return real(*given, **named)

        return call


OPEN = os.open


def changes(folder: Path) -> list[str]:
    return [one.words for one in undoing.history(folder) if not one.undone]


def no_room() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("what", CHANGES)
def test_a_disk_that_is_full_at_any_step_leaves_everything_as_it_was(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fig"
    changing.captions_changed(made(folder, 2), {"fig_02": "before"})
    before, done = contents(folder), changes(folder)
    number, full = 0, True
    while full:
        number += 1
        opened = reading.opened(folder)
        assert not opened.told
        with monkeypatch.context() as patched:
            failing = FailsAt(patched, folder, number, no_room)
            with suppress(DiskFull):
                CHANGES[what](opened)
        full = failing.calls >= number
        if changes(folder) != done:
            # Only what nobody needs could not be written or taken away.
            (undoing.redo if what == "undo" else undoing.undo)(folder)
        assert contents(folder) == before, number
        assert leftovers(folder) == []
    assert number > 20


KILLED = """
import os, sys
from pathlib import Path
import pytest
from studio.datasets.folder import reading
from tests.studio.datasets.folder.test_faults import CHANGES, FailsAt
folder = Path(sys.argv[1])
opened = reading.opened(folder)
for number in range(1, 1000):
    if os.fork() == 0:
        os.chdir(folder.parent)
        other = folder.parent / str(number)
        os.system(f"cp -a {folder} {other}")
        opened = reading.opened(other)
        with pytest.MonkeyPatch.context() as patched:
            failing = FailsAt(patched, other, number, lambda: os._exit(9))
            CHANGES[sys.argv[2]](opened)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.wait()[1]) != 9:
        break
"""


@pytest.mark.parametrize("what", ["aside", "undo"])
def test_a_kill_at_any_step_leaves_everything_as_it_was_or_the_whole_change(what: str, tmp_path: Path) -> None:
    first = tmp_path / "first"
    changing.captions_changed(made(first, 2), {"fig_02": "before"})
    before = contents(first)
    subprocess.run([sys.executable, "-c", KILLED, str(first), what], cwd=ROOT, check=True, timeout=120)
    folders = [one for one in tmp_path.iterdir() if one.name != "first"]
    assert len(folders) > 10
    CHANGES[what](reading.opened(first))
    after = contents(first)
    seen = set()
    for folder in folders:
        opened = reading.opened(folder)
        now = contents(folder)
        assert now in (before, after), folder.name
        seen.add(now == after)
        assert leftovers(folder) == []
        assert [one for one in opened.told if one.sort not in ("cut off", "caption")] == []
        if now == after:
            undoing.redo(folder) if what == "undo" else undoing.undo(folder)
            assert contents(folder) == before
    assert seen == {True, False}


def test_a_folder_that_cannot_be_written_is_read_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fig"
    made(folder)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **named: mode != os.W_OK | os.X_OK and real(path, mode))
    opened = reading.opened(folder)
    assert len(opened.dataset.pictures) == 3
    before = contents(folder)
    with pytest.raises(LibraryUnwritable, match="Permission denied"):
        changing.remove(opened, ["fig_01"])
    with pytest.raises(LibraryUnwritable):
        undoing.undo(folder)
    assert contents(folder) == before


CHANGED_BY_HAND: dict[str, Callable[[Path], object]] = {
    "fig_01.png": lambda folder: (folder / "fig_01.png").write_bytes(b"painted"),
    "fig_01.txt": lambda folder: (folder / "fig_01.txt").write_text("written"),
    layout.TOML: lambda folder: (folder / layout.TOML).write_text((folder / layout.TOML).read_text() + "\n# mine\n"),
    ".milo/aside/fig_01.png": lambda folder: _put(folder / layout.ASIDE / "fig_01.png"),
}


def _put(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"other")


@pytest.mark.parametrize("file", CHANGED_BY_HAND)
def test_what_was_changed_by_hand_since_it_was_read_is_not_written_over(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    opened = made(folder)
    CHANGED_BY_HAND[file](folder)
    before = contents(folder)
    with pytest.raises(LibraryError, match=file):
        changing.set_aside(opened, {"fig_01": "blurred"})
    assert contents(folder) == before
    assert leftovers(folder) == []


def test_a_full_disk_is_no_reason_not_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fig"
    made(folder)
    for number in range(1, 4):
        (folder / layout.UNDO / "lock").unlink(missing_ok=True)
        with monkeypatch.context() as patched:
            FailsAt(patched, folder, number, no_room)
            assert len(reading.opened(folder).dataset.pictures) == 3


def test_a_change_that_is_ended_behind_its_last_step_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fig"
    opened = made(folder, 1)
    real = os.replace

    def ended(source: Path, target: Path) -> None:
        real(source, target)
        if Path(source).name == "going":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(os, "replace", ended)
        added(opened, {"fig_02": "two"})
    now = reading.opened(folder)
    assert now.captions["fig_02"] == "two"
    assert undoing.undo(folder).words == "Added fig_02"


def test_a_file_that_went_away_since_it_was_read_is_named(tmp_path: Path) -> None:
    opened = made(tmp_path / "fig")
    (tmp_path / "fig" / "fig_01.png").unlink()
    with pytest.raises(LibraryError, match=r"fig_01\.png"):
        changing.remove(opened, ["fig_01"])


def test_what_another_program_changed_is_not_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    changing.captions_changed(made(folder), {"fig_01": "mine"})
    (folder / "fig_01.txt").write_text("theirs")
    before = contents(folder)
    with pytest.raises(DatasetWrong, match=r"fig_01\.txt was changed by another program"):
        undoing.undo(folder)
    assert contents(folder) == before


def test_a_journal_from_elsewhere_moves_nothing_out_of_its_folder(tmp_path: Path) -> None:
    folder, prey = tmp_path / "fig", tmp_path / "prey.txt"
    made(folder)
    prey.write_text("as it was")
    (folder / layout.UNDO / "going" / "kept").mkdir(parents=True)
    (folder / layout.UNDO / "going" / "kept" / "0").write_text("theirs")
    journal = '{"change": 7, "files": [{"path": "../prey.txt", "before": "aa", "after": "%s"}], "words": "x"}'
    (folder / layout.UNDO / "going" / "journal.json").write_text(journal % hash_of(prey))
    reading.opened(folder)
    assert prey.read_text() == "as it was"
