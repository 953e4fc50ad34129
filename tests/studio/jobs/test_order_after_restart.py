"""Jobs of one batch keep their order, whoever is started again: the studio, or its server too."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from library.store import Library
from studio.jobs import runner
from studio.jobs.states import State
from tests.faults import wire
from tests.standin.recorded import VERSIONS
from tests.standin.server import StandIn

COUNT = 5


def seeds(server: StandIn, ran: list[str]) -> list[int]:
    """The seeds of jobs that ran, which grow within a batch."""
    by_id = {body["prompt_id"]: body["prompt"]["sampler"]["inputs"]["seed"] for body in server.bodies}
    return [by_id[job_id] for job_id in ran]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("server_too", [False, True])
@pytest.mark.parametrize("done", [0, 2])
async def test_a_batch_is_drawn_in_its_order(done: int, server_too: bool, version: str, tmp_path: Path) -> None:
    async with StandIn(version=version) as server:
        async with wire.desk(tmp_path, {"lab": server.url}) as desk:
            server.hold()
            ids = await desk.submit(wire.recipes(COUNT))
            for _ in range(done):
                await server.held()
                server.release()
                server.hold()
            await server.held()
            await desk.wait(ids[:done])
        if server_too:
            await server.restart()
        before = len(server.ran)
        async with wire.desk(tmp_path, {"lab": server.url}) as desk, asyncio.timeout(30):
            await desk.take_up()
            server.release()
            views = await desk.wait(ids)
        assert {view.state for view in views} == {State.DONE}
        drawn = seeds(server, server.ran[before:])
        assert drawn == sorted(drawn)
        if not server_too:
            assert len(server.ran) == COUNT


async def test_a_lost_job_is_drawn_first_though_its_estimates_are_told_while_it_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with StandIn() as server:
        async with wire.desk(tmp_path, {"lab": server.url}) as desk:
            server.hold()
            ids = await desk.submit(wire.recipes(COUNT))
            await server.held()
            await server.until(lambda: bool(server.waiting))
        await server.restart()
        monkeypatch.setattr(runner, "TICK", 0.001)
        async with wire.desk(tmp_path, {"lab": server.url}) as desk, asyncio.timeout(30):
            await desk.take_up()
            server.release()
            await desk.wait(ids)
        drawn = seeds(server, server.ran)
        assert drawn == sorted(drawn)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_job_that_was_moved_forward_stays_there(version: str, tmp_path: Path) -> None:
    async with StandIn(version=version) as server:
        async with wire.desk(tmp_path, {"lab": server.url}) as desk:
            await desk.pause()
            ids = await desk.submit(wire.recipes(COUNT))
            await desk.shift(ids[-1], -COUNT)
        async with wire.desk(tmp_path, {"lab": server.url}) as desk, asyncio.timeout(30):
            await desk.take_up()
            await desk.resume()
            await desk.wait(ids)
        drawn = seeds(server, server.ran)
        assert drawn == [drawn[0], *sorted(drawn[1:])]
        assert drawn[0] == max(drawn)


async def test_a_job_that_may_be_at_its_server_is_stopped_there_too(tmp_path: Path) -> None:
    """A studio was killed while it sent; the next one has not sent it yet when a person cancels it."""
    async with StandIn() as server:
        async with wire.desk(tmp_path, {"lab": server.url}) as desk:
            ids = await desk.submit(wire.recipes(3))
            server.hold(step=1)
            await server.held()
            await server.until(lambda: bool(server.waiting))
            sent = desk.library.jobs.get(ids[1])
        await asyncio.to_thread(_write_submitting, tmp_path, sent.id)
        async with wire.desk(tmp_path, {"lab": server.url}) as desk, asyncio.timeout(30):
            await desk.take_up()
            await desk.cancel(ids[1])
            await server.until(lambda: not server.waiting or sent.prompt_id not in server.waiting)
            assert desk.view(ids[1]).state is State.CANCELLED
            server.release()
            await desk.wait(ids)


def _write_submitting(folder: Path, job_id: str) -> None:
    """As a studio leaves a job that was killed before it wrote that the server has it."""
    library = Library.open(folder)
    try:
        library.jobs.put([msgspec.structs.replace(library.jobs.get(job_id), state=State.SUBMITTING)])
    finally:
        library.close()
