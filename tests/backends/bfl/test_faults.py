"""Faults between the studio and Black Forest Labs, and killed studios: the picture comes once, or the reason."""

from __future__ import annotations

from typing import Any

import pytest

from backends.base import (
    Cancelled,
    EngineBroke,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    Failed,
    Finished,
    MayBeCharged,
    ModelGone,
    ResultLost,
    Ticket,
)
from backends.errors import AccountEmpty, ContentRefused, KeyRefused, NotAllowed, RateLimited
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, request, why
from tests.standin.hosted.bfl import REFUSALS, FluxStandIn
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.server import KEY, Reply


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("no key", KeyRefused, "Not authenticated"),
        ("no credits", AccountEmpty, "no credits left"),
        ("not allowed", NotAllowed, "region"),
        ("no such model", ModelGone, "no model flux-2-pro"),
        ("wrong field", EngineRefused, "width: Input should be a multiple of 16; seed: Input"),
        ("too many", RateLimited, "Too many active tasks"),
        ("broken", MayBeCharged, "500"),
        ("proxy's 502", MayBeCharged, "502"),
        ("overloaded", MayBeCharged, "503"),
    ],
)
async def test_refusals_are_said_in_words(
    name: str, kind: type[EngineError], words: str, engine: HostedEngine, standin: FluxStandIn
) -> None:
    standin.faults.refusals = [REFUSALS[name]]
    with pytest.raises(kind, match=words) as caught:
        await engine.submit(request())
    assert type(caught.value) is kind
    assert caught.value.remedy
    assert len(standin.bodies) == 1
    if isinstance(caught.value, RateLimited):
        assert (caught.value.seconds, caught.value.quota) == (7.0, "minute")


@pytest.mark.parametrize("fault", ["cut_request", "cut_answer", "half_answer", "half_body"])
async def test_a_lost_answer_may_be_charged(fault: str, engine: HostedEngine, standin: FluxStandIn) -> None:
    setattr(standin.faults, fault, True)
    with pytest.raises(MayBeCharged):
        await engine.submit(request())
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("body", [b"", b"{}", b'{"id": "../credits"}', b'{"id": "", "polling_url": "https://a.b/c"}'])
async def test_an_answer_that_names_no_task_may_be_charged(
    body: bytes, engine: HostedEngine, standin: FluxStandIn
) -> None:
    standin.faults.body = body
    with pytest.raises(MayBeCharged):
        await engine.submit(request())


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        ({"status": "Request Moderated", "details": {"Moderation Reasons": ["Violence"]}}, ContentRefused, "Violence"),
        ({"status": "Content Moderated", "details": None}, ContentRefused, "holds the picture back"),
        ({"status": "Error", "details": {"error": "CUDA error"}}, EngineBroke, "CUDA error"),
        ({"status": "Error"}, EngineBroke, "it does not say why"),
        ({"status": "Task not found"}, ResultLost, "knows nothing"),
        ({"status": "Ready", "result": {"seed": 7}}, EngineBroke, "without a picture"),
        ({"status": "Ready", "result": {"sample": "http://example.org/a.png"}}, MayBeCharged, "not safe"),
        ({"status": 7}, MayBeCharged, "cannot be read"),
    ],
)
async def test_ends_without_a_picture_are_said_in_words(
    told: dict[str, Any], kind: type[EngineError], words: str, engine: HostedEngine, standin: FluxStandIn
) -> None:
    standin.states = [{"status": "Something New"}, told]
    last = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(last, Failed)
    assert type(last.error) is kind
    assert words in last.error.reason
    if isinstance(last.error, ContentRefused):
        is_output = told["status"] == "Content Moderated"
        assert (last.error.stage == "output") == is_output == (last.cost is not None)
        assert last.error.categories == (() if is_output else ("Violence",))


async def test_a_task_of_which_a_region_hears_later_is_waited_for(engine: HostedEngine, standin: FluxStandIn) -> None:
    standin.states = [{"status": "Task not found"}, {"status": "Task not found"}, *standin.states]
    await drawn(engine, request())
    assert standin.looks == 5


@pytest.mark.parametrize("replies", [[Reply(502, b"<html>")] * 7, [Reply(429, {}, {"retry-after": "0"})] * 2])
async def test_questions_are_asked_again(replies: list[Reply], engine: HostedEngine, standin: FluxStandIn) -> None:
    ticket = await engine.submit(request())
    standin.faults.questions = list(replies)
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("fault", ["cut", "short", "busy"])
async def test_a_download_that_breaks_off_is_tried_again(
    fault: str, engine: HostedEngine, standin: FluxStandIn, delivery: Delivery
) -> None:
    setattr(delivery, fault, 1 if fault == "short" else 2)
    await drawn(engine, request())
    assert len(standin.bodies) == 1


async def test_a_picture_that_lies_broken_is_not_asked_for_again_and_again(
    engine: HostedEngine, standin: FluxStandIn, delivery: Delivery
) -> None:
    delivery.short = 1000
    ticket = await engine.submit(request())
    error = await why(engine, ticket, MayBeCharged)
    assert (len(delivery.headers), len(standin.bodies)) == (2, 1)
    assert "charged" in error.remedy
    assert "dashboard.bfl.ai" in error.remedy
    delivery.short = 0
    assert isinstance((await all_events(engine, ticket))[-1], Finished)


async def test_a_picture_that_has_expired_is_lost(engine: HostedEngine, delivery: Delivery) -> None:
    delivery.is_expired = True
    error = await why(engine, await engine.submit(request()), ResultLost)
    assert "hold for some minutes" in error.remedy


async def test_a_service_that_is_away_was_sent_nothing(engine: HostedEngine, standin: FluxStandIn) -> None:
    await standin.vanish()
    with pytest.raises(EngineUnreachable):
        await engine.submit(request())
    await standin.listen()
    await drawn(engine, request())
    assert len(standin.bodies) == 1


async def test_killed_before_it_was_sent(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    asked = request()
    prepared = await make_engine().prepare(asked)
    next_studio = make_engine()
    assert isinstance((await all_events(next_studio, await next_studio.submit(asked, prepared)))[-1], Finished)
    assert len(standin.bodies) == 1


async def test_killed_before_the_answer(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    asked = request()
    standin.faults.cut_answer = True
    with pytest.raises(MayBeCharged):
        await make_engine().submit(asked)
    await why(make_engine(), Ticket(asked.job_id, asked.client_id), MayBeCharged)
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("looks", [0, 1, 2, 3])
async def test_killed_after_the_answer(looks: int, make_engine: MakeEngine, standin: FluxStandIn) -> None:
    """After it, while it is asked for, and when it is ready and was not fetched."""
    killed, asked = make_engine(), request()
    standin.states.insert(0, {"status": "Pending"})
    ticket = await killed.submit(asked)
    await killed.close()
    for _ in range(looks):
        standin._look(ticket.remote.rpartition("=")[2])
    assert ticket.remote.startswith(f"{standin.url}/v1/get_result?id=")
    next_studio = make_engine()
    assert isinstance((await all_events(next_studio, ticket))[-1], Finished)
    assert (await next_studio.submit(asked)).remote == ticket.remote
    assert len(standin.bodies) == 1


async def test_a_task_at_another_host_is_not_asked_for(make_engine: MakeEngine, delivery: Delivery) -> None:
    ticket = Ticket("a", "b", delivery.put("get_result", b"{}"))
    await why(make_engine(), ticket, ResultLost)
    assert delivery.headers == []


async def test_cancelling_ends_the_waiting(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    standin.states = [{"status": "Generating"}]
    for engine in (make_engine(), make_engine()):
        ticket = await engine.submit(request())
        await engine.cancel(ticket)
        assert (await all_events(engine, ticket))[-1] == Cancelled()
    taken_up = make_engine()
    events = taken_up.follow(ticket)
    await anext(events)
    await taken_up.cancel(ticket)
    assert [event async for event in events][-1] == Cancelled()


async def test_a_key_that_holds_no_more_while_it_draws_is_no_refusal_of_the_job(
    engine: HostedEngine, standin: FluxStandIn
) -> None:
    asked = request()
    ticket = await engine.submit(asked)
    standin.faults.questions = [standin.unauthorized()]
    error = await why(engine, ticket, MayBeCharged)
    assert "refuses the key" in error.reason
    assert (await engine.submit(asked)).remote == ticket.remote
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert len(standin.bodies) == 1


async def test_the_key_is_in_no_words(engine: HostedEngine, standin: FluxStandIn) -> None:
    standin.faults.refusals = [Reply(403, {"detail": f"Key {KEY} may not do this in your region"})]
    with pytest.raises(EngineRefused) as caught:
        await engine.submit(request())
    assert KEY not in f"{caught.value.reason} {caught.value.remedy} {await engine.prepare(request())}"
