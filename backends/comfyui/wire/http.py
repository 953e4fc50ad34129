"""HTTP to one ComfyUI server: bounded answers, typed errors, and credentials that stay with the server.

EngineUnreachable
├── NotSent     the request never reached the server: it is safe to send again
└── NoAnswer    the request may have arrived; its answer did not come, not whole, or from a proxy alone
EngineRefused
├── NotFound    404
└── Rejected    400, with the body that says why
BadAnswer
└── TooLarge    the answer is over its bound
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import httpx
import msgspec

from backends.base import BadAnswer, EngineRefused, EngineUnreachable
from backends.comfyui.wire.server import Server, base_url, safe_headers, shown_url
from backends.plain import plain
from backends.waits import growing_waits

LARGEST_JSON: Final = 64 * 2**20
LARGEST_PICTURE: Final = 256 * 2**20
TIMEOUTS: Final = 4
"""A whole answer may take so many times as long as a part of it."""
TIMEOUTS_OF_A_FILE: Final = 40
"""The same for a file, which may come through a slow tunnel."""
MOST_REDIRECTS: Final = 3

T = TypeVar("T")


class NotSent(EngineUnreachable):
    """The request never reached the server."""


class NoAnswer(EngineUnreachable):
    """The request may have reached the server; its answer did not arrive whole."""


class NotFound(EngineRefused):
    """The server has no such route, file or job; `body` may say which."""

    def __init__(self, reason: str, remedy: str, body: bytes) -> None:
        super().__init__(reason, remedy)
        self.body = body


class Rejected(EngineRefused):
    """The server says that the request is wrong; `body` says why."""

    def __init__(self, reason: str, remedy: str, body: bytes) -> None:
        super().__init__(reason, remedy)
        self.body = body


class TooLarge(BadAnswer):
    """The answer is larger than is allowed: asking again would not help."""


def tls(server: Server) -> ssl.SSLContext:
    """The TLS context for the server: certificates are always checked. Raises EngineRefused for an unusable CA file."""
    if not base_url(server).startswith("https"):
        # A plain address needs no authorities; this context trusts nobody, and costs nothing to make.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise EngineRefused(
            f"The CA file of {server.name} cannot be read: {plain(error)}", "Name a PEM file in the server's settings"
        ) from error


class Http:
    """Requests to one server. Every method raises the errors above, EngineRefused or BadAnswer, and nothing else.

    Making one raises EngineRefused where headers or the environment's proxies cannot be used.
    """

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._server = server
        self._base = base_url(server)
        self._shown = f"{server.name} ({shown_url(self._base)})"
        self._client = _client(server, context)
        self.lacking: set[str] = set()
        """Routes of newer servers that this one turned out not to have."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def get(self, route: str) -> bytes:
        """The body of a GET, at most `LARGEST_JSON` bytes."""
        return await self._send("GET", route, LARGEST_JSON, TIMEOUTS)

    async def download(self, route: str, params: dict[str, str]) -> bytes:
        """The body of a GET of a picture, at most `LARGEST_PICTURE` bytes, given the time that a file needs."""
        return await self._send("GET", route, LARGEST_PICTURE, TIMEOUTS_OF_A_FILE, params=params)

    async def post(self, route: str, body: object) -> bytes:
        """The body of the answer to a POST of JSON."""
        headers = {"Content-Type": "application/json"}
        return await self._send(
            "POST", route, LARGEST_JSON, TIMEOUTS, content=msgspec.json.encode(body), headers=headers
        )

    async def head(self, route: str, params: dict[str, str]) -> int | None:
        """How many bytes a GET would bring; None where the server has nothing there, or does not say how much."""

        async def length(response: httpx.Response) -> int | None:
            await self._body(response, route, LARGEST_JSON)
            told = response.headers.get("content-length", "")
            return int(told) if told.isdecimal() else None

        try:
            return await self._exchange("HEAD", route, TIMEOUTS, length, params=params)
        except (NotFound, Rejected):
            return None

    async def upload(self, route: str, file: tuple[str, bytes, str], fields: dict[str, str]) -> bytes:
        """The body of the answer to a form with one file `image` (name, bytes, media type)."""
        return await self._send("POST", route, LARGEST_JSON, TIMEOUTS_OF_A_FILE, files={"image": file}, data=fields)

    async def patiently(self, ask: Callable[[], Awaitable[T]], tries: int = 4) -> T:
        """`ask`, again after growing waits while its answer gets lost; only for what may be asked twice.

        An answer that makes no sense may have been spoilt on the way: it is asked for once more.
        """
        senseless = 0
        for _, wait in zip(range(tries - 1), growing_waits(self._server.pause), strict=False):
            try:
                return await ask()
            except NoAnswer:
                await asyncio.sleep(wait)
            except BadAnswer as error:
                senseless += 1
                if senseless > 1 or isinstance(error, TooLarge):
                    raise
        return await ask()

    async def _send(self, method: str, route: str, limit: int, timeouts: int, **content: Any) -> bytes:
        return await self._exchange(
            method, route, timeouts, lambda response: self._body(response, route, limit), **content
        )

    async def _exchange(
        self,
        method: str,
        route: str,
        timeouts: int,
        read: Callable[[httpx.Response], Awaitable[T]],
        **content: Any,
    ) -> T:
        try:
            url = httpx.URL(self._base + route)
            async with asyncio.timeout(self._server.timeout * timeouts):
                for _ in range(MOST_REDIRECTS + 1):
                    async with self._client.stream(method, url, **content) as response:
                        if not response.has_redirect_location:
                            return await read(response)
                        url = self._next(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise self._not_sent(error) from error
        except (httpx.TransportError, TimeoutError) as error:
            raise NoAnswer(f"{self._shown} did not answer in full: {_kind(error)}", "Look at the connection") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise BadAnswer(f"{self._shown} gave an answer that cannot be read: {_kind(error)}") from error
        raise BadAnswer(f"{self._shown} redirects in a circle", "Look at the address in the settings")

    def _next(self, response: httpx.Response) -> httpx.URL:
        here = response.request.url
        there = here.join(response.headers["location"])
        # Our own headers may be credentials, so they go to the same scheme, host and port only.
        same = (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port)
        if same and (response.request.method in ("GET", "HEAD") or response.status_code in (307, 308)):
            return there
        raise EngineRefused(
            f"{self._shown} sends the studio on to {plain(shown_url(str(there)), 120)}",
            "If that is the right place, write it as the server's address in the settings",
        )

    async def _body(self, response: httpx.Response, route: str, limit: int) -> bytes:
        status = response.status_code
        parts, size = [], 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > limit:
                raise TooLarge(f"{self._shown} answers {route} with more than {limit // 2**20} MiB")
            parts.append(part)
        body = b"".join(parts)
        if status < 300:
            return body
        raise self._error(status, route, body)

    def _error(self, status: int, route: str, body: bytes) -> Exception:
        if status in (401, 403, 407):
            return EngineRefused(f"{self._shown} does not let the studio in ({status})", "Check the server's headers")
        if status in (404, 405):
            return NotFound(
                f"{self._shown} has no {route}", "Check the address: is it a ComfyUI, and is the path right?", body
            )
        if status == 400:
            return Rejected(f"{self._shown} refuses {route}", "", body)
        if status == 413:
            return EngineRefused(f"{self._shown} refuses a file of this size", "Use smaller reference pictures")
        if status in (408, 425, 429) or status >= 500:
            return NoAnswer(
                f"{self._shown} cannot answer now ({status})", "Is ComfyUI running there? Look into its log"
            )
        return EngineRefused(f"{self._shown} answers {route} with status {status}", "Is this address a ComfyUI?")

    def _not_sent(self, error: Exception) -> NotSent:
        words = str(error)
        if "certificate" in words.lower():
            return NotSent(
                f"{self._shown} shows a certificate that is not trusted", "Name its CA with ca_file in the settings"
            )
        return NotSent(f"Nothing answers at {self._shown}", "Start ComfyUI there, or check the address and the tunnel")


def _client(server: Server, context: ssl.SSLContext) -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(
            headers=safe_headers(server),
            verify=context,
            follow_redirects=False,
            # Waiting for one of our own connections says nothing of the server.
            timeout=httpx.Timeout(server.timeout, connect=min(5.0, server.timeout), pool=None),
            limits=httpx.Limits(max_connections=8, keepalive_expiry=15.0),
        )
    except (ImportError, ValueError) as error:
        # httpx reads the environment's proxies here, and speaks only to those of HTTP.
        raise EngineRefused(
            "The environment names a proxy that the studio cannot use",
            f"Unset ALL_PROXY, or reach {server.name} through an HTTP proxy or a tunnel",
        ) from error


def _kind(error: Exception) -> str:
    # The exception's own words may quote a header, so only its kind is told.
    return type(error).__name__
