"""Walking somebody's folder for pictures: what is there, and what cannot be taken and why; nothing is opened."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from library.exchange.sidecars import SIDECAR
from library.formats.heads.kinds import OTHERS, SUFFIXES
from library.names import clean
from library.places import DATASET_FILE, DATASET_FOLDER

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
    """A sidecar: its absolute path, and when it was last changed."""

    path: str
    mtime_ns: int


class Refusal(NamedTuple):
    """A file or folder that is not taken. `path` is text that can be stored and shown, whatever the name is."""

    path: str
    reason: str
    mtime_ns: int = NOT_OPENED
    bytes: int = 0


class Other(NamedTuple):
    """A picture or film of a kind that is not read: its absolute path, and its ending in small letters."""

    path: str
    kind: str


class Walk:
    """Somebody's folder, and what of it is left out. `excluded` are shell patterns, as `fnmatch` has them.

    A pattern without a slash, but at its end, is compared with the name of each file and folder, one with a slash with
    the path below the root; a folder that is left out is so with all that is in it. `start` is a folder below the root
    to begin in. Datasets below the root are passed over.
    """

    def __init__(
        self, root: str, recursive: bool = True, excluded: Collection[str] = (), start: str | None = None
    ) -> None:
        self._root = root
        self._recursive = recursive
        self._start = root if start is None else start
        self._names = _matcher(one for one in excluded if "/" not in one.rstrip("/"))
        self._paths = _matcher(one for one in excluded if "/" in one.rstrip("/"))
        self._has_patterns = self._names is not None or self._paths is not None

    def __iter__(self) -> Iterator[Seen | Beside | Other | Refusal]:
        """Every file that is named like a picture, a film or a sidecar; hidden names and links to folders are not.

        Memory does not grow with the number of files, only with that of the folders beside the way down.
        """
        is_walked = self._start == self._root or not (self.leaves_out(self._start) or self._is_in_dataset(self._start))
        waiting = [self._start] if is_walked else []
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        name = entry.name
                        if name[:1] == ".":
                            continue
                        # Most files are asked for nothing more.
                        if (self._has_patterns or name[-5:] == ".webp") and self._is_left_out(entry):
                            continue
                        if not entry.is_dir(follow_symlinks=False):
                            yield from self._file(entry)
                        elif self._recursive and (refusal := _bad_name(entry.path)) is not None:
                            yield refusal
                        elif self._recursive and not _is_dataset(entry.path):
                            waiting.append(entry.path)
            except FileNotFoundError:
                # It went away since it was seen; its pictures are looked for afterwards.
                continue
            except OSError as error:
                yield Refusal(shown(folder), f"the folder cannot be listed: {error.strerror or error}")

    def leaves_out(self, path: str) -> bool:
        """Whether a file below the root, or a folder that it lies in, is left out."""
        if not self._has_patterns and path[-5:] != ".webp":
            return False
        if self._has_patterns:
            parts = self._below(path).split("/")
            if any(self._is_excluded(name, "/".join(parts[: number + 1])) for number, name in enumerate(parts)):
                return True
        return self._is_thumbnail(path)

    def _is_in_dataset(self, folder: str) -> bool:
        while len(folder) > len(self._root):
            if _is_dataset(folder):
                return True
            folder = folder.rpartition("/")[0]
        return False

    def _is_left_out(self, entry: os.DirEntry[str]) -> bool:
        """The same of an entry of a folder that is not left out."""
        if self._has_patterns and self._is_excluded(entry.name, self._below(entry.path)):
            return True
        return self._is_thumbnail(entry.path)

    def _below(self, path: str) -> str:
        return path[len(self._root) :].lstrip("/")

    def _is_excluded(self, name: str, below: str) -> bool:
        return (self._names is not None and self._names(name) is not None) or (
            self._paths is not None and self._paths(below) is not None
        )

    def _is_thumbnail(self, path: str) -> bool:
        """Whether a file is one of InvokeAI's small copies: `thumbnails/0a.webp` beside `0a.png`."""
        if path[-5:] != ".webp":
            return False
        *folders, name = self._below(path).split("/")
        if "thumbnails" not in folders:
            return False
        above = [part for part in folders if part != "thumbnails"]
        whole = "/".join((self._root.rstrip("/"), *above, f"{name[:-5]}.png"))
        return os.path.exists(whole)  # noqa: PTH110  a Path costs five times that

    def _file(self, entry: os.DirEntry[str]) -> Iterator[Seen | Beside | Other | Refusal]:
        if entry.is_symlink() and _leads_to_folder(entry):
            if self._recursive:
                yield from self._link(entry)
            return
        suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122  a Path costs 20 times that
        if suffix in SUFFIXES:
            yield _looked_at(entry.path, entry.stat, entry.is_symlink)
        elif suffix == SIDECAR and _bad_name(entry.path) is None:
            with suppress(OSError):
                yield Beside(entry.path, entry.stat().st_mtime_ns)
        elif suffix in OTHERS:
            yield Other(shown(entry.path), suffix[1:])

    def _link(self, entry: os.DirEntry[str]) -> Iterator[Refusal]:
        """A link to a folder, which may lead round in circles; one that leads to what is walked anyway is not named."""
        root, target = os.path.realpath(self._root), os.path.realpath(entry.path)
        if target != root and not target.startswith(f"{root.rstrip('/')}/"):
            yield Refusal(shown(entry.path), f"it is a link to a folder, and left out: import {shown(target)} itself")


def _is_dataset(folder: str) -> bool:
    own, file = f"{folder}/{DATASET_FOLDER}", f"{folder}/{DATASET_FILE}"
    return os.path.isdir(own) and os.path.isfile(file)  # noqa: PTH112, PTH113  a Path costs five times that


def _matcher(patterns: Iterable[str]) -> Callable[[str], object] | None:
    """What any of these patterns matches; None where there are none, so that nobody asks."""
    each = [fnmatch.translate(pattern.strip("/")) for pattern in patterns]
    return re.compile("|".join(each)).match if each else None


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:
        # It leads round in a circle, or to where nobody may look.
        return False


def look_at(path: str) -> Seen | Other | Refusal:
    """What a file is that somebody names by its absolute path, whatever a walk would leave out."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122  as a walk does it
    if suffix in OTHERS:
        return Other(shown(path), suffix[1:])
    if suffix not in SUFFIXES:
        return Refusal(shown(path), "it is not named like a picture")
    return _looked_at(path, partial(os.stat, path), partial(os.path.islink, path))


def _looked_at(path: str, status_of: Callable[[], os.stat_result], is_link: Callable[[], bool]) -> Seen | Refusal:
    if (refusal := _bad_name(path)) is not None:
        return refusal
    try:
        status = status_of()
    except OSError as error:
        link = "a link that leads to nothing" if is_link() else "it cannot be read"
        return Refusal(path, f"{link}: {error.strerror or error}")
    if stat.S_ISREG(status.st_mode):
        return Seen(path, status.st_size, status.st_mtime_ns)
    kind = next((name for is_one, name in _KINDS if is_one(status.st_mode)), "something else")
    return Refusal(path, f"it is {kind} and not a file")


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
