"""What a person reads of a mistake of the program; the traceback is in the log."""

from __future__ import annotations

from studio.cli.failure import log_file
from studio.errors import Notice
from studio.notices import KNOWN_ERRORS, notice_of


def sentence(error: BaseException) -> str:
    """One line, when it ended the studio: what it was, that nothing is lost, where the details are."""
    kept = f"Pictures and jobs are kept. Details are in {log_file()}"
    return f"The studio ended by a mistake of its own: {_what(error)}. {kept}"


def passing(error: Exception) -> Notice:
    """What is said when the studio goes on. An error that explains itself has its own words."""
    if isinstance(error, KNOWN_ERRORS):
        return notice_of(error)
    return Notice("The studio made a mistake", _what(error), f"It goes on. Details are in {log_file()}")


def _what(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
