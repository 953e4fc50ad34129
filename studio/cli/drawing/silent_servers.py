"""Which servers that unfinished jobs wait for do not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec

from library.records import JobRecord
from studio.engines.book import EngineBook
from studio.jobs.states import ENDED, State
from studio.scenes.recipe import from_json
from studio.scenes.scene import DRAFT
from studio.settings.settings import Settings


class SilentServer(msgspec.Struct, frozen=True):
    """A server that does not answer, and what is known of why, in words."""

    server: str
    detail: str


async def silent_servers(settings: Settings, jobs: Iterable[JobRecord]) -> dict[str, SilentServer]:
    """The silent server of each unfinished job that waits for one, by the job's id.

    A job that any server may take waits for all of them: it is there only where none answers, with the first.
    """
    book = EngineBook(settings)
    try:
        wanted = {job.id: _servers(job, book) for job in jobs if State(job.state) not in ENDED}
        names = sorted({name for servers in wanted.values() for name in servers})
        answers = await asyncio.gather(*map(book.health, names))
    finally:
        await book.close()
    # What answers, and cannot draw, says so in words of its own.
    silent = {
        name: SilentServer(name, health.detail)
        for name, health in zip(names, answers, strict=True)
        if not health.ready and (not health.facts or "error" in health.facts)
    }
    return {
        job_id: silent[servers[0]]
        for job_id, servers in wanted.items()
        if servers and all(name in silent for name in servers)
    }


def _servers(job: JobRecord, book: EngineBook) -> tuple[str, ...]:
    """The servers that may draw a job; none where it needs none, or where the settings do not name its server."""
    if job.picture_ids:
        return ()
    if not job.engine:
        return book.servers() if from_json(job.recipe).engine_kind != DRAFT else ()
    server = book.lane(job.engine)
    return (server,) if server and server != DRAFT else ()
