"""Jobs that wait or run are cancelled by their id, and no others."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from backends.base import (
    Cancelled,
    Finished,
    Queued,
    Started,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import all_events, request
from tests.standin.recorded import NEW
from tests.standin.server import StandIn


async def test_positions_in_the_queue_are_told_as_they_change(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    client = request().client_id
    tickets = [await engine.submit(request(client_id=client, seed=seed)) for seed in range(3)]
    await standin.held()
    following = asyncio.gather(*(all_events(engine, ticket) for ticket in tickets))
    await standin.until(lambda: standin.looks >= 6)
    standin.release()
    first, second, third = await following
    assert all(isinstance(events[-1], Finished) for events in (first, second, third))
    assert not any(isinstance(event, Queued) for event in first)
    assert [event for event in second if isinstance(event, Queued)] == [Queued(0)]
    assert [event for event in third if isinstance(event, Queued)] == [Queued(1), Queued(0)]
    assert standin.wire.opened == 1
    assert [sum(isinstance(event, Started) for event in events) for events in (first, second, third)] == [1, 1, 1]


async def test_a_running_job_is_cancelled_by_its_id(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    ticket = await engine.submit(request())
    following = asyncio.create_task(all_events(engine, ticket))
    await standin.held()
    await engine.cancel(ticket)
    assert isinstance((await following)[-1], Cancelled)
    assert (standin.global_interrupts, standin.files) == (0, {})
    await engine.cancel(ticket)


async def test_a_waiting_job_is_cancelled_and_the_running_one_goes_on(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    second = await engine.submit(request(client_id=first.client_id, seed=12))
    following = [asyncio.create_task(all_events(engine, ticket)) for ticket in (first, second)]
    await engine.cancel(second)
    assert isinstance((await following[1])[-1], Cancelled)
    standin.release()
    assert isinstance((await following[0])[-1], Finished)
    assert standin.asked("POST", "/interrupt") == 0


async def test_a_waiting_job_that_somebody_else_deletes_ends_cancelled(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    second = await engine.submit(request(client_id=first.client_id, seed=12))
    following = asyncio.create_task(all_events(engine, second))
    looks = standin.looks
    await standin.until(lambda: standin.looks > looks)
    async with httpx.AsyncClient() as somebody:
        await somebody.post(f"{standin.url}/queue", json={"delete": [second.job_id]})
    assert isinstance((await following)[-1], Cancelled)


@pytest.mark.parametrize("standin", [NEW], indirect=True)
@pytest.mark.parametrize("waiting", [False, True])
async def test_newer_servers_cancel_by_their_jobs_route(waiting: bool, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    ticket = await engine.submit(request(client_id=first.client_id, seed=12)) if waiting else first
    following = asyncio.create_task(all_events(engine, ticket))
    await engine.cancel(ticket)
    assert isinstance((await following)[-1], Cancelled)
    assert standin.asked("POST", "/queue") == standin.global_interrupts == 0


async def test_a_job_that_has_ended_is_left_alone_by_cancel(engine: ComfyUIEngine, standin: StandIn) -> None:
    ticket = await engine.submit(request())
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    await engine.cancel(ticket)
    assert standin.asked("POST", "/interrupt") == 0
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
