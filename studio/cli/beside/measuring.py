"""A process beside a studio: it measures the drift of pictures that were drawn, imported, or measured otherwise before.

    python -m studio.cli.beside.measuring LIBRARY SETTINGS

It goes on while its standard input stays open, which ends with the studio however that ends, and while something comes
now and then. One process measures for all studios on a library.
"""

from __future__ import annotations

import sys
import threading
from functools import partial
from pathlib import Path
from time import monotonic

from library.files.owners import claim_measuring
from library.store import Library
from studio.cli.beside.frame import run_beside
from studio.pictures.measuring.measuring import Measurer
from studio.pictures.measuring.subjects import Subject
from studio.pictures.measuring.waiting import Waiting

NICENESS = 19
"""Whatever else wants a processor has it first."""
LOOKED_EVERY = 2.0
"""Seconds between two looks at what has come."""
LINGERS = 120.0
"""Seconds without work after which it ends: what it knows of the cast took seconds to learn."""


def measure_until(library: Library, settings: Path, stop: threading.Event, lingers: float = LINGERS) -> None:
    """Measure what waits, and what comes, until `stop` is set or nothing has come for a while. Raises LibraryError."""
    waiting = Waiting(library, settings)
    known: tuple[tuple[Subject, ...], Measurer] | None = None
    last = monotonic()
    while not stop.is_set() and monotonic() - last < lingers:
        if waiting.look():
            if known is None or known[0] != waiting.subjects:
                known = waiting.subjects, Measurer(library, waiting.cast, waiting.subjects)
            for _ in known[1].measure_waiting(stop.is_set):
                last = monotonic()
        else:
            stop.wait(min(LOOKED_EVERY, lingers))


def main() -> int:
    """Measure; the exit status is that of `run_beside`."""
    folder, settings = Path(sys.argv[1]), Path(sys.argv[2])

    def work(stop: threading.Event) -> None:
        library = Library.open(folder)
        try:
            measure_until(library, settings, stop)
        finally:
            library.close()

    return run_beside("measuring drift", NICENESS, partial(claim_measuring, folder), work)


if __name__ == "__main__":
    raise SystemExit(main())
