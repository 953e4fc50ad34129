"""Jobs that are held for they would pass a cap: a person at a terminal is asked, once for all that were set going."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import click

from studio.cli.output import Bar, on_terminal, plain
from studio.jobs.desk import Desk
from studio.jobs.views import JobView


async def waited_for(desk: Desk, job_id: str, batch: Sequence[str], shown: Bar) -> JobView:
    """One job of a batch when it has ended, is stranded, or is held for a cap and nobody is there to be asked.

    A yes is for all of the batch; after a no those that would pass the cap are cancelled.
    """
    (view,) = await desk.wait([job_id])
    if not view.over_cap:
        return view
    if not (sys.stdin.isatty() and on_terminal()):
        return view
    if await _asked(view, shown):
        desk.charging.consented.update(batch)
        for other in batch:
            if desk.view(other).over_cap:
                await desk.release(other)
        return await waited_for(desk, job_id, batch, shown)
    for other in batch:
        if not desk.view(other).ended:
            (left,) = await desk.wait([other])
            if left.over_cap:
                await desk.cancel(other)
    return desk.view(job_id)


async def _asked(view: JobView, shown: Bar) -> bool:
    """Ask whether a job may pass a cap; Ctrl-C ends it as it ends all else."""
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def read() -> None:
        if not answered.done():
            answered.set_result(sys.stdin.readline())

    loop = asyncio.get_running_loop()
    with shown.away():
        why = plain(view.notice.reason) if view.notice else "It would pass your cap"
        click.echo(f"studio: {why}. Draw it all the same, and what is left of these? [y/N] ", nl=False, err=True)
        loop.add_reader(sys.stdin.fileno(), read)
        try:
            return (await answered).strip().casefold() in ("y", "yes")
        finally:
            loop.remove_reader(sys.stdin.fileno())
