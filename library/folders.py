"""Walking somebody's folder for pictures: what is there, and what cannot be taken and why; nothing is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from library.heads.reading import SUFFIXES
from library.names import clean

SIDECAR = ".xmp"
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


NOT_OPENED = -1
"""The time of a refusal that walking alone finds: it is found again by each walk."""


class Seen(NamedTuple):
    """A file that may be a picture: its absolute path, its size in bytes, when it was last changed."""

    path: str
    bytes: int
    mtime_ns: int


class Beside(NamedTuple):
    """A sidecar: the path of the picture that it would belong to, and when it was last changed."""

    path: str
    mtime_ns: int


class Refusal(NamedTuple):
    """A file or folder that is not taken. `path` is text that can be stored and shown, whatever the name is."""

    path: str
    reason: str
    mtime_ns: int = NOT_OPENED
    bytes: int = 0


def walk(root: str, recursive: bool = True) -> Iterator[Seen | Beside | Refusal]:
    """Every file under `root` that is named like a picture or a sidecar; hidden names and links to folders are not.

    Memory does not grow with the number of files, only with that of the folders beside the way down.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name[:1] == ".":
                        continue
                    if not entry.is_dir(follow_symlinks=False):
                        yield from _file(entry)
                    elif recursive and (refusal := _bad_name(entry.path)) is not None:
                        yield refusal
                    elif recursive:
                        waiting.append(entry.path)
        except FileNotFoundError:
            # It went away since it was seen; its pictures are looked for afterwards.
            continue
        except OSError as error:
            yield Refusal(shown(folder), f"the folder cannot be listed: {error.strerror or error}")


def _file(entry: os.DirEntry[str]) -> Iterator[Seen | Beside | Refusal]:
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122  a Path costs 20 times that
    if suffix in SUFFIXES:
        yield _looked_at(entry)
    elif suffix == SIDECAR and _bad_name(entry.path) is None:
        with suppress(OSError):
            yield Beside(entry.path[: -len(SIDECAR)], entry.stat().st_mtime_ns)


def _looked_at(entry: os.DirEntry[str]) -> Seen | Refusal:
    if (refusal := _bad_name(entry.path)) is not None:
        return refusal
    try:
        status = entry.stat()
    except OSError as error:
        link = "a link that leads to nothing" if entry.is_symlink() else "it cannot be read"
        return Refusal(entry.path, f"{link}: {error.strerror or error}")
    if stat.S_ISREG(status.st_mode):
        return Seen(entry.path, status.st_size, status.st_mtime_ns)
    kind = next((name for is_one, name in _KINDS if is_one(status.st_mode)), "something else")
    return Refusal(entry.path, f"it is {kind} and not a file")


def _bad_name(path: str) -> Refusal | None:
    """The refusal of a name that is no text, or that a terminal would obey."""
    if path.isascii() and path.isprintable():
        return None
    if clean(path) != path or "\n" in path or "\t" in path:
        words = "its name has control characters" if _is_text(path) else "its name is not UTF-8"
        return Refusal(shown(path), f"{words}: rename it")
    return None


def shown(path: str) -> str:
    """A path as text that can be stored and shown: what is no letter is written as its escape."""
    plain = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(one if clean(one) == one and one not in "\n\t" else f"\\x{ord(one):02x}" for one in plain)


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
