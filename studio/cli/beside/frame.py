"""The frame of a process beside a studio: it works while its standard input stays open, and once for all studios."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import partial

from library.files.owners import Claim
from studio.cli.failure import keep_log
from studio.side_processes import FAILED, TAKEN

Work = Callable[[threading.Event], None]
"""Goes on until the event is set."""


def run_beside(what: str, niceness: int, claim: Callable[[], Claim], work: Work) -> int:
    """Work until standard input ends, which it does with the studio however that ends, or there is no more work.

    The exit status: 0, FAILED with the reason in the log, or TAKEN where another process works already.
    """
    keep_log()
    os.nice(niceness)
    stop = threading.Event()
    threading.Thread(target=partial(_wait_for_end, stop), name="the studio", daemon=True).start()
    try:
        mine = claim()
        if not mine.mine:
            return TAKEN
        try:
            work(stop)
        finally:
            mine.release()
    except Exception as error:
        logging.getLogger(__name__).error(what, exc_info=error)
        return FAILED
    return 0


def _wait_for_end(stop: threading.Event) -> None:
    """Nothing is ever written to standard input: it only ends."""
    try:
        while os.read(sys.stdin.fileno(), 1024):
            continue
    finally:
        stop.set()
