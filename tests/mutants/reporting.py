"""A plugin of pytest that writes a line of JSON for each test that begins and each step of one that ends.

It is copied to where a run finds it as `reporting`, and knows nothing but pytest: what is tested may have other tests.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path

import pytest

VARIABLE = "MUTANTS_REPORT"
"""The environment's variable that names the file."""
MOST_MEMORY = 8 << 30
"""Bytes of address space: a mistake that asks for ever more fails, and takes no other program's."""


def pytest_configure() -> None:
    """Set the bound, for this process and for those that it starts, and let them hear of Ctrl+C."""
    # What a shell starts in the background is told to ignore it, and tests press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def pytest_runtest_logstart(nodeid: str) -> None:
    """A test begins."""
    _write(nodeid, "begins", 0.0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A step of a test (it is set up, called, taken down) has ended."""
    _write(report.nodeid, report.outcome, report.duration)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module could not be collected."""
    if report.failed:
        _write(report.nodeid, report.outcome, 0.0)


def _write(nodeid: str, outcome: str, seconds: float) -> None:
    with Path(os.environ[VARIABLE]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([nodeid, outcome, seconds]) + "\n")
