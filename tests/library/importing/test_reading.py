"""Reading many files in processes: the same as in one thread, in the same order, whatever becomes of a process."""

from __future__ import annotations

import multiprocessing
import operator
from collections.abc import Iterator
from pathlib import Path

import pytest

from library.importing import reading as readers_room
from library.importing.file_facts import Found
from library.importing.reading import CHUNK, Readers
from library.importing.walking import Refusal, Seen
from library.places import Places
from library.store import Library
from tests.library.making import png

FILES = 2 * CHUNK + 7
MOST_AHEAD = 3
"""Chunks a process."""


@pytest.fixture
def inbox(tmp_path: Path) -> list[Seen]:
    """Files with a prompt each; every tenth is no picture."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    made = []
    for number in range(FILES):
        file = folder / f"{number:04}.png"
        file.write_bytes(png(1, parameters=f"raccoon {number}\nSteps: 20, Seed: {number}") if number % 10 else b"none")
        status = file.stat()
        made.append(Seen(str(file), status.st_size, status.st_mtime_ns))
    return made


def read(folder: Path, files: list[Seen], workers: int) -> list[Found | Refusal]:
    with Readers(Places.of(folder, None), len(files), workers) as readers:
        return [one for some in readers.read(files) for one in some]


def test_processes_read_what_a_thread_reads_in_the_same_order(
    folder: Path, inbox: list[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = read(folder, inbox, 0)
    monkeypatch.setattr(readers_room, "CHUNK", 5)
    taken = iter(inbox)
    found: list[Found | Refusal] = []
    with Readers(Places.of(folder, None), len(inbox), 2) as readers:
        for some in readers.read(taken):
            found += some
            left = FILES - len(found) - operator.length_hint(taken)
            assert left <= MOST_AHEAD * 2 * 5, "no more is listed ahead than is soon read"
    assert found == alone
    assert [one.path for one in alone] == [one.path for one in inbox]
    assert sum(isinstance(one, Refusal) for one in alone) == len(range(0, FILES, 10))


@pytest.mark.parametrize("after", [0, 1, 7, 18])
def test_a_process_that_dies_costs_no_file(
    folder: Path, inbox: list[Seen], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(readers_room, "CHUNK", 10)
    found: list[Found | Refusal] = []
    others = multiprocessing.active_children()
    with Readers(Places.of(folder, None), FILES, 1) as readers:
        for some in readers.read(inbox):
            if len(found) == 10 * after:
                mine = [process for process in multiprocessing.active_children() if process not in others]
                assert mine
                for process in mine:
                    process.kill()
            found += some
    assert found == read(folder, inbox, 0)


def test_an_import_of_many_files_takes_them_all_and_can_be_stopped(
    library: Library, inbox: list[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers_room, "MANY", 1)
    monkeypatch.setattr("library.importing.importer.BATCH", CHUNK)
    folder = Path(inbox[0].path).parent
    asked: Iterator[bool] = iter([False] * 4 + [True] * 100)
    stopped = library.imports.folder(folder, stopped=lambda: next(asked))
    assert 0 < stopped.added < FILES
    whole = library.imports.folder(folder)
    assert whole.added + stopped.added == FILES - len(range(0, FILES, 10))
    assert library.page("raccoon", limit=500).total == whole.added + stopped.added
