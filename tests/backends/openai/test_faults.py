"""What goes wrong between here and OpenAI: nothing is sent twice, and the key goes nowhere else."""

from __future__ import annotations

import logging

import pytest

from backends.base import Failed, Ticket
from backends.errors import EngineError, EngineRefused, EngineUnreachable, MayBeCharged
from backends.hosted import engine as hosted
from backends.hosted.engine import HostedEngine
from backends.openai import answers
from tests.backends.hosting import MakeEngine, all_events, drawn, failed, request, said
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.server import KEY, Faults, Reply

FAULTS = {
    "cut before it is drawn": Faults(cut_request=True),
    "cut before the answer": Faults(cut_answer=True),
    "cut in the answer": Faults(half_answer=True),
    "half an answer": Faults(half_body=True),
    "no JSON": Faults(body=b"<html>"),
    "an empty answer": Faults(body=b""),
    "no picture": Faults(picture=b"<html>not found</html>"),
    "an empty picture": Faults(picture=b""),
    "half a picture": Faults(picture=b"\x89PNG\r\n\x1a\n"),
}


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_what_is_lost_after_it_was_sent_may_be_charged_and_is_sent_once(
    engine: HostedEngine, standin: OpenAIStandIn, fault: Faults, streams: bool
) -> None:
    standin.faults, standin.ignores_streams = fault, not streams
    asked = request()
    error = await failed(engine, asked)
    assert isinstance(error, MayBeCharged)
    assert error.remedy
    standin.faults = Faults()
    assert isinstance(await failed(engine, asked), MayBeCharged)
    assert standin.paid == 1


async def test_a_picture_that_is_no_use_still_has_its_price(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    standin.faults.picture = b"GIF89a"
    end = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(end, Failed)
    assert end.cost is not None
    assert "neither PNG, JPEG nor WebP" in end.error.reason


@pytest.mark.parametrize("streams", [True, False])
async def test_an_answer_that_is_too_large_is_not_kept(
    engine: HostedEngine, standin: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch, streams: bool
) -> None:
    monkeypatch.setattr(answers, "LARGEST", 10_000)
    standin.ignores_streams = not streams
    assert isinstance(await failed(engine, request()), MayBeCharged)


async def test_an_answer_that_stays_away_is_given_up(make_engine: MakeEngine, standin: OpenAIStandIn) -> None:
    standin.hold()
    assert isinstance(await failed(make_engine(patience=0.05), request()), MayBeCharged)
    assert standin.paid == 1


async def test_the_key_goes_nowhere_else(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    async with OpenAIStandIn() as other:
        standin.faults.redirect = f"{other.url}/v1/images/generations"
        standin.faults.questions = [Reply(302, b"", {"Location": f"{other.url}/v1/models"})]
        error = await failed(engine, request())
        assert isinstance(error, EngineRefused)
        assert not (await engine.health()).ready
        assert other.seen == []
    assert standin.paid == 1


async def test_a_key_that_a_proxy_repeats_is_not_shown(
    engine: HostedEngine, standin: OpenAIStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    body = {"error": {"message": f"no such header: Bearer {KEY}", "code": KEY, "param": KEY, "type": KEY}}
    for status in (400, 401, 403, 404, 429, 500, 503):
        reply = Reply(status, body, {"x-request-id": KEY})
        standin.faults.refusals, standin.faults.questions = [reply], [reply] * 9
        assert KEY not in said(await failed(engine, request()))
        assert KEY not in repr(await engine.health())
    assert KEY not in repr(engine) + repr(vars(engine)) + str(engine._access)
    assert KEY not in caplog.text


async def test_where_nothing_answers_it_was_never_sent_and_can_be_sent_again(
    engine: HostedEngine, standin: OpenAIStandIn
) -> None:
    asked = request()
    await standin.vanish()
    with pytest.raises(EngineUnreachable, match="cannot be reached"):
        await engine.submit(asked)
    await standin.listen()
    await drawn(engine, asked)
    assert standin.paid == 1


STREAMS = {
    "an error's event": ([("error", {"message": "it broke", "type": "server_error", "code": None})], MayBeCharged),
    "an error in an object": ([{"type": "x", "error": {"message": "it broke", "type": "server_error"}}], MayBeCharged),
    "an unknown error": ([("error", {"message": "it broke"})], MayBeCharged),
    "unfinished": ([{"type": "image_generation.partial_image", "b64_json": "AAAA"}], MayBeCharged),
    "nothing": ([("ping", {})], MayBeCharged),
    "no object": ([("message", "[1, 2]")], MayBeCharged),
    "a refusal": (
        [("error", {"message": "safety_violations=[violence].", "code": "moderation_blocked"})],
        EngineRefused,
    ),
}


@pytest.mark.parametrize(("events", "kind"), STREAMS.values(), ids=STREAMS.keys())
async def test_a_stream_that_breaks_off_is_a_failure(
    engine: HostedEngine, standin: OpenAIStandIn, events: list[object], kind: type[EngineError]
) -> None:
    standin.events = events
    assert isinstance(await failed(engine, request()), kind)


async def test_a_connection_that_is_cut_while_the_request_leaves_may_have_brought_it(
    engine: HostedEngine, standin: OpenAIStandIn
) -> None:
    standin.faults.cut_head = True
    assert isinstance(await failed(engine, request()), MayBeCharged)
    assert standin.paid == 0


async def test_after_a_restart_nobody_can_ask_for_the_picture(engine: HostedEngine, standin: OpenAIStandIn) -> None:
    asked = request()
    (end,) = await all_events(engine, Ticket(asked.job_id, asked.client_id))
    assert isinstance(end, Failed)
    assert isinstance(end.error, MayBeCharged)
    assert standin.seen == []


async def test_pictures_of_old_jobs_are_let_go_and_never_drawn_again(
    engine: HostedEngine, standin: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosted, "KEPT", 1)
    asked = [request(width=816, height=816) for _ in range(3)]
    for one in asked:
        await drawn(engine, one)
    assert isinstance(await failed(engine, asked[0]), MayBeCharged)
    await drawn(engine, asked[2])
    assert standin.paid == 3
