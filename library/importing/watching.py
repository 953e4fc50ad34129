"""Watching a folder that was imported, by looking at it: no library is needed, and it works on every file system.

The kernel's own notices (inotify) do not come from NFS and SMB, where shared folders of pictures lie, and have a
bound on how many folders are watched. A folder's time changes with every name that is added or removed in it, so a look
costs one `stat` a folder, not one a file; files that are written anew under their old name are found by a full look.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from library.errors import FolderMissing
from library.importing.importer import Importer
from library.importing.missing import end_of
from library.index.database import Index
from library.places import Places
from library.records import ImportReport

EVERY_SECONDS = 2.0
"""Between looks at the folders' times."""
SETTLED_SECONDS = 1.5
"""A folder is imported when nothing came into it for this long: what is being written is not read half."""
FULL_SECONDS = 1800.0
"""Between full looks."""

OnReport = Callable[[ImportReport], None]


def watch(
    index: Index,
    places: Places,
    folder: Path,
    stop: threading.Event,
    on_report: OnReport,
    every: float = EVERY_SECONDS,
    settled: float = SETTLED_SECONDS,
) -> None:
    """Import a listed folder and then its changes, until `stop` is set or the folder is not listed any more.

    `on_report` hears of the first import and of each change. A folder that takes long to look at is looked at less
    often: a tenth of the time at most goes into it. An empty folder of which there are pictures counts as a disk that
    is away: nothing is taken for deleted.
    Raises FolderMissing at the start, and IndexUnusable, DiskFull, LibraryUnwritable.
    """
    root = Importer(index, places).rooted(folder)
    if not _has_anything(root) and _has_pictures(index, places, root):
        raise FolderMissing(f"{root} is empty, and there are pictures of it", "Is its disk away?")

    def is_over() -> bool:
        return stop.is_set() or not _is_listed(index, root)

    def is_off() -> bool:
        return is_over() or not _has_anything(root)

    changes = Changes(settled)
    changes.since(root, time.time())
    on_report(Importer(index, places, stopped=is_off).again(root))
    full_at = time.monotonic() + FULL_SECONDS
    took = 0.0
    while not stop.wait(max(every, 9 * took)) and not is_over():
        began = time.monotonic()
        importer = Importer(index, places, stopped=is_off)
        changed_folders = changes.since(root, time.time())
        if not _has_anything(root):
            continue
        if began > full_at:
            importer.look(root)
            full_at = began + FULL_SECONDS
        for changed in changed_folders:
            importer.newest_ns = 0
            importer.look(root, recursive=False, below=changed)
            if importer.newest_ns > (time.time() - settled) * 1e9:
                changes.again(changed)
        report = importer.report
        if report.added or report.changed or report.moved or report.missing:
            on_report(report)
        took = time.monotonic() - began


def _is_listed(index: Index, root: str) -> bool:
    with index.reading() as connection:
        known = connection.execute("select exists (select 1 from import_root where path = ?)", (root,)).fetchone()
    return bool(known[0])


def _has_pictures(index: Index, places: Places, root: str) -> bool:
    """Whether the index has pictures of a folder that were there when it was last looked at."""
    begin = places.stored(f"{root}/")
    with index.reading() as connection:
        known = connection.execute(
            "select exists (select 1 from picture where path > ? and path < ? and not missing)", (begin, end_of(begin))
        ).fetchone()
    return bool(known[0])


def _has_anything(folder: str) -> bool:
    try:
        with os.scandir(folder) as names:
            return next(names, None) is not None
    except OSError:
        return False


class Changes:
    """What folders were like at the last look: memory grows with the number of folders, not of files."""

    def __init__(self, settled: float) -> None:
        self._settled_ns = int(settled * 1e9)
        self._known: dict[str, _Folder] = {}

    def since(self, root: str, now: float) -> list[str]:
        """Folders in which names came or went since the last look, and those that are gone; at the first look, none.

        A folder that changed a moment ago is told of at a later look.
        """
        is_first = not self._known
        known = self._look(root)
        if not known:
            # All is away, and with it perhaps a disk: nothing is taken for deleted until it is back.
            return []
        found: list[str] = []
        for folder, state in known.items():
            before = self._known.get(folder)
            if before is not None and before.time_ns == state.time_ns:
                continue
            if 0 <= int(now * 1e9) - state.time_ns < self._settled_ns:
                known[folder] = state._replace(time_ns=-1)
            elif not is_first:
                found.append(folder)
        found += self._known.keys() - known.keys()
        self._known = known
        return found

    def again(self, folder: str) -> None:
        """Tell of this folder at the next look too: something in it was still being written."""
        if folder in self._known:
            self._known[folder] = self._known[folder]._replace(time_ns=-1)

    def _look(self, root: str) -> dict[str, _Folder]:
        """Each folder under `root`, itself first; one whose time is the same is not listed anew."""
        known: dict[str, _Folder] = {}
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                time_ns = os.stat(folder).st_mtime_ns  # noqa: PTH116  a Path costs as much again
                before = self._known.get(folder)
                below = before.below if before is not None and before.time_ns == time_ns else _below(folder)
            except OSError:
                continue
            known[folder] = _Folder(time_ns, below)
            waiting += below
        return known


class _Folder(NamedTuple):
    time_ns: int
    below: list[str]


def _below(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [one.path for one in entries if one.name[:1] != "." and one.is_dir(follow_symlinks=False)]
