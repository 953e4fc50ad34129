"""What a person reads after a mistake of the program ended the studio; the traceback is in the log."""

from __future__ import annotations

from studio.cli.failure import log_file


def sentence(error: BaseException) -> str:
    """One line: what it was, that nothing is lost, where the details are."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"The studio ended by a mistake of its own: {what}. Pictures and jobs are kept. Details are in {log_file()}"
