"""Tests for the client of a vision server, against the stand-in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.errors import (
    BadAnswer,
    ContentRefused,
    EngineBroke,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.hosted.access import Access, Secret
from backends.vision.answers import SaidNothing, Told, told, without_thoughts
from backends.vision.card import card, has_seen
from backends.vision.refusals import Blind, StillLoading
from backends.vision.requests import home_of
from backends.vision.server import VisionServer
from tests.standin.hosted.server import KEY, Reply, png
from tests.standin.vision import MODEL, REFUSALS, Flavour, VisionStandIn

PICTURE = png(64, 48)


@asynccontextmanager
async def client(
    stand_in: VisionStandIn, *, key: str = "", model: str = MODEL, timeout: float = 20.0, patience: float = 20.0
) -> AsyncIterator[VisionServer]:
    """The client of a stand-in."""
    access = Access(
        name="vision", url=f"{stand_in.url}/v1/", key=Secret(key), timeout=timeout, patience=patience, pause=0.001
    )
    server = VisionServer(access, model)
    try:
        yield server
    finally:
        await server.close()


@pytest.mark.parametrize("flavour", ["llama.cpp", "ollama", "vllm"])
async def test_a_picture_is_described_and_whether_the_model_sees_is_asked_once(flavour: Flavour) -> None:
    async with VisionStandIn(flavour, key=KEY) as stand_in, client(stand_in, key=KEY) as server:
        for _ in range(2):
            said = await server.describe(PICTURE, "Be plain.", "Describe it.")
            assert said == Told("A man with glasses holds a mug, in a kitchen.")
        assert stand_in.paid == (3 if flavour == "vllm" else 2)
        rules, asked = stand_in.seen[-1].json["messages"]
        assert rules == {"role": "system", "content": "Be plain."}
        assert asked["content"][1]["image_url"]["url"].startswith("data:image/png;base64,")
        assert stand_in.seen[-1].json["model"] == MODEL


@pytest.mark.parametrize("flavour", ["llama.cpp", "ollama", "vllm"])
async def test_a_blind_model_is_told_before_any_picture_is_shown_to_it(flavour: Flavour) -> None:
    async with VisionStandIn(flavour, blind=True) as stand_in, client(stand_in) as server:
        with pytest.raises(Blind) as error:
            await server.describe(PICTURE, "", "Describe it.")
        assert "sees no pictures" in error.value.reason or "Red, green, blue" in error.value.reason
        assert stand_in.paid == (flavour == "vllm")


@pytest.mark.parametrize(
    ("refusal", "kind", "said"),
    [
        ("blind llama.cpp", Blind, "sees no pictures"),
        ("blind, older", Blind, "sees no pictures"),
        ("blind vLLM", Blind, "sees no pictures"),
        ("no such model", ModelGone, "has no model 'qwen3-vl:8b'"),
        ("no such route", EngineRefused, "no chat"),
        ("no key", KeyRefused, "does not know the key"),
        ("not allowed", NotAllowed, "Your plan has no vision"),
        ("too many", RateLimited, "enough questions"),
        ("too long", EngineRefused, "context size"),
        ("broken", EngineBroke, "CUDA out of memory"),
        ("proxy's 502", EngineUnreachable, "502"),
    ],
)
async def test_a_refusal_is_told_and_not_asked_again(refusal: str, kind: type[EngineError], said: str) -> None:
    async with VisionStandIn("ollama") as stand_in, client(stand_in) as server:
        stand_in.faults.refusals = [REFUSALS[refusal]]
        with pytest.raises(kind) as error:
            await server.describe(PICTURE, "", "Describe it.")
        assert said in error.value.reason
        assert error.value.remedy
        assert stand_in.paid == 1


async def test_a_model_that_loads_is_waited_for_within_the_patience() -> None:
    async with VisionStandIn("ollama") as stand_in:
        stand_in.faults.refusals = [REFUSALS["still loading"]] * 3
        async with client(stand_in) as server:
            assert (await server.describe(PICTURE, "", "Describe it.")).text
            assert stand_in.paid == 4
        stand_in.faults.refusals = [REFUSALS["still loading"]] * 3
        async with client(stand_in, patience=0.0) as server:
            with pytest.raises(StillLoading):
                await server.describe(PICTURE, "", "Describe it.")


async def test_fields_that_a_model_refuses_are_left_out_from_then_on() -> None:
    async with VisionStandIn("ollama") as stand_in, client(stand_in) as server:
        stand_in.faults.refusals = [REFUSALS["no temperature"], REFUSALS["no max_tokens"]]
        for _ in range(2):
            await server.describe(PICTURE, "", "Describe it.")
        assert stand_in.paid == 4
        sent = stand_in.seen[-1].json
        assert "temperature" not in sent
        assert (sent.get("max_tokens"), sent["max_completion_tokens"]) == (None, 300)


async def test_a_model_that_thinks_long_is_given_more_tokens_once() -> None:
    async with VisionStandIn("ollama") as stand_in, client(stand_in) as server:
        stand_in.thinks_longer_than = 300
        stand_in.thoughts = "<think>A mug?\n</think>\n"
        assert (await server.describe(PICTURE, "", "Describe it.")).text.startswith("A man with glasses")
        stand_in.thinks_longer_than = 10_000
        with pytest.raises(SaidNothing, match="said nothing"):
            await server.describe(PICTURE, "", "Describe it.")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>", BadAnswer),
        (b"[]", BadAnswer),
        (b'{"choices": []}', BadAnswer),
        (b'{"choices": [{"message": {"content": 3}}]}', BadAnswer),
        (b'{"choices": [{"message": {"content": ""}, "finish_reason": "stop"}]}', BadAnswer),
        (b'{"choices": [{"message": {"content": null, "refusal": "I cannot"}}]}', ContentRefused),
        (b"\xff", BadAnswer),
        (b"x" * (4 * 2**20 + 1), BadAnswer),
    ],
)
async def test_an_answer_that_makes_no_sense_is_told(body: bytes, kind: type[EngineError]) -> None:
    async with VisionStandIn("ollama") as stand_in, client(stand_in) as server:
        stand_in.faults.body = body
        with pytest.raises(kind):
            await server.describe(PICTURE, "", "Describe it.")


async def test_a_server_that_is_away_cuts_or_sends_elsewhere_is_told_and_the_key_stays() -> None:
    async with (
        VisionStandIn("ollama") as other,
        VisionStandIn("ollama") as stand_in,
        client(stand_in, key=KEY) as server,
    ):
        stand_in.faults.redirect = f"{other.url}/v1/chat/completions"
        with pytest.raises(EngineRefused, match="elsewhere"):
            await server.describe(PICTURE, "", "Describe it.")
        assert not other.seen
        stand_in.faults.redirect = ""
        stand_in.faults.cut_request = True
        with pytest.raises(EngineUnreachable):
            await server.describe(PICTURE, "", "Describe it.")
        await stand_in.vanish()
        with pytest.raises(EngineUnreachable, match="No vision server answers at 127"):
            await server.describe(PICTURE, "", "Describe it.")


async def test_a_late_answer_is_told_and_a_question_can_be_cancelled() -> None:
    async with VisionStandIn("ollama") as stand_in:
        stand_in.hold()
        async with client(stand_in, timeout=0.2) as server:
            with pytest.raises(EngineUnreachable, match="did not answer within"):
                await server.describe(PICTURE, "", "Describe it.")
        async with client(stand_in) as server:
            stand_in.hold()
            asking = asyncio.create_task(server.describe(PICTURE, "", "Describe it."))
            await stand_in.held()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking


async def test_a_server_that_repeats_the_key_does_not_get_it_shown() -> None:
    async with VisionStandIn("vllm") as stand_in, client(stand_in, key=KEY) as server:
        stand_in.faults.refusals = [Reply(403, {"error": {"message": f"The key {KEY} may not"}})]
        with pytest.raises(NotAllowed) as error:
            await server.sees()
        assert KEY not in error.value.reason


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>a</think>\n A mug.", "A mug."),
        ("so it is\n</think>A mug.", "A mug."),
        ("<Thinking>a mug, or", ""),
        ("A mug. <think>more", "A mug."),
        ("a < b", "a < b"),
        ("A <think>a<think>b</think> mug.", "A  mug."),
        ("<think>a</think>so it is</thinking>A mug.", "A mug."),
        ("<think>" * 300_000, ""),
        ("</think" * 300_000 + "</think>A mug.", "A mug."),
    ],
    ids=str.__len__,
)
def test_thoughts_are_left_out(text: str, left: str) -> None:
    assert without_thoughts(text) == left


@given(st.recursive(st.none() | st.text() | st.integers(), lambda s: st.lists(s) | st.dictionaries(
    st.sampled_from(["choices", "message", "content", "text", "finish_reason"]), s), max_leaves=8))  # fmt: skip
def test_any_answer_is_read_or_told(answer: Any) -> None:
    with contextlib.suppress(EngineError):
        assert told(msgspec.json.encode(answer), "lab:1").text


def test_text_in_parts_is_put_together() -> None:
    body = b'{"choices": [{"message": {"content": [{"type": "text", "text": "A "}, {"text": "mug"}]}}]}'
    assert told(body, "lab:1") == Told("A mug")


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("Orange, black, purple, green", True),
        ("The stripes are orange, black, violet and teal.", True),
        ("Red, green, blue, yellow", False),
        ("I cannot see the picture", False),
        ("red orange yellow green blue purple black white", False),
    ],
)
def test_only_who_sees_the_card_names_its_colours(answer: str, seen: bool) -> None:
    assert has_seen(answer) is seen
    assert len(card()) < 2000


@pytest.mark.parametrize("url", ["http://a:1", "http://a:1/", "http://a:1/v1", "http://a:1/v1/chat/completions/"])
def test_an_address_is_the_servers_however_it_is_written(url: str) -> None:
    assert home_of(url) == "http://a:1"
    assert home_of("https://b/api/v1") == "https://b/api"
