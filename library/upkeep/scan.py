"""Walking a library's files: every picture of the folder and of the trash, and what a kill left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from library.digest import sha256_of
from library.files import disk
from library.files.untrusted import untrusted
from library.formats import png_text
from library.formats.png_text import Header
from library.places import DATASET_FILE, DATASET_FOLDER, OWN_FOLDER, Places
from library.records import Progress

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its path on the disk, its path in the index, and whether it lies in the trash."""

    path: Path
    relative: str
    trashed: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a file: its PNG header, its bytes' SHA-256 in hex, and how many bytes there are."""

    header: Header
    sha256: str
    bytes: int


def entries(places: Places, suffixes: Container[str] = (".png",)) -> Iterator[Entry]:
    """Every file named so of the folder, then of the trash, by name. Links to folders are not followed."""
    for trashed in (False, True):
        root = places.root(trashed)
        for path in _walk(root):
            if path.suffix.lower() in suffixes and not path.name.startswith(".") and path.is_file():
                yield Entry(path, path.relative_to(root).as_posix(), trashed)


def leftovers(places: Places) -> Iterator[Path]:
    """Every temporary file that a kill left in the library, its own folder included."""
    for root in (places.folder, places.folder / OWN_FOLDER):
        yield from (path for path in _walk(root) if disk.is_temporary(path.name))


def content(path: Path) -> Content:
    """A file's header and hash. Raises PictureUnreadable."""
    with untrusted(str(path)):
        header = png_text.read_header(path)
    data = disk.read_file(path)
    return Content(header, sha256_of(data), len(data))


class Teller:
    """Tells a listener how far a work has come; a listener that is None hears nothing."""

    def __init__(self, listener: OnProgress | None, total: int) -> None:
        self._listener = listener
        self._total = total
        self._done = 0

    def step(self, path: str) -> None:
        """One more is done."""
        self._done += 1
        if self._listener is not None:
            self._listener(Progress(self._done, max(self._total, self._done), path))


def _walk(root: Path) -> Iterator[Path]:
    """Every file under `root`, folder by folder by name; the library's own folder and datasets are passed over."""
    if not root.is_dir():
        return
    for folder, folders, names in os.walk(root, onerror=_refuse):
        if DATASET_FILE in names and DATASET_FOLDER in folders:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if name != OWN_FOLDER)
        yield from (Path(folder, name) for name in sorted(names))


def _refuse(error: OSError) -> None:
    """A folder that cannot be listed ends the work: its pictures must not be taken for gone."""
    if not isinstance(error, FileNotFoundError):
        raise disk.disk_error(error, Path(error.filename or ""), "reading the folder") from error
