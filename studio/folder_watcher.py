"""A process beside a studio: it takes in what comes into the imported folders that are watched.

    python -m studio.folder_watcher LIBRARY

It goes on while its standard input stays open, which ends with the studio however that ends, and is another process so
that no key waits for it. One process watches for all studios on a library.
"""

from __future__ import annotations

import logging
import sys
import threading
from functools import partial
from pathlib import Path

from library.errors import FolderMissing
from library.files.owners import claim_watching
from library.records import ImportReport
from library.store import Library
from studio.cli.beside.frame import run_beside

NICENESS = 10
"""Whatever else wants a processor has it first."""
ROOTS_EVERY = 10.0
"""Seconds between two looks at which folders are watched."""
ENDS_WITHIN = 2.0
"""Seconds for which the end of a thread is waited for."""
AWAY_FOR = 30.0
"""Seconds until a folder that is not there, or could not be read in, is looked for again."""


class Watcher:
    """Watches each folder of a library in a thread, as the library says which, until `stop` is set."""

    def __init__(self, library: Library, stop: threading.Event) -> None:
        self._library = library
        self._stop = stop
        self._threads: dict[str, tuple[threading.Thread, threading.Event]] = {}
        self._news = threading.Event()

    def run(self, every: float = ROOTS_EVERY) -> None:
        """Go on until `stop` is set, or something is wrong with the library. Raises LibraryError."""
        newest = self._library.page(limit=1).pictures
        preparing = threading.Thread(target=self._prepare, args=(newest[0].id if newest else 0,), daemon=True)
        preparing.start()
        try:
            while not self._stop.is_set():
                self._follow({root.path for root in self._library.imports.roots() if root.watched})
                self._stop.wait(every)
        finally:
            self._stop.set()
            self._news.set()
            self._follow(set())
            preparing.join(ENDS_WITHIN)

    def _follow(self, wanted: set[str]) -> None:
        """Watch these folders and no others."""
        for path in self._threads.keys() - wanted:
            self._threads[path][1].set()
        for path in self._threads.keys() - wanted:
            thread, _ = self._threads.pop(path)
            # A disk that does not answer holds its thread, and nobody else.
            thread.join(ENDS_WITHIN)
        for path in wanted - self._threads.keys():
            end = threading.Event()
            thread = threading.Thread(target=self._watch, args=(Path(path), end), name=f"watch {path}", daemon=True)
            self._threads[path] = thread, end
            thread.start()

    def _watch(self, folder: Path, end: threading.Event) -> None:
        while not end.is_set():
            try:
                self._library.imports.watch(folder, end, self._hear)
            except FolderMissing:
                end.wait(AWAY_FOR)
            except Exception as error:
                logging.getLogger(__name__).warning("watching %s", folder, exc_info=error)
                end.wait(AWAY_FOR)

    def _hear(self, _: ImportReport) -> None:
        # After a first look that adds nothing too: what it saw may have been imported a moment before.
        self._news.set()

    def _prepare(self, newest: int) -> None:
        """Make the thumbnails of what comes, and what tells pictures that look alike; of what was there, nothing."""
        while self._news.wait() and not self._stop.is_set():
            self._news.clear()
            try:
                self._library.imports.prepare(stopped=self._stop.is_set, processes=1, newer_than=newest)
            except Exception as error:
                logging.getLogger(__name__).warning("making thumbnails", exc_info=error)


def main() -> int:
    """Watch; the exit status is that of `run_beside`."""
    folder = Path(sys.argv[1])

    def work(stop: threading.Event) -> None:
        library = Library.open(folder)
        try:
            Watcher(library, stop).run()
        finally:
            library.close()

    return run_beside("watching folders", NICENESS, partial(claim_watching, folder), work)


if __name__ == "__main__":
    raise SystemExit(main())
