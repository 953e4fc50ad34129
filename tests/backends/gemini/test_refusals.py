"""Each refusal of Gemini's, and each answer without a picture, as a typed error with what to do."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Failed, Finished
from backends.errors import (
    AccountEmpty,
    ContentRefused,
    EngineBroke,
    EngineError,
    EngineRefused,
    KeyRefused,
    MayBeCharged,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.gemini.answers import finished
from backends.gemini.models import MODELS, model_of
from backends.gemini.refusals import explained
from backends.hosted.access import Secret
from backends.hosted.engine import HostedEngine
from backends.hosted.refusals import Refusal
from tests.backends.hosting import MakeEngine, all_events, drawn, failed, request, said
from tests.standin.hosted.gemini import REFUSALS, GeminiStandIn

MEANT: dict[str, tuple[type[EngineError], str]] = {
    "region": (NotAllowed, "location"),
    "not allowed": (NotAllowed, "project"),
    "no such model": (ModelGone, "gemini-nano-banana-2.1"),
    "minute's quota": (RateLimited, "37 s"),
    "day's quota": (RateLimited, "midnight"),
    "no free quota": (AccountEmpty, "billing"),
    "bare quota": (RateLimited, "in a while"),
    "in a list": (RateLimited, "in a while"),
    "overloaded": (RateLimited, "overloaded"),
    "broken": (RateLimited, "overloaded"),
    "wrong field": (EngineRefused, "imageSise"),
    "deadline": (MayBeCharged, "504"),
    "proxy's 502": (MayBeCharged, "502"),
}
LIMITS = {"minute's quota": ("minute", 37.0), "day's quota": ("day", None), "bare quota": ("minute", None)}


@pytest.mark.parametrize("name", REFUSALS)
async def test_each_refusal_is_typed_and_what_was_plainly_refused_may_be_sent_again(
    engine: HostedEngine, standin: GeminiStandIn, name: str
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


async def test_a_wrong_key_is_refused(make_engine: MakeEngine) -> None:
    assert isinstance(await failed(make_engine(key=Secret("wrong")), request()), KeyRefused)


STOPS: dict[str, tuple[dict[str, Any], type[EngineError], str]] = {
    **{
        reason: ({"finishReason": reason}, ContentRefused, reason)
        for reason in (
            *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "SAFETY", "PROHIBITED_CONTENT"),
            *("BLOCKLIST", "SPII", "RECITATION", "ESCALATION"),
        )
    },
    **{
        reason: ({"finishReason": reason}, EngineBroke, reason)
        for reason in ("IMAGE_OTHER", "NO_IMAGE", "LANGUAGE", "OTHER", "MALFORMED_RESPONSE", "CONTINUATION", "NEWER")
    },
    "too many tokens": ({"finishReason": "MAX_TOKENS"}, EngineBroke, "tokens"),
    "limited": ({"finishReason": "PUP_LIMITED_DISABLED"}, NotAllowed, "limited the account"),
    "a message": (
        {"finishReason": "IMAGE_SAFETY", "finishMessage": "Not this\x1b[1m one."},
        ContentRefused,
        "Not this",
    ),
    "rated": (
        {
            "finishReason": "IMAGE_SAFETY",
            "safetyRatings": [
                {"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"},
                {"category": "HARM_CATEGORY_VIOLENCE", "probability": "HIGH"},
            ],
        },
        ContentRefused,
        "('HARM_CATEGORY_VIOLENCE',)",
    ),
    "words": (
        {"content": {"parts": [{"text": "I can only describe it."}]}, "finishReason": "STOP"},
        EngineBroke,
        "I can only describe it",
    ),
    "thoughts alone": (
        {"content": {"parts": [{"thought": True, "inlineData": {"data": "AAAA"}}]}, "finishReason": "STOP"},
        EngineBroke,
        "drew nothing",
    ),
    "nothing at all": ({"content": {}}, EngineBroke, "drew nothing"),
}


@pytest.mark.parametrize(("candidate", "kind", "words"), STOPS.values(), ids=STOPS.keys())
async def test_an_answer_without_a_picture_is_typed_priced_and_not_asked_for_again(
    engine: HostedEngine, standin: GeminiStandIn, candidate: dict[str, Any], kind: type[EngineError], words: str
) -> None:
    standin.candidate = candidate
    end = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(end, Failed)
    assert type(end.error) is kind
    assert words in said(end.error)
    assert end.error.remedy
    assert end.cost is not None
    assert standin.paid == 1


@pytest.mark.parametrize("reason", ["SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "JAILBREAK"])
async def test_a_refused_prompt_is_told_with_its_reason(
    engine: HostedEngine, standin: GeminiStandIn, reason: str
) -> None:
    standin.answer = {"promptFeedback": {"blockReason": reason}, "usageMetadata": {"promptTokenCount": 9}}
    error = await failed(engine, request())
    assert isinstance(error, ContentRefused)
    assert (error.categories, error.stage) == ((reason,), "input")


async def test_an_answer_without_anything_is_a_failure(engine: HostedEngine, standin: GeminiStandIn) -> None:
    standin.answer = {}
    assert isinstance(await failed(engine, request()), EngineBroke)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("candidates", "content", "parts", "inlineData", "data", "text", "thought", "finishReason"),
                    *("promptFeedback", "blockReason", "usageMetadata", "safetyRatings", "error", "message", "details"),
                    *("status", "violations", "quotaId", "@type", "retryDelay"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.integers(300, 599))
def test_any_json_is_an_end_or_an_error_in_plain_words(value: object, status: int) -> None:
    body = msgspec.json.encode(value)
    end = finished(body, model_of("gemini-3-pro-image"))
    assert isinstance(end, Finished | Failed)
    errors = [explained(Refusal(status, {}, msgspec.json.encode({"error": value})), "gemini-3-pro-image")]
    errors += [end.error] if isinstance(end, Failed) else []
    for error in errors:
        assert isinstance(error, EngineError)
        assert error.reason.isprintable()
        assert error.remedy.isprintable()


def test_what_was_shut_down_has_something_instead() -> None:
    ids = {model.id for model in MODELS if not model.retired}
    assert all(model.instead in ids for model in MODELS if model.retired)
