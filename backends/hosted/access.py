"""How a service is reached: its address, the key, and how long it is waited for. Cheap to import."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from backends.errors import EngineError, KeyRefused
from backends.sharing import shared


class Secret:
    """A key that is shown nowhere: neither by repr, nor by str, nor by `rich`, nor in JSON."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the header of a request and nothing else."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(•••)" if self._value else "Secret()"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One account at one service. `url` has a scheme and a host, and perhaps a path; without a slash at its end.

    `key_from` says in words where the key comes from: "OPENAI_API_KEY", "the file ~/keys/openai". `headers` go with
    every request, as an organisation's name; `options` with every picture, where its own request has no others
    (`DrawRequest.options`). Times are seconds: `timeout` is how long one part of an answer may stay away, `patience`
    how long a picture may take, `pause` the first of the growing waits between two questions.
    """

    name: str
    url: str
    key: Secret
    key_from: str = ""
    fetch_key: Callable[[], Secret] | None = None
    headers: Mapping[str, str] = {}
    options: Mapping[str, str] = {}
    timeout: float = 30.0
    patience: float = 900.0
    pause: float = 1.0


def is_home(access: Access, url: str) -> bool:
    """Whether an address is the service's own, so that the key may go there: the same scheme, host and port.

    A service with regional hosts has them under one domain: `api.eu.bfl.ai` is as good as `api.bfl.ai`, where the
    account's own address is there too; plain http never is.
    """
    try:
        home, there = urlsplit(access.url), urlsplit(url)
        if _origin(home) == _origin(there):
            return True
        domain = _domain(home.hostname or "")
        return (
            bool(domain)
            and there.scheme == home.scheme == "https"
            and _port(there) == 443
            and ((there.hostname or "") == domain or (there.hostname or "").endswith(f".{domain}"))
        )
    except ValueError:
        return False


REGIONAL = frozenset({"bfl.ai"})
"""Domains that are one service's as a whole, under which it names regional hosts in its answers."""


def _domain(host: str) -> str:
    domain = ".".join(host.lower().split(".")[-2:])
    return domain if domain in REGIONAL else ""


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme.lower(), (parts.hostname or "").lower(), _port(parts)


PATIENCE: Final = 3.0
"""Seconds that somebody waits for the key; the one who fetches it goes on, and the next may find it there."""


class FetchedKey:
    """The key that `fetch` gives. It belongs to one event loop."""

    def __init__(self, fetch: Callable[[], Secret], source: str) -> None:
        self._fetch, self._source = fetch, source
        self._coming: Future[Secret] | None = None

    async def get(self, patience: float = PATIENCE) -> Secret:
        """The key; fetched again where it could not be had. Raises EngineError."""
        if self._coming is None or (self._coming.done() and self._coming.exception() is not None):
            self._coming = Future()
            # No thread of the loop's own: quitting does not wait for a person who is to unlock a keyring.
            threading.Thread(target=self._run, args=(self._coming,), name=self._source, daemon=True).start()
        try:
            async with asyncio.timeout(patience):
                return await shared(asyncio.wrap_future(self._coming))
        except TimeoutError as error:
            raise KeyRefused(f"There is no key from {self._source} yet", "Unlock it where it asks for that") from error

    def _run(self, coming: Future[Secret]) -> None:
        try:
            coming.set_result(self._fetch())
        except EngineError as error:
            coming.set_exception(error)
        finally:
            if not coming.done():
                coming.set_exception(KeyRefused(f"The key could not be had from {self._source}", "Name it otherwise"))
