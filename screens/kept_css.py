"""Style sheets as they were parsed, kept between two starts as Python keeps its bytecode: a tenth of the first paint.

The file is the person's own, in the cache folder, and may go at any time. Like bytecode it is trusted only where nobody
else may write it, and only while the parser's files are those that it came from.
"""

from __future__ import annotations

import os
import pickle
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from textual.css import model, parse, styles

from screens.stylesheet import Kept

FILE = "styles.pickle"
_BROKEN = (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)
"""What reading may raise of a file that was cut off, damaged, or written by another version."""


def load(folder: Path) -> Kept:
    """What an earlier studio kept in `folder`; nothing where that cannot be used."""
    try:
        with (folder / FILE).open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
                return {}
            stamp, kept = pickle.load(file)
    except _BROKEN:
        return {}
    return kept if stamp == _stamp() and isinstance(kept, dict) else {}


def save(folder: Path, kept: Kept) -> None:
    """Keep this and nothing else, in one step; a folder that cannot be written keeps nothing."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=FILE)
        try:
            with os.fdopen(handle, "wb") as file:
                pickle.dump((_stamp(), kept), file, protocol=5)
            Path(temporary).replace(folder / FILE)
        except BaseException:
            Path(temporary).unlink()
            raise


def _stamp() -> tuple[object, ...]:
    """What the parser is: its files, by their times, and which Python runs it."""
    found = [Path(str(module.__file__)).stat() for module in (model, parse, styles)]
    return (sys.implementation.cache_tag, *((one.st_mtime_ns, one.st_size) for one in found))
