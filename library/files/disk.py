"""Files that are whole or not there: every byte the library puts on a disk goes through this seam.

A file is written under a temporary name in its own folder, flushed, and only then given its name; no name that is
taken is ever given again. Errors of the disk become errors of the library.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from library.errors import DiskFull, LibraryUnwritable, PictureUnreadable

TEMPORARY_PREFIX = ".milo-"
TEMPORARY_SUFFIX = ".tmp"
LARGEST_FILE = 1 << 30
"""Bytes; a larger file is not read as a picture."""

_PIECE = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


@contextmanager
def disk_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn an OSError into DiskFull or LibraryUnwritable that names `path` and what was being done."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path, doing) from error


def disk_error(error: OSError, path: Path, doing: str) -> DiskFull | LibraryUnwritable:
    """The library's error for an error of the disk."""
    reason = f"{doing} {path}: {error.strerror or error}"
    if error.errno in _FULL:
        return DiskFull(f"No room while {reason}", "Free some space, then try again; what was there before is whole")
    return LibraryUnwritable(
        f"Failed while {reason}", "Check that the folder exists and may be written, or choose another in the settings"
    )


def make_folder(folder: Path) -> None:
    """Make a folder and its parents. Raises DiskFull, LibraryUnwritable."""
    with disk_errors(folder, "making the folder"):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def write_new(path: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write `data`, whole or in pieces, under `path`, or under `stem-2`, `stem-3`… where that is taken; its name then.

    Whole and on the disk when this returns; nothing is left when it raises DiskFull or LibraryUnwritable.
    """
    make_folder(path.parent)
    with disk_errors(path, "writing"):
        temporary = _write_temporary(path.parent, data)
        try:
            placed = _place(temporary, path)
        except BaseException:
            _discard(temporary)
            raise
        _sync_folder(path.parent)
        return placed


def write_over(path: Path, data: bytes) -> None:
    """Write `data` under `path` in one step, over what may be there: only for files that are named by their content."""
    make_folder(path.parent)
    with disk_errors(path, "writing"):
        temporary = _write_temporary(path.parent, data)
        try:
            os.replace(temporary, path)  # noqa: PTH105  one seam of os calls, for the fault tests
        except BaseException:
            _discard(temporary)
            raise
        _sync_folder(path.parent)


def rewrite(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write `data` in one step over a file that a person keeps: with its mode, and where it is a link, what it names.

    `mode` is that of a file that is new, None: as usual. Raises DiskFull, LibraryUnwritable.
    """
    with disk_errors(path, "writing"):
        target = Path(os.path.realpath(path))
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(target.stat().st_mode)
    make_folder(target.parent)
    with disk_errors(path, "writing"):
        temporary = _write_temporary(target.parent, data, mode)
        try:
            os.replace(temporary, target)  # noqa: PTH105
        except BaseException:
            _discard(temporary)
            raise
        _sync_folder(target.parent)


def move_new(source: Path, target: Path) -> Path:
    """Move a file within one file system, never over another: the name it got, as for `write_new`."""
    make_folder(target.parent)
    with disk_errors(target, "moving a file to"):
        placed = _place(source, target)
        _sync_folder(target.parent)
        _sync_folder(source.parent)
        return placed


def place_whole(source: Path, target: Path) -> bool:
    """Give `source` the name `target` unless it is taken; whether it got it. `source` is gone afterwards."""
    with disk_errors(target, "writing"):
        if _place_once(source, target):
            return True
        _discard(source)
        return False


def replace_aside(fresh: Path, path: Path, word: str) -> str:
    """Let `fresh` take the place of the index `path` in one step; where the old one was put, empty if there was none.

    SQLite's own files beside the old one go with it, before the new one could take them for its own.
    """
    with disk_errors(path, "replacing"):
        aside = path.with_name(f"{path.name}.{word}")
        existed = path.exists()
        # A second name, so that there is an index at `path` at every moment.
        if existed and not _link(path, aside):
            os.replace(path, aside)  # noqa: PTH105
        for suffix in ("-wal", "-shm"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                os.replace(beside, aside.with_name(aside.name + suffix))  # noqa: PTH105
        os.replace(fresh, path)  # noqa: PTH105
        _sync_folder(path.parent)
        return str(aside) if existed else ""


def finish(temporary: Path, path: Path) -> None:
    """Flush a whole temporary file and let it take the name `path`, over what may be there."""
    with disk_errors(path, "writing"):
        handle = os.open(temporary, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)  # noqa: PTH105
        _sync_folder(path.parent)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, made here, once no other does. Raises DiskFull, LibraryUnwritable."""
    with disk_errors(path, "locking"):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with disk_errors(path, "locking"):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` under a name that nobody else uses; on the disk when this returns.

    Raises DiskFull, LibraryUnwritable.
    """
    with disk_errors(path, "writing"):
        temporary = _write_temporary(path.parent, data)
        try:
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            _discard(temporary)
            raise


def keep(source: Path, target: Path) -> None:
    """Give a file a second name that is free; where the file system has no links, a copy of it has that name.

    Raises DiskFull, LibraryUnwritable.
    """
    with disk_errors(target, "writing"):
        if _link(source, target):
            return
        with source.open("rb") as file:
            temporary = _write_temporary(target.parent, iter(lambda: file.read(_PIECE), b""))
        os.replace(temporary, target)  # noqa: PTH105


def put(source: Path, target: Path) -> None:
    """Let a file or folder take the name `target` in one step, over the file that may have it.

    Raises DiskFull, LibraryUnwritable.
    """
    with disk_errors(target, "writing"):
        os.replace(source, target)  # noqa: PTH105


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises LibraryUnwritable."""
    with disk_errors(path, "removing"), suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk. Raises DiskFull, LibraryUnwritable."""
    with disk_errors(folder, "writing"):
        _sync_folder(folder)


def discard(path: Path) -> None:
    """Remove a file that this process has just made and that nobody needs."""
    _discard(path)


def temporary_name(folder: Path) -> Path:
    """A name in `folder` that nobody else uses and that `is_temporary` knows."""
    return folder / f"{TEMPORARY_PREFIX}{os.getpid()}-{os.urandom(6).hex()}{TEMPORARY_SUFFIX}"


def is_temporary(name: str) -> bool:
    """Whether a file name is one of `temporary_name`, or one that SQLite made from it, left behind by a kill."""
    return name.startswith(TEMPORARY_PREFIX) and TEMPORARY_SUFFIX in name


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A regular file opened for reading. Raises PictureUnreadable, also for errors of the disk inside the block."""
    try:
        # Without waiting: a pipe that lies in the folder under a picture's name would otherwise never open.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise PictureUnreadable(f"{path} is not a file", "Choose a picture file")
            if status.st_size > LARGEST_FILE:
                raise PictureUnreadable(f"{path} is larger than {LARGEST_FILE >> 20} MiB", "Choose a smaller picture")
            yield file
    except OSError as error:
        raise PictureUnreadable(
            f"{path} cannot be read: {error.strerror or error}", "Check the path and who may read the file"
        ) from error


def read_file(path: Path) -> bytes:
    """The bytes of a picture's file. Raises PictureUnreadable: missing, no file, or over LARGEST_FILE."""
    with reading(path) as file:
        return file.read()


def _write_temporary(folder: Path, data: bytes | Iterable[bytes], mode: int | None = None) -> Path:
    temporary = temporary_name(folder)
    # What only its owner may read is at no moment there for others.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
    try:
        try:
            if mode is not None:
                os.fchmod(handle, mode)
            for piece in (data,) if isinstance(data, bytes) else data:
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _place(source: Path, target: Path) -> Path:
    """Rename without ever going over another file: the first free of target, target-2, target-3…"""
    candidate, number = target, 1
    while not _place_once(source, candidate):
        number += 1
        candidate = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return candidate


def _place_once(source: Path, target: Path) -> bool:
    try:
        if not _link(source, target):
            return _claim_and_replace(source, target)
    except FileExistsError:
        # A kill between the two steps below leaves one file with both names: then only the second step is missing.
        if not os.path.samefile(source, target):  # noqa: PTH121
            return False
    os.unlink(source)  # noqa: PTH108
    return True


def _link(source: Path, target: Path) -> bool:
    """Give a file a second name; False where the file system knows no such thing."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def _claim_and_replace(source: Path, target: Path) -> bool:
    """The same where the file system has no hard links: claim the name with an empty file, then go over that."""
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError:
        return False
    try:
        os.replace(source, target)  # noqa: PTH105
    except BaseException:
        _discard(target)
        raise
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse this for folders; the file itself is already on the disk.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
