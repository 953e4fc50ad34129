"""Mutants tried one after the other in each copy: the tests that are nearest first, then those of the room."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from pathlib import Path
from typing import Final, NamedTuple

from tests.mutants.copies import Copies, Run
from tests.mutants.house import Module, NearTests
from tests.mutants.sampling import Chosen
from tests.mutants.unchanged import Unchanged

_PATIENCE: Final = 4.0
"""How many times as long as without a mistake tests may take, on a machine that has other work."""
_BEGINS: Final = 40.0
"""Seconds more, in which pytest begins."""


class Verdict(NamedTuple):
    """What became of a mutant."""

    chosen: Chosen
    killer: str
    """The test that failed or hung, or what else was said; empty where the mutant survived."""
    hung: bool
    tested: bool
    """Whether there was any test that passes without the mistake."""
    seconds: float


class Measure:
    """Tries mutants, as many at once as there are copies."""

    def __init__(self, copies: Copies, tests: Mapping[Module, NearTests], unchanged: Unchanged) -> None:
        self._copies, self._tests, self._unchanged = copies, tests, unchanged

    def verdicts(self, chosen: Sequence[Chosen]) -> Iterator[Verdict]:
        """Each mutant's, as it comes: what the nearest tests do not kill is tried with those further away."""
        left = [Verdict(one, "", False, False, 0.0) for one in chosen]
        for ring in itertools.count():
            every = {one.chosen.module: self._parts(one.chosen.module, ring) for one in left}
            if not any(every.values()):
                break
            self._unchanged.know(file for parts in every.values() for part in parts for file in part)
            survivors: list[Verdict] = []
            with self._copies.threads() as pool:
                tries = [
                    pool.submit(self._tried, one, self._unchanged.usable(every[one.chosen.module])) for one in left
                ]
                for done in as_completed(tries):
                    verdict = done.result()
                    if verdict.killer:
                        yield verdict
                    else:
                        survivors.append(verdict)
            left = sorted(survivors)
        yield from left

    def _parts(self, module: Module, ring: int) -> Sequence[Sequence[Path]]:
        """The nearest tests in ring 0, then one part of the room's in each."""
        tests = self._tests[module]
        return tests.room[ring - 1 : ring] if ring else (tests.named, tests.importing)

    def _tried(self, so_far: Verdict, files: Sequence[Path]) -> Verdict:
        """Run tests until one fails that fails again: what fails once may be a matter of the machine's other work."""
        if not files:
            return so_far
        begun = time.monotonic()
        limit = _BEGINS + _PATIENCE * self._unchanged.seconds(files)
        path, mutant = so_far.chosen.module.path, so_far.chosen.mutant
        left_out = [*self._unchanged.failing]
        with self._copies.one() as copy, copy.changed(path, mutant.of((copy.root / path).read_bytes())):
            while True:
                run = copy.run([*map(str, files)], left_out, limit)
                if run.passed or run.hung or not run.failed or not copy.run(run.failed[:1], (), limit).passed:
                    break
                left_out.append(run.failed[0])
        took = so_far.seconds + time.monotonic() - begun
        return Verdict(so_far.chosen, _killer(run), run.hung, True, took)


def _killer(run: Run) -> str:
    if run.passed:
        return ""
    if run.failed:
        return run.failed[0]
    return run.last or f"no test, for none began: {run.output.strip().rpartition(chr(10))[2]}"
