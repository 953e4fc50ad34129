"""What became of a request that costs: its answer, whole or in parts, or that nobody knows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Final, Protocol

import httpx

from backends.errors import BadAnswer, EngineError, EngineRefused, MayBeCharged
from backends.hosted.access import Access, Secret
from backends.hosted.refusals import CHARGED, Refusal

LARGEST_JSON: Final = 256 * 2**20
"""Bytes of an answer: several pictures stand in one, as base64."""
LARGEST_REFUSAL: Final = 2**20
PROXY_REFUSES: Final = 407
"""What a proxy on the way answers that wants to know who asks (RFC 9110, 15.5.8): the service has heard nothing."""


class Explains(Protocol):
    """What of a service the HTTP needs: how the key is written, and what its refusals mean."""

    @property
    def title(self) -> str:
        """As a person calls it."""

    def authorization(self, key: str) -> Mapping[str, str]:
        """The headers that carry the key."""

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """The typed error for an answer that is no success."""


class Sent:
    """A request that costs, on its way or answered. All of it raises MayBeCharged where the answer does not come, or
    not within the account's patience."""

    def __init__(self, sending: asyncio.Task[httpx.Response], service: Explains, model: str, access: Access) -> None:
        self._sending = sending
        self._service = service
        self._model = model
        self._key = access.key
        self._until = asyncio.get_running_loop().time() + access.patience

    async def response(self) -> httpx.Response:
        """The beginning of the answer: its status says success. Raises what `explained` makes of a refusal."""
        with self._answered():
            async with asyncio.timeout_at(self._until):
                response = await asyncio.shield(self._sending)
                if response.has_redirect_location or 300 <= response.status_code < 400:
                    raise EngineRefused(
                        f"{self._service.title} sends the studio elsewhere", "Look at its url in the settings"
                    )
                if response.status_code == PROXY_REFUSES:
                    raise EngineRefused(*through_no_proxy(self._service.title))
                if response.status_code >= 400:
                    raise self._service.explained(await refusal_of(response, self._key), self._model)
        return response

    async def body(self, limit: int = LARGEST_JSON) -> bytes:
        """The answer as a whole; one that is over its bound is lost, too."""
        response = await self.response()
        with self._answered():
            async with asyncio.timeout_at(self._until):
                return await bounded(response, limit, self._service.title)

    async def parts(self) -> AsyncGenerator[bytes]:
        """The answer as it comes, for what is streamed; bounded by whoever reads it."""
        response = await self.response()
        parts = aiter(response.aiter_bytes())
        while True:
            try:
                with self._answered():
                    async with asyncio.timeout_at(self._until):
                        part = await anext(parts)
            except StopAsyncIteration:
                return
            yield part

    def refusal(self, status: int, body: bytes) -> EngineError:
        """What a refusal within a stream means, which began as a success."""
        headers = _small(self._sending.result().headers)
        return self._service.explained(_without(self._key, Refusal(status, headers, body)), self._model)

    @contextlib.contextmanager
    def _answered(self) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, httpx.StreamError, TimeoutError) as error:
            raise self.lost(error) from error
        except BadAnswer as error:
            raise MayBeCharged(error.reason, CHARGED) from error

    def lost(self, error: BaseException) -> MayBeCharged:
        """That the answer was lost: to be raised also where it came and cannot be read."""
        return MayBeCharged(
            f"{self._service.title} got the request, and its answer was lost: {kind_of_error(error)}", CHARGED
        )


def through_no_proxy(title: str) -> tuple[str, str]:
    """Reason and remedy where a proxy lets nothing through to the service of that title."""
    return (
        f"The proxy before {title} wants a name and a password (407): nothing reached {title}, and nothing was charged",
        "Write them into the address in HTTPS_PROXY, http://name:password@host:port, and start the studio again",
    )


async def refusal_of(response: httpx.Response, key: Secret) -> Refusal:
    """An answer that is no success, with the beginning of its body. Raises httpx's errors."""
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > LARGEST_REFUSAL:
            break
    return _without(key, Refusal(response.status_code, _small(response.headers), body))


def _small(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _without(key: Secret, refusal: Refusal) -> Refusal:
    """A refusal without the key, which some proxies repeat: what it says is shown to a person."""
    secret = key.reveal()
    if not secret:
        return refusal
    headers = {name: value.replace(secret, "•••") for name, value in refusal.headers.items()}
    return Refusal(refusal.status, headers, refusal.body.replace(secret.encode(), "•••".encode()))


async def bounded(response: httpx.Response, limit: int, title: str) -> bytes:
    """The body of an answer. Raises BadAnswer where it is more than `limit` bytes, and httpx's errors."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > limit:
            raise BadAnswer(f"{title} answers with more than {limit // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def kind_of_error(error: BaseException) -> str:
    """An error as a person may see it: its own words may quote a header, so only its kind is told."""
    return type(error).__name__
