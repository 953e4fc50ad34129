"""Processes that die in the middle, and two that work at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from library.store import Library
from tests.library.killing import ROOT, run
from tests.library.making import facts, job, names, png

pytestmark = pytest.mark.long

KILLS = {
    "before the name": "disk._place = lambda *given: os._exit(9)",
    "between link and unlink": "disk.os.unlink = lambda *given: os._exit(9)",
    "between file and index": "saving._insert_once = lambda *given, **named: os._exit(9)",
    "after the index": "saving._keep_thumbnail = lambda *given: os._exit(9)",
}


def killed_save(folder: Path, kill: str) -> None:
    code = f"library = Library.open(Path(sys.argv[1]))\n{kill}\n"
    run(code + "library.save_picture(png(1), facts(), key='job/0')\n", str(folder), killed=True)


def test_a_kill_while_the_index_is_made_leaves_a_good_one_or_none(folder: Path) -> None:
    for kill in ("disk.os.link = lambda *given: os._exit(9)", "disk.os.unlink = lambda *given: os._exit(9)"):
        run(f"{kill}\nLibrary.open(Path(sys.argv[1]))", str(folder), killed=True)
        library = Library.open(folder)
        assert library.page().total == 0
        library.close()
        (folder / ".studio" / "index.sqlite").unlink()


@pytest.mark.parametrize("kill", KILLS)
def test_a_save_killed_anywhere_is_finished_by_the_same_save(folder: Path, kill: str) -> None:
    killed_save(folder, KILLS[kill])
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(), key="job/0")
    assert Path(picture.path).exists()
    assert [path for path in names(folder) if path.endswith(".png")] == [
        Path(picture.path).relative_to(folder).as_posix()
    ]
    assert {found.kind for found in library.upkeep.check()} <= {"leftover"}
    library.close()


@pytest.mark.parametrize("kill", KILLS)
def test_a_save_killed_anywhere_is_mended_by_rebuild(folder: Path, kill: str) -> None:
    killed_save(folder, KILLS[kill])
    for leftover in folder.rglob(".milo-*"):
        os.utime(leftover, (0, 0))
    library = Library.open(folder)
    report = library.upkeep.rebuild()
    assert report.pictures == (0 if kill == "before the name" else 1)
    assert library.upkeep.check() == ()
    assert not list(folder.rglob(".milo-*"))
    library.save_picture(png(1), facts(), key="job/0")
    assert library.page().total == 1
    library.close()


@pytest.mark.parametrize(
    "kill", ["disk.os.unlink = lambda *given: os._exit(9)", "database.transaction = lambda *given: os._exit(9)"]
)
def test_a_trash_killed_anywhere_is_mended_by_rebuild(folder: Path, kill: str) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(), key="a")
    library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    library.annotations.rate_many([picture.id], 5)
    run(f"{kill}\nLibrary.open(Path(sys.argv[1])).trash.put([1])", str(folder), killed=True)
    report = library.upkeep.rebuild()
    assert (report.pictures, report.letterings, report.unreadable) == (1, 1, ())
    assert library.upkeep.check() == ()
    assert library.picture(picture.id).rating == 5
    assert Path(library.letterings(picture.id)[0].path).exists()
    assert len([path for path in names(folder) if path.endswith(".png")]) == 2
    library.close()


def test_a_trash_killed_halfway_is_finished_by_trashing_again(folder: Path) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(), key="a")
    library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    for kill in ("disk.os.unlink", "database.transaction"):
        run(
            f"{kill} = lambda *given: os._exit(9)\nLibrary.open(Path(sys.argv[1])).trash.put([1])",
            str(folder),
            killed=True,
        )
        library.trash.put([1])
        assert Path(library.picture(1).path).exists()
        assert library.upkeep.check() == ()
        library.trash.restore([1])
        assert Path(library.picture(1).path).exists()
        assert library.upkeep.check() == ()
    library.close()


def test_a_job_survives_a_kill_right_after_it_was_put(folder: Path) -> None:
    run(
        "from tests.library.making import job\nlibrary = Library.open(Path(sys.argv[1]))\n"
        "library.jobs.put([job(1, 'submitting')])\nos._exit(9)",
        str(folder),
        killed=True,
    )
    library = Library.open(folder)
    assert library.jobs.latest() == (job(1, "submitting"),)
    library.close()


def test_two_studios_write_at_once_and_lose_nothing(folder: Path) -> None:
    code = (
        "library = Library.open(Path(sys.argv[1]))\n"
        "for number in range(12):\n"
        "    picture = library.save_picture(png(number), facts(f'scene {number}'), key=f'shared/{number}')\n"
        "    library.save_picture(png(number), facts('own'), key=f'{sys.argv[2]}/{number}')\n"
        "    library.annotations.rate_many([picture.id], 3)\n"
        "library.close()\n"
    )
    head = "import sys\nfrom pathlib import Path\nfrom library.store import Library\n"
    head += "from tests.library.making import facts, png\n"
    running = [
        subprocess.Popen([sys.executable, "-c", head + code, str(folder), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    library = Library.open(folder)
    assert library.page().total == 36
    assert library.upkeep.check() == ()
    library.close()
