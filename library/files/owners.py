"""Which running studio owns which jobs, and which processes watch folders and measure drift.

Each holds a lock file while it lives. The lock is `flock(2)`: the system lets go of it when the process ends in any
manner.
"""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path

from library.errors import LibraryUnwritable


class Claim:
    """The right to an owner's jobs, to watch, or to measure; `mine` says whether this process has it."""

    def __init__(self, owner: str, path: Path, handle: int | None) -> None:
        self.owner = owner
        self.mine = handle is not None
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Give the right back; once is enough."""
        if self._handle is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None
            self.mine = False


def any_running(folder: Path) -> bool:
    """Whether a studio that runs now has the library at `folder`."""
    owners = folder / ".studio" / "owners"
    for path in owners.iterdir() if owners.is_dir() else ():
        try:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
    return False


def claim(folder: Path, owner: str) -> Claim:
    """Try to become the one who runs the jobs of `owner` in the library at `folder`.

    Raises LibraryUnwritable, ValueError for an owner that is not a UUID.
    """
    if not re.fullmatch(r"[0-9a-f-]{36}", owner):
        raise ValueError(f"not a UUID: {owner!r}")
    return _claim(owner, folder / ".studio" / "owners" / owner)


def claim_watching(folder: Path) -> Claim:
    """Try to become the one who watches imported folders for the library at `folder`. Raises LibraryUnwritable."""
    return _claim("watching", folder / ".studio" / "watching.lock")


def claim_measuring(folder: Path) -> Claim:
    """Try to become the one who measures drift in the library at `folder`. Raises LibraryUnwritable."""
    return _claim("measuring", folder / ".studio" / "measuring.lock")


def _claim(owner: str, path: Path) -> Claim:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            reason = f"{path}: {error.strerror}"
            raise LibraryUnwritable(reason, "Check the folder's rights, or choose another library folder") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return Claim(owner, path, None)
        # Another studio may have released, and so removed, the file between our open and our lock.
        try:
            if path.stat().st_ino == os.fstat(handle).st_ino:
                return Claim(owner, path, handle)
        except FileNotFoundError:
            pass
        os.close(handle)
