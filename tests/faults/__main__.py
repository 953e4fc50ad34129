"""`python -m tests.faults`: every fault at every message of a Kontext run, as a table of fault × outcome."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections import Counter
from typing import Final, get_args

from tests.faults import studio_matrix
from tests.faults.engine_runs import End, Outcome, faults, record, run
from tests.faults.studio_runs import telling
from tests.standin.recorded import NEW, OLD, VERSIONS
from tests.standin.spoiling import Fault, Kind

AT_ONCE: Final = 8
"""Runs side by side: most of their time is waiting."""


async def whole() -> list[Outcome]:
    """Run everything, on servers of both versions."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(fault: Fault, version: str) -> Outcome:
        async with free:
            return await run(fault, version)

    wanted = [(fault, OLD) for fault in faults(await record(OLD))]
    # Node after node is asked for by the same code: once in full is enough.
    wanted += [(fault, NEW) for fault in faults(telling(await record(NEW)))]
    return await asyncio.gather(*(one(fault, version) for fault, version in wanted))


def table(outcomes: list[Outcome]) -> str:
    """Fault × outcome, with totals, also by version; then what was lost, doubled or hung, and why others failed."""
    ends = get_args(End)
    counts = Counter((outcome.fault.kind, outcome.end) for outcome in outcomes if outcome.fault)
    kinds = [kind for kind in get_args(Kind) if any(counts[kind, end] for end in ends)]
    lines = [f"{'':10}" + "".join(f"{end:>10}" for end in ends) + f"{'all':>10}"]
    for kind in kinds:
        row = [counts[kind, end] for end in ends]
        lines.append(f"{kind:10}" + "".join(f"{count:>10}" for count in (*row, sum(row))))
    totals = [sum(counts[kind, end] for kind in kinds) for end in ends]
    lines.append(f"{'all':10}" + "".join(f"{count:>10}" for count in (*totals, sum(totals))))
    for version in VERSIONS:
        ended = Counter(outcome.end for outcome in outcomes if outcome.version == version)
        lines.append(f"{version:10}" + "".join(f"{ended[end]:>10}" for end in ends) + f"{ended.total():>10}")
    missed = sum(not outcome.struck for outcome in outcomes)
    twice = sum(outcome.ran > 1 for outcome in outcomes)
    slowest = max(outcome.seconds for outcome in outcomes)
    lines.append(f"{missed} faults did not come up; {twice} jobs ran twice; the slowest run took {slowest:.1f} s")
    lines += [
        f"{outcome.end}: {outcome.fault} ({outcome.version}): {outcome.reason}"
        for outcome in outcomes
        if outcome.end in BAD
    ]
    reasons = Counter(outcome.reason for outcome in outcomes if outcome.end == "failed")
    lines += [f"failed {count} times: {reason or 'WITHOUT A REASON'}" for reason, count in reasons.most_common()]
    return "\n".join(lines)


BAD: Final = ("lost", "doubled", "hung")


def main() -> int:
    """Print the tables; 1 where anything was lost, doubled, hung, or failed without a reason."""
    os.environ["NO_PROXY"] = "*"
    # The stand-in logs every request that a fault has spoilt.
    logging.disable(logging.CRITICAL)
    print(f"The engine over a wire of which one message is spoilt: fault × outcome\n{'=' * 78}")
    outcomes = asyncio.run(whole())
    print(table(outcomes))
    bad = [outcome for outcome in outcomes if outcome.end in BAD or (outcome.end == "failed" and not outcome.reason)]
    return max(1 if bad else 0, studio_matrix.main())


if __name__ == "__main__":
    sys.exit(main())
