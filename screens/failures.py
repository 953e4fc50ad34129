"""What goes wrong by the program's own mistake: written to a file, and told in a line instead of a traceback."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from studio.settings import FOLDER_VARIABLE

log = logging.getLogger("screens")


def log_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where mistakes are written: beside settings that were put elsewhere, or in the system's place for logs."""
    named = environment.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser() / "studio.log"
    from platformdirs import user_log_path

    return user_log_path("milo-studio") / "studio.log"


class LateFileHandler(logging.FileHandler):
    """Makes the file, and its folder, when the first line is written; never writes to the screen."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written must not write over the screen."""


def sentence(error: BaseException | None, path: Path) -> str:
    """What a person reads after a mistake of the program ended it."""
    what = " ".join(f"{type(error).__name__}: {error}".split()) if error else "an unknown mistake"
    return (
        f"The studio ended by a mistake of its own ({what[:300]}). Your pictures and jobs are kept. Details: {path}\n"
    )
