"""`studio library import` and `studio gallery similar`."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from library.store import Library
from tests.conftest import Home
from tests.library.making import png
from tests.screens import drawn
from tests.studio.cli.conftest import Studio, one_line


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
    assert ended.out == "2 new\n"
    assert ended.err.splitlines() == [
        f"studio: {inbox}/bad\\x1b[2J.png: its name has control characters: rename it",
        "studio: 1 not taken",
    ]
    assert studio("library", "import", inbox).out == "2 as before\n"
    found = studio("gallery", "search", "fox").out
    assert found.endswith(f"{inbox}/two.png  a fox\n")
    assert studio("library", "check").status == 0


def test_what_is_listed_is_what_is_counted(studio: Studio, inbox: Path) -> None:
    (inbox / "mislabelled.jpg").write_bytes(png(5))
    (inbox / "half.png").write_bytes(png(6)[:200])
    for _ in range(2):
        ended = studio("library", "import", inbox)
        *listed, counted = ended.err.splitlines()
        assert len(listed) == 3
        assert counted == "studio: 2 not taken, 1 taken with a remark"


def test_what_is_left_out_is_named(studio: Studio, inbox: Path, tmp_path: Path) -> None:
    for name in ("a.heic", "b.heic", "c.mp4"):
        (inbox / name).write_bytes(b"x")
    (tmp_path / "elsewhere").mkdir()
    (inbox / "linked").symlink_to(tmp_path / "elsewhere")
    ended = studio("library", "import", inbox, "--no-thumbnails")
    assert ended.out.splitlines() == ["2 new", "3 files of other kinds left out (2 heic, 1 mp4)"]
    assert f"{inbox}/linked: it is a link to a folder" in ended.err
    (inbox / "linked").unlink()
    ended = studio("library", "import", inbox, "--exclude", "one.*", "--exclude", "*.heic", "--no-thumbnails")
    assert ended.out.splitlines() == ["1 as before, 1 shown no more", "1 file of other kinds left out (1 mp4)"]
    assert studio("library", "import", inbox, "--no-thumbnails").out.startswith("1 as before\n")
    assert studio("library", "import", inbox, "--exclude", "", "--no-thumbnails").out.startswith("2 as before\n")


def test_a_sidecar_that_cannot_be_read_is_told_at_the_import_and_when_rating(studio: Studio, inbox: Path) -> None:
    (inbox / "one.png.xmp").write_text("no XML")
    ended = studio("library", "import", inbox, "--no-thumbnails")
    assert f"{inbox}/one.png.xmp: it is no sidecar that can be read" in ended.err
    assert ended.err.splitlines()[-1] == "studio: 1 not read beside a picture, 1 not taken"
    (one,) = studio("gallery", "search", "raccoon").out.splitlines()
    rated = studio("gallery", "rate", one.split()[0], "4")
    assert (rated.status, rated.out) == (0, "1 of 1 changed\n")
    assert f"A file beside a picture was not written: {inbox}/one.png.xmp" in one_line(rated.err)
    (other,) = studio("gallery", "search", "fox").out.splitlines()
    assert studio("gallery", "tag", other.split()[0], "--add", "night").err == ""


def test_a_folder_is_forgotten_and_the_trash_emptied_when_it_is_meant(studio: Studio, home: Home, inbox: Path) -> None:
    studio("library", "import", inbox, "--no-thumbnails")
    studio("gallery", "rate", "1", "5")
    assert studio("library", "forget", inbox).status == 2
    assert studio("library", "forget", inbox, "--yes").out == "2 pictures forgotten; the files are where they were\n"
    assert len(list(inbox.glob("*.png"))) == 3
    assert studio("library", "empty-trash").out == "The trash is empty\n"
    library = drawn.shelf_of(home.library, 1)
    library.trash.put(library.ids())
    library.close()
    refused = studio("library", "empty-trash")
    assert (refused.status, "1 file" in refused.err, "--yes" in refused.err) == (2, True, True)
    assert studio("library", "empty-trash", "--yes").out.startswith("1 picture deleted: 1 file")
    assert not list(home.library.rglob("*.png"))


@pytest.mark.parametrize(("answer", "is_done"), [("y", True), ("yes", True), ("n", False), ("", False)])
def test_on_a_terminal_it_is_asked_whether_it_is_meant(
    studio: Studio, home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch, answer: str, is_done: bool
) -> None:
    class Person(io.StringIO):
        def isatty(self) -> bool:
            return True

    studio("library", "import", inbox, "--no-thumbnails")
    studio("gallery", "rate", "1", "5")
    monkeypatch.setattr("sys.stdin", Person(f"{answer}\n"))
    ended = studio("library", "forget", inbox)
    assert "Forget 2 pictures" in ended.err
    assert (ended.status == 0) == is_done
    assert len(studio("gallery", "search").out.splitlines()) == (0 if is_done else 2)


def test_pictures_that_look_alike_are_listed(studio: Studio, inbox: Path) -> None:
    studio("library", "import", inbox)
    ended = studio("gallery", "similar", "1")
    assert ended.out.split() == ["0", "2", f"{inbox}/two.png", "a", "fox"]
    assert studio("gallery", "similar", "2", "--limit", "1").out.split()[:2] == ["0", "1"]
    assert "99" in studio("gallery", "similar", "99").err


def test_an_empty_folder_and_one_that_is_not_there_say_so(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert studio("library", "import", tmp_path / "empty").out == "No pictures taken\n"
    ended = studio("library", "import", tmp_path / "gone")
    assert ended.status == 1
    assert "is not a folder" in ended.err


def test_watching_tells_of_the_first_import_once_and_ends_with_ctrl_c(home: Home, inbox: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "studio", "library", "import", str(inbox), "--watch"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stdout.readline().startswith("2 new")
        assert "control characters" in process.stderr.readline()
        assert "1 not taken" in process.stderr.readline()
        assert process.stderr.readline().startswith("studio: Watching")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    finally:
        # It watches for ever where Ctrl-C does not end it.
        process.kill()
    assert (process.returncode, err) == (130, "studio: Stopped\n")
    for options, is_watched in (((), True), (("--no-watch",), False)):
        subprocess.run([sys.executable, "-m", "studio", "library", "import", str(inbox), *options], check=True)
        library = Library.open(home.library)
        assert library.imports.roots()[0].watched is is_watched
        library.close()


def test_a_lost_index_is_told_and_a_copy_of_it_is_put_back(
    studio: Studio, home: Home, inbox: Path, tmp_path: Path
) -> None:
    studio("library", "import", inbox, "--no-thumbnails")
    assert studio("library", "backup", tmp_path / "copy.sqlite").status == 0
    nowhere = studio("library", "backup", tmp_path / "nowhere" / "copy.sqlite")
    assert nowhere.status == 1
    assert "The folder is not there" in one_line(nowhere.err)
    assert not (tmp_path / "nowhere").exists()
    shutil.rmtree(home.library / ".studio")
    rebuilt = studio("library", "rebuild")
    assert "must be imported again" in one_line(rebuilt.err)
    restored = studio("library", "restore", tmp_path / "copy.sqlite")
    assert (restored.status, "put aside" in restored.err) == (0, True)
    assert len(studio("gallery", "search").out.splitlines()) == 2
    assert studio("library", "restore", inbox).status == 2


def test_only_what_was_imported_is_forgotten(studio: Studio, inbox: Path, tmp_path: Path) -> None:
    ended = studio("library", "forget", tmp_path / "nothere")
    assert ended.status != 0
    assert "No folder was imported" in ended.err
    studio("library", "import", inbox)
    ended = studio("library", "forget", tmp_path / "nothere")
    assert ended.status != 0
    assert str(inbox) in ended.err
    assert studio("library", "forget", inbox).status == 0


def test_a_rebuild_finds_what_was_moved_within_an_imported_folder(studio: Studio, inbox: Path, home: Home) -> None:
    studio("library", "import", inbox)
    library = Library.open(home.library)
    before = library.page().pictures[0]
    library.annotations.rate_many([before.id], 4)
    library.close()
    (inbox / "deeper").mkdir()
    Path(before.path).rename(inbox / "deeper" / "moved.png")
    assert studio("library", "rebuild").status == 0
    assert studio("library", "check").status == 0
    library = Library.open(home.library)
    (found,) = library.page("file:moved").pictures
    assert (found.rating, found.missing) == (4, False)
    library.close()
