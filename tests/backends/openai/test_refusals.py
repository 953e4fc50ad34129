"""Each refusal of OpenAI's as a typed error, in words with what to do."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.errors import (
    AccountEmpty,
    ContentRefused,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    KeyRefused,
    MayBeCharged,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.hosted.access import Secret
from backends.hosted.engine import HostedEngine
from backends.hosted.refusals import Refusal
from backends.openai.refusals import FieldRefused, explained
from tests.backends.hosting import MakeEngine, drawn, failed, request, said
from tests.standin.hosted.openai import REFUSALS, OpenAIStandIn
from tests.standin.hosted.server import Reply

MEANT: dict[str, tuple[type[EngineError], str]] = {
    "no organisation": (NotAllowed, "no organisation"),
    "unverified": (NotAllowed, "15 minutes"),
    "no such model": (ModelGone, "gpt-image-2.5-flare"),
    "no such model, as a 400": (ModelGone, "gpt-image-2.5-flare"),
    "words refused": (ContentRefused, "violence"),
    "picture refused": (ContentRefused, "sexual, violence"),
    "words refused, older": (ContentRefused, "does not say of which kind"),
    "limit reached": (AccountEmpty, "limit"),
    "no money": (AccountEmpty, "billing"),
    "minute's quota": (RateLimited, "minute"),
    "slow down": (RateLimited, "52 s"),
    "day's quota": (RateLimited, "day"),
    "unknown field": (FieldRefused, "size"),
    "wrong value": (EngineRefused, "background"),
    "overloaded": (RateLimited, "overloaded"),
    "broken": (RateLimited, "overloaded"),
    "proxy's 502": (MayBeCharged, "502"),
    "proxy's 504": (MayBeCharged, "504"),
    "proxy's 503": (MayBeCharged, "503"),
}
LIMITS = {
    "minute's quota": ("minute", 12.0),
    "slow down": ("minute", 51.815253),
    "day's quota": ("day", None),
    "overloaded": ("minute", None),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_each_refusal_is_typed_and_what_was_plainly_refused_may_be_sent_again(
    engine: HostedEngine, standin: OpenAIStandIn, name: str
) -> None:
    standin.faults.refusals = [REFUSALS[name]]
    asked = request()
    error = await failed(engine, asked)
    kind, words = MEANT[name]
    assert type(error) is kind
    assert words in said(error)
    assert error.remedy
    if isinstance(error, RateLimited) and name in LIMITS:
        assert (error.quota, error.seconds) == LIMITS[name]
    if kind is MayBeCharged:
        assert isinstance(await failed(engine, asked), MayBeCharged)
        assert standin.paid == 1
    else:
        await drawn(engine, asked)
        assert standin.paid == 2


def test_all_refusals_are_tried() -> None:
    assert REFUSALS.keys() == MEANT.keys()


async def test_a_wrong_key_is_refused_without_a_letter_of_it(make_engine: MakeEngine) -> None:
    error = await failed(make_engine(key=Secret("sk-secreX")), request())
    assert isinstance(error, KeyRefused)
    assert "sk-secre" not in said(error)


async def test_what_a_picture_was_kept_back_for_is_told_with_the_stage(
    engine: HostedEngine, standin: OpenAIStandIn
) -> None:
    standin.faults.refusals = [REFUSALS["picture refused"]]
    error = await failed(engine, request())
    assert isinstance(error, ContentRefused)
    assert (error.categories, error.stage) == (("sexual", "violence"), "output")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "2500"}, 2.5),
        ({"retry-after": "7"}, 7.0),
        ({"x-ratelimit-reset-requests": "6m0s"}, 360.0),
    ],
)
def test_the_services_own_time_is_taken(headers: dict[str, str], seconds: float) -> None:
    body = b'{"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded", "type": "requests"}}'
    error = explained(Refusal(429, headers, body), "gpt-image-2")
    assert isinstance(error, RateLimited)
    assert (error.seconds, error.quota) == (seconds, "minute")


def test_the_services_number_is_told_for_support() -> None:
    error = explained(Refusal(400, {"x-request-id": "req_1"}, b'{"error": {"message": "no"}}'), "gpt-image-2")
    assert "req_1" in error.remedy


def test_what_is_of_no_use_to_try_again_is_no_quota() -> None:
    body = b'{"error": {"message": "no", "type": "server_error"}}'
    error = explained(Refusal(500, {"x-should-retry": "false"}, body), "gpt-image-2")
    assert type(error) is EngineRefused


async def test_questions_that_fail_are_asked_again_and_charge_nothing(
    engine: HostedEngine, standin: OpenAIStandIn
) -> None:
    standin.faults.questions = [Reply(502, b"<html>"), REFUSALS["overloaded"]]
    assert (await engine.health()).ready
    assert isinstance(explained(Refusal(502, {}, b""), ""), EngineUnreachable)


ERRORS = st.dictionaries(
    st.sampled_from(["message", "type", "code", "param", "moderation_details"]),
    st.none()
    | st.text(max_size=30)
    | st.integers()
    | st.lists(st.text(max_size=5))
    | st.just({"categories": [1, None]}),
)


@given(st.integers(300, 599), st.binary(max_size=40) | ERRORS.map(lambda error: {"error": error}) | st.text())
def test_any_refusal_is_an_error_in_plain_words(status: int, body: object) -> None:
    written = body if isinstance(body, bytes) else msgspec.json.encode(body)
    error = explained(Refusal(status, {}, written), "gpt-image-2")
    assert isinstance(error, EngineError)
    assert error.reason.isprintable()
    assert error.remedy.isprintable()
