"""Many jobs over three servers, one of which crashes again and again: every picture once."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults import wire
from tests.standin.recorded import NEW
from tests.standin.server import StandIn

MOST: Final = 64
"""Seeds of one scene."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it: jobs, how often one server crashed, drawings by server, and what is not as it should be."""

    jobs: int
    crashes: int
    drawn: dict[str, int]
    ends: dict[str, int]
    seconds: float
    wrong: str

    def table(self) -> str:
        """In words."""
        drawn = ", ".join(f"{name} {count}" for name, count in self.drawn.items())
        ends = ", ".join(f"{count} {end}" for end, count in self.ends.items())
        return (
            f"{self.jobs} jobs over three servers, one crashed {self.crashes} times, in {self.seconds:.1f} s\n"
            f"ended: {ends}; drawn: {drawn} ({sum(self.drawn.values())} in all)\n"
            f"{self.wrong or 'every picture once, no seed missing'}"
        )


async def run(jobs: int, *, seed: int = 1, seconds_per_step: float = 0.0, between: float = 0.6) -> Report:
    """Draw `jobs` seeds; the third server crashes about every `between` seconds, and is sometimes away for as long."""
    began, dice = time.monotonic(), random.Random(seed)
    async with (
        StandIn(0, seconds_per_step) as one,
        StandIn(0, seconds_per_step, version=NEW) as two,
        StandIn(0, 0.01, version=NEW) as three,
    ):
        servers = {"one": one, "two": two, "three": three}
        with tempfile.TemporaryDirectory() as folder:
            urls = {name: server.url for name, server in servers.items()}
            async with wire.desk(Path(folder), urls, timeout=5.0, patience=60.0) as desk:
                over = asyncio.Event()
                crashes = asyncio.create_task(_crash(three, dice, between, over))
                ids: list[str] = []
                for start in range(0, jobs, MOST):
                    ids += await desk.submit(wire.recipes(min(MOST, jobs - start), seed=1000 + start))
                async with asyncio.timeout(600):
                    views = await desk.wait(ids)
                over.set()
                crashed = await crashes
                pictures = desk.library.page(limit=10 * jobs).pictures
    seeds = Counter(picture.facts.seed for picture in pictures)
    wanted = set(range(1000, 1000 + jobs))
    wrong = [f"seed {seed} is there {count} times" for seed, count in seeds.items() if count > 1]
    wrong += [f"seed {seed} is missing" for seed in sorted(wanted - seeds.keys())]
    wrong += [f"{view.seed}: {view.state} {view.notice}" for view in views if view.state != "done"]
    return Report(
        jobs=jobs,
        crashes=crashed,
        drawn={name: len(server.ran) for name, server in servers.items()},
        ends=dict(Counter(view.state.value for view in views)),
        seconds=time.monotonic() - began,
        wrong="\n".join(wrong),
    )


async def _crash(server: StandIn, dice: random.Random, between: float, over: asyncio.Event) -> int:
    """Crash again and again until it is over; how often."""

    async def pause() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), dice.uniform(0.5, 1.5) * between)

    crashes = 0
    while not over.is_set():
        await pause()
        crashes += 1
        server.faults.away = dice.random() < 0.5
        await server.restart()
        if server.faults.away:
            await pause()
            server.faults.away = False
    return crashes
