"""A process beside a demo: it paints a share of the demo's pictures into the demo's library.

    python -m studio.demo.painter FOLDER SHARE SHARES

FOLDER is the demo's settings folder; of so many SHARES this is the one with the number SHARE, from 0 on. It ends with
its last picture, or when its standard input does, which ends with the studio however that ends.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from pathlib import Path

from library.store import Library
from studio.cli.failure import keep_log
from studio.demo.painting import paint
from studio.demo.shots import takes
from studio.scenes import stock
from studio.settings import settings

NICENESS = 5
"""The studio that one looks at has the processors first."""

APART = 7 * 3600.0
"""Seconds between two pictures, as the library has it."""


def paint_share(folder: Path, share: int, shares: int) -> None:
    """Paint every so-manieth picture of the demo. Raises LibraryError, StudioError."""
    goods = stock.load(folder)
    library = Library.open(settings.load(folder).library_folder())
    every, now = takes(), time.time()
    try:
        for number in range(share, len(every), shares):
            paint(library, goods, every[number], now - (len(every) - number) * APART)
    finally:
        library.close()


def main() -> int:
    """Paint until all is done; the exit status."""
    keep_log()
    os.nice(NICENESS)
    threading.Thread(target=_end_with_the_studio, name="the studio", daemon=True).start()
    try:
        paint_share(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    except Exception:
        logging.getLogger(__name__).exception("painting the demo")
        raise
    return 0


def _end_with_the_studio() -> None:
    """Nothing is ever written to standard input: it only ends. What is half painted is of no use to anybody then."""
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main())
