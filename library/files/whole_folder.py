"""Folders that are whole or not there: filled under a temporary name, and only then given their own."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from library.files import disk


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, whose name it gets when the block has ended; nothing is left where that raises.

    Never takes the place of anything. Raises DiskFull, LibraryUnwritable.
    """
    temporary = disk.temporary_name(target.parent)
    disk.make_folder(temporary)
    try:
        yield temporary
        with disk.disk_errors(target, "writing"):
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            os.rename(temporary, target)  # noqa: PTH104
    except BaseException:
        _remove(temporary)
        raise


def _remove(folder: Path) -> None:
    """Take away a folder that this process has just made, with all that is in it."""
    for parent, _, files in os.walk(folder, topdown=False):
        with suppress(OSError):
            for name in files:
                Path(parent, name).unlink()
            Path(parent).rmdir()
