"""Everything that can befall the studio itself: kills, a spoilt wire, servers that crash; as tables."""

from __future__ import annotations

import asyncio

from tests.faults import crashing, kills, paid, wire

JOBS = 200


async def run() -> bool:
    """Run all of it and print the tables; whether everything ended as it should."""
    print(f"\nThe studio over a wire of which one message is spoilt: fault × end of the job\n{'=' * 78}")
    spoilt = await wire.whole()
    print(wire.table(spoilt))
    print(f"\n{JOBS} jobs, three servers, one of them crashing\n{'=' * 78}")
    report = await crashing.run(JOBS)
    print(report.table())
    print(f"\nThe studio killed with -9, and what the next one made of it\n{'=' * 78}")
    killed = await kills.whole()
    print(kills.table(killed))
    print(f"\nThe studio at paid services, spoilt and killed: nothing is drawn twice\n{'=' * 78}")
    charged = await paid.whole()
    print(paid.table(charged))
    wrong = [each.wrong for each in charged]
    wrong += [each.wrong for each in spoilt] + [each.wrong for each in killed] + [report.wrong]
    return not any(wrong)


def main() -> int:
    """Run it; 1 where anything did not end as it should."""
    return 0 if asyncio.run(run()) else 1
