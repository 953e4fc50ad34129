"""A disk that fills up or refuses at any step, folders that cannot be used, and what check says of the files."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from library.errors import DiskFull, LibraryError, LibraryUnwritable, PictureUnreadable
from library.files import disk
from library.formats.pictures import read_picture
from library.records import Finding
from library.store import Library
from tests.library.making import facts, names, png


def failing(step: str, code: int, only: str) -> Callable[..., object]:
    """An `os` function that fails where one of its arguments, or the file behind its descriptor, names `only`."""
    real = getattr(os, step)

    def fail(*given: object, **named: object) -> object:
        told = [str(each) for each in given]
        if isinstance(given[0], int):
            told.append(str(Path(f"/proc/self/fd/{given[0]}").readlink()))
        if any(only in text for text in told):
            raise OSError(code, os.strerror(code))
        return real(*given, **named)

    return fail


@pytest.mark.parametrize("step", ["open", "write", "fsync", "link"])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, LibraryUnwritable),
        (errno.EROFS, LibraryUnwritable),
    ],
)
def test_a_write_that_fails_at_any_step_leaves_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, kind: type[LibraryError]
) -> None:
    kept = library.save_picture(png(1), facts("kept"), key="kept")
    before = names(folder)
    with monkeypatch.context() as patched:
        patched.setattr(f"library.files.disk.os.{step}", failing(step, code, ".milo-"))
        with pytest.raises(kind) as caught:
            library.save_picture(png(2), facts("lost"), key="lost")
        assert caught.value.remedy
        with pytest.raises(kind):
            library.save_lettering(kept.id, png(3), ["RTFM"], "{}")
    assert names(folder) == before
    assert library.upkeep.check() == ()
    assert library.save_picture(png(2), facts("lost"), key="lost").facts.scene == "lost"
    assert library.page().total == 2


def test_a_short_write_goes_on_until_all_is_written(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr("library.files.disk.os.write", lambda handle, data: real(handle, data[:1000]))
    library.save_picture(png(), facts())
    assert library.upkeep.check() == ()


def test_a_thumbnail_that_finds_no_room_does_not_lose_the_picture(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("library.files.disk.os.replace", failing("replace", errno.ENOSPC, "thumbnails"))
        picture = library.save_picture(png(), facts())
        with pytest.raises(DiskFull):
            library.thumbnail(picture.id)
    assert library.thumbnail(picture.id).exists()
    assert library.upkeep.check() == ()


def test_where_there_are_no_hard_links_names_are_still_never_taken_twice(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.files.disk.os.link", failing("link", errno.EPERM, ""))
    paths = {library.save_picture(png(n), facts(), created=1.0).path for n in range(3)}
    assert len(paths) == 3
    assert library.trash.put([1]) == library.trash.restore([1]) == (1,)
    assert not library.picture(1).trashed
    assert library.upkeep.check() == ()


def test_a_trash_that_fails_halfway_moves_everything_back(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = library.save_picture(png(1), facts())
    library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    before = names(folder)
    real = os.link

    def link(source: Path, target: Path) -> None:
        if "--rtfm" not in str(source) and ".studio" in str(target):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    monkeypatch.setattr("library.files.disk.os.link", link)
    with pytest.raises(DiskFull):
        library.trash.put([picture.id])
    assert names(folder) == before
    assert library.upkeep.check() == ()


def test_a_trash_that_the_index_does_not_take_moves_everything_back(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = library.save_picture(png(1), facts())
    before = names(folder)

    def full(*given: object, **named: object) -> None:
        raise DiskFull("no room")

    with monkeypatch.context() as patched:
        patched.setattr("library.index.database.Index.write", full)
        with pytest.raises(DiskFull):
            library.trash.put([picture.id])
    assert names(folder) == before
    assert library.upkeep.check() == ()


def test_a_folder_that_cannot_be_listed_stops_a_rebuild(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = library.save_picture(png(1), facts())
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("2026") or str(path).endswith("11"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr("os.scandir", refuse)
        with pytest.raises(LibraryUnwritable, match="reading the folder"):
            library.upkeep.rebuild()
    assert library.page().pictures == (picture,)


def test_a_pipe_under_a_pictures_name_is_not_waited_for(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(1), facts())
    os.mkfifo(folder / "pipe.png")
    Path(picture.path).unlink()
    os.mkfifo(picture.path)
    assert [finding.kind for finding in library.upkeep.check()] == ["unreadable"]
    assert library.upkeep.rebuild().pictures == 0
    with pytest.raises(PictureUnreadable):
        read_picture(picture.path)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "fchmod", "replace"])
def test_a_persons_file_that_cannot_be_written_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("as it was")
    file.chmod(0o640)
    with monkeypatch.context() as patched:
        patched.setattr(f"library.files.disk.os.{step}", failing(step, errno.ENOSPC, ".milo-"))
        with pytest.raises(DiskFull):
            disk.rewrite(file, b"other")
    assert (file.read_text(), names(tmp_path)) == ("as it was", {"settings.toml"})
    disk.rewrite(file, b"other")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("other", 0o640)


def test_what_only_its_owner_may_read_is_at_no_moment_there_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, modes = os.write, []

    def write(handle: int, data: bytes) -> int:
        modes.append(os.fstat(handle).st_mode & 0o777)
        return real(handle, data)

    monkeypatch.setattr("library.files.disk.os.write", write)
    disk.rewrite(tmp_path / "token", b"s3cret", 0o600)
    assert (modes, (tmp_path / "token").stat().st_mode & 0o777) == ([0o600], 0o600)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnwritable, match="file"):
        Library.open(tmp_path / "file")
    with pytest.raises(LibraryUnwritable, match="file"):
        Library.open(tmp_path / "file" / "below")
    monkeypatch.setattr("library.files.disk.os.access", lambda path, mode: False)
    with pytest.raises(LibraryUnwritable, match="Permission"):
        Library.open(tmp_path / "readonly")


def test_check_names_what_is_missing_altered_orphaned_unreadable_and_left_over(library: Library, folder: Path) -> None:
    gone, altered, broken = (Path(library.save_picture(png(n), facts(f"s{n}")).path) for n in range(3))
    orphan = altered.with_name("a copy.png")
    shutil.copy(altered, orphan)
    gone.unlink()
    altered.write_bytes(altered.read_bytes() + b"!")
    broken.write_bytes(b"rubbish")
    foreign = folder / "holiday.png"
    foreign.write_bytes(png(5))
    (folder / "new.png").write_bytes(b"rubbish")
    leftover = folder / "2026" / ".milo-1-abc.tmp"
    leftover.parent.mkdir(exist_ok=True)
    leftover.write_bytes(b"half")
    found = {(finding.kind, Path(finding.path)) for finding in library.upkeep.check()}
    assert found == {
        ("missing", gone),
        ("altered", altered),
        ("unreadable", broken),
        ("orphaned", orphan),
        ("orphaned", foreign),
        ("unreadable", folder / "new.png"),
        ("leftover", leftover),
    }
    assert all(isinstance(finding, Finding) and finding.detail for finding in library.upkeep.check())
