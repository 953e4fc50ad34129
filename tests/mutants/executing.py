"""Which tests execute which lines of the house: one run of all tests, watched by coverage.py."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from coverage import CoverageData, CoverageException

from tests.mutants.copies import Copies, Run
from tests.mutants.house import Module, importers
from tests.mutants.lines import reached, using
from tests.mutants.sampling import Chosen

_LONGEST: Final = 7200.0
"""Seconds in which all tests end while they are watched."""
_MOST: Final = 90.0
"""Seconds of tests for one mutant, as long as they took when they were watched."""
_LINES, _RUN = "lines", "run.json"
_SETTINGS = """
[run]
core = ctrace
data_file = {folder}/data
parallel = true
context = ${{PYTEST_CURRENT_TEST-}}
include = {tree}/*
omit = {tree}/tests/*
disable_warnings = no-data-collected
"""
"""For coverage.py; a process that a test starts finds the test's name where pytest keeps it."""


def digest(root: Path, every: Iterable[Module]) -> str:
    """One for the sources of all these modules."""
    whole = hashlib.sha256()
    for module in every:
        whole.update((root / module.path).read_bytes())
    return whole.hexdigest()


def is_recorded(folder: Path, house: str) -> bool:
    """Whether a record of these sources is in a folder."""
    return (folder / _RUN).exists() and json.loads((folder / _RUN).read_bytes())["house"] == house


def record(copies: Copies, tests: Sequence[Path], folder: Path, house: str) -> None:
    """Run files of tests, each once, and keep in the folder what they execute and how long each test takes.

    `house`: the sources, as one digest.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = CoverageData(str(folder / _LINES))
    seconds: dict[str, float] = {}
    shares = [share for first in range(copies.count) if (share := tests[first :: copies.count])]
    with copies.threads() as pool:
        for run, watched, tree in pool.map(
            lambda one: _watched(copies, shares[one], folder / str(one)), range(len(shares))
        ):
            seconds |= {name: took for name, took in run.seconds.items() if name not in run.failed}
            for file in watched.glob("data.*"):
                # A process that was ended while it wrote has left what cannot be read.
                with suppress(CoverageException):
                    part = CoverageData(str(file))
                    part.read()
                    lines.update(part, map_path=partial(_below, tree))
    lines.close()
    (folder / _RUN).write_text(json.dumps({"house": house, "seconds": seconds}), encoding="utf-8")


def _watched(copies: Copies, tests: Sequence[Path], folder: Path) -> tuple[Run, Path, Path]:
    """How it ended, where what was executed is kept, and the folder that its paths begin with."""
    folder.mkdir()
    with copies.one() as copy:
        settings = folder / "settings"
        settings.write_text(_SETTINGS.format(folder=folder, tree=copy.root), encoding="utf-8")
        run = copy.run([*map(str, tests)], (), _LONGEST, is_first_enough=False, watched=settings)
        return run, folder, copy.root


def _below(tree: Path, path: str) -> str:
    return str(Path(path).relative_to(tree))


class Executing:
    """The tests that come to a mistake, as a record tells."""

    def __init__(self, root: Path, every: Sequence[Module], folder: Path) -> None:
        """`every`: the modules of the house; `folder`: that of the record."""
        self._root, self._modules = root, {module.name: module.path for module in every}
        self._importers = importers(root, every)
        self._lines = CoverageData(str(folder / _LINES))
        self._lines.read()
        self._seconds: Mapping[str, float] = json.loads((folder / _RUN).read_bytes())["seconds"]
        self._known: dict[Path, Mapping[int, frozenset[str]]] = {}

    def tests(self, chosen: Chosen, without: frozenset[Path]) -> list[str]:
        """Single tests in no file of `without`: the quickest of each file, then the second of each, and so on.

        Other examples of a function come after all functions.
        """
        found = [one for one in self._reaching(chosen) if Path(one.partition("::")[0]) not in without]
        turns: Counter[str] = Counter()
        functions: set[str] = set()
        order: list[tuple[bool, int, float, str]] = []
        for one in sorted(found, key=lambda one: (self._seconds[one], one)):
            file, function = one.partition("::")[0], one.partition("[")[0]
            is_another = function in functions
            functions.add(function)
            turns[file] += 1
            order.append((is_another, turns[file], self._seconds[one], one))
        kept: list[str] = []
        left = _MOST
        for *_, seconds, one in sorted(order):
            if seconds <= left:
                kept.append(one)
                left -= seconds
        return kept

    def seconds(self, tests: Sequence[str]) -> float:
        """How long these tests took together while they were watched."""
        return sum(self._seconds[one] for one in tests)

    def _reaching(self, chosen: Chosen) -> set[str]:
        module, mutant = chosen
        source = (self._root / module.path).read_bytes()
        where = reached(source, mutant.start)
        found = {test for line in where.lines for test in self._at(module.path, line)}
        if where.names:
            for path in self._users(module):
                for line in using((self._root / path).read_bytes(), where.names):
                    found |= self._at(path, line)
        return found or {test for line in where.around for test in self._at(module.path, line)}

    def _users(self, module: Module) -> Iterator[Path]:
        """The module, and those that import it."""
        yield module.path
        yield from (self._modules[name] for name in sorted(self._importers.get(module.name, ())))

    def _at(self, path: Path, line: int) -> frozenset[str]:
        if path not in self._known:
            self._known[path] = {
                number: frozenset(name for context in contexts if (name := _test(context)) in self._seconds)
                for number, contexts in self._lines.contexts_by_lineno(str(path)).items()
            }
        return self._known[path].get(line, frozenset())


def _test(context: str) -> str:
    """The test's name, without the step that pytest says after it, and without that of a test that it was within."""
    return context.rpartition("|")[2].removesuffix(" (setup)").removesuffix(" (call)").removesuffix(" (teardown)")
