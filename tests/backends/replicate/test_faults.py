"""Faults between the studio and Replicate: the picture comes once, or the reason; nothing is sent twice."""

from __future__ import annotations

import asyncio
import json
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
    Stage,
    Ticket,
)
from backends.errors import AccountEmpty, ContentRefused, NotAllowed, RateLimited
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, request, why
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.replicate import NSFW, REFUSALS, VERSION, ReplicateStandIn, half, problem
from tests.standin.hosted.server import KEY, Reply


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("no money", AccountEmpty, "insufficient credit"),
        ("not allowed", NotAllowed, "private"),
        ("no such model", ModelGone, "has no model me/mila"),
        ("no such version", ModelGone, "no such version of me/mila"),
        ("unknown input", EngineRefused, "Additional property signal"),
        ("too many", RateLimited, "throttled"),
        ("broken", MayBeCharged, "500"),
        ("proxy's 502", MayBeCharged, "502"),
        ("overloaded", MayBeCharged, "503"),
    ],
)
async def test_refusals_are_said_in_words(
    name: str, kind: type[EngineError], words: str, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    standin.faults.refusals = [REFUSALS[name]]
    with pytest.raises(kind, match=words) as caught:
        await engine.submit(request())
    assert type(caught.value) is kind
    assert caught.value.remedy
    assert KEY not in f"{caught.value!r} {caught.value.reason} {caught.value.remedy}"
    assert len(standin.bodies) == 1
    if isinstance(caught.value, RateLimited):
        assert (caught.value.seconds, caught.value.quota) == (30.0, "minute")


async def test_a_lost_answer_may_be_charged(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.faults.cut_request = True
    with pytest.raises(MayBeCharged):
        await engine.submit(request())
    assert len(standin.bodies) == 1


async def test_nothing_is_sent_on_to_another_host(
    engine: HostedEngine, standin: ReplicateStandIn, delivery: Delivery
) -> None:
    standin.faults.redirect = delivery.put("predictions", b"")
    with pytest.raises(EngineRefused, match="elsewhere"):
        await engine.submit(request())
    assert delivery.headers == []


@pytest.mark.parametrize("is_known", [False, True])
async def test_a_service_that_is_away_was_sent_nothing(
    is_known: bool, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    """What is prepared without knowing the version would be refused when it is sent later."""
    if is_known:
        await engine.health()
    await standin.vanish()
    asked = request()
    if is_known:
        assert VERSION in await engine.prepare(asked)
    else:
        with pytest.raises(EngineUnreachable, match="which version"):
            await engine.prepare(asked)
    with pytest.raises(EngineUnreachable):
        await engine.submit(asked)
    await standin.listen()
    await drawn(engine, request())


@pytest.mark.parametrize(
    "replies",
    [
        [Reply(502, b"<html>")] * 7,
        [problem(500, "oops")] * 2,
        [Reply(429, {"detail": "Request was throttled. Your rate limit resets in ~0s."})] * 2,
    ],
)
async def test_questions_are_asked_again(replies: list[Reply], engine: HostedEngine, standin: ReplicateStandIn) -> None:
    ticket = await engine.submit(request())
    standin.faults.questions = list(replies)
    events = await all_events(engine, ticket)
    assert isinstance(events[-1], Finished)
    assert any(isinstance(event, Stage) and event.trouble for event in events) == (len(replies) > 5)
    assert len(standin.bodies) == 1


@pytest.mark.parametrize("answer", [half({"id": "y4pv0000", "status": "starting"}), b"[1]", b'{"id": null}'])
async def test_answers_that_make_no_sense_are_asked_for_again_and_then_later(
    answer: bytes, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    ticket = await engine.submit(request())
    standin.faults.questions = [Reply(200, answer)] * 5
    await why(engine, ticket, MayBeCharged)
    events = await all_events(engine, ticket)
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Stage) and event.trouble for event in events) == 2
    assert len(standin.bodies) == 1


async def test_a_prediction_that_takes_too_long_can_be_followed_again(
    make_engine: MakeEngine, standin: ReplicateStandIn
) -> None:
    engine = make_engine(patience=0.05)
    slow = standin.script.states
    standin.script.states = [{"status": "processing", "logs": None}]
    ticket = await engine.submit(request())
    error = await why(engine, ticket, MayBeCharged)
    assert "replicate.com/predictions" in error.remedy
    standin.predictions[ticket.remote]["left"] = slow
    assert isinstance((await all_events(make_engine(), ticket))[-1], Finished)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (NSFW, ContentRefused),
        (
            "The input or output was flagged as sensitive. Please try again. (E005)",
            ContentRefused,
        ),
        ("CUDA out of memory. Tried to allocate 20.00 MiB", EngineBroke),
        ("Prediction interrupted; please retry (code: PA)", EngineBroke),
        (None, EngineBroke),
    ],
)
async def test_failures_are_said_in_words(
    words: str | None, kind: type[EngineError], engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    standin.script.states = [{"status": "failed", "error": words, "metrics": {"predict_time": 2.0}}]
    last = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(last, Failed)
    assert type(last.error) is kind
    assert last.cost is not None
    assert last.cost.measured
    assert isinstance(last.error, EngineBroke) is not isinstance(last.error, ContentRefused)
    if isinstance(last.error, EngineBroke):
        assert last.error.out_of_memory == ("CUDA" in (words or ""))


async def test_a_failure_in_the_answer_itself_is_one(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.script.first = {"status": "failed", "error": NSFW}
    await why(engine, await engine.submit(request()), ContentRefused)


@pytest.mark.parametrize("status", ["canceled", "aborted"])
async def test_what_is_cancelled_there_is_cancelled(
    status: str, engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    standin.script.states = [{"status": status}]
    assert (await all_events(engine, await engine.submit(request())))[-1] == Cancelled()


async def test_cancelling_stops_it_there(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.script.states = [{"status": "processing"}]
    ticket = await engine.submit(request())
    other = await engine.submit(request())
    await engine.cancel(ticket)
    assert (await all_events(engine, ticket))[-1] == Cancelled()
    assert standin.cancelled == [ticket.remote]
    assert standin.predictions[other.remote]["status"] != "canceled"
    await engine.cancel(Ticket("another", "studio", "y4pv9999"))


@pytest.mark.parametrize(
    ("states", "kind"),
    [
        ([{"status": "succeeded", "output": [], "metrics": {}}], EngineBroke),
        ([{"status": "succeeded", "output": None, "data_removed": True}], ResultLost),
        ([{"status": "succeeded", "output": ["data:image/webp;base64,@@"]}], MayBeCharged),
        ([{"status": "succeeded", "output": ["http://example.org/a.webp"]}], MayBeCharged),
    ],
)
async def test_an_end_without_a_picture_says_so(
    states: list[dict[str, Any]], kind: type[EngineError], engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    standin.script.states = states
    await why(engine, await engine.submit(request()), kind)


@pytest.mark.parametrize("fault", ["cut", "short", "busy"])
async def test_a_download_that_breaks_off_is_tried_again(
    fault: str, engine: HostedEngine, standin: ReplicateStandIn, delivery: Delivery
) -> None:
    setattr(delivery, fault, 1 if fault == "short" else 2)
    await drawn(engine, request())
    assert len(standin.bodies) == 1


async def test_a_picture_that_has_expired_is_lost(engine: HostedEngine, delivery: Delivery) -> None:
    delivery.is_expired = True
    error = await why(engine, await engine.submit(request()), ResultLost)
    assert "cannot be had any more" in error.reason


async def test_what_is_no_picture_is_said_to_be_none(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.faults.picture = b"<html>not here</html>"
    error = await why(engine, await engine.submit(request()), MayBeCharged)
    assert "neither PNG" in error.reason


async def test_a_picture_that_is_too_large_is_not_read_to_its_end(
    engine: HostedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backends.hosted.http.LARGEST_PICTURE", 100)
    error = await why(engine, await engine.submit(request()), MayBeCharged)
    assert "MiB" in error.reason


async def test_a_download_is_sent_on_without_the_key(engine: HostedEngine, delivery: Delivery) -> None:
    delivery.redirect = delivery.put("y4pv0000-0.webp", b"")
    await drawn(engine, request())
    assert len(delivery.headers) == 2
    assert KEY not in json.dumps([dict(headers) for headers in delivery.headers])


async def test_a_key_that_holds_no_more_while_it_draws_is_no_refusal_of_the_job(
    engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    asked = request()
    ticket = await engine.submit(asked)
    standin.faults.questions = [standin.unauthorized()]
    error = await why(engine, ticket, MayBeCharged)
    assert "refuses the key" in error.reason
    assert (await engine.submit(asked)).remote == ticket.remote
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert len(standin.bodies) == 1


async def test_the_key_is_in_no_words(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    engine = make_engine()
    standin.faults.refusals = [problem(403, f"The key {KEY} may not do this")]
    with pytest.raises(NotAllowed) as caught:
        await engine.submit(request())
    said = f"{caught.value.reason} {caught.value.remedy} {await engine.health()} {await engine.prepare(request())}"
    assert KEY not in said
    await asyncio.sleep(0)
