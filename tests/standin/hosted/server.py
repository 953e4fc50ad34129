"""What the stand-ins of hosted services share: what they saw, what can go wrong, and a gate before what is drawn."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiohttp import web

from tests.standin.drawing import paint

KEY = "sk-secret-0123456789abcdefghijklmnop"
"""The key that they know."""


class Seen(NamedTuple):
    """One request as it arrived; the names of headers are small."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Reply(NamedTuple):
    """An answer: its status, its body, and more headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = {}

    def written(self) -> bytes:
        """The body as bytes; what is none is written as JSON."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Faults:
    """What goes wrong with requests that cost, as attributes that a test sets; what is empty does not."""

    cut_head: bool = False
    """The connection is cut when the head of the request has arrived."""
    cut_request: bool = False
    """The connection is cut when the request has arrived, and nothing is drawn."""
    cut_answer: bool = False
    """It is drawn, and the connection cut before the answer begins."""
    half_answer: bool = False
    """The connection is cut in the middle of the answer."""
    half_body: bool = False
    """The answer ends in its middle, with a length that fits."""
    body: bytes | None = None
    """What stands in the answer instead of what should."""
    picture: bytes | None = None
    """What stands in the answer instead of the picture."""
    redirect: str = ""
    """Where the client is sent on to."""
    refusals: list[Reply] = field(default_factory=list)
    """What is answered to the next requests that cost, one after another, before anything is drawn."""
    questions: list[Reply] = field(default_factory=list)
    """The same for requests that cost nothing."""


class Hosted:
    """`async with` one of its children, and then `url`. A child says what costs (`costs`) and answers (`drawn`,
    `asked`, `unauthorized`)."""

    prefix = ""
    """What an account's address has behind its host."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.seen: list[Seen] = []
        self.paid = 0
        """How many requests that cost have arrived as a whole."""
        self.drawn_count = 0
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._free = asyncio.Event()
        self._free.set()
        self._arrived = asyncio.Event()

    @property
    def url(self) -> str:
        """Its address, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        await self.vanish()

    async def listen(self) -> None:
        """Be there, at the port of before where there was one."""
        application = web.Application(client_max_size=2**27)
        application.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def vanish(self) -> None:
        """Let go of the port, so that nothing answers there."""
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    def hold(self) -> None:
        """Keep what costs waiting for its answer until `release`."""
        self._free.clear()
        self._arrived.clear()

    async def held(self) -> None:
        """Wait until a request waits at `hold`."""
        async with asyncio.timeout(60):
            await self._arrived.wait()

    def release(self) -> None:
        """Let what is held go on."""
        self._free.set()

    # What a child brings.

    def costs(self, seen: Seen) -> bool:
        """Whether a request is one that costs."""
        raise NotImplementedError

    def is_known(self, seen: Seen) -> bool:
        """Whether the request shows the key."""
        raise NotImplementedError

    def unauthorized(self) -> Reply:
        """What is answered to a wrong key."""
        raise NotImplementedError

    def asked(self, seen: Seen) -> Reply:
        """The answer to what costs nothing."""
        raise NotImplementedError

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        """The answer to what costs, after whatever it refuses of it."""
        raise NotImplementedError

    # How it serves.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.faults.cut_head and request.method == "POST":
            return _cut(request)
        try:
            body = await request.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            return web.Response(status=400)
        headers = {name.lower(): value for name, value in request.headers.items()}
        seen = Seen(request.method, request.path_qs, headers, body)
        self.seen.append(seen)
        if not self.costs(seen):
            reply = self.faults.questions.pop(0) if self.faults.questions else None
            reply = reply or (self.asked(seen) if self.is_known(seen) else self.unauthorized())
            return web.Response(status=reply.status, body=reply.written(), headers=_headers(reply))
        self.paid += 1
        return await self._serve_paid(seen, request)

    async def _serve_paid(self, seen: Seen, request: web.Request) -> web.StreamResponse:
        faults = self.faults
        if faults.redirect:
            return web.Response(status=307, headers={"Location": faults.redirect})
        if faults.refusals:
            reply = faults.refusals.pop(0)
            return web.Response(status=reply.status, body=reply.written(), headers=_headers(reply))
        self._arrived.set()
        await self._free.wait()
        if faults.cut_request:
            return _cut(request)
        reply = await self.drawn(seen, request) if self.is_known(seen) else self.unauthorized()
        self.drawn_count += reply.status < 300
        if faults.cut_answer:
            return _cut(request)
        written = reply.written() if faults.body is None else faults.body
        if faults.half_body:
            written = written[: len(written) // 2]
        response = web.StreamResponse(status=reply.status, headers=_headers(reply))
        response.content_length = len(written)
        await response.prepare(request)
        if faults.half_answer:
            await response.write(written[: len(written) // 2])
            return _cut(request, response)
        await response.write(written)
        await response.write_eof()
        return response


def png(width: int, height: int, seed: int = 1) -> bytes:
    """A picture as PNG."""
    return encoded(width, height, "PNG", seed)


@lru_cache(maxsize=32)
def encoded(width: int, height: int, kind: str, seed: int = 1) -> bytes:
    """A picture that takes little time to make: it is drawn small."""
    file = io.BytesIO()
    paint(seed, 64, 64).resize((width, height)).save(file, kind, compress_level=1)
    return file.getvalue()


def _headers(reply: Reply) -> dict[str, str]:
    return {"Content-Type": "application/json", **reply.headers}


def _cut(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return response or web.Response()
