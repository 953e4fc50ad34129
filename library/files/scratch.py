"""Folders for a while: gone when their process ends, and taken away by the next one where it could not do that.

Who has such a folder holds a `flock(2)` on the folder itself: the system lets go of it when the process ends, however
it ends, so that nobody takes away what is in use.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from library.files.disk import disk_errors


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """A new folder of this person's in the system's place for temporary files; its name begins with `name`.

    Those of earlier processes that were killed go first. Raises DiskFull, LibraryUnwritable.
    """
    sweep(name)
    folder, handle = _made(name)
    try:
        yield folder
    finally:
        # What cannot be taken away now is swept by the next process.
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(name: str) -> int:
    """Take away what processes left that were killed; how many folders that were. Raises nothing."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{name}*"):
        handle = held(folder)
        if handle is None:
            continue
        try:
            shutil.rmtree(folder, ignore_errors=True)
            gone += not folder.exists()
        finally:
            os.close(handle)
    return gone


def remove_tree(folder: Path) -> None:
    """Take away a folder that nobody needs, with all that is in it, as far as that can be done. Raises nothing."""
    shutil.rmtree(folder, ignore_errors=True)


def _made(name: str) -> tuple[Path, int]:
    while True:
        with disk_errors(Path(tempfile.gettempdir()), "making a folder in"):
            folder = Path(tempfile.mkdtemp(prefix=name))
        # Another process may have swept it before it was held.
        if (handle := held(folder)) is not None:
            return folder, handle


def held(folder: Path) -> int | None:
    """A handle that holds a folder of this person's; None where it is another's, in use, or not there.

    Who closes it lets go of the folder.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mine = os.fstat(handle)
        if mine.st_uid == os.getuid() and folder.stat().st_ino == mine.st_ino:
            return handle
    except OSError:
        pass
    os.close(handle)
    return None
