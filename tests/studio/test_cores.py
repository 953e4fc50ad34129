"""Work over all cores: in order, and a worker that dies takes only its own job with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from studio import cores


def slow_first(number: int) -> int:
    """A job that is slower for small numbers."""
    time.sleep(0.02 if number < 3 else 0)
    return number * number


def deadly(number: int) -> str:
    """A job that kills its worker."""
    if number == 5:
        os._exit(9)
    return f"{number} done"


def wrong(number: int) -> str:
    """A job that is not always done right."""
    if number == 1:
        raise ZeroDivisionError("by mistake")
    return f"{number} done"


def lost(number: int, error: str) -> str:
    return f"{number} lost {error}".rstrip()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "count", lambda: 2)


def test_results_come_in_order() -> None:
    jobs = list(range(12))
    assert list(cores.in_order(slow_first, jobs, lost)) == [(n, n * n) for n in jobs]


def test_a_worker_that_dies_loses_one_job() -> None:
    results = [result for _, result in cores.in_order(deadly, list(range(12)), lost)]
    assert results == [f"{n} lost" if n == 5 else f"{n} done" for n in range(12)]


def test_workers_begin_while_a_screen_stands_for_the_standard_error() -> None:
    code = (
        "import io, sys; from studio import cores; from tests.studio import test_cores as own\n"
        "class Screen(io.StringIO):\n    def fileno(self): return -1\n"
        "sys.stderr = Screen(); cores.count = lambda: 2\n"
        "print(*(result for _, result in cores.in_order(own.slow_first, range(9), own.lost)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(n * n) for n in range(9)]


@pytest.mark.parametrize("count", [3, 12])
def test_a_mistake_at_one_job_is_logged_and_ends_no_other(count: int, caplog: pytest.LogCaptureFixture) -> None:
    results = [result for _, result in cores.in_order(wrong, list(range(count)), lost)]
    assert results == [f"{n} lost ZeroDivisionError: by mistake" if n == 1 else f"{n} done" for n in range(count)]
    assert "Traceback" in caplog.text


def test_few_jobs_stay_in_this_process() -> None:
    own = os.getpid()
    assert list(cores.in_order(lambda _: os.getpid(), [1, 2], lost)) == [(1, own), (2, own)]


def test_leaving_early_is_clean() -> None:
    results = cores.in_order(slow_first, list(range(40)), lost)
    assert next(results) == (0, 0)
    results.close()  # type: ignore[attr-defined]


def begun() -> None:
    """What a process does before its first job."""
    os.environ["BEGUN"] = str(os.getpid())


@pytest.mark.parametrize("count", [2, 12])
def test_each_process_begins_before_its_first_job(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEGUN", "0")
    for _, (own, said) in cores.in_order(whose, list(range(count)), lambda *_: ("", ""), begun):
        assert own == said


def whose(_: int) -> tuple[str, str]:
    """The process that works, and the one that has begun in it."""
    return str(os.getpid()), os.environ["BEGUN"]
