"""A plugin of pytest that tells coverage.py which test executes what. It is copied to where a run finds it."""

from __future__ import annotations

from coverage import Coverage


def pytest_runtest_logstart(nodeid: str) -> None:
    """A test begins."""
    measured = Coverage.current()
    if measured is not None:
        measured.switch_context(nodeid)
