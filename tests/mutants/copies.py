"""Copies of the work tree in which tests run: a mistake is put into a copy, never into the tree."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from tests.mutants import contexts, reporting

_NO_TESTS: Final = 5
"""The status of pytest that ran no test, for all were skipped or left out."""
_FAILED: Final = 1
"""The status of pytest where a test has failed, or a plugin says so."""
_OF_ONE_RUN: Final = ("PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTEST_XDIST", "COVERAGE_")
"""Variables that are for a run of tests in which this one is made, and not for this one."""


class Run(NamedTuple):
    """How a run of tests ended."""

    passed: bool
    hung: bool
    failed: tuple[str, ...]
    """The tests, or the modules that could not be collected, in the order in which they failed."""
    last: str
    """The test that had begun last; empty where none had."""
    seconds: Mapping[str, float]
    """How long each test took."""
    output: str
    is_whole: bool
    """Whether the test that had begun last has ended too."""


class Copy:
    """A copy of a tree in a folder of its own, with a place for what its tests write."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Copy what is no cache, no environment and not hidden, and compile it."""
        self.root, self._temporary, self._plugins = folder / "tree", folder / "t", folder / "plugins"
        self._report, self._asked = folder / "report", folder / "asked"
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        shutil.copytree(root, self.root, ignore=_ignored)
        self._plugins.mkdir(parents=True)
        shutil.copy(reporting.__file__, self._plugins / "reporting.py")
        shutil.copy(contexts.__file__, self._plugins / "contexts.py")
        # By hashes, for two mutants may be as long, and written in the same second.
        compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
        subprocess.run(compiling, cwd=self.root, check=False, stdout=subprocess.DEVNULL)

    @contextmanager
    def changed(self, path: Path, source: bytes) -> Iterator[None]:
        """Another source in place of a file's, for a while."""
        file = self.root / path
        before = file.read_bytes()
        file.write_bytes(source)
        try:
            yield
        finally:
            file.write_bytes(before)

    def run(
        self,
        tests: Sequence[str],
        without: Iterable[str],
        limit: float,
        *,
        is_first_enough: bool = True,
        watched: Path | None = None,
    ) -> Run:
        """Run files or single tests in their order, `without` some, to the first that fails or to the end.

        After `limit` seconds it hangs. Whatever the tests have started is ended with them. What they execute is
        `watched` by coverage.py where its settings are given.
        """
        self._clear()
        command = [sys.executable, "-m", "pytest", "-q", "--tb=line", f"--basetemp={self._temporary / 'p'}"]
        command += ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "reporting"]
        command += ["-x" if is_first_enough else "--continue-on-collection-errors"]
        command += [f"--deselect={one}" for one in without]
        command += ["-p", "contexts"] if watched else []
        # Thousands of names are more than a command line holds.
        self._asked.write_text("\n".join(tests), encoding="utf-8")
        self._process = subprocess.Popen(
            [*command, f"@{self._asked}"],
            cwd=self.root,
            env=self._environment() | ({"COVERAGE_PROCESS_START": str(watched)} if watched else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with self._process as process:
            if self._closed:
                self._end()
            hung = False
            try:
                output, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                hung = True
                self._end()
                output, _ = process.communicate()
        self._end()
        run = _run(self._report, process.returncode in (0, _NO_TESTS), hung, output.decode(errors="replace"))
        # A plugin may find fault with what no test failed of, such as snapshots that the tests of this run do not use.
        is_plugins = process.returncode == _FAILED and not run.failed and run.is_whole
        return run._replace(passed=(run.passed or is_plugins) and not hung)

    def close(self) -> None:
        """End what runs; whatever begins from now on ends at once."""
        self._closed = True
        self._end()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_ONE_RUN)}
        return kept | {
            "PYTHONPATH": os.pathsep.join((str(self.root), str(self._plugins))),
            "PYTHONDONTWRITEBYTECODE": "1",
            # The examples of property tests are the same each time, and none is remembered from another mutant.
            "CI": "true",
            "TMPDIR": str(self._temporary),
            reporting.VARIABLE: str(self._report),
        }

    def _clear(self) -> None:
        self._report.unlink(missing_ok=True)
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.mkdir()

    def _end(self) -> None:
        """End the process, its group, and every other process that it has started, known by this copy's variable."""
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        mark = f"{reporting.VARIABLE}={self._report}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            # It may have ended meanwhile, or be another person's.
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)


class Copies:
    """As many copies as are used at once, each by one thread at a time."""

    def __init__(self, root: Path, folder: Path, count: int) -> None:
        """Copies of the tree at `root`, in a folder that is given away with them."""
        with ThreadPoolExecutor(count) as pool:
            self._all = [*pool.map(lambda number: Copy(root, folder / str(number)), range(count))]
        self._free: queue.Queue[Copy] = queue.Queue()
        for copy in self._all:
            self._free.put(copy)
        self.count = count

    @contextmanager
    def one(self) -> Iterator[Copy]:
        """A copy that nobody else uses."""
        copy = self._free.get()
        try:
            yield copy
        finally:
            self._free.put(copy)

    @contextmanager
    def threads(self) -> Iterator[ThreadPoolExecutor]:
        """As many threads as copies; at an exception, also of the keyboard, what they run is ended."""
        with ThreadPoolExecutor(self.count) as pool:
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for copy in self._all:
                    copy.close()
                raise


def _ignored(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name.startswith(".") or name == "__pycache__" or (Path(folder) / name / "pyvenv.cfg").exists()
    }


def _run(report: Path, passed: bool, hung: bool, output: str) -> Run:
    failed: dict[str, None] = {}
    seconds: dict[str, float] = defaultdict(float)
    last, steps = "", 0
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    for line in lines:
        try:
            name, outcome, took = json.loads(line)
        except ValueError:
            # Its process was ended while it wrote.
            continue
        last, steps = (name, 0) if outcome == "begins" else (last, steps + 1)
        seconds[name] += took
        if outcome == "failed":
            failed[name] = None
    # Where a test ends, it has been taken down, after it was set up at least.
    return Run(passed, hung, tuple(failed), last, seconds, output, steps >= 2)
