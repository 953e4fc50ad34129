"""Imports that die in the middle, and two at once: nothing doubled, nothing lost."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from library.records import ImportReport
from library.store import Library
from tests.library.making import png

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
FILES = 120
IMPORT = """
import os, sys
from pathlib import Path
from library.importing import batches, importer
from library.store import Library
importer.BATCH = 7
library = Library.open(Path(sys.argv[1]))
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(FILES):
        settings = f"raccoon {number}\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: {number}"
        (folder / f"{number}.png").write_bytes(png(number, parameters=settings))
    return folder


def started(code: str, *given: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT + code, *map(str, given)], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )


def ended(process: subprocess.Popen[str]) -> int:
    """How a process ended."""
    process.communicate(timeout=60)
    return process.returncode


def assert_whole(library: Library, moved: int = 0) -> None:
    found = library.page(limit=500).pictures
    assert sorted(picture.facts.seed or 0 for picture in found) == list(range(FILES))
    assert len({picture.path for picture in found}) == FILES
    assert all(Path(picture.path).exists() for picture in found)
    assert library.upkeep.check() == ()


@pytest.mark.parametrize("kill_at", random.Random(5).sample(range(1, 150), 3))
def test_an_import_killed_at_any_picture_is_finished_by_the_next(folder: Path, inbox: Path, kill_at: int) -> None:
    code = """
count, whole = 0, batches._take_picture
def take(*given):
    global count
    count += 1
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), 9)
    return whole(*given)
batches._take_picture = take
library.imports.folder(Path(sys.argv[2]))
"""
    status = ended(started(code, folder, inbox, Path(str(kill_at))))
    assert status == (-signal.SIGKILL if kill_at <= FILES else 0)
    library = Library.open(folder)
    assert library.page(limit=500).total % 7 == 0 or kill_at > FILES
    report = library.imports.folder(inbox)
    assert report.added + report.unchanged == FILES
    assert_whole(library)
    library.close()


def test_an_import_killed_at_any_moment_is_finished_by_the_next(folder: Path, inbox: Path) -> None:
    code = "library.imports.folder(Path(sys.argv[2]), on_progress=lambda progress: print('.', flush=True))\n"
    made = random.Random(7)
    for _ in range(3):
        process = started(code, folder, inbox)
        assert process.stdout is not None
        for _ in range(made.randint(1, 30)):
            process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        library = Library.open(folder)
        found = [picture.path for picture in library.page(limit=500).pictures]
        assert len(found) == len(set(found))
        assert library.upkeep.check() == ()
        library.close()
    library = Library.open(folder)
    library.imports.folder(inbox)
    assert_whole(library)
    library.close()


def test_a_killed_import_of_moved_files_loses_no_rating(folder: Path, inbox: Path) -> None:
    library = Library.open(folder)
    library.imports.folder(inbox)
    for picture in library.page(limit=500).pictures:
        library.annotations.rate_many([picture.id], 1 + (picture.facts.seed or 0) % 5)
    library.close()
    inbox.rename(inbox.with_name("moved"))
    code = (
        "library.imports.folder(Path(sys.argv[2]), on_progress=lambda done: done.done > 40 and os.kill(os.getpid(), 9))"
    )
    assert ended(started(code, folder, inbox.with_name("moved"))) == -signal.SIGKILL
    library = Library.open(folder)
    report = library.imports.folder(inbox.with_name("moved"))
    assert report.moved + report.unchanged == FILES
    assert_whole(library)
    assert all(picture.rating == 1 + (picture.facts.seed or 0) % 5 for picture in library.page(limit=500).pictures)
    library.close()


def test_two_studios_import_one_folder_at_once(folder: Path, inbox: Path) -> None:
    code = "print(library.imports.folder(Path(sys.argv[2])).added)\nlibrary.close()\n"
    Library.open(folder).close()
    running = [started(code, folder, inbox) for _ in range(2)]
    added = [int(process.communicate(timeout=60)[0]) for process in running]
    assert sum(added) == FILES
    library = Library.open(folder)
    assert_whole(library)
    assert library.imports.folder(inbox) == ImportReport(found=FILES, unchanged=FILES)
    library.close()


def test_thumbnails_that_were_killed_go_on(folder: Path, inbox: Path) -> None:
    shutil.copy2(inbox / "0.png", inbox / "copy.png")
    code = """
library.imports.folder(Path(sys.argv[2]))
library.imports.prepare(on_progress=lambda done: os._exit(9), processes=1)
"""
    assert ended(started(code, folder, inbox)) == 9
    library = Library.open(folder)
    with_thumbnail = len([one for one in library.page(limit=500).pictures if one.sha256])
    assert 0 < with_thumbnail < FILES
    assert library.imports.prepare(processes=1) == FILES + 1 - with_thumbnail
    assert all(one.sha256 for one in library.page(limit=500).pictures)
    assert library.upkeep.check() == ()
    library.close()
