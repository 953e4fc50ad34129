"""The log's file."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path


class QuietLog(logging.handlers.RotatingFileHandler):
    """A log that is opened with its first record, and stays silent on the terminal where it cannot be written."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, making the log's folder with the first one."""
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: there is no place left to say it."""
