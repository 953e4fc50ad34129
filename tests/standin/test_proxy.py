"""The proxy does to a message what it was told, and nothing to the others."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import httpx
import pytest

from tests.standin.proxy import Proxy
from tests.standin.server import StandIn
from tests.standin.spoiling import Fault, Kind, Message, corrupted

QUEUE = Message("up", "GET /queue", 1)
ANSWER = Message("down", "GET /queue", 1)


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as server:
        yield server


async def ask(proxy: Proxy, seconds: float = 0.2) -> tuple[int, bytes]:
    async with httpx.AsyncClient(timeout=seconds, trust_env=False) as client:
        response = await client.get(f"{proxy.url}/queue")
        return response.status_code, response.content


async def test_without_a_fault_all_goes_through_and_is_noted(standin: StandIn) -> None:
    heard: list[Message] = []
    async with Proxy(standin.url, heard=heard.append) as proxy:
        assert await ask(proxy) == (200, b'{"queue_running": [], "queue_pending": []}')
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{proxy.url}/ws?clientId=me") as socket:
            assert (await socket.receive_json())["data"]["sid"] == "me"
        assert proxy.seen[:4] == [QUEUE, ANSWER, Message("up", "ws open", 1), Message("down", "ws status", 1)]
        assert heard == proxy.seen


@pytest.mark.parametrize(
    ("message", "kind", "asked"),
    [
        (QUEUE, "cut", 0),
        (QUEUE, "swallow", 0),
        (QUEUE, "late", 1),
        (ANSWER, "cut", 1),
        (ANSWER, "swallow", 1),
        (ANSWER, "short", 1),
    ],
)
async def test_faults_after_which_no_answer_comes(message: Message, kind: Kind, asked: int, standin: StandIn) -> None:
    async with Proxy(standin.url, Fault(kind, message, 0.0)) as proxy:
        with pytest.raises(httpx.TransportError):
            await ask(proxy)
        if kind == "late":
            await standin.until(lambda: standin.asked("GET", "/queue") == 1)
            await proxy.delivered()
        assert proxy.struck
        assert standin.asked("GET", "/queue") == asked
        assert (await ask(proxy))[0] == 200


@pytest.mark.parametrize(
    ("message", "kind", "status", "asked"),
    [
        (QUEUE, "502", 502, 0),
        (QUEUE, "repeat", 200, 2),
        (QUEUE, "delay", 200, 1),
        (ANSWER, "502", 502, 1),
        (ANSWER, "slow", 200, 1),
        (ANSWER, "delay", 200, 1),
    ],
)
async def test_faults_after_which_one_comes(
    message: Message, kind: Kind, status: int, asked: int, standin: StandIn
) -> None:
    async with Proxy(standin.url, Fault(kind, message)) as proxy:
        assert (await ask(proxy, 5.0))[0] == status
        assert standin.asked("GET", "/queue") == asked


async def test_a_corrupted_answer_is_as_long_and_no_json(standin: StandIn) -> None:
    async with Proxy(standin.url, Fault("corrupt", ANSWER)) as proxy:
        _, body = await ask(proxy)
    assert body == corrupted(b'{"queue_running": [], "queue_pending": []}')
    assert len(body) == 42
    assert b"\x01" in body


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("swallow", ["feature_flags"]),
        ("repeat", ["status", "status", "feature_flags"]),
        ("delay", ["status", "feature_flags"]),
        ("deafen", []),
        ("cut", []),
    ],
)
async def test_frames(kind: Kind, types: list[str], standin: StandIn) -> None:
    async with Proxy(standin.url, Fault(kind, Message("down", "ws status", 1))) as proxy:
        told: list[str] = []
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{proxy.url}/ws?clientId=me") as socket:
            await socket.send_json({"type": "feature_flags", "data": {}})
            while len(told) < max(1, len(types)):
                try:
                    frame = await socket.receive(timeout=0.2)
                except TimeoutError:
                    break
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    break
                told.append(frame.json()["type"])
        assert told == types
