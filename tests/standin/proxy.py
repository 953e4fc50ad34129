"""A proxy between the studio and a server, HTTP and WebSocket, that spoils one chosen message.

    async with Proxy(server.url) as proxy:          # spoils nothing, and keeps what went through
        ...a run against proxy.url...
    for message in proxy.seen:
        for kind in kinds_for(message):
            async with Proxy(server.url, Fault(kind, message)) as proxy:
                ...the same run; proxy.struck says whether the message came up again

A `Message` is named by its direction, by what it is, and by its number among those of the same name, so that the
same message is meant however the requests of a run interleave: `up POST /prompt #1`, `down ws executing #3`. Ids in
paths are written `{id}`. What a WebSocket frame is, is its JSON type, `preview` for binary frames, and `open` for the
upgrade. `Proxy(..., heard=function)` calls a function with every message before it goes on: it may raise or kill.

All waits are bounded by `Fault.seconds` or by the client's own patience; nothing here is random.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

import aiohttp
from aiohttp import web

from tests.standin.spoiling import Direction, Fault, Message, corrupted

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PIECES: Final = 8


class Proxy:
    """`async with Proxy(server.url, fault) as proxy:` and then `proxy.url`. The fault strikes once."""

    def __init__(
        self, upstream: str, fault: Fault | None = None, heard: Callable[[Message], None] | None = None
    ) -> None:
        self.seen: list[Message] = []
        """Every message so far, in the order in which they came."""
        self.struck = False
        """Whether the fault's message came up."""
        self._upstream = upstream
        self._fault, self._heard = fault, heard
        self._counts: Counter[tuple[str, str]] = Counter()
        self._late: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = ""

    async def __aenter__(self) -> Proxy:
        self._session = aiohttp.ClientSession(auto_decompress=False, connector=aiohttp.TCPConnector(force_close=True))
        application = web.Application(client_max_size=2**30)
        application.router.add_route("*", "/{path:.*}", self._any)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def delivered(self) -> None:
        """Wait until every late request has arrived."""
        await asyncio.gather(*self._late)

    def _strike(self, direction: Direction, what: str) -> Fault | None:
        """Note a message; the fault, if it is this one's."""
        self._counts[direction, what] += 1
        message = Message(direction, what, self._counts[direction, what])
        self.seen.append(message)
        if self._heard is not None:
            self._heard(message)
        if self._fault is None or self.struck or self._fault.message != message:
            return None
        self.struck = True
        return self._fault

    async def _any(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._socket(request)
        return await self._http(request)

    # HTTP.

    async def _http(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        what = f"{request.method} {_UUID.sub('{id}', request.path)}"
        fault = self._strike("up", what)
        match fault.kind if fault else "":
            case "cut":
                return _cut(request)
            case "swallow":
                await asyncio.Event().wait()
            case "late":
                await self._when_given_up(request, body, fault)
            case "502":
                return _bad_gateway()
            case "repeat":
                await self._ask(request, body)
            case "corrupt":
                body = corrupted(body)
            case "delay" if fault:
                await asyncio.sleep(fault.seconds)
        try:
            status, headers, answer = await self._ask(request, body)
        except aiohttp.ClientError:
            return _cut(request)
        return await self._answer(request, self._strike("down", what), status, headers, answer)

    async def _ask(self, request: web.Request, body: bytes) -> tuple[int, dict[str, str], bytes]:
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        async with self._session.request(
            request.method, self._upstream + request.raw_path, data=body, headers=headers, allow_redirects=False
        ) as response:
            kept = {name: value for name, value in response.headers.items() if name.lower() in _KEPT}
            return response.status, kept, await response.read()

    async def _when_given_up(self, request: web.Request, body: bytes, fault: Fault | None) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            task = asyncio.create_task(self._deliver(request, body, fault.seconds if fault else 0.0))
            self._late.add(task)
            raise

    async def _deliver(self, request: web.Request, body: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with contextlib.suppress(aiohttp.ClientError):
            await self._ask(request, body)

    async def _answer(
        self, request: web.Request, fault: Fault | None, status: int, headers: dict[str, str], body: bytes
    ) -> web.StreamResponse:
        match fault.kind if fault else "":
            case "cut":
                return _cut(request)
            case "swallow":
                await asyncio.Event().wait()
            case "502":
                return _bad_gateway()
            case "corrupt":
                body = corrupted(body)
            case "delay" if fault:
                await asyncio.sleep(fault.seconds)
            case "slow" | "short" if fault:
                return await _in_pieces(request, fault, status, headers, body)
        return web.Response(status=status, headers=headers, body=body)

    # WebSocket.

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        assert self._session is not None
        fault = self._strike("up", "ws open")
        match fault.kind if fault else "":
            case "cut":
                return _cut(request)
            case "swallow":
                await asyncio.Event().wait()
            case "502":
                return _bad_gateway()
            case "delay" if fault:
                await asyncio.sleep(fault.seconds)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        try:
            server = await self._session.ws_connect(
                self._upstream + request.raw_path, headers=headers, max_msg_size=0, autoping=True
            )
        except aiohttp.ClientError:
            return _cut(request)
        async with server:
            client = web.WebSocketResponse(max_msg_size=0)
            await client.prepare(request)
            pumps = [
                asyncio.create_task(self._pump("up", client, server, request)),
                asyncio.create_task(self._pump("down", server, client, request)),
            ]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
                # As a cut cable does: no closing words to either side.
                _cut(request)
            return client

    async def _pump(self, direction: Direction, source: Any, goal: Any, request: web.Request) -> None:
        deaf = False
        async for frame in source:
            if frame.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                return
            fault = self._strike(direction, f"ws {_what(frame.data)}")
            data, times = frame.data, 1
            match fault.kind if fault else "":
                case "cut":
                    return
                case "swallow":
                    times = 0
                case "deafen":
                    deaf = True
                case "repeat":
                    times = 2
                case "corrupt":
                    data = corrupted(data) if isinstance(data, bytes) else corrupted(data.encode()).decode()
                case "delay" if fault:
                    await asyncio.sleep(fault.seconds)
            for _ in range(0 if deaf else times):
                with contextlib.suppress(ConnectionError):
                    await (goal.send_str(data) if isinstance(data, str) else goal.send_bytes(data))


_HOP: Final = frozenset(
    {
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "sec-websocket-extensions",
        "sec-websocket-key",
        "sec-websocket-version",
        "transfer-encoding",
        "upgrade",
    }
)
_KEPT: Final = frozenset({"content-type", "location"})


def _what(data: str | bytes) -> str:
    if isinstance(data, bytes):
        return "preview"
    with contextlib.suppress(ValueError):
        message = json.loads(data)
        if isinstance(message, dict):
            return str(message.get("type"))
    return "text"


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _bad_gateway() -> web.Response:
    return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


async def _in_pieces(
    request: web.Request, fault: Fault, status: int, headers: dict[str, str], body: bytes
) -> web.StreamResponse:
    """The answer in pieces, all of it or half."""
    response = web.StreamResponse(status=status, headers={**headers, "Content-Length": str(len(body))})
    await response.prepare(request)
    size = max(1, len(body) // _PIECES)
    end = len(body) // 2 if fault.kind == "short" else len(body)
    for start in range(0, end, size):
        await response.write(body[start : min(start + size, end)])
        await asyncio.sleep(fault.seconds / _PIECES)
    if fault.kind == "short" and request.transport is not None:
        request.transport.close()
    return response
