"""Imports, as the command line and the screens do and tell them: folders and single files, where they lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from library.formats.heads.kinds import SUFFIXES
from library.records import ImportReport, Progress, Survey
from studio.plain_text import expanded

if TYPE_CHECKING:
    from library.store import Library

FILES = frozenset(SUFFIXES)
"""The endings of names of files that can be imported, in small letters."""

Tell = Callable[[str, Progress], None]
"""Hears what is done, in a word or two, and how far it is."""
Stopped = Callable[[], bool]


class Imported(msgspec.Struct, frozen=True):
    """What an import did: a report of each folder, and of the files together. `stopped`: there would have been more."""

    reports: tuple[ImportReport, ...]
    stopped: bool = False


def import_paths(
    library: Library, paths: Sequence[Path], tell: Tell, stopped: Stopped, *, watched: bool | None = None
) -> Imported:
    """Import folders, with all folders in them, and single files, and make their thumbnails. Blocks.

    `watched` says whether the folders are to be watched from now on, None: as before. What was taken in stays when it
    is stopped, and the next import of the same goes on from there. Raises LibraryError, for a folder that is not there
    too.
    """
    folders = [path for path in paths if os.path.isdir(expanded(path))]  # noqa: PTH112  a Path may raise
    files = [path for path in paths if path not in folders]
    reports: list[ImportReport] = []

    def importing(progress: Progress) -> None:
        tell("importing", progress)

    for folder in folders:
        if not stopped():
            reports.append(library.imports.folder(folder, watched=watched, on_progress=importing, stopped=stopped))
    if files and not stopped():
        reports.append(library.imports.files(files, on_progress=importing, stopped=stopped))
    if not stopped():
        library.imports.prepare(on_progress=lambda progress: tell("making thumbnails,", progress), stopped=stopped)
    return Imported(tuple(reports), stopped())


def progress_words(doing: str, progress: Progress) -> str:
    """How far something is: "importing 12 of 345", or the path while nobody knows how many there are."""
    if not progress.total:
        return f"{doing} {progress.path}"
    return f"{doing} {progress.done:,} of {progress.total:,}"


def report_words(*reports: ImportReport) -> str:
    """What imports did, in one line: "12 new, 3 moved, 40 as before"."""
    parts = {
        "new": sum(one.added for one in reports),
        "changed": sum(one.changed for one in reports),
        "moved": sum(one.moved for one in reports),
        "as before": sum(one.unchanged for one in reports),
        "missing": sum(one.missing for one in reports),
        "shown no more": sum(one.excluded for one in reports),
    }
    return ", ".join(f"{count:,} {word}" for word, count in parts.items() if count) or "No pictures taken"


def survey_words(survey: Survey) -> str:
    """What an import would look at, in one line; empty where nothing is named that is there."""
    if not survey.folders + survey.files:
        return ""
    where = [
        "the folder and those in it"
        if survey.folders == 1
        else f"{survey.folders:,} folders"
        if survey.folders
        else "",
        f"{survey.files:,} {'file' if survey.files == 1 else 'files'}" if survey.files else "",
    ]
    many = f"{survey.pictures:,}{' or more' if survey.at_least else ''}"
    pictures = f"{many} {'picture' if many == '1' else 'pictures'}"
    others = f", and {survey.others:,} of kinds that are not read" if survey.others else ""
    return f"{pictures} in {' and '.join(filter(None, where))}{others}."
