"""A studio that is killed at any moment of a prediction, and the next one: found by its id, never begun again."""

from __future__ import annotations

import time

import pytest

from backends.base import Cancelled, Finished, MayBeCharged, Ticket
from tests.backends.hosting import MakeEngine, all_events, request, why
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.replicate import VERSION, ReplicateStandIn


async def test_before_it_was_sent(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    asked = request()
    prepared = await make_engine().prepare(asked)
    assert standin.bodies == []
    next_studio = make_engine()
    events = await all_events(next_studio, await next_studio.submit(asked, prepared))
    assert isinstance(events[-1], Finished)
    assert len(standin.bodies) == 1


async def test_after_it_was_sent_and_before_the_answer(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    asked = request()
    standin.faults.cut_answer = True
    killed = make_engine()
    prepared = await killed.prepare(asked)
    sent = time.time()
    ticket = await killed.submit(asked, prepared)
    next_studio = make_engine()
    await why(next_studio, Ticket(asked.job_id, asked.client_id), MayBeCharged)
    assert await next_studio.find_sent(prepared, sent) == ticket.remote
    assert await next_studio.find_sent(prepared, sent + 3600.0) == ""
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("looks", [0, 1, 2, 3])
async def test_after_the_answer(looks: int, make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    """After it, while it is asked for, and when it is done and was not fetched."""
    asked = request()
    killed = make_engine()
    standin.script.states.append(standin.script.states[-1])
    standin.script.states.insert(1, {"status": "processing", "logs": None})
    ticket = await killed.submit(asked)
    await killed.close()
    for _ in range(looks):
        standin._look(ticket.remote)
    next_studio = make_engine()
    last = (await all_events(next_studio, ticket))[-1]
    assert isinstance(last, Finished)
    assert len(standin.bodies) == 1
    assert (last.drawn.steps, last.drawn.guidance) == (28, 3.0)
    assert last.models == {"model": f"me/mila:{VERSION}"}
    assert last.cost is not None
    assert (await next_studio.submit(asked)).remote == ticket.remote
    assert len(standin.bodies) == 1


async def test_when_the_download_did_not_end(
    make_engine: MakeEngine, standin: ReplicateStandIn, delivery: Delivery
) -> None:
    killed = make_engine(patience=0.05)
    delivery.cut = 10_000
    ticket = await killed.submit(request())
    await why(killed, ticket, MayBeCharged)
    delivery.cut = 0
    assert isinstance((await all_events(make_engine(), ticket))[-1], Finished)
    assert len(standin.bodies) == 1


async def test_what_was_taken_up_can_be_cancelled(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    standin.script.states = [{"status": "processing"}]
    ticket = await make_engine().submit(request())
    next_studio = make_engine()
    events = next_studio.follow(ticket)
    await anext(events)
    await next_studio.cancel(ticket)
    assert [event async for event in events][-1] == Cancelled()
    assert standin.cancelled == [ticket.remote]
