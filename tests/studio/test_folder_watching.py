"""Imported folders that are watched while a studio is open, by one process for all studios."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from library.files.owners import claim_watching
from library.store import Library
from studio import folder_watcher, side_processes
from studio.folder_watcher import Watcher
from studio.side_processes import watching
from tests.conftest import Home
from tests.library.inboxes import add

PATIENCE = 30.0
"""Seconds after which what never came is a failure."""


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library.open(home.library)
    yield opened
    opened.close()


def folder_of(path: Path, number: int) -> Path:
    """A folder with one picture."""
    path.mkdir()
    add(path / f"{number}.png", number)
    return path


def prepared(library: Library) -> set[str]:
    with library._index.reading() as connection:
        found = connection.execute("select path from picture where dhash is not null").fetchall()
    return {Path(row[0]).name for row in found}


def names(library: Library) -> set[str]:
    return {Path(one.path).name for one in library.page().pictures}


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(0.02)


@contextmanager
def watcher_of(library: Library) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=Watcher(library, stop).run, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


async def test_folders_are_followed_as_the_library_says(library: Library, tmp_path: Path) -> None:
    first, second = folder_of(tmp_path / "first", 1), folder_of(tmp_path / "second", 2)
    library.imports.folder(first, watched=True)
    library.imports.folder(second)
    add(first / "3.png", 3)
    add(second / "4.png", 4)

    def watched() -> set[str]:
        return {thread.name for thread in threading.enumerate() if thread.name.startswith("watch ")}

    with watcher_of(library):
        await until(lambda: names(library) == {"1.png", "2.png", "3.png"})
        assert watched() == {f"watch {first}"}
        library.imports.folder(second, watched=True)
        await until(lambda: watched() == {f"watch {first}", f"watch {second}"})
        library.imports.folder(first, watched=False)
        await until(lambda: watched() == {f"watch {second}"})
        # Of what came, thumbnails and what tells pictures that look alike are made too, and of what was there not.
        await until(lambda: prepared(library) == {"3.png", "4.png"})
    assert watched() == set()


async def test_a_folder_that_is_away_is_watched_when_it_is_back(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watcher, "AWAY_FOR", 0.01)
    away = folder_of(tmp_path / "away", 1)
    library.imports.folder(away, watched=True)
    shutil.move(away, tmp_path / "elsewhere")
    with watcher_of(library):
        add(tmp_path / "elsewhere" / "2.png", 2)
        shutil.move(tmp_path / "elsewhere", away)
        await until(lambda: names(library) == {"1.png", "2.png"})


def test_one_process_watches_and_ends_with_what_started_it(library: Library, home: Home, tmp_path: Path) -> None:
    library.imports.folder(folder_of(tmp_path / "in", 1), watched=True)
    command = [sys.executable, "-m", "studio.folder_watcher", str(home.library)]
    held = claim_watching(home.library)
    assert (
        subprocess.run(command, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False).returncode
        == side_processes.TAKEN
    )
    held.release()
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
    assert claim_watching(home.library).mine


def test_a_library_that_cannot_be_opened_is_a_failure_in_the_log(home: Home) -> None:
    home.library.write_text("a file where the folder should be")
    command = [sys.executable, "-m", "studio.folder_watcher", str(home.library)]
    assert (
        subprocess.run(command, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False).returncode
        == side_processes.FAILED
    )
    assert "watching folders" in (home.state / "milo-studio" / "studio.log").read_text()


@asynccontextmanager
async def watching_of(library: Library) -> AsyncIterator[None]:
    keeper = watching(library)
    keeper.begin()
    try:
        yield
    finally:
        await keeper.end()


async def test_an_open_studio_takes_in_what_comes_and_nothing_goes_on_after_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_processes, "FIRST_AFTER", 0)
    monkeypatch.setattr(side_processes, "AGAIN_AFTER", 0.01)
    inbox = folder_of(tmp_path / "in", 1)
    library.imports.folder(inbox)
    async with watching_of(library):
        library.imports.folder(inbox, watched=True)
        add(inbox / "2.png", 2)
        await until(lambda: names(library) == {"1.png", "2.png"})
        assert not claim_watching(library.folder).mine
    held = claim_watching(library.folder)
    assert held.mine
    async with watching_of(library):
        add(inbox / "3.png", 3)
        held.release()
        await until(lambda: len(names(library)) == 3)


async def test_where_it_cannot_be_watched_the_studio_ends_all_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Event()

    def sick(_: Path) -> None:
        tried.set()
        raise OSError("the disk is sick")

    monkeypatch.setattr(side_processes, "FIRST_AFTER", 0)
    monkeypatch.setattr(side_processes, "claim_watching", sick)
    library.imports.folder(folder_of(library.folder.with_name("in"), 1), watched=True)
    async with watching_of(library):
        await until(tried.is_set)
        await until(lambda: "the disk is sick" in caplog.text)


async def test_modules_of_the_present_folder_are_not_taken_for_the_studios(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_processes, "FIRST_AFTER", 0)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "library.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path / "here")
    inbox = folder_of(tmp_path / "in", 1)
    library.imports.folder(inbox, watched=True)
    add(inbox / "2.png", 2)
    async with watching_of(library):
        await until(lambda: len(names(library)) == 2)
