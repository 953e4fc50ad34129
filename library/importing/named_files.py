"""Folders and files that somebody names: what an import of them would look at, and the import of single files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from library.errors import FolderMissing
from library.importing.importer import Importer
from library.importing.walking import Other, Seen, Walk, look_at, shown
from library.keeping import keepsakes
from library.places import Places
from library.records import SURVEY_CAP, ImportReport, Survey

ASKED_EVERY = 1000
"""Files between two looks at whether anybody still wants the count."""


def import_files(importer: Importer, paths: Iterable[Path]) -> ImportReport:
    """Import single files, and what an import finds beside them. Raises as `Importer.folder`."""
    importer.take(look_at(_absolute(importer, path)) for path in paths)
    return importer.report


def survey(places: Places, paths: Iterable[Path], stopped: Callable[[], bool]) -> Survey:
    """Count what an import of folders and files would look at. Raises nothing for whatever lies there."""
    excluded = keepsakes.all_excluded(places)
    pictures = others = folders = files = seen = 0
    absent: list[str] = []
    for path in paths:
        root = os.path.abspath(os.path.expanduser(path))  # noqa: PTH100,PTH111  without following the links in it
        if not os.path.exists(root):  # noqa: PTH110  where a Path raises, the disk is sick
            absent.append(shown(str(path)))
            continue
        is_folder = os.path.isdir(root)  # noqa: PTH112
        folders, files = folders + is_folder, files + (not is_folder)
        for one in Walk(root, True, excluded.get(root, ())) if is_folder else [look_at(root)]:
            pictures, others, seen = pictures + isinstance(one, Seen), others + isinstance(one, Other), seen + 1
            if pictures >= SURVEY_CAP or (seen % ASKED_EVERY == 0 and stopped()):
                return Survey(pictures, others, folders, files, tuple(absent), at_least=True)
    return Survey(pictures, others, folders, files, tuple(absent))


def _absolute(importer: Importer, path: Path) -> str:
    """A file's absolute path, by the library's own where it lies in that."""
    try:
        return str(Path(importer.rooted(Path(os.path.expanduser(path)).parent)) / path.name)  # noqa: PTH111
    except FolderMissing:
        return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100,PTH111
