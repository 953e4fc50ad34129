"""Errors as the command line tells them: one line, an exit status, and a log for what nobody expected."""

from __future__ import annotations

import logging
from pathlib import Path

from studio.errors import Notice, StudioError

LOG_BYTES = 1 << 20
"""The log is put aside when it is larger than this; one older log is kept."""


class WrongUse(StudioError):
    """The command was used in a way that cannot be meant."""


def wrong_use(error: StudioError) -> WrongUse:
    """The same error, counted as wrong use because what was typed caused it."""
    notice = error.notice
    return WrongUse(notice.title, notice.reason, notice.remedy)


def told(error: Exception) -> tuple[Notice, int]:
    """What to say of an error, and the exit status. What is not the studio's own goes to the log with its traceback."""
    from studio.cli.statuses import FAILED, WRONG_USE
    from studio.notices import KNOWN_ERRORS, notice_of

    if isinstance(error, KNOWN_ERRORS):
        return notice_of(error), WRONG_USE if isinstance(error, _wrong_uses()) else FAILED
    keep_log()
    logging.getLogger("studio").error("unexpected", exc_info=error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return Notice("The system refused", f"{where}{error.strerror}", f"Details are in {log_file()}"), FAILED
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return Notice("The studio made a mistake", what, f"Details are in {log_file()}"), FAILED


def _wrong_uses() -> tuple[type[Exception], ...]:
    from library.errors import QueryWrong
    from studio.engines.book import UnknownEngine
    from studio.scenes.plan import SceneImpossible
    from studio.scenes.stock import UnknownName
    from studio.scenes.understanding import SceneEmpty

    return (WrongUse, QueryWrong, SceneEmpty, SceneImpossible, UnknownEngine, UnknownName)


def log_file() -> Path:
    """Where the log is, whether it is there or not."""
    from platformdirs import user_state_path

    return user_state_path("milo-studio") / "studio.log"


class LateLog(logging.Handler):
    """A log that is made, and imported, with its first record."""

    def __init__(self) -> None:
        super().__init__()
        self._log: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if self._log is None:
            from studio.cli.log import QuietLog

            self._log = QuietLog(log_file(), maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
            self._log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._log.handle(record)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._log is not None:
            self._log.close()
        super().close()


def keep_log() -> None:
    """Send warnings and errors of the whole program to the log, and none of them to the terminal."""
    logging.basicConfig(handlers=[LateLog()], level=logging.WARNING)
    logging.captureWarnings(True)
