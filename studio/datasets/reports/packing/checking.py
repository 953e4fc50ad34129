"""A pack that was written, read again: its bytes are right, each picture decodes, and each caption has its picture."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from library.errors import PictureUnreadable
from studio.datasets.records import DatasetWrong
from studio.datasets.reports.packing.records import Entry

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_AT_ONCE = 2
"""Pictures that are decoded at once: each is some megabytes in memory."""


def check(path: Path, entries: Sequence[Entry]) -> None:
    """Look whether the ZIP at `path` has these entries, whole. Raises DatasetWrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.namelist() != [entry.path for entry in entries]:
                raise _wrong("it does not have the files that it should")
            # One at a time reads the archive; several decode.
            _check_all(entries, archive.read)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _wrong(str(error)) from error


def check_folder(folder: Path, root: str, entries: Sequence[Entry]) -> None:
    """Look whether a folder has these entries, whose paths begin with `root` there. Raises DatasetWrong."""
    try:
        _check_all(entries, lambda path: (folder / path.removeprefix(root)).read_bytes())
    except OSError as error:
        raise _wrong(error.strerror or str(error)) from error


def _check_all(entries: Sequence[Entry], read: Callable[[str], bytes]) -> None:
    stems = {_stem(entry.path) for entry in entries if _is_picture(entry.path)}
    if alone := [entry.path for entry in entries if entry.path.endswith(".txt") and _stem(entry.path) not in stems]:
        raise _wrong(f"{alone[0]} has no picture")
    pictures = [entry.path for entry in entries if _is_picture(entry.path)]
    others = [entry for entry in entries if not _is_picture(entry.path)]
    for entry in others:
        if read(entry.path) != entry.data:
            raise _wrong(f"{entry.path} is not what was written")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for some in _portions(pictures):
            for found in [pool.submit(_decode, path, read(path)) for path in some]:
                found.result()


def _portions(paths: Sequence[str]) -> Iterable[Sequence[str]]:
    return (paths[low : low + 2 * _AT_ONCE] for low in range(0, len(paths), 2 * _AT_ONCE))


def _decode(path: str, data: bytes) -> None:
    from library.formats.pictures import opened

    name = PurePosixPath(path).name
    try:
        with opened(data, name) as image:
            image.load()
    except PictureUnreadable as error:
        reason = f"{name} does not decode: {error.reason}"
        raise DatasetWrong("The pack would stop its trainer", reason, "Make it again, or set it aside") from error


def _is_picture(path: str) -> bool:
    return PurePosixPath(path).suffix in PICTURES


def _stem(path: str) -> str:
    return path.rpartition(".")[0]


def _wrong(reason: str) -> DatasetWrong:
    return DatasetWrong("The pack was not written right", reason, "Try again; if it fails again, check the disk")
