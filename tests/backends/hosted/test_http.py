"""What costs is sent once, and how far it got is known; a key goes to its own host alone."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backends.errors import (
    BadAnswer,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    KeyRefused,
    MayBeCharged,
    RateLimited,
    ResultLost,
)
from backends.hosted.access import Access, Secret, is_home
from backends.hosted.http import Http
from backends.hosted.refusals import Refusal

KEY = "key-that-nobody-may-see"


class Plain:
    """A service whose refusals are told by their status alone."""

    title = "Somebody"

    def authorization(self, key: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {key}"}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        if refusal.status in (429, 503):
            return RateLimited("later", "", 0.0, "minute")
        return EngineRefused(f"no: {refusal.status}")


class Server:
    """A server of raw answers: each request gets the next of `answers`, the last one again and again."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.url = ""

    async def heed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length")), 0
        )
        self.requests.append(head + await reader.readexactly(length))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def serving(*answers: bytes) -> AsyncIterator[Server]:
    server = Server(*answers)
    listening = await asyncio.start_server(server.heed, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield server


@asynccontextmanager
async def reaching(url: str, key: str = KEY, **changes: Any) -> AsyncIterator[Http]:
    http = Http(Access(name="mine", url=url, key=Secret(key), key_from="THE_KEY", pause=0.001, **changes), Plain())
    try:
        yield http
    finally:
        await http.close()


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def drawn(http: Http) -> bytes:
    async with http.once("/draw", body={"prompt": "Milo"}) as sent:
        return await sent.body()


async def test_what_is_answered_is_had() -> None:
    async with serving(answer(b'{"a": 1}')) as server, reaching(server.url) as http:
        assert await drawn(http) == b'{"a": 1}'
    assert len(server.requests) == 1
    assert b'{"prompt":"Milo"}' in server.requests[0]
    assert f"Bearer {KEY}".encode() in server.requests[0]


async def test_what_never_left_is_unreachable_and_no_charge() -> None:
    async with serving(answer()) as server:
        url = server.url
    async with reaching(url) as http:
        with pytest.raises(EngineUnreachable) as raised:
            await drawn(http)
    assert not isinstance(raised.value, MayBeCharged)


@pytest.mark.parametrize(
    "cut",
    [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"nonsense\r\n\r\n"],
    ids=["nothing", "half a head", "half a body", "no protocol"],
)
async def test_what_left_and_is_not_answered_may_be_charged_and_is_sent_once(cut: bytes) -> None:
    async with serving(cut) as server, reaching(server.url) as http:
        with pytest.raises(MayBeCharged):
            await drawn(http)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["401 No", "429 Later", "500 Broken", "503 Later"])
async def test_a_refusal_is_what_the_service_makes_of_it_and_is_not_tried_again(status: str) -> None:
    async with serving(answer(b"{}", status)) as server, reaching(server.url) as http:
        with pytest.raises(EngineRefused):
            await drawn(http)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "status", ["407 Proxy Authentication Required", "502 Bad Gateway", "200 Connection established"]
)
async def test_what_a_proxy_lets_not_through_reached_nobody_and_is_no_charge(
    monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    async with serving(f"HTTP/1.1 {status}\r\n\r\n".encode()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with reaching("https://somebody.example") as http:
            with pytest.raises(EngineUnreachable) as raised:
                await drawn(http)
            with pytest.raises(EngineUnreachable):
                await http.get("/models")
    assert not isinstance(raised.value, MayBeCharged)
    assert ("HTTPS_PROXY" in raised.value.remedy) is status.startswith("407")
    assert {request.split()[0] for request in proxy.requests} == {b"CONNECT"}


async def test_what_a_proxy_that_hands_on_refuses_reached_nobody() -> None:
    async with (
        serving(answer(b"who are you", "407 Proxy Authentication Required")) as proxy,
        reaching(proxy.url) as http,
    ):
        with pytest.raises(EngineRefused, match="nothing was charged"):
            await drawn(http)


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
async def test_what_costs_follows_no_redirect(status: str) -> None:
    async with (
        serving(answer()) as other,
        serving(answer(b"", status, f"Location: {other.url}/draw")) as server,
        reaching(server.url) as http,
    ):
        with pytest.raises(EngineRefused):
            await drawn(http)
        assert (len(server.requests), other.requests) == (1, [])


async def test_a_question_is_asked_again_while_the_service_says_later() -> None:
    async with serving(answer(b"", "503 Later"), b"", answer(b"[]")) as server, reaching(server.url) as http:
        assert await http.get("/models") == b"[]"
    assert len(server.requests) == 3


async def test_a_question_does_not_take_the_key_to_another_host() -> None:
    async with (
        serving(answer()) as other,
        serving(answer(b"", "302 Found", f"Location: {other.url}/models")) as server,
        reaching(server.url) as http,
    ):
        with pytest.raises(EngineRefused):
            await http.get("/models")
        with pytest.raises(BadAnswer):
            await http.get(f"{other.url}/models")
        assert other.requests == []


async def test_a_picture_at_another_host_is_had_without_the_key() -> None:
    async with (
        serving(answer(b"picture")) as other,
        serving(answer(b"", "302 Found", f"Location: {other.url}/a.png")) as server,
        reaching(server.url) as http,
    ):
        assert await http.download(f"{server.url}/result") == b"picture"
        assert KEY.encode() not in b"".join(other.requests)
        with pytest.raises(BadAnswer):
            await http.download(f"{other.url}/a.png")


@pytest.mark.parametrize("status", ["403 Expired", "404 Gone", "410 Gone"])
async def test_a_picture_that_is_there_no_more_is_lost(status: str) -> None:
    async with serving(answer(b"", status)) as server, reaching(server.url) as http:
        with pytest.raises(ResultLost):
            await http.download(f"{server.url}/result")


async def test_an_answer_over_its_bound_is_refused() -> None:
    async with serving(answer(b"x" * 2000)) as server, reaching(server.url) as http:
        with pytest.raises(BadAnswer):
            await http.get("/models", limit=1000)


async def test_without_a_key_nothing_is_sent_and_it_is_said_where_it_belongs() -> None:
    async with serving(answer()) as server, reaching(server.url, "") as http:
        ways: list[Awaitable[bytes]] = [drawn(http), http.get("/models")]
        for way in ways:
            with pytest.raises(KeyRefused) as raised:
                await way
            assert "THE_KEY" in raised.value.remedy
    assert server.requests == []


async def test_no_error_and_no_repr_shows_the_key() -> None:
    access = Access(name="mine", url="http://127.0.0.1:1", key=Secret(KEY))
    assert KEY not in f"{access!r} {access.key!r} {access.key} {access}"
    async with serving(b"HTTP/1.1 200 OK\r\n: bad\r\n\r\n") as server, reaching(server.url) as http:
        for way in (drawn(http), http.get("/models")):
            with pytest.raises(EngineError) as raised:
                await way
            chain: BaseException | None = raised.value
            while chain is not None:
                assert KEY not in str(chain)
                chain = chain.__cause__


@pytest.mark.parametrize(
    ("home", "there", "same"),
    [
        ("https://api.bfl.ai", "https://api.us1.bfl.ai/v1/get_result?id=3", True),
        ("https://api.bfl.ai", "http://api.us1.bfl.ai/v1/get_result?id=3", False),
        ("https://api.bfl.ai", "https://api.bfl.ai.evil.example/x", False),
        ("https://api.bfl.ai", "https://evilbfl.ai/x", False),
        ("https://api.bfl.ai", "https://api.bfl.ai:8443/x", False),
        ("https://api.bfl.ai", "https://user@evil.example/api.bfl.ai", False),
        ("https://api.openai.com/v1", "https://api.openai.com/v1/models", True),
        ("https://api.openai.com/v1", "https://files.openai.com/v1/models", False),
        ("http://127.0.0.1:80", "http://127.0.0.1/x", True),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8002/x", False),
        ("https://api.openai.com", "https://[broken", False),
    ],
)
def test_the_keys_home_is_the_services_own_host(home: str, there: str, same: bool) -> None:
    assert is_home(Access(name="mine", url=home, key=Secret(KEY)), there) is same


async def test_a_large_body_is_in_memory_once_beside_what_it_is_made_of() -> None:
    size = 2**24

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        left = int(head.lower().partition(b"content-length: ")[2].split()[0])
        assert b"transfer-encoding" not in head.lower()
        while left:
            left -= len(await reader.read(2**16))
        writer.write(answer(str(size).encode()))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    listening = await asyncio.start_server(swallow, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    body = {"input_image": "x" * size}
    async with listening, reaching(url) as http:
        tracemalloc.start()
        async with http.once("/draw", body=body) as sent:
            assert await sent.body() == str(size).encode()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1.6 * size
