"""An engine that is paid, at a desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from backends.base import Cost, DrawnPicture, DrawRequest, Event, Finished, Outlook, Queued, Ticket
from studio.jobs.spending.caps import NO_CAPS, Caps
from tests.studio.jobs.bench import Bench, Script, ScriptedEngine, panel_png


class PaidEngine(ScriptedEngine):
    """One that costs five cents a picture."""

    sends_once = True
    price: Cost | None = Cost(0.05)

    async def outlook(self, request: DrawRequest) -> Outlook:
        return Outlook(family="flux", model="flux", cost=self.price)


def drawn_for(cost: Cost | None) -> Script:
    async def script(ticket: Ticket) -> AsyncIterator[Event]:
        yield Queued(0)
        yield Finished((DrawnPicture(panel_png()),), {"model": "flux-2-pro"}, cost=cost)

    return script


def paid(folder: Path, script: Script, caps: Caps = NO_CAPS) -> Bench:
    bench = Bench(folder)
    bench.engine = bench.engines["spark"] = PaidEngine(script)
    bench.book._made.update(bench.engines)
    bench.desk.charging.caps = caps
    return bench


def ended_by(event: Event) -> Script:
    async def script(ticket: Ticket) -> AsyncIterator[Event]:
        yield event

    return script


def charges(bench: Bench, job_id: str) -> list[tuple[float, str]]:
    """What counts of a job: dollars, and how it is known."""
    return [(one.dollars, one.how) for one in bench.library.spending.of_jobs(job_id).get(job_id, ())]
