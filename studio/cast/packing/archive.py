"""A ZIP archive that anybody may have made: read by name, within bounds, and never unpacked.

Sizes in an archive's own list are claims, so what is read is counted (APPNOTE 6.3.10, 4.4.8 and 4.4.9).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from studio.cast.packing.records import PackWrong

MOST_ENTRIES = 2000
_ENCRYPTED = 0x1
_PIECE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What zipfile raises for archives that are no archives, or of a kind that it does not read."""


class Archive:
    """An archive that is open; made by `opened`."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise _wrong(path, f"it has {len(entries):,} files, and {MOST_ENTRIES:,} are read at most")
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def read(self, name: str, most: int) -> bytes:
        """The bytes of one of its files, `most` of them at most. Raises PackWrong."""
        return b"".join(self.pieces(name, most))

    def pieces(self, name: str, most: int) -> Iterator[bytes]:
        """The bytes of one of its files, in pieces of a megabyte. Raises PackWrong."""
        entry = self._entries.get(name)
        if entry is None:
            raise _wrong(self.path, f"{name!r} is not in it")
        if entry.flag_bits & _ENCRYPTED:
            raise _wrong(self.path, f"{name!r} in it is encrypted")
        with _errors(self.path), self._archive.open(entry) as file:
            yield from _counted(self.path, name, file, most)


def _counted(path: Path, name: str, file: IO[bytes], most: int) -> Iterator[bytes]:
    read = 0
    while piece := file.read(_PIECE):
        read += len(piece)
        if read > most:
            raise _wrong(path, f"{name!r} in it is larger than {most >> 20} MiB")
        yield piece


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive by its path, for a while. Raises PackWrong."""
    with _errors(path):
        archive = zipfile.ZipFile(path)
    with archive:
        yield Archive(path, archive)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PackWrong(f"{path} cannot be read", error.strerror or str(error), "Check the path") from error
    except _BROKEN as error:
        raise _wrong(path, "it is no ZIP archive, or it is cut off") from error


def _wrong(path: Path, reason: str) -> PackWrong:
    return PackWrong(f"{path.name} cannot be used", reason, "Ask whoever made it for the file again")
