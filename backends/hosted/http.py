"""HTTP to a paid service: what costs is sent once, what is asked may be asked again, and a key stays at its own host.

Every answer is bounded, and every error typed (`backends.errors`). Of a request that costs it is known how far it got:
never sent, which may be sent again; or gone, after which nobody sends it again without a person's word.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import msgspec

from backends.errors import (
    BadAnswer,
    EngineRefused,
    EngineUnreachable,
    KeyRefused,
    RateLimited,
    ResultLost,
)
from backends.hosted.access import Access, FetchedKey, is_home
from backends.hosted.sent import (
    LARGEST_JSON,
    PROXY_REFUSES,
    Explains,
    Sent,
    bounded,
    kind_of_error,
    refusal_of,
    through_no_proxy,
)
from backends.plain import plain
from backends.waits import growing_waits

LARGEST_PICTURE: Final = 256 * 2**20
MOST_REDIRECTS: Final = 3
PIECE: Final = 2**18
"""Bytes of a body that are sent together."""
TRIES: Final = 5
"""How often what may be asked again is asked."""


class Http:
    """Requests to one account of a service. It belongs to one event loop; making one raises EngineRefused."""

    def __init__(self, access: Access, service: Explains) -> None:
        self.access = access
        self._service = service
        self._fetched = FetchedKey(access.fetch_key, access.key_from) if access.fetch_key is not None else None
        timeout = httpx.Timeout(access.timeout, connect=min(10.0, access.timeout), pool=None)
        once = httpx.Timeout(access.patience, connect=min(10.0, access.timeout), write=access.timeout * 4, pool=None)
        try:
            # Reading the certificates takes as long as all else of both.
            context = httpx.create_ssl_context()
            self._client = httpx.AsyncClient(follow_redirects=False, timeout=timeout, verify=context)
            # A kept connection that its other end has closed looks like an answer that was lost: each has its own.
            self._once = httpx.AsyncClient(
                follow_redirects=False,
                timeout=once,
                verify=context,
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        except OSError as error:
            raise EngineRefused(
                "The certificates cannot be read that the environment names", "Look at SSL_CERT_FILE and SSL_CERT_DIR"
            ) from error
        except (ImportError, ValueError) as error:
            raise EngineRefused(
                "The environment names a proxy that the studio cannot use", "Unset ALL_PROXY, or name an HTTP proxy"
            ) from error

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()
        await self._once.aclose()

    async def get(self, route: str, *, model: str = "", limit: int = LARGEST_JSON) -> bytes:
        """The body of a GET at a route such as `/v1/models`, or at a whole address of the service's own.

        Asked again after growing waits while nobody answers. Raises EngineError.
        """
        return await self._patiently("GET", self._address(route), model, limit)

    async def post(self, route: str, body: object = None, *, model: str = "") -> bytes:
        """The body of the answer to a POST that costs nothing and may be sent again, as a cancellation."""
        content: dict[str, Any] = {} if body is None else {"content": msgspec.json.encode(body), "headers": _JSON}
        return await self._patiently("POST", self._address(route), model, LARGEST_JSON, **content)

    async def upload(self, route: str, files: Mapping[str, tuple[str, bytes, str]]) -> bytes:
        """The body of the answer to a form that costs nothing and may be sent again; `files` maps the name of a part to
        a file's name, its bytes and its media type."""
        return await self._patiently("POST", self._address(route), "", LARGEST_JSON, files=files)

    async def download(self, url: str) -> bytes:
        """A finished picture from whatever address the service names, without the key where that is another host.

        Raises ResultLost where it is there no more, EngineUnreachable, BadAnswer.
        """
        try:
            return await self._patiently("GET", self._result_address(url), "", LARGEST_PICTURE, result=True)
        except (EngineRefused, KeyRefused) as error:
            raise ResultLost(f"The picture at {self._service.title} cannot be had any more", error.reason) from error

    @asynccontextmanager
    async def once(
        self, route: str, *, model: str = "", body: object = None, files: Any = None, fields: Any = None
    ) -> AsyncGenerator[Sent]:
        """POST what costs, once, as JSON or as a form; in the block it has left as a whole, or is answered already.

        Raises EngineUnreachable where it never left. In the block `Sent` raises what became of it.
        """
        content: dict[str, Any] = {"files": files, "data": fields} if files else {}
        headers = dict(await self._headers(self._address(route)))
        if not files:
            # References stand in it, which takes tens of milliseconds.
            encoded = await asyncio.to_thread(msgspec.json.encode, body)
            content = {"content": _pieces(encoded)}
            headers |= {**_JSON, "Content-Length": str(len(encoded))}
        progress = _Progress()
        request = self._once.build_request(
            "POST", self._address(route), headers=headers, extensions={"trace": progress.trace}, **content
        )
        sending = asyncio.create_task(self._once.send(request, stream=True), name=f"{self._service.title}: a picture")
        left = asyncio.create_task(progress.left.wait())
        try:
            await asyncio.wait((sending, left), return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and isinstance(error := sending.exception(), Exception) and not progress.begun:
                raise self._unreachable(error)
            yield Sent(sending, self._service, model, self.access)
        finally:
            left.cancel()
            await _let_go(sending)

    async def _patiently(
        self, method: str, url: str, model: str, limit: int, *, result: bool = False, **content: Any
    ) -> bytes:
        waits = growing_waits(self.access.pause)
        for number in range(TRIES):
            last = number == TRIES - 1
            try:
                return await self._exchange(method, url, model, limit, result, **content)
            except RateLimited as error:
                if last or error.quota == "day" or (error.seconds or 0.0) > self.access.timeout:
                    raise
                await asyncio.sleep(error.seconds if error.seconds is not None else next(waits))
            except EngineUnreachable:
                if last:
                    raise
                await asyncio.sleep(next(waits))
        raise AssertionError("the last try ends it")

    async def _exchange(self, method: str, url: str, model: str, limit: int, result: bool, **content: Any) -> bytes:
        more = content.pop("headers", {})
        try:
            # A picture comes in its own time; a question that trickles is given up.
            async with asyncio.timeout(self.access.patience if result else self.access.timeout * 4):
                for _ in range(MOST_REDIRECTS + 1):
                    headers = {**await self._headers(url), **more}
                    async with self._client.stream(method, url, headers=headers, **content) as response:
                        if response.has_redirect_location:
                            url = self._next(response, result)
                            continue
                        if result and response.status_code in _GONE:
                            raise ResultLost(
                                f"The picture at {self._service.title} cannot be had any more ({response.status_code})",
                                "Draw it again: such addresses hold for some minutes",
                            )
                        if response.status_code == PROXY_REFUSES:
                            raise EngineUnreachable(*through_no_proxy(self._service.title))
                        if response.status_code >= 300:
                            raise self._service.explained(await refusal_of(response, self.access.key), model)
                        return await bounded(response, limit, self._service.title)
        except (httpx.TransportError, TimeoutError) as error:
            raise self._unreachable(error) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise BadAnswer(
                f"{self._service.title} gave an answer that cannot be read: {kind_of_error(error)}"
            ) from error
        raise BadAnswer(f"{self._service.title} redirects in a circle")

    def _next(self, response: httpx.Response, result: bool) -> str:
        there = response.request.url.join(response.headers["location"])
        if result and there.scheme in ("https", response.request.url.scheme):
            return str(there)
        if response.request.method == "GET" and is_home(self.access, str(there)):
            return str(there)
        raise EngineRefused(
            f"{self._service.title} sends the studio on to {plain(there.host, 120)}",
            "If that is the right place, write it as the url in the settings: the key is sent nowhere else",
        )

    async def _headers(self, url: str) -> Mapping[str, str]:
        if not is_home(self.access, url):
            return {}
        if not self.access.key and self._fetched is not None:
            self.access = msgspec.structs.replace(self.access, key=await self._fetched.get())
        if not self.access.key:
            raise KeyRefused(f"There is no key for {self.access.name}", _set_key(self.access))
        return {**self.access.headers, **self._service.authorization(self.access.key.reveal())}

    def _address(self, route: str) -> str:
        """The address of a route; a whole one must be the service's own, or the key would go elsewhere."""
        if route.startswith("/"):
            return f"{self.access.url}{route}"
        if not is_home(self.access, route):
            raise BadAnswer(f"{self._service.title} names an address that is not its own: {plain(_host(route), 120)}")
        return route

    def _result_address(self, url: str) -> str:
        scheme = url.partition("://")[0].lower()
        if scheme != "https" and not is_home(self.access, url):
            raise BadAnswer(f"{self._service.title} names a picture at an address that is not safe", plain(url, 120))
        return url

    def _unreachable(self, error: BaseException) -> EngineUnreachable:
        if isinstance(error, httpx.ProxyError) and str(error).startswith(str(PROXY_REFUSES)):
            return EngineUnreachable(*through_no_proxy(self._service.title))
        words = "its certificate is not trusted" if "certificate" in str(error).lower() else kind_of_error(error)
        return EngineUnreachable(
            f"{self._service.title} ({_host(self.access.url)}) cannot be reached: {words}",
            "Look at the connection; what waits is sent when it is there again",
        )


async def _pieces(data: bytes) -> AsyncGenerator[bytes]:
    """A body as it is sent: as a whole it would be copied for what the other end does not take at once, on the loop."""
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]


class _Progress:
    """How far a request got, as httpx's `trace` extension tells it (httpcore's documented names of events)."""

    def __init__(self) -> None:
        self.begun = False
        self.left = asyncio.Event()

    async def trace(self, name: str, info: Mapping[str, Any]) -> None:
        if name.endswith("send_request_headers.started"):
            # Before it a proxy is asked for a way to the service, by a request of its own.
            self.begun = info["request"].method != b"CONNECT"
        elif name.endswith("send_request_body.complete") and self.begun:
            self.left.set()


async def _let_go(sending: asyncio.Task[httpx.Response]) -> None:
    """End a request whatever became of it."""
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError, httpx.StreamError):
        response = await sending
        await response.aclose()


def _set_key(access: Access) -> str:
    return f"Set {access.key_from} before you start the studio" if access.key_from else "Name one in the settings"


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL:
        return "an address that cannot be read"


_GONE: Final = frozenset({400, 401, 403, 404, 410})
"""What storages answer for an address that they signed and that holds no more."""
_JSON: Final = {"Content-Type": "application/json"}
