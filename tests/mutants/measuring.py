"""Mutants tried one after the other in each copy.

The tests that are nearest come first, then those of the room, and last those that come to the mistake from elsewhere.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from pathlib import Path
from typing import Final, NamedTuple

from tests.mutants.copies import Copies, Run
from tests.mutants.executing import Executing
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

    def __init__(
        self,
        copies: Copies,
        tests: Mapping[Module, NearTests],
        unchanged: Unchanged,
        executing: Callable[[], Executing],
    ) -> None:
        """`executing` is asked for once, where any mutant has survived what is near."""
        self._copies, self._tests, self._unchanged, self._executing = copies, tests, unchanged, executing

    def verdicts(self, chosen: Sequence[Chosen]) -> Iterator[Verdict]:
        """Each mutant's, as it comes: what the nearest tests do not kill is tried with those further away."""
        left = [Verdict(one, "", False, False, 0.0) for one in chosen]
        for ring in itertools.count():
            every = {one.chosen.module: self._parts(one.chosen.module, ring) for one in left}
            if not any(every.values()):
                break
            self._unchanged.know(file for parts in every.values() for part in parts for file in part)
            near = [self._unchanged.usable(every[one.chosen.module]) for one in left]
            left = yield from self._ring(
                [(one, [*map(str, its)], self._unchanged.seconds(its)) for one, its in zip(left, near, strict=True)]
            )
        if left:
            executing = self._executing()
            far = [executing.tests(one.chosen, self._near(one.chosen.module)) for one in left]
            left = yield from self._ring(
                [(one, its, executing.seconds(its)) for one, its in zip(left, far, strict=True)]
            )
        yield from left

    def _ring(self, tries: Sequence[tuple[Verdict, Sequence[str], float]]) -> Generator[Verdict, None, list[Verdict]]:
        """Try each with files or tests that take so long; gives those that survived."""
        survivors: list[Verdict] = []
        with self._copies.threads() as pool:
            for done in as_completed([pool.submit(self._tried, *one) for one in tries]):
                verdict = done.result()
                if verdict.killer:
                    yield verdict
                else:
                    survivors.append(verdict)
        return sorted(survivors)

    def _near(self, module: Module) -> frozenset[Path]:
        tests = self._tests[module]
        return frozenset((*tests.named, *tests.importing, *itertools.chain.from_iterable(tests.room)))

    def _parts(self, module: Module, ring: int) -> Sequence[Sequence[Path]]:
        """The nearest tests in ring 0, then one part of the room's in each."""
        tests = self._tests[module]
        return tests.room[ring - 1 : ring] if ring else (tests.named, tests.importing)

    def _tried(self, so_far: Verdict, tests: Sequence[str], seconds: float) -> Verdict:
        """Run tests until one fails that fails again: what fails once may be a matter of the machine's other work."""
        if not tests:
            return so_far
        begun = time.monotonic()
        limit = _BEGINS + _PATIENCE * seconds
        path, mutant = so_far.chosen.module.path, so_far.chosen.mutant
        left_out = [*self._unchanged.failing]
        with self._copies.one() as copy, copy.changed(path, mutant.of((copy.root / path).read_bytes())):
            while True:
                run = copy.run(tests, left_out, limit)
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
