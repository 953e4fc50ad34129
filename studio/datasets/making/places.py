"""Where datasets lie, and which there are: folders that a person finds, in the folder of the library."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from library.errors import LibraryError
from studio.datasets.folder import layout, reading
from studio.datasets.folder.reading import Opened
from studio.datasets.records import DatasetWrong
from studio.errors import Notice
from studio.notices import notice_of
from studio.plain_text import expanded, plain

DATASETS = "datasets"


class Listed(NamedTuple):
    """A dataset of the list; `trouble` where it cannot be read, and then it is not `opened`."""

    name: str
    folder: Path
    opened: Opened | None
    trouble: Notice | None = None


def datasets_folder(library_folder: Path) -> Path:
    """Where datasets lie that have a name and no path."""
    return library_folder / DATASETS


def folder_of(library_folder: Path, name: str) -> Path:
    """The folder that a name means, whether it is there or not: one in `datasets`, or a path where it has a slash.

    Raises DatasetWrong for what cannot be a name.
    """
    if "/" in name or name in (".", "..") or name.startswith("~"):
        return expanded(name).absolute()
    if trouble := layout.name_trouble(name):
        raise DatasetWrong(f"{plain(name)!r} cannot be the name of a dataset", trouble, "Choose another name")
    return datasets_folder(library_folder) / name


def names(library_folder: Path) -> tuple[str, ...]:
    """The names of the datasets that there are; none of them is read. Raises nothing."""
    folder = datasets_folder(library_folder)
    try:
        return tuple(sorted(one.name for one in folder.iterdir() if layout.is_dataset(one)))
    except OSError:
        return ()


def listed(library_folder: Path) -> tuple[Listed, ...]:
    """The datasets that there are. Blocks."""
    found = []
    for name in names(library_folder):
        folder = datasets_folder(library_folder) / name
        try:
            found.append(Listed(name, folder, reading.opened(folder)))
        except (DatasetWrong, LibraryError) as error:
            found.append(Listed(name, folder, None, notice_of(error)))
    return tuple(found)
